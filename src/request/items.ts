import { Failure, type Span } from '../failure.ts';
import { findJsonFault } from '../json/parse.ts';
import { isCredentialHeader, isCredentialParameter } from '../secret.ts';
import { withoutBlanks } from './headers.ts';

/** Text that was typed, or a file that holds it; the path `-` is stdin. */
export type TextSource =
  | { readonly from: 'text'; readonly text: string }
  | { readonly from: 'file'; readonly path: string };

/**
 * One request item. `word` is what was typed.
 *
 * The names of `field` and `json` keep the backslashes that nested.ts reads (`\[`, `\]`, `\\`, `[\1]`); all other names
 * are plain. Paths are as they were typed, since on Windows a backslash is part of them.
 */
export type Item = { readonly word: string } & (
  | { readonly kind: 'header'; readonly name: string; readonly value: TextSource }
  | { readonly kind: 'header-removed'; readonly name: string }
  | { readonly kind: 'header-empty'; readonly name: string }
  | { readonly kind: 'query'; readonly name: string; readonly value: TextSource }
  | { readonly kind: 'field'; readonly name: string; readonly value: TextSource }
  /** A text value is one JSON value, checked. */
  | { readonly kind: 'json'; readonly name: string; readonly value: TextSource }
  | {
      readonly kind: 'upload';
      readonly name: string;
      readonly path: string;
      readonly type?: string;
      readonly filename?: string;
    }
  | { readonly kind: 'body'; readonly path: string; readonly type?: string }
);

/**
 * Reads a request item by HTTPie's grammar: the first separator that no backslash escapes decides, at one place the
 * longest. A backslash escapes `:`, `=`, `@`, `;` and itself in a name; in a text value it is dropped before the first
 * four, so that `a=\@b` is the text `@b`; JSON and paths are left alone. `Name;` has its `;` at the very end.
 *
 * @throws Failure `usage` with the offending place underlined, unless that would show a credential.
 */
export function parseItem(word: string): Item {
  const { separator, start, end } = findSeparator(word);
  const name = word.slice(0, start);
  const plainName = name.replaceAll(/\\([:=@;\\])/g, '$1');
  const nestedName = name.replaceAll(/\\([:=@;\\])/g, (pair, escaped) => (escaped === '\\' ? pair : escaped));
  const text = (): TextSource => ({ from: 'text', text: word.slice(end).replaceAll(/\\([:=@;])/g, '$1') });
  const file = (): TextSource => ({ from: 'file', path: readPath(word, start, end, word.length) });
  switch (separator) {
    case ';':
      return { word, kind: 'header-empty', name: readHeaderName(word, start) };
    case ':':
      return readHeader(word, readHeaderName(word, start), end);
    case ':@':
      return { word, kind: 'header', name: readHeaderName(word, start), value: file() };
    case '==':
    case '==@':
      if (name === '') throw namelessFailure(word, end, 'a query parameter needs a name');
      return { word, kind: 'query', name: plainName, value: separator === '==' ? text() : file() };
    case '=':
      return { word, kind: 'field', name: nestedName, value: text() };
    case '=@':
      return { word, kind: 'field', name: nestedName, value: file() };
    case ':=':
      refuseOtherThanJson(word, nestedName, end);
      return { word, kind: 'json', name: nestedName, value: { from: 'text', text: word.slice(end) } };
    case ':=@':
      return { word, kind: 'json', name: nestedName, value: file() };
    case '@': {
      const { path, type, filename } = readUpload(word, start, end);
      if (name === '' && filename !== undefined) {
        throw namelessFailure(word, end, 'a file name needs a field', `type name${word} to upload a form's file`);
      }
      const typed = type === undefined ? {} : { type };
      if (name === '') return { word, kind: 'body', path, ...typed };
      return { word, kind: 'upload', name: plainName, path, ...typed, ...(filename === undefined ? {} : { filename }) };
    }
  }
}

/** Whether a field's name, nested or not, says that its value is a credential: `user[password]`. */
export function namesCredential(name: string): boolean {
  return name.split(/[[\]]/).some(isCredentialParameter);
}

/**
 * Refuses CR, LF and NUL, which would end a header line early or be cut off (RFC 9110 §5.5).
 *
 * @param subject what the text in the span is: `header value`.
 * @throws Failure `usage` that names the place; a `masked` one shows nothing of the text in the span.
 */
export function refuseLineBreaks(subject: string, { text, start, end }: Span, masked = false): void {
  const found = /[\r\n\0]/.exec(text.slice(start, end));
  if (found === null) return;
  const character = { '\r': 'a carriage return', '\n': 'a line feed', '\0': 'NUL' }[found[0]];
  const place = start + found.index;
  throw new Failure('usage', `character ${found.index + 1} of the ${subject} is ${character}`, {
    at: masked ? maskedSpan(text, start) : { text, start: place, end: place + 1 },
    hint: 'a header field is one line: take it out',
  });
}

