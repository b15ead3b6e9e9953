import { Failure } from '../failure.ts';

/** A text being read, and how far. */
export interface Cursor {
  readonly text: string;
  at: number;
}

/** A failure that underlines the word at the cursor, or the range that is given. */
export function notAPath(
  cursor: Cursor,
  message: string,
  start = cursor.at,
  end = wordEnd(cursor.text, start),
): Failure {
  const what = start >= cursor.text.length ? 'it ends too early' : message;
  return new Failure('usage', `this is not a JSONPath: ${what}`, { at: { text: cursor.text, start, end } });
}

/** Goes on past the text if that is what comes next. */
export function take(cursor: Cursor, text: string): boolean {
  if (!cursor.text.startsWith(text, cursor.at)) return false;
  cursor.at += text.length;
  return true;
}

/** Goes on past the text, which has to come next. */
export function expect(cursor: Cursor, text: string): void {
  if (!take(cursor, text)) throw notAPath(cursor, `expected ${text}`);
}

/** Goes on past white space (RFC 9535 §2.1.1: the four characters of JSON). */
export function skipSpace(cursor: Cursor): void {
  takePattern(cursor, /[ \t\n\r]*/y);
}

/** The next character, or `''` at the end. */
export function ahead(cursor: Cursor): string {
  return cursor.text[cursor.at] ?? '';
}

/** What the sticky pattern matches here, if it does. */
export function takePattern(cursor: Cursor, pattern: RegExp): string | undefined {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text)?.[0];
  cursor.at += found?.length ?? 0;
  return found;
}

/** A name without quotes (RFC 9535 §2.5.1.1). */
export function takeName(cursor: Cursor): string | undefined {
  return takePattern(cursor, /[A-Za-z_\u{80}-\u{d7ff}\u{e000}-\u{10ffff}][\w\u{80}-\u{d7ff}\u{e000}-\u{10ffff}]*/uy);
}

/** An index or a slice's bound, within the numbers that a double holds exactly (RFC 9535 §2.1). */
export function takeInteger(cursor: Cursor): number | undefined {
  const start = cursor.at;
  const token = takePattern(cursor, /-?\d+/y);
  if (token === undefined) return undefined;
  if (!/^(?:0|-?[1-9]\d*)$/.test(token)) throw notAPath(cursor, 'an index has neither leading zeros nor -0', start);
  if (!Number.isSafeInteger(Number(token))) throw notAPath(cursor, 'an index of more than 2^53 is not possible', start);
  return Number(token);
}

/** A number as in JSON, as it was typed. */
export function takeNumber(cursor: Cursor): string | undefined {
  const start = cursor.at;
  const token = takePattern(cursor, /-?\d[\w.]*(?:(?<=[eE])[-+]\w*)?/y);
  if (token === undefined) return undefined;
  if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(token)) return token;
  throw notAPath(cursor, 'a number is written as in JSON', start, cursor.at);
}

/** The characters of a string in either kind of quotes (RFC 9535 §2.3.1.1). */
export function takeString(cursor: Cursor): string | undefined {
  const quote = ahead(cursor);
  if (quote !== '"' && quote !== "'") return undefined;
  const start = cursor.at;
  cursor.at += 1;
  const pieces: string[] = [];
  while (!take(cursor, quote)) {
    if (cursor.at >= cursor.text.length) {
      throw notAPath(cursor, 'the string is not closed', start, cursor.text.length);
    }
    pieces.push(ahead(cursor) === '\\' ? takeEscape(cursor, quote) : takePlain(cursor));
  }
  return pieces.join('');
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '/': '/',
  '\\': '\\',
};

function takeEscape(cursor: Cursor, quote: string): string {
  const start = cursor.at;
  const letter = cursor.text[start + 1] ?? '';
  const plain = letter === quote ? quote : ESCAPES[letter];
  if (plain !== undefined) {
    cursor.at += 2;
    return plain;
  }
  const unit = takePattern(
    cursor,
    /\\u(?:[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|(?![dD][89a-fA-F])[\da-fA-F]{4})/y,
  );
  if (unit === undefined) throw notAPath(cursor, 'no such escape', start, Math.min(start + 2, cursor.text.length));
  return unit.replace(/\\u(.{4})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function takePlain(cursor: Cursor): string {
  const plain = takePattern(
    cursor,
    /[\u{20}\u{21}\u{23}-\u{26}\u{28}-\u{5b}\u{5d}-\u{d7ff}\u{e000}-\u{10ffff}]+|["']/uy,
  );
  if (plain === undefined) throw notAPath(cursor, 'a control character in a string has to be escaped');
  return plain;
}

function wordEnd(text: string, start: number): number {
  const place = /[\w.+-]{1,64}|./suy;
  place.lastIndex = start;
  return start + (place.exec(text)?.[0].length ?? 0);
}
