import { decodeJsonString } from '../json/tree.ts';
import { GRAMMAR } from '../render/json-grammar.ts';
import { createNesting, enter, isInObject } from '../render/json-printer.ts';
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  AFTER_WORD,
  BETWEEN,
  CLOSE_ARRAY,
  CLOSE_EMPTY_ARRAY,
  CLOSE_EMPTY_OBJECT,
  CLOSE_OBJECT,
  COLON,
  DONE,
  ELEMENT_COMMA,
  FAULT,
  FIRST_ELEMENT,
  FIRST_KEY,
  KEY,
  LITERAL,
  MEMBER,
  MEMBER_COMMA,
  NEXT_ELEMENT,
  NEXT_KEY,
  NUMBER,
  OPEN_ARRAY,
  OPEN_OBJECT,
  RECORD,
  SPACE,
  START,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from '../render/json-states.ts';
import type { Step } from './steps.ts';

/** What is looked for. */
export interface Search {
  readonly steps: readonly Step[];
  /** Of an array that is found, the items count, not the array. */
  readonly splitsArrays: boolean;
}

/**
 * Reads a JSON text, or several (NDJSON, RFC 7464), as its bytes come, and gives the values at the end of the steps: each
 * on a line of its own, its tokens as they came, without white space between them.
 *
 * @throws JsonScanFault from its functions for a text that is not JSON.
 */
export interface Scanner {
  push(chunk: Uint8Array): void;
  end(): void;
  /** What has been found since it was last asked: whole lines, but of a long one also a part. */
  take(): readonly Uint8Array[];
}

/** The text is not JSON. */
export class JsonScanFault extends Error {
  override readonly name = 'JsonScanFault';
  /** Counted from 0; the length of the text where it ends too early. */
  readonly offset: number;
  /** The byte that may not stand there. */
  readonly byte: number | undefined;

  constructor(offset: number, byte: number | undefined) {
    super(`no JSON at byte ${offset}`);
    this.offset = offset;
    this.byte = byte;
  }
}

/** What has been found comes in pieces of at most that. */
const PIECE_BYTES = 64 * 1024;

/**
 * A scanner that has read nothing. Memory: one piece, a bit for each level of nesting, and the name that is being read.
 *
 * Every byte is read by the whole grammar, also of what is passed over: a body that is no JSON is told from one that is.
 */
