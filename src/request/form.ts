import { Failure, type Span } from '../failure.ts';
import { readMediaType, refuseLineBreaks, type TextSource } from './items.ts';
import { PART_ENCODERS, type PartEncoder } from './multipart.ts';

/** A name and its value, both decoded. */
export type FormPair = readonly [name: string, value: string];

/** The pairs as application/x-www-form-urlencoded: a space is `+` (WHATWG URL §5.2). */
export function encodeFormPairs(pairs: readonly FormPair[]): string {
  const encoded = new URLSearchParams();
  for (const [name, value] of pairs) encoded.append(name, value);
  return encoded.toString();
}

/**
 * What a `--data-urlencode` argument says: `content`, `=content`, `name=content`, `@file` or `name@file`. As in curl an
 * `=` counts before an `@`, wherever they stand.
 */
export function parseDataUrlencode(argument: string): { readonly name?: string; readonly source: TextSource } {
  const equals = argument.indexOf('=');
  const place = equals < 0 ? argument.indexOf('@') : equals;
  if (place < 0) return { source: { from: 'text', text: argument } };
  const rest = argument.slice(place + 1);
  const source: TextSource = equals < 0 ? { from: 'file', path: rest } : { from: 'text', text: rest };
  return place === 0 ? { source } : { name: argument.slice(0, place), source };
}

/**
 * The piece of a body, or of a query, that `--data-urlencode` makes of these bytes: all but unreserved characters
 * (RFC 3986 §2.3) percent-encoded, a space as `+`, which is what curl 7.88 sends. The name stands as it was typed.
 */
export function encodeDataUrlencode(name: string | undefined, bytes: Uint8Array): string {
  const encoded: string[] = name === undefined ? [] : [`${name}=`];
  for (const byte of bytes) encoded.push(PERCENT_ENCODED[byte] ?? '');
  return encoded.join('');
}

const PERCENT_ENCODED: readonly string[] = Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (character === ' ') return '+';
  return /[A-Za-z0-9._~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
});

/** What `-d @file` sends of a file: no carriage return, line feed or NUL. */
export function stripDataFile(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte) => byte !== 0x0d && byte !== 0x0a && byte !== 0);
}

/** One value of a `-F` field. */
export interface FormContent {
  /** The path `-` is stdin. */
  readonly source: TextSource;
  /** Given with `@`: sent as a file, with a file name. */
  readonly attached: boolean;
  readonly type?: string;
  readonly filename?: string;
  readonly encoder?: PartEncoder;
  /** Header lines, or files of them for `parsePartHeaders`. */
  readonly headers: readonly TextSource[];
}

/** What a `-F` or `--form-string` argument says. */
export interface FormPart {
  readonly name?: string;
  /** More than one only for `name=@a,b`: curl sends them as one multipart/mixed part. */
  readonly contents: readonly FormContent[];
  /** Pieces that curl skips with a warning, such as the `b` of `text=a; b`. */
  readonly ignored: readonly string[];
}

/**
 * Reads an argument of `-F` (curl's `--form`) or, with `literal`, of `--form-string`.
 *
 * @throws Failure `usage` with the offending place underlined.
 */
export function parseFormArgument(argument: string, { literal }: { readonly literal: boolean }): FormPart {
  const equals = argument.indexOf('=');
  if (equals < 0) {
    throw new Failure('usage', 'a form part needs a name and a =', {
      at: { text: argument, start: 0, end: argument.length },
      // HTTPie's --form is a switch, so that the next word is a URL.
      hint: /^:|[/.]/.test(argument)
        ? '-F takes a part, NAME=VALUE; --as form makes a form of items'
        : `type ${argument}=value, ${argument}=@file or ${argument}=<file`,
    });
  }
  const name = equals === 0 ? {} : { name: argument.slice(0, equals) };
  const start = equals + 1;
  const ignored: string[] = [];
  if (literal) {
    const source: TextSource = { from: 'text', text: argument.slice(start) };
    return { ...name, contents: [{ source, attached: false, headers: [] }], ignored };
  }
  if (argument[start] === '(' || argument === '=)') {
    throw new Failure('usage', 'slip does not send a multipart inside a multipart', {
      at: { text: argument, start: equals, end: start + 1 },
      hint: `for a text that begins with ${argument[start]} use --form-string or quote it: name="${argument.slice(start)}"`,
    });
  }
  if (argument[start] !== '@') {
    const { content } = readContent(argument, start, argument[start] === '<' ? 'file' : 'text', ignored);
    return { ...name, contents: [content], ignored };
  }
  const contents: FormContent[] = [];
  for (let at = start; at === start || argument[at] === ','; ) {
    const { content, next } = readContent(argument, at, 'attached', ignored);
    contents.push(content);
    at = next;
  }
  return { ...name, contents, ignored };
}

/**
 * The header lines in a file named by `;headers=@file`: empty lines and those that begin with `#` are left out, a line
 * that begins with white space goes on from the one before, carriage returns and trailing white space are dropped.
 *
 * @throws Failure `usage` for a line that is no header.
 */
