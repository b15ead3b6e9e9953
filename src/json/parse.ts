import { Failure } from '../failure.ts';
import type { JsonMember, JsonNode, JsonScalar } from './tree.ts';

/** Why a text is not JSON, and where: half-open range of UTF-16 offsets, empty where the text ends too early. */
export interface JsonFault {
  readonly offset: number;
  readonly end: number;
  readonly message: string;
}

/**
 * Reads one JSON value (RFC 8259, strictly: no comments, no trailing comma, no byte order mark). Any depth will do.
 *
 * @throws Failure `usage` with the offending place underlined.
 */
export function parseJsonText(text: string): JsonNode {
  const planting = plantTree(text);
  const fault = walkOnly(text, planting);
  if (fault === undefined) return planting.value();
  const { offset: start, end, message } = fault;
  throw new Failure('usage', `this is not JSON: ${message}`, { at: { text, start, end } });
}

/** One value of a text that may hold several, and the offset after it. */
export interface JsonReading {
  readonly value: JsonNode;
  readonly next: number;
}

/** The value that begins at this offset, white space before it included; what follows it is not looked at. */
export function readJsonValue(text: string, start: number): JsonReading | JsonFault {
  const planting = plantTree(text);
  const next = walkJson(text, start, planting);
  return typeof next === 'number' ? { value: planting.value(), next } : next;
}

/** The value of a text; several, one after the other (NDJSON), are a list of them. A byte order mark may come first. */
export function readJsonText(text: string): JsonNode | JsonFault {
  const values: JsonNode[] = [];
  const planting = plantTree(text);
  const fault = walkJsonText(text, planting, () => values.push(planting.value()));
  if (fault !== undefined) return fault;
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : { kind: 'array', items: values };
}

/** Why the text is not one JSON value (RFC 8259), or `undefined` if it is. */
export function findJsonFault(text: string): JsonFault | undefined {
  return walkOnly(text, { scalar() {}, open() {}, name() {}, close() {} });
}

/** What is told of a value as it is passed by; offsets are UTF-16 units, those of ends behind the last one. */
export interface JsonVisitor {
  scalar(start: number, end: number): void;
  /** A container begins with its bracket. */
  open(start: number): void;
  /** Of the member whose value comes next, a string token. */
  name(start: number, end: number): void;
  /** The container that was opened last ends. */
  close(end: number): void;
}

/** Walks over the values of a text as `readJsonText` reads them, and says when each is over. */
export function walkJsonText(text: string, visitor: JsonVisitor, passed: () => void): JsonFault | undefined {
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  do {
    const next = walkJson(text, at, visitor);
    if (typeof next !== 'number') return next;
    passed();
    at = skipSpace(text, next);
  } while (at < text.length);
  return undefined;
}

/** Walks over the one value of a text. */
function walkOnly(text: string, visitor: JsonVisitor): JsonFault | undefined {
  const next = walkJson(text, 0, visitor);
  if (typeof next !== 'number') return next;
  const after = skipSpace(text, next);
  return after === text.length ? undefined : faultAt(text, after, 'something follows the value');
}

/** The offset after the value. Brackets are kept in a list: a call per level would overflow on a text of nothing else. */
function walkJson(text: string, start: number, visitor: JsonVisitor): number | JsonFault {
  const closings: string[] = [];
  let at = skipSpace(text, start);
  for (;;) {
    const closing = CLOSINGS[text[at] ?? ''];
    if (closing === undefined) {
      const end = scanScalar(text, at);
      if (typeof end !== 'number') return end;
      visitor.scalar(at, end);
      at = end;
    } else {
      visitor.open(at);
      closings.push(closing);
      at = skipSpace(text, at + 1);
      if (text[at] !== closing) {
        const next = walkName(text, at, closing, visitor);
        if (typeof next !== 'number') return next;
        at = next;
        continue;
      }
    }
    for (;;) {
      const around = closings.at(-1);
      if (around === undefined) return at;
      at = skipSpace(text, at);
      if (text[at] !== around) {
        if (text[at] !== ',') return faultAt(text, at, `expected , or ${around}`);
        const next = walkName(text, skipSpace(text, at + 1), around, visitor);
        if (typeof next !== 'number') return next;
        at = next;
        break;
      }
      at += 1;
      visitor.close(at);
      closings.pop();
    }
  }
}

const CLOSINGS: Readonly<Record<string, string>> = { '[': ']', '{': '}' };

/** Where the value of an entry begins; of an object, its name is passed first. */
function walkName(text: string, at: number, closing: string, visitor: JsonVisitor): number | JsonFault {
  if (closing === ']') return at;
  if (text[at] !== '"') return faultAt(text, at, 'expected a name in double quotes');
  const end = scanString(text, at);
  if (typeof end !== 'number') return end;
  visitor.name(at, end);
  const colon = skipSpace(text, end);
  return text[colon] === ':' ? skipSpace(text, colon + 1) : faultAt(text, colon, 'expected :');
}

