/** The colours of markup. Without its SGR sequences it is always the same text. */
import type { JsonColors } from '../json-ink.ts';
import { type Markup, skipSpace } from './xml-scan.ts';

/** Paints pieces of markup. */
export interface MarkupPainter {
  paint(source: string, markup: Pick<Markup, 'kind' | 'nameEnd' | 'tagEnd'>): string;
  /** Comments, processing instructions and document types. */
  readonly remark: Brush;
  /** Text that is taken as it stands: CDATA. */
  readonly data: Brush;
}

/** Paints a text that need not be there at once: `open`, `go` for each part of it, `close`. */
export interface Brush {
  readonly open: string;
  go(part: string): string;
  readonly close: string;
}

/** Keys, literals and strings are an element's name and its attributes' names and values. */
export function markupPainter(colors: JsonColors | undefined): MarkupPainter {
  if (colors === undefined) return { paint: (source) => source, remark: PLAIN_BRUSH, data: PLAIN_BRUSH };
  const [remark, data] = [brush(colors.dim, colors.reset), brush(colors.string, colors.reset)];
  const tag = tagPainter(colors);
  return {
    remark,
    data,
    paint(source, { kind, nameEnd, tagEnd }) {
      switch (kind) {
        case 'start':
        case 'empty':
        case 'end':
          return tag(source, nameEnd);
        case 'leaf': {
          const close = source.lastIndexOf('<');
          const closeTag = tag(source.slice(close), source.length - close - 1);
          return tag(source.slice(0, tagEnd), nameEnd) + source.slice(tagEnd, close) + closeTag;
        }
        case 'data':
          return painted(data, source);
        case 'comment':
        case 'instruction':
        case 'doctype':
          return painted(remark, source);
      }
    },
  };
}

/** Leaves everything as it is. */
export const PLAIN_BRUSH: Brush = { open: '', go: (text) => text, close: '' };

/** Each line is painted for itself, so that a pager may show it without those above. */
function brush(color: string, reset: string): Brush {
  if (color === '') return PLAIN_BRUSH;
  const nextLine = `${reset}\n${color}`;
  return { open: color, go: (part) => (part.includes('\n') ? part.replaceAll('\n', nextLine) : part), close: reset };
}

function painted({ open, go, close }: Brush, text: string): string {
  return text === '' ? '' : open + go(text) + close;
}

/** The tags that a document repeats are short. */
const REMEMBERED_LENGTH = 64;
const REMEMBERED_TAGS = 1000;

/** Paints tags whose name ends at `nameEnd`: XML's, and HTML's, whose attributes may do without quotes and values. */
function tagPainter(colors: JsonColors): (tag: string, nameEnd: number) => string {
  const name = brush(colors.key, colors.reset);
  const attribute = brush(colors.literal, colors.reset);
  const value = brush(colors.string, colors.reset);
  const punctuation = brush(colors.punctuation, colors.reset);
  const known = new Map<string, string>();

  const paint = (tag: string, nameEnd: number): string => {
    const nameStart = tag.startsWith('</') ? 2 : 1;
    const end = tag.length - (tag.endsWith('/>') ? 2 : 1);
    let text = painted(punctuation, tag.slice(0, nameStart)) + painted(name, tag.slice(nameStart, nameEnd));
    for (let at = nameEnd; at < end; ) {
      const start = skipSpace(tag, at, end);
      const found = tag.indexOf('=', start);
      const equals = found === -1 || found > end ? end : found;
      const valueStart = skipSpace(tag, equals + 1, end);
      const valueEnd = equals < end ? valueEndOf(tag, valueStart, end) : end;
      text += tag.slice(at, start) + painted(attribute, tag.slice(start, equals));
      text += painted(punctuation, tag.slice(equals, Math.min(valueStart, end)));
      text += painted(value, tag.slice(valueStart, valueEnd));
      at = valueEnd;
    }
    return text + painted(punctuation, tag.slice(end));
  };

  return (tag, nameEnd) => {
    if (tag.length > REMEMBERED_LENGTH) return paint(tag, nameEnd);
    const remembered = known.get(tag);
    if (remembered !== undefined) return remembered;
    const fresh = paint(tag, nameEnd);
    // A part of a string keeps all of it alive; a copy does not.
    if (known.size < REMEMBERED_TAGS) known.set(Buffer.from(tag, 'latin1').toString('latin1'), fresh);
    return fresh;
  };
}

function valueEndOf(tag: string, start: number, end: number): number {
  const quote = tag.charAt(start);
  if (quote !== '"' && quote !== "'") {
    const length = tag.slice(start, end).search(/\s/);
    return length === -1 ? end : start + length;
  }
  const close = tag.indexOf(quote, start + 1);
  return close === -1 ? end : close + 1;
}
