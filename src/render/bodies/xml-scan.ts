/**
 * The markup of XML 1.0, a piece at a time. Texts are bytes as characters of the same number (latin-1): what counts in
 * markup is ASCII, and everything else may be part of a name.
 */

/** What begins with a `<`. An `empty` tag is start and end in one; a `leaf` is both tags of an element and its text. */
export type MarkupKind = 'start' | 'empty' | 'leaf' | 'end' | 'comment' | 'data' | 'instruction' | 'doctype';

/** A piece of markup. What is said of places in it counts from its `<`. */
export interface Markup {
  readonly kind: MarkupKind;
  readonly length: number;
  /** Where the name in a tag ends, the first one in a leaf; 0 for all that is no tag. */
  readonly nameEnd: number;
  /** Where the text of a leaf begins; else the same as `length`. */
  readonly tagEnd: number;
  /** What a start tag says of white space (XML 1.0 §2.10). */
  readonly space: 'preserve' | 'default' | undefined;
}

/** The markup needs more text than there is. `closing` ends it, if its length has no bound: a comment, data, a PI. */
export interface Unfinished {
  readonly kind: 'unfinished';
  readonly closing: string | undefined;
}

/** The markup that begins with the `<` at `start`; `faulty` if it is none, and never will be. */
export function scanMarkup(text: string, start: number): Markup | Unfinished | 'faulty' {
  const next = text.charCodeAt(start + 1);
  if (next === SLASH) return scanEndTag(text, start);
  if (next === BANG) return scanDeclaration(text, start);
  if (next === QUESTION) return scanInstruction(text, start);
  return Number.isNaN(next) ? UNFINISHED : scanStartTag(text, start);
}