export function createScanner({ steps, splitsArrays }: Search): Scanner {
  const deepest = splitsArrays ? steps.length + 1 : steps.length;
  const names = steps.map((step) => (step.kind === 'name' ? Buffer.from(step.name) : undefined));
  const found: Uint8Array[] = [];
  const output = new Uint8Array(PIECE_BYTES);
  let length = 0;
  /** Bytes of `output` that are whole lines. */
  let lineBytes = 0;
  let state = START;
  let stateAfter = START;
  let depth = 0;
  /** Of each open container whether it is an object. */
  const nesting = createNesting();
  /** How many of the open containers the steps have led into; only an entry of the last of them can be looked for. */
  let pathDepth = 0;
  /** By depth: the place in an array that the steps have led into. */
  const indexes: number[] = [];
  let nameFits = false;
  /** The name that is being read, if one is looked for there. */
  let name: Uint8Array = new Uint8Array(64);
  let nameLength = 0;
  let readsName = false;
  /** Where the value that is being copied stands; -1 between two. */
  let copiedDepth = -1;
  let offset = 0;

  /** A value begins: copies it if it is looked for. An array that is to be split is led into, not copied. */
  function begin(opensArray: boolean): void {
    if (copiedDepth >= 0 || depth !== pathDepth || !isWanted()) return;
    const isItem = depth === deepest;
    if (isItem || (depth === steps.length && !opensArray)) copiedDepth = depth;
  }

  /** Whether the entry that begins is one that the steps lead to. */
  function isWanted(): boolean {
    if (depth === 0) return true;
    const step = steps[depth - 1];
    switch (step?.kind) {
      case undefined:
      case 'all':
        return true;
      case 'name':
        return isInObject(nesting, depth - 1) && nameFits;
      case 'items': {
        const index = indexes[depth - 1] ?? 0;
        if (isInObject(nesting, depth - 1) || index < step.start || index >= step.end) return false;
        return (index - step.start) % step.step === 0;
      }
    }
  }

  function open(isObject: boolean): void {
    const leads = copiedDepth < 0 && depth === pathDepth && depth < deepest && isWanted();
    enter(nesting, depth, isObject);
    if (leads) {
      indexes[depth] = 0;
      pathDepth += 1;
    }
    depth += 1;
    nameFits = false;
    state = isObject ? FIRST_KEY : FIRST_ELEMENT;
  }

  function end(): void {
    if (copiedDepth !== depth) return;
    copy(LINE_FEED);
    lineBytes = length;
    copiedDepth = -1;
  }

  function flush(byteCount: number): void {
    if (byteCount > 0) found.push(output.slice(0, byteCount));
    output.copyWithin(0, byteCount, length);
    length -= byteCount;
    lineBytes = 0;
  }

  function copy(byte: number): void {
    output[length++] = byte;
    if (length === PIECE_BYTES) flush(length);
  }

  function keep(byte: number): void {
    if (nameLength === name.length) {
      const longer = new Uint8Array(2 * nameLength);
      longer.set(name);
      name = longer;
    }
    name[nameLength++] = byte;
  }

  function afterValue(atTop: number): number {
    if (depth === 0) return atTop;
    return isInObject(nesting, depth - 1) ? AFTER_MEMBER : AFTER_ELEMENT;
  }

  /** A byte between tokens. @returns whether it has been read, and does not begin the token that it belongs to. */
  function readMark(byte: number): boolean {
    const action = GRAMMAR[state | byte] as number; // each row has 256 entries
    switch (action) {
      case FAULT:
        throw new JsonScanFault(offset, byte);
      case SPACE:
        if (state === AFTER_WORD) state = BETWEEN;
        return true;
      case RECORD:
        state = BETWEEN;
        return true;
      case COLON:
        state = MEMBER;
        break;
      case MEMBER_COMMA:
        state = NEXT_KEY;
        break;
      case ELEMENT_COMMA:
        if (depth === pathDepth) indexes[depth - 1] = (indexes[depth - 1] ?? 0) + 1;
        state = NEXT_ELEMENT;
        break;
      case KEY:
        readsName = copiedDepth < 0 && depth === pathDepth && steps[depth - 1]?.kind === 'name';
        nameLength = 0;
        stateAfter = AFTER_KEY;
        state = STRING;
        break;
      case TEXT:
        begin(false);
        stateAfter = afterValue(BETWEEN);
        state = STRING;
        break;
      case NUMBER:
      case LITERAL:
        begin(false);
        stateAfter = afterValue(AFTER_WORD);
        state = WORD;
        return false;
      case OPEN_OBJECT:
      case OPEN_ARRAY:
        begin(action === OPEN_ARRAY);
        open(action === OPEN_OBJECT);
        break;
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
      case CLOSE_EMPTY_OBJECT:
      case CLOSE_EMPTY_ARRAY:
        depth -= 1;
        if (depth < pathDepth) pathDepth = depth;
        state = afterValue(BETWEEN);
        if (copiedDepth >= 0) copy(byte);
        end();
        return true;
    }
    if (copiedDepth >= 0) copy(byte);
    return true;
  }

  function endToken(): void {
    state = stateAfter;
    if (state !== AFTER_KEY) end();
    else if (readsName) {
      nameFits = isName(name.subarray(0, nameLength - 1), names[depth - 1] as Uint8Array); // there is a step of that kind
      readsName = false;
    }
  }

  return {
    push(chunk) {
      const start = offset;
      let at = 0;
      while (at < chunk.length) {
        if (state < STRING) {
          offset = start + at;
          if (readMark(chunk[at] as number)) at += 1; // `at` is less than the length
          continue;
        }
        if (state === STRING) {
          const from = at;
          at = plainEnd(chunk, at);
          if (copiedDepth >= 0)
            for (let index = from; index < at; index += 1) copy(chunk[index] as number); // likewise
          else if (readsName) for (let index = from; index < at; index += 1) keep(chunk[index] as number); // likewise
          if (at === chunk.length) break;
        }
        const byte = chunk[at] as number; // `at` is less than the length
        const next = GRAMMAR[state | byte] as number; // each row has 256 entries
        if (next === 0) {
          if (state < ZERO) throw new JsonScanFault(start + at, byte);
          // A number ends where another byte begins.
          endToken();
          continue;
        }
        at += 1;
        if (copiedDepth >= 0) copy(byte);
        else if (readsName) keep(byte);
        state = next << 8;
        if (state === DONE) endToken();
      }
      offset = start + chunk.length;
    },

    end() {
      if (state >= ZERO && state < DONE) endToken();
      if (depth > 0 || (state !== START && state !== BETWEEN && state !== AFTER_WORD)) {
        throw new JsonScanFault(offset, undefined);
      }
    },

    take() {
      flush(lineBytes);
      return found.splice(0);
    },
  };
}

/** Whether the characters between the quotes of a name are these. */
function isName(written: Uint8Array, name: Uint8Array): boolean {
  if (!written.includes(BACKSLASH)) return Buffer.compare(written, name) === 0;
  return decodeJsonString(`"${Buffer.from(written).toString()}"`) === Buffer.from(name).toString();
}

const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

/** Where the bytes of a string end that stand for themselves. */
function plainEnd(chunk: Uint8Array, from: number): number {
  let at = from;
  for (; at < chunk.length; at += 1) {
    const byte = chunk[at] as number; // `at` is less than the length
    if (byte < 0x20 || byte === 0x22 || byte === BACKSLASH) break;
  }
  return at;
}