/** RFC 9110 §5.6.2. */
const NOT_TOKEN = /[^!#$%&'*+.^_`|~0-9A-Za-z-]/u;

/** The longer first, where one begins another. */
const SEPARATORS = [':=@', ':=', ':@', ':', '==@', '==', '=@', '=', '@'] as const;

type Separator = (typeof SEPARATORS)[number] | ';';

function findSeparator(word: string): { readonly separator: Separator; readonly start: number; readonly end: number } {
  for (let at = 0; at < word.length; at += 1) {
    if (word[at] === '\\') {
      at += 1;
      continue;
    }
    const separator = SEPARATORS.find((candidate) => word.startsWith(candidate, at));
    if (separator !== undefined) return { separator, start: at, end: at + separator.length };
    if (word[at] === ';' && at === word.length - 1) return { separator: ';', start: at, end: word.length };
  }
  throw new Failure('usage', 'this is not a request item', {
    at: { text: word, start: 0, end: word.length },
    hint: 'items are Name:value (header), q==v (query), f=v (text field), f:=json, f@file (upload) and @file (body)',
  });
}

function readHeaderName(word: string, end: number): string {
  const name = word.slice(0, end);
  if (name === '') throw namelessFailure(word, end + 1, 'a header needs a name');
  const found = NOT_TOKEN.exec(name);
  if (found === null) return name;
  throw new Failure('usage', 'a header name cannot hold this character', {
    // Without the value: it may be a credential under a name with a typing error.
    at: { text: word.slice(0, end + 1), start: found.index, end: found.index + found[0].length },
    hint: /^[[{]/.test(word)
      ? `send JSON text as the body with --json '${word[0] === '[' ? '[…]' : '{…}'}'`
      : 'a header is Name:value; for a field with a : in its name type \\:',
  });
}

/** The rest of `Name:`; white space around a value is no part of it (RFC 9110 §5.5). */
function readHeader(word: string, name: string, start: number): Item {
  refuseLineBreaks('header value', { text: word, start, end: word.length }, isCredentialHeader(name));
  const text = withoutBlanks(word.slice(start));
  if (text === '') return { word, kind: 'header-removed', name };
  return { word, kind: 'header', name, value: { from: 'text', text: text.replaceAll(/\\([:=@;])/g, '$1') } };
}

function refuseOtherThanJson(word: string, name: string, start: number): void {
  const value = word.slice(start);
  const fault = findJsonFault(value);
  if (fault === undefined) return;
  const place = { text: word, start: start + fault.offset, end: start + fault.end };
  const message =
    value.trim() === '' ? 'there is nothing after :=' : `the value after := is not JSON: ${fault.message}`;
  throw new Failure('usage', message, {
    at: namesCredential(name) ? maskedSpan(word, start) : place,
    hint: /^\s*[[{"]/.test(value)
      ? `quote it for the shell: ${word.slice(0, start)}'{"a":1}', in older PowerShells '{\\"a\\":1}'`
      : `a text needs no quotes with = in place of :=, as in ${word.slice(0, start - 2)}=text`,
  });
}

/** The path in `PATH;type=…;filename=…`, and what follows it. A media type may go on with `;charset=…`. */
function readUpload(
  word: string,
  separatorStart: number,
  start: number,
): { readonly path: string; readonly type: string | undefined; readonly filename: string | undefined } {
  const settings = [...word.slice(start).matchAll(/;(type|filename)=/gi)].map((match) => ({
    key: match[1]?.toLowerCase(),
    start: start + match.index,
    valueStart: start + match.index + match[0].length,
  }));
  const path = readPath(word, separatorStart, start, settings[0]?.start ?? word.length);
  let type: string | undefined;
  let filename: string | undefined;
  for (const [index, setting] of settings.entries()) {
    const end = settings[index + 1]?.start ?? word.length;
    const value = word.slice(setting.valueStart, end);
    if (setting.key === 'filename') filename = value;
    else type = readMediaType({ text: word, start: setting.valueStart, end });
  }
  return { path, type, filename };
}

/**
 * The media type in the span.
 *
 * @throws Failure `usage` unless it begins like `text/plain` (RFC 9110 §8.3.1) and is one line.
 */
export function readMediaType({ text, start, end }: Span): string {
  refuseLineBreaks('media type', { text, start, end });
  const type = text.slice(start, end);
  if (/^[^/ ]+\/[^;, ]+/.test(type)) return type;
  throw new Failure('usage', 'this is not a media type', {
    at: { text, start, end },
    hint: 'a media type is two names with a / between, as image/png',
  });
}

function readPath(word: string, separatorStart: number, start: number, end: number): string {
  if (start < end) return word.slice(start, end);
  throw new Failure('usage', 'there is no file name after @', {
    at: { text: word, start: separatorStart, end: start },
    hint: 'name a file, or - for stdin; for a text that begins with @ type \\@',
  });
}

function namelessFailure(word: string, end: number, message: string, hint = 'was a shell variable empty?'): Failure {
  return new Failure('usage', message, { at: { text: word, start: 0, end }, hint });
}

/** What may be shown of a word whose value, from `start`, is a credential. */
function maskedSpan(word: string, start: number): Span {
  const text = `${word.slice(0, start)}(secret)`;
  return { text, start, end: text.length };
}
