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
  const read = readJson(text);
  if ('kind' in read) return read;
  throw new Failure('usage', `this is not JSON: ${read.message}`, { at: { text, start: read.offset, end: read.end } });
}

/** One value of a text that may hold several, and the offset after it. */
export interface JsonReading {
  readonly value: JsonNode;
  readonly next: number;
}

/** The value that begins at this offset, white space before it included; what follows it is not looked at. */
export function readJsonValue(text: string, start: number): JsonReading | JsonFault {
  return readValue(text, skipSpace(text, start));
}

/** Why the text is not one JSON value (RFC 8259), or `undefined` if it is. */
export function findJsonFault(text: string): JsonFault | undefined {
  const read = readJson(text);
  return 'kind' in read ? undefined : read;
}

/** A container whose closing bracket has not been read yet. */
type Unclosed =
  | { readonly kind: 'array'; readonly start: number; readonly items: JsonNode[] }
  | { readonly kind: 'object'; readonly start: number; readonly members: JsonMember[]; key: string };

function readJson(text: string): JsonNode | JsonFault {
  const read = readJsonValue(text, 0);
  if ('message' in read) return read;
  const after = skipSpace(text, read.next);
  return after === text.length ? read.value : faultAt(text, after, 'something follows the value');
}

/** Reads with a stack of its own, because a call per level would overflow on a text of nothing but brackets. */
function readValue(text: string, start: number): JsonReading | JsonFault {
  const unclosed: Unclosed[] = [];
  let at = start;
  for (;;) {
    const begun = beginValue(text, at);
    if ('message' in begun) return begun;
    at = begun.next;
    if ('container' in begun) {
      unclosed.push(begun.container);
      continue;
    }
    let { value } = begun;
    for (;;) {
      const around = unclosed.at(-1);
      if (around === undefined) return { value, next: at };
      at = skipSpace(text, at);
      if (around.kind === 'array') around.items.push(value);
      else around.members.push({ key: around.key, value });
      if (text[at] === ',') {
        const next = beginEntry(text, at + 1, around);
        if (typeof next !== 'number') return next;
        at = next;
        break;
      }
      if (text[at] !== CLOSING[around.kind]) return faultAt(text, at, `expected , or ${CLOSING[around.kind]}`);
      at += 1;
      unclosed.pop();
      value = closed(around, text, at);
    }
  }
}

const CLOSING = { array: ']', object: '}' } as const;

/** What a value's first token gives: all of the value, or a container that has something inside. */
type Begun =
  | { readonly value: JsonNode; readonly next: number }
  | { readonly container: Unclosed; readonly next: number };

function beginValue(text: string, start: number): Begun | JsonFault {
  if (text[start] !== '[' && text[start] !== '{') {
    const [kind, end] = scanScalar(text, start);
    return typeof end === 'number' ? { value: { kind, text: text.slice(start, end), start }, next: end } : end;
  }
  const container: Unclosed =
    text[start] === '[' ? { kind: 'array', start, items: [] } : { kind: 'object', start, members: [], key: '' };
  const inside = skipSpace(text, start + 1);
  if (text[inside] === CLOSING[container.kind]) return { value: closed(container, text, inside + 1), next: inside + 1 };
  const next = beginEntry(text, inside, container);
  return typeof next === 'number' ? { container, next } : next;
}

/** Where the value of a container's next entry begins; of an object, its name is read first. */
function beginEntry(text: string, start: number, container: Unclosed): number | JsonFault {
  const at = skipSpace(text, start);
  if (container.kind === 'array') return at;
  if (text[at] !== '"') return faultAt(text, at, 'expected a name in double quotes');
  const end = scanString(text, at);
  if (typeof end !== 'number') return end;
  const colon = skipSpace(text, end);
  if (text[colon] !== ':') return faultAt(text, colon, 'expected :');
  container.key = text.slice(at, end);
  return skipSpace(text, colon + 1);
}

function closed(container: Unclosed, text: string, end: number): JsonNode {
  const { start } = container;
  const source = text.slice(start, end);
  return container.kind === 'array'
    ? { kind: 'array', items: container.items, text: source, start }
    : { kind: 'object', members: container.members, text: source, start };
}

function scanScalar(text: string, start: number): readonly [JsonScalar['kind'], number | JsonFault] {
  const first = text[start] ?? '';
  if (first === '"') return ['string', scanString(text, start)];
  if (first === '-' || isDigit(text, start)) return ['number', scanNumber(text, start)];
  for (const word of ['true', 'false', 'null'] as const) {
    if (text.startsWith(word, start)) return [word === 'null' ? 'null' : 'boolean', start + word.length];
  }
  return ['null', faultAt(text, start, 'expected a value')];
}

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
