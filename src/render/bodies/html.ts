/** HTML in colour. Its white space may be content anywhere, so nothing of it is laid out anew. */
import type { JsonColors } from '../json-ink.ts';
import { asLatin1 } from '../sniff.ts';
import { type Brush, type MarkupPainter, markupPainter, PLAIN_BRUSH } from './markup-paint.ts';

/**
 * The page with its tags, comments and document type coloured. Without the colours it is the same bytes, whatever they
 * are. What stands in elements without markup of their own (HTML §13.1.2: scripts, styles, titles) stays as it is, and
 * so does a tag longer than 64 KiB, which is also the most that is held.
 */
export async function* paintHtml(chunks: AsyncIterable<Uint8Array>, colors: JsonColors): AsyncGenerator<Uint8Array> {
  const page: Page = { painter: markupPainter(colors), text: '', fresh: [], freshLength: 0, inside: undefined };
  try {
    for await (const chunk of chunks) {
      page.fresh.push(chunk);
      page.freshLength += chunk.length;
      // The end of a tag is looked for from its beginning: a quarter as often as its bytes may come.
      if (page.freshLength * 4 >= page.text.length) yield read(page);
    }
  } catch (error) {
    // A body that breaks off is shown as far as it came.
    yield* remainder(page);
    throw error;
  }
  yield* remainder(page);
}

interface Page {
  readonly painter: MarkupPainter;
  /** What has come and is not written, as latin-1; and what has come since that was looked at. */
  text: string;
  fresh: Uint8Array[];
  freshLength: number;
  inside: Inside | undefined;
}

/** What is passed on as it comes: a comment up to its end, or raw text up to the end tag behind it. */
interface Inside {
  readonly end: RegExp;
  readonly longestEnd: number;
  /** The end belongs to it. */
  readonly isClosed: boolean;
  readonly brush: Brush;
}

/** Tags longer than this stay uncoloured. */
const LONGEST_TAG = 64 * 1024;

const RAW_TEXT = /^<(script|style|textarea|title|xmp|iframe|noembed|noframes)[\s/>]/i;

function read(page: Page): Uint8Array {
  // By way of bytes, since a string that is put together of others is several times as slow to look into.
  const text = asLatin1(Buffer.concat([Buffer.from(page.text, 'latin1'), ...page.fresh]));
  page.fresh = [];
  page.freshLength = 0;
  let output = '';
  let at = 0;
  while (at < text.length) {
    const { inside } = page;
    const step = inside === undefined ? readPiece(page, text, at) : passOn(page, inside, text, at);
    if (step.end === at && inside === page.inside) break;
    output += step.painted;
    at = step.end;
  }
  page.text = text.slice(at);
  return Buffer.from(output, 'latin1');
}

function* remainder(page: Page): Generator<Uint8Array> {
  yield read(page);
  const { inside, text } = page;
  yield Buffer.from(inside === undefined ? text : inside.brush.go(text) + inside.brush.close, 'latin1');
}

/** A piece as it is to be written, and where it ends; where it began if it is not there to its end. */
interface Step {
  readonly painted: string;
  readonly end: number;
}

function passOn(page: Page, inside: Inside, text: string, at: number): Step {
  const { end, longestEnd, isClosed, brush } = inside;
  end.lastIndex = at;
  const found = end.exec(text);
  if (found === null) {
    const certain = Math.max(at, text.length - longestEnd + 1);
    return { painted: brush.go(text.slice(at, certain)), end: certain };
  }
  page.inside = undefined;
  const close = found.index + (isClosed ? found[0].length : 0);
  return { painted: brush.go(text.slice(at, close)) + brush.close, end: close };
}

function readPiece(page: Page, text: string, at: number): Step {
  const start = text.indexOf('<', at);
  if (start !== at) {
    const end = start === -1 ? text.length : start;
    return { painted: text.slice(at, end), end };
  }
  const begun = text.slice(at, at + 4);
  if (/^<(?:[!/]|!-)?$/.test(begun)) return { painted: '', end: at };
  if (/^<\/?[a-z]/i.test(begun)) return readTag(page, text, at);
  if (!/^<[!?/]/.test(begun)) return { painted: '<', end: at + 1 };
  const isComment = begun === '<!--';
  const brush = page.painter.remark;
  page.inside = { end: isComment ? /-->/g : />/g, longestEnd: isComment ? 3 : 1, isClosed: true, brush };
  // The two hyphens that begin a comment may also end it: `<!-->`.
  return { painted: brush.open + text.slice(at, at + 2), end: at + 2 };
}

function readTag(page: Page, text: string, at: number): Step {
  const end = tagEndOf(text, at);
  if (end === undefined) {
    const looked = at + LONGEST_TAG;
    if (text.length <= looked) return { painted: '', end: at };
    // What has been looked through once is passed on: from each `<` in it, it would be looked through again.
    page.inside = { end: />/g, longestEnd: 1, isClosed: true, brush: PLAIN_BRUSH };
    return { painted: text.slice(at, looked), end: looked };
  }
  const tag = text.slice(at, end);
  const raw = RAW_TEXT.exec(tag)?.[1];
  if (raw !== undefined) {
    const close = new RegExp(`</${raw}[\\s/>]`, 'gi');
    page.inside = { end: close, longestEnd: raw.length + 3, isClosed: false, brush: PLAIN_BRUSH };
  }
  const nameEnd = 2 + tag.slice(2).search(/[\s/>]/);
  return { painted: page.painter.paint(tag, { kind: 'start', nameEnd, tagEnd: tag.length }), end };
}

/** One behind the `>` of a tag that is not too long. One in quotes is none, if they are those of a value. */
function tagEndOf(text: string, start: number): number | undefined {
  const last = Math.min(text.length, start + LONGEST_TAG);
  let isValue = false;
  for (let at = start + 1; at < last; at++) {
    const character = text.charAt(at);
    if (character === '>') return at + 1;
    if (isValue && (character === '"' || character === "'")) {
      const close = text.indexOf(character, at + 1);
      if (close === -1) return undefined;
      at = close;
      isValue = false;
    } else if (character === '=') isValue = true;
    else if (!/\s/.test(character)) isValue = false;
  }
  return undefined;
}