/** Where white space (XML's: space, tab, CR, LF) ends that begins at `from`. */
export function skipSpace(text: string, from: number, end: number): number {
  let at = from;
  while (at < end && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** Whether all from `from` to `end` is white space. */
export function isBlank(text: string, from: number, end: number): boolean {
  return skipSpace(text, from, end) === end;
}

const UNFINISHED: Unfinished = { kind: 'unfinished', closing: undefined };
const UNFINISHED_COMMENT: Unfinished = { kind: 'unfinished', closing: '-->' };
const UNFINISHED_DATA: Unfinished = { kind: 'unfinished', closing: ']]>' };
const UNFINISHED_INSTRUCTION: Unfinished = { kind: 'unfinished', closing: '?>' };

const BANG = 0x21;
const QUOTE = 0x22;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const SLASH = 0x2f;
const LESS = 0x3c;
const EQUALS = 0x3d;
const GREATER = 0x3e;
const QUESTION = 0x3f;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** By code: whether it may be in a name, and whether it may begin one. More is let through than Unicode's letters. */
const IN_NAME = new Uint8Array(256).fill(1, 0x80);
const BEGINS_NAME = new Uint8Array(256).fill(1, 0x80);
for (const character of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:-.0123456789') {
  IN_NAME[character.charCodeAt(0)] = 1;
  BEGINS_NAME[character.charCodeAt(0)] = /[\d.-]/.test(character) ? 0 : 1;
}

/** Where a name ends that begins at `from`; `from` itself if there is none. */
function skipName(text: string, from: number): number {
  if (BEGINS_NAME[text.charCodeAt(from)] !== 1) return from;
  let at = from + 1;
  while (IN_NAME[text.charCodeAt(at)] === 1) at++;
  return at;
}

function scanStartTag(text: string, start: number): Markup | Unfinished | 'faulty' {
  const { length } = text;
  const nameEnd = skipName(text, start + 1);
  if (nameEnd === start + 1) return 'faulty';
  let space: Markup['space'];
  let at = nameEnd;
  for (;;) {
    const spaceEnd = skipSpace(text, at, length);
    if (spaceEnd === length) return UNFINISHED;
    const code = text.charCodeAt(spaceEnd);
    if (code === GREATER) return leafOrStart(text, start, nameEnd, spaceEnd + 1, space);
    if (code === SLASH) {
      if (spaceEnd + 1 === length) return UNFINISHED;
      if (text.charCodeAt(spaceEnd + 1) !== GREATER) return 'faulty';
      return tag('empty', start, nameEnd, spaceEnd + 2, space);
    }
    const attributeEnd = skipName(text, spaceEnd);
    if (spaceEnd === at || attributeEnd === spaceEnd) return 'faulty';
    const equals = skipSpace(text, attributeEnd, length);
    const open = skipSpace(text, equals + 1, length);
    if (equals < length && text.charCodeAt(equals) !== EQUALS) return 'faulty';
    if (open >= length) return UNFINISHED;
    const quote = text.charCodeAt(open);
    if (quote !== QUOTE && quote !== APOSTROPHE) return 'faulty';
    at = open + 1;
    for (let inside = text.charCodeAt(at); inside !== quote; inside = text.charCodeAt(++at)) {
      if (inside === LESS) return 'faulty';
      if (at >= length) return UNFINISHED;
    }
    if (attributeEnd - spaceEnd === 9 && text.startsWith('xml:space', spaceEnd)) {
      const value = text.slice(open + 1, at);
      if (value === 'preserve' || value === 'default') space = value;
    }
    at++;
  }
}

/** A start tag that ends at `tagEnd`, with the text behind it if nothing else is in its element. */
function leafOrStart(text: string, start: number, nameEnd: number, tagEnd: number, space: Markup['space']): Markup {
  const close = text.indexOf('<', tagEnd);
  const nameLength = nameEnd - start - 1;
  const end = close + nameLength + 3;
  if (close === -1 || text.charCodeAt(close + 1) !== SLASH || text.charCodeAt(end - 1) !== GREATER) {
    return tag('start', start, nameEnd, tagEnd, space);
  }
  for (let at = 1; at <= nameLength; at++) {
    if (text.charCodeAt(start + at) !== text.charCodeAt(close + 1 + at)) {
      return tag('start', start, nameEnd, tagEnd, space);
    }
  }
  return { kind: 'leaf', length: end - start, nameEnd: nameEnd - start, tagEnd: tagEnd - start, space };
}

function scanEndTag(text: string, start: number): Markup | Unfinished | 'faulty' {
  const nameEnd = skipName(text, start + 2);
  const end = skipSpace(text, nameEnd, text.length);
  if (end === text.length) return UNFINISHED;
  if (nameEnd === start + 2 || text.charCodeAt(end) !== GREATER) return 'faulty';
  return tag('end', start, nameEnd, end + 1, undefined);
}

function tag(kind: MarkupKind, start: number, nameEnd: number, end: number, space: Markup['space']): Markup {
  return { kind, length: end - start, nameEnd: nameEnd - start, tagEnd: end - start, space };
}

function remark(kind: MarkupKind, start: number, end: number): Markup {
  return { kind, length: end - start, nameEnd: 0, tagEnd: end - start, space: undefined };
}

function scanInstruction(text: string, start: number): Markup | Unfinished | 'faulty' {
  const nameEnd = skipName(text, start + 2);
  if (nameEnd === start + 2) return nameEnd === text.length ? UNFINISHED : 'faulty';
  const end = text.indexOf('?>', nameEnd);
  if (end === -1) return UNFINISHED_INSTRUCTION;
  return remark('instruction', start, end + 2);
}

function scanDeclaration(text: string, start: number): Markup | Unfinished | 'faulty' {
  if (text.startsWith('<!--', start)) {
    const end = text.indexOf('-->', start + 4);
    return end === -1 ? UNFINISHED_COMMENT : remark('comment', start, end + 3);
  }
  if (text.startsWith('<![CDATA[', start)) {
    const end = text.indexOf(']]>', start + 9);
    return end === -1 ? UNFINISHED_DATA : remark('data', start, end + 3);
  }
  if (text.startsWith('<!DOCTYPE', start)) return scanDoctype(text, start + 9, start);
  const begun = text.slice(start, start + 9);
  return ['<!--', '<![CDATA[', '<!DOCTYPE'].some((word) => word.startsWith(begun)) ? UNFINISHED : 'faulty';
}

/** Declarations inside are passed over, quotes, comments and processing instructions in them whole. */
function scanDoctype(text: string, from: number, start: number): Markup | Unfinished | 'faulty' {
  let isInside = false;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE || code === APOSTROPHE) at = text.indexOf(text.charAt(at), at + 1);
    else if (code === OPEN_BRACKET) isInside = true;
    else if (code === CLOSE_BRACKET) isInside = false;
    else if (isInside && text.startsWith('<!--', at)) at = text.indexOf('-->', at + 4);
    else if (isInside && text.startsWith('<?', at)) at = text.indexOf('?>', at + 2);
    else if (code === GREATER && !isInside) return remark('doctype', start, at + 1);
    else if ((code === LESS && !isInside) || code === AMPERSAND) return 'faulty';
    if (at === -1) return UNFINISHED;
  }
  return UNFINISHED;
}