export function parsePartHeaders(text: string): readonly string[] {
  return text
    .replaceAll('\r', '')
    .replaceAll(/^#.*\n?/gm, '')
    .replaceAll(/\n(?=[ \t])/g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => readPartHeader(line, { text: line, start: 0, end: line.length }));
}

/** Reads one value and its settings; `next` is where the argument ends, or the `,` before the next file. */
function readContent(
  argument: string,
  start: number,
  kind: 'text' | 'file' | 'attached',
  ignored: string[],
): { readonly content: FormContent; readonly next: number } {
  const stops = kind === 'attached' ? ';,' : ';';
  const value = readWord(argument, kind === 'text' ? start : start + 1, stops);
  if (kind !== 'text' && value.text === '') throw namelessFileFailure(argument, start);
  const source: TextSource = kind === 'text' ? { from: 'text', text: value.text } : { from: 'file', path: value.text };
  const skipped = [value.leftover];
  const headers: TextSource[] = [];
  let type: Span | undefined;
  let typeGoesOn = false;
  let filename: string | undefined;
  let encoder: PartEncoder | undefined;
  let at = value.next;
  while (argument[at] === ';') {
    const keyword = KEYWORD.exec(argument.slice(at + 1));
    const setting = keyword?.[1]?.toLowerCase();
    const settingStart = at + 1 + (keyword?.[0].length ?? 0);
    // curl takes a file only where the @ or < comes at once, without white space.
    const inFile = setting === 'headers' && /[@<]/.test(argument[settingStart] ?? '');
    const word = readWord(argument, inFile ? settingStart + 1 : settingStart, stops);
    at = word.next;
    // What is no setting belongs to the type before it, as in `;type=text/plain;charset=utf-8`.
    if (type !== undefined && typeGoesOn && (setting === undefined || setting === 'type')) {
      type = { ...type, end: at };
      continue;
    }
    typeGoesOn = setting === 'type';
    const span = { text: argument, start: word.start, end: at };
    if (setting === 'type') type = span;
    else skipped.push(word.leftover);
    if (setting === undefined) skipped.push(word.text);
    else if (setting === 'encoder') encoder = readEncoder(word.text, span);
    else if (setting === 'filename' && kind === 'file') skipped.push(`filename=${word.text}`);
    else if (setting === 'filename') filename = word.text;
    else if (inFile) headers.push({ from: 'file', path: word.text });
    else if (setting === 'headers') headers.push({ from: 'text', text: readPartHeader(word.text, span) });
  }
  ignored.push(...skipped.filter((piece) => piece !== ''));
  return {
    content: {
      source,
      attached: kind === 'attached',
      ...(type === undefined ? {} : { type: readMediaType(type).replace(TRAILING_SPACE, '') }),
      ...(filename === undefined ? {} : { filename }),
      ...(encoder === undefined ? {} : { encoder }),
      headers,
    },
    next: at,
  };
}

/** White space as C has it, not JavaScript: a no-break space is part of a word. */
const KEYWORD = /^[ \t\n\v\f\r]*(type|filename|headers|encoder)=/i;
const TRAILING_SPACE = /[ \t\n\v\f\r]+$/;

/** A word in double quotes, where `\"` and `\\` are escapes, or one that goes on to a character of `stops`. */
function readWord(
  argument: string,
  from: number,
  stops: string,
): { readonly text: string; readonly start: number; readonly next: number; readonly leftover: string } {
  const pattern = new RegExp(`^([ \\t\\n\\v\\f\\r]*)(?:"((?:\\\\["\\\\]|[^"\\\\]|\\\\(?!["\\\\]))*)")?([^${stops}]*)`);
  const [all = '', space = '', quoted, rest = ''] = pattern.exec(argument.slice(from)) ?? [];
  const bare = rest.replace(TRAILING_SPACE, '');
  return {
    text: quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1'),
    start: from + space.length,
    next: from + all.length,
    leftover: quoted === undefined ? '' : bare,
  };
}

function readEncoder(text: string, at: Span): PartEncoder {
  const encoder = PART_ENCODERS.find((known) => known === text.toLowerCase());
  if (encoder !== undefined) return encoder;
  throw new Failure('usage', 'there is no such encoder', { at, hint: `encoders are ${PART_ENCODERS.join(', ')}` });
}

/** A header line of a part, in the span as it was typed. */
function readPartHeader(line: string, at: Span): string {
  refuseLineBreaks('part header', at);
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/.test(line)) return line;
  throw new Failure('usage', 'this is not a header line', { at, hint: 'a header line is Name: value' });
}

function namelessFileFailure(argument: string, start: number): Failure {
  return new Failure('usage', `there is no file name after ${argument[start]}`, {
    at: { text: argument, start, end: start + 1 },
    hint: 'name a file, or - for stdin',
  });
}