/** A container whose closing bracket has not been passed yet. */
type Unclosed =
  | { readonly kind: 'array'; readonly start: number; readonly items: JsonNode[] }
  | { readonly kind: 'object'; readonly start: number; readonly members: JsonMember[]; key: string };

/** Makes nodes of what is passed. */
function plantTree(text: string): JsonVisitor & { readonly value: () => JsonNode } {
  const unclosed: Unclosed[] = [];
  let root: JsonNode = { kind: 'null', text: 'null' };
  const add = (value: JsonNode): void => {
    const around = unclosed.at(-1);
    if (around === undefined) root = value;
    else if (around.kind === 'array') around.items.push(value);
    else around.members.push({ key: around.key, value });
  };
  return {
    value: () => root,
    scalar(start, end) {
      add({ kind: scalarKind(text[start]), text: text.slice(start, end), start });
    },
    open(start) {
      unclosed.push(
        text[start] === '[' ? { kind: 'array', start, items: [] } : { kind: 'object', start, members: [], key: '' },
      );
    },
    name(start, end) {
      const around = unclosed.at(-1);
      if (around?.kind === 'object') around.key = text.slice(start, end);
    },
    close(end) {
      const whole = unclosed.pop();
      if (whole === undefined) return;
      const { start } = whole;
      const source = text.slice(start, end);
      if (whole.kind === 'array') add({ kind: 'array', items: whole.items, text: source, start });
      else add({ kind: 'object', members: whole.members, text: source, start });
    },
  };
}

/** What a value is, by its first character. */
export function kindAt(text: string, start: number): JsonNode['kind'] {
  const first = text[start];
  return first === '[' ? 'array' : first === '{' ? 'object' : scalarKind(first);
}

function scalarKind(first: string | undefined): JsonScalar['kind'] {
  if (first === '"') return 'string';
  if (first === 'n') return 'null';
  return first === 't' || first === 'f' ? 'boolean' : 'number';
}

function scanScalar(text: string, start: number): number | JsonFault {
  const first = text[start] ?? '';
  if (first === '"') return scanString(text, start);
  if (first === '-' || isDigit(text, start)) return scanNumber(text, start);
  const word = WORDS.find((one) => text.startsWith(one, start));
  return word === undefined ? faultAt(text, start, 'expected a value') : start + word.length;
}

const WORDS = ['true', 'false', 'null'];

const ESCAPE = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/;

/** The offset after a string's closing quote (RFC 8259 §7). By hand: on megabytes a pattern runs out of stack. */
function scanString(text: string, start: number): number | JsonFault {
  for (let at = start + 1; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 0x22) return at + 1;
    if (unit < 0x20) return faultAt(text, at, 'a control character in a string has to be escaped');
    if (unit !== 0x5c) continue;
    const escaped = ESCAPE.exec(text.slice(at, at + 6))?.[0];
    if (escaped === undefined) return { offset: at, end: Math.min(at + 2, text.length), message: 'no such escape' };
    at += escaped.length - 1;
  }
  return { offset: start, end: text.length, message: 'the string is not closed' };
}

/** The offset after a number (RFC 8259 §6). */
function scanNumber(text: string, start: number): number | JsonFault {
  const first = text[start] === '-' ? start + 1 : start;
  let at = skipDigits(text, first);
  if (at === first) return faultAt(text, at, 'expected a digit');
  if (text[first] === '0' && at > first + 1) return faultAt(text, first, 'a number cannot begin with 0');
  if (text[at] === '.') {
    const fraction = at + 1;
    at = skipDigits(text, fraction);
    if (at === fraction) return faultAt(text, at, 'expected a digit');
  }
  if (text[at] === 'e' || text[at] === 'E') {
    const exponent = text[at + 1] === '-' || text[at + 1] === '+' ? at + 2 : at + 1;
    at = skipDigits(text, exponent);
    if (at === exponent) return faultAt(text, at, 'expected a digit');
  }
  return at;
}

function skipDigits(text: string, start: number): number {
  let at = start;
  while (isDigit(text, at)) at += 1;
  return at;
}

function isDigit(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x30 && unit <= 0x39;
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

/** A fault at this offset, as wide as the word or character there. */
function faultAt(text: string, offset: number, message: string): JsonFault {
  if (offset >= text.length) return { offset: text.length, end: text.length, message: 'it ends too early' };
  const place = /[\w.+-]{1,64}|./suy;
  place.lastIndex = offset;
  return { offset, end: offset + (place.exec(text)?.[0].length ?? 1), message };
}
