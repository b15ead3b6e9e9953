/** Rows of fields (RFC 4180): read for tables, and coloured by columns. What is no good CSV is read as far as it goes. */
import type { JsonColors } from '../json-ink.ts';
import { asLatin1, parseContentType } from '../sniff.ts';

/**
 * What stands between the fields: a tab by the type, else the one of `,`, `;`, tab and `|` that the first line has most
 * of outside of its quotes.
 */
export function csvSeparator(contentType: string | undefined, prefix: Uint8Array): string {
  if (parseContentType(contentType).type === 'text/tab-separated-values') return '\t';
  const [firstLine = ''] = asLatin1(prefix)
    .replaceAll('\0', '')
    .replace(/"[^"]*"?/g, '')
    .split(/[\r\n]/, 1);
  const counted = [',', ';', '\t', '|'].map((separator) => ({ separator, count: firstLine.split(separator).length }));
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).separator;
}

/**
 * The rows of a body in UTF-8, their fields without quotes. Lines without a character are none. A row that is longer
 * than 1 MiB, since a quote was never closed, say, is given in pieces.
 *
 * @throws Error for a quote that is never closed, where that is asked for.
 */
export async function* readCsv(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
  { mustClose = false } = {},
): AsyncGenerator<readonly string[]> {
  const state = newState(separator);
  let row: string[] = [];
  let field = '';
  let rowLength = 0;
  let isEmpty = true;
  for await (const chunk of chunks) {
    const text = asLatin1(chunk);
    for (const { kind, start, end } of tokensOf(text, state)) {
      rowLength += end - start;
      if (kind === 'text') field += text.slice(start, end);
      if (kind === 'separator') {
        row.push(asUtf8(field));
        field = '';
      }
      if (kind !== 'end') isEmpty = false;
      if (kind !== 'end' && rowLength <= LONGEST_ROW) continue;
      if (!isEmpty) yield [...row, asUtf8(field)];
      [row, field, rowLength, isEmpty] = [[], '', 0, true];
    }
  }
  if (mustClose && state.isInside) throw new Error('a quote is never closed');
  if (!isEmpty) yield [...row, asUtf8(field)];
}

/** The body with each column in a colour of its own, in turns. Without the colours it is the same bytes. */
export async function* paintCsv(
  chunks: AsyncIterable<Uint8Array>,
  separator: string,
  colors: JsonColors,
): AsyncGenerator<Uint8Array> {
  const { key, string, number, literal, punctuation, reset } = colors;
  const inks = [key, string, number, literal, ''];
  const state = newState(separator);
  let column = 0;
  let isOpen = false;
  const close = (): string => {
    const closing = isOpen ? reset : '';
    isOpen = false;
    return closing;
  };
  for await (const chunk of chunks) {
    const text = asLatin1(chunk);
    let output = '';
    for (const { kind, start, end } of tokensOf(text, state)) {
      const source = text.slice(start, end);
      if (kind === 'end' || kind === 'separator') {
        output += close() + (kind === 'end' || punctuation === '' ? source : punctuation + source + reset);
        column = kind === 'end' ? 0 : column + 1;
        continue;
      }
      const ink = inks[column % inks.length] ?? '';
      if (!isOpen && ink !== '') output += ink;
      isOpen = ink !== '';
      // Each line is painted for itself, so that a pager may show it without those above.
      output += isOpen ? source.replaceAll('\n', `${reset}\n${ink}`) : source;
    }
    yield Buffer.from(output, 'latin1');
  }
  yield Buffer.from(close());
}

const LONGEST_ROW = 1024 * 1024;

interface CsvState {
  readonly special: RegExp;
  readonly separator: string;
  /** The field begins here. */
  isStart: boolean;
  /** The field began with a quote; it is inside of a pair of them. */
  isQuoted: boolean;
  isInside: boolean;
  /** The last character was a quote that ended a pair: another one is a quote in the text. */
  isPair: boolean;
}

interface Token {
  readonly kind: 'text' | 'quote' | 'separator' | 'end';
  readonly start: number;
  readonly end: number;
}

function newState(separator: string): CsvState {
  const special = new RegExp(`["\\r\\n${separator}]`, 'g');
  return { special, separator, isStart: true, isQuoted: false, isInside: false, isPair: false };
}

/** The text in tokens; `state` goes on to the next text. The second character of a line end is an end of its own. */
function* tokensOf(text: string, state: CsvState): Generator<Token> {
  const { special, separator } = state;
  let at = 0;
  while (at < text.length) {
    special.lastIndex = at;
    const start = special.exec(text)?.index ?? text.length;
    if (start > at) {
      yield { kind: 'text', start: at, end: start };
      state.isStart = false;
      state.isPair = false;
    }
    if (start === text.length) return;
    at = start + 1;
    yield { kind: kindOf(text.charAt(start), separator, state), start, end: at };
  }
}

function kindOf(character: string, separator: string, state: CsvState): Token['kind'] {
  const { isStart, isQuoted, isInside, isPair } = state;
  state.isStart = false;
  state.isPair = false;
  if (character === '"') {
    if (!isStart && !isQuoted) return 'text';
    state.isQuoted = true;
    state.isInside = !isInside;
    state.isPair = isInside;
    return isPair ? 'text' : 'quote';
  }
  if (isInside) return 'text';
  state.isStart = true;
  state.isQuoted = false;
  return character === separator ? 'separator' : 'end';
}

function asUtf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString('utf8');
}
