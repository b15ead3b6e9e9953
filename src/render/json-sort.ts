import { Failure } from '../failure.ts';
import { GRAMMAR, STATE_AFTER_MARK } from './json-grammar.ts';
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  BETWEEN,
  CLOSE_EMPTY_OBJECT,
  CLOSE_OBJECT,
  DONE,
  FAULT,
  FIRST_ELEMENT,
  FIRST_KEY,
  KEY,
  LITERAL,
  OPEN_ARRAY,
  OPEN_OBJECT,
  SPACE,
  START,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from './json-states.ts';

/** An object cannot be sorted before its end is there: a larger one is more than should be held. */
const LARGEST_OBJECT_BYTES = 256 * 1024 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;

/**
 * JSON with the members of every object in the order of their names (by code point; of the same name in the order they
 * came), every token as it came, white space between members left out. What is no JSON is not changed.
 *
 * Memory: an object that stands in no other is held whole, twice, with up to 40 bytes for each member; all else passes.
 *
 * @throws Failure `size` for such an object of more than 256 MiB.
 */
export async function* sortedMembers(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let depth = 0;
  let isInString = false;
  let isEscaped = false;
  for await (const chunk of chunks) {
    const ready: Uint8Array[] = [];
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (isEscaped) isEscaped = false;
      else if (isInString) {
        if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) isInString = false;
      } else if (byte === QUOTE) isInString = true;
      else if (byte === 0x7b || (byte === 0x5b && depth > 0)) {
        if (depth++ > 0) continue;
        if (at > from) ready.push(chunk.subarray(from, at));
        from = at;
      } else if (depth > 0 && (byte === 0x7d || byte === 0x5d)) {
        if (--depth > 0) continue;
        const object = Buffer.concat([...held, chunk.subarray(from, at + 1)]);
        [held, heldBytes, from] = [[], 0, at + 1];
        ready.push(sortedObject(object) ?? object);
      }
    }
    if (depth === 0 && from < chunk.length) ready.push(chunk.subarray(from));
    // One piece of many: whoever lays them out has a step for each.
    if (ready.length > 1) yield Buffer.concat(ready);
    else yield* ready;
    if (depth > 0) {
      held.push(chunk.subarray(from));
      heldBytes += chunk.length - from;
      if (heldBytes > LARGEST_OBJECT_BYTES) {
        throw new Failure('size', 'an object of the body has more than 256 MiB, which is too much for --sort-keys');
      }
    }
  }
  yield* held;
}

/** One JSON object, or any other document, sorted likewise; `undefined` for what is no JSON. */
export function sortedObject(document: Uint8Array): Uint8Array | undefined {
  const index = indexOf(document);
  return index && written(document, index);
}

/** Numbers, as many as come. */
interface Column {
  values: Int32Array;
  length: number;
}

/** Where objects and members are; objects in the order in which they begin. */
interface Index {
  readonly opens: Column;
  readonly closes: Column;
  /** The first object that begins after this one's end. */
  readonly followers: Column;
  /** The last member of each object, and of each member the one before it in its object, or -1. */
  readonly lastMembers: Column;
  readonly previous: Column;
  readonly nameStarts: Column;
  readonly nameEnds: Column;
  readonly valueEnds: Column;
  /** The first object that begins after the member does. */
  readonly firstObjects: Column;
}

function indexOf(bytes: Uint8Array): Index | undefined {
  const column = (): Column => ({ values: new Int32Array(16), length: 0 });
  const index: Index = {
    opens: column(),
    closes: column(),
    followers: column(),
    lastMembers: column(),
    previous: column(),
    nameStarts: column(),
    nameEnds: column(),
    valueEnds: column(),
    firstObjects: column(),
  };
  // The containers that are open: an object's number, or -1 for an array; and the member that each object is at.
  const open = column();
  const members = column();
  let state = START;
  const endValue = (end: number): void => {
    const inner = open.length === 0 ? undefined : at(open, open.length - 1);
    if (inner === undefined) state = BETWEEN;
    else if (inner < 0) state = AFTER_ELEMENT;
    else {
      state = AFTER_MEMBER;
      index.valueEnds.values[at(members, members.length - 1)] = end;
    }
  };
  for (let place = 0; place < bytes.length; ) {
    const action = GRAMMAR[state | (bytes[place] as number)] as number; // less than the length; 256 entries a row
    if (action === FAULT) return undefined;
    if (action === SPACE) {
      place++;
      continue;
    }
    if (action >= KEY && action <= LITERAL) {
      const end = tokenEnd(bytes, action <= TEXT ? place + 1 : place, action <= TEXT ? STRING : WORD);
      if (end === undefined) return undefined;
      if (action === KEY) {
        const object = at(open, open.length - 1);
        const member = index.nameStarts.length;
        push(index.nameStarts, place);
        push(index.nameEnds, end);
        push(index.valueEnds, end);
        push(index.previous, at(index.lastMembers, object));
        push(index.firstObjects, index.opens.length);
        index.lastMembers.values[object] = member;
        members.values[members.length - 1] = member;
        state = AFTER_KEY;
      } else endValue(end);
      place = end;
      continue;
    }
    place++;
    if (action === OPEN_OBJECT) {
      push(open, index.opens.length);
      push(members, -1);
      push(index.opens, place - 1);
      push(index.closes, 0);
      push(index.followers, 0);
      push(index.lastMembers, -1);
      state = FIRST_KEY;
    } else if (action === OPEN_ARRAY) {
      push(open, -1);
      state = FIRST_ELEMENT;
    } else if (action >= CLOSE_EMPTY_OBJECT) {
      open.length--;
      if (action === CLOSE_OBJECT || action === CLOSE_EMPTY_OBJECT) {
        const object = open.values[open.length] as number; // it was the last
        members.length--;
        index.closes.values[object] = place - 1;
        index.followers.values[object] = index.opens.length;
      }
      endValue(place);
    } else state = STATE_AFTER_MARK[action] as number; // one for each of them
  }
  return open.length === 0 && state === BETWEEN ? index : undefined;
}

/** Where a string, number or literal ends, whose state is given. */
function tokenEnd(bytes: Uint8Array, from: number, begun: number): number | undefined {
  let state = begun;
  for (let place = from; place < bytes.length; place++) {
    const next = GRAMMAR[state | (bytes[place] as number)] as number; // less than the length; 256 entries a row
    if (next === 0) return state >= ZERO ? place : undefined;
    state = next << 8;
    if (state === DONE) return place + 1;
  }
  return state >= ZERO ? bytes.length : undefined;
}

/** What is still to be written: a stretch of the document, and the first object in it. */
interface Stretch {
  from: number;
  readonly to: number;
  object: number;
  /** A comma goes before it. */
  readonly isFurther: boolean;
  isBegun: boolean;
}

function written(bytes: Uint8Array, index: Index): Uint8Array {
  const output = new Uint8Array(bytes.length);
  let length = 0;
  const copy = (from: number, to: number): void => {
    output.set(bytes.subarray(from, to), length);
    length += to - from;
  };
  const stretches: Stretch[] = [{ from: 0, to: bytes.length, object: 0, isFurther: false, isBegun: false }];
  for (let stretch = stretches.at(-1); stretch !== undefined; stretch = stretches.at(-1)) {
    const { object, to } = stretch;
    if (stretch.isFurther && !stretch.isBegun) output[length++] = COMMA;
    stretch.isBegun = true;
    if (object >= index.opens.length || at(index.opens, object) >= to) {
      copy(stretch.from, to);
      stretches.pop();
      continue;
    }
    copy(stretch.from, at(index.opens, object) + 1);
    stretch.from = at(index.closes, object);
    stretch.object = at(index.followers, object);
    const members = membersOf(object, bytes, index);
    for (let rank = members.length - 1; rank >= 0; rank--) {
      const member = members[rank] as number; // less than the length
      stretches.push({
        from: at(index.nameStarts, member),
        to: at(index.valueEnds, member),
        object: at(index.firstObjects, member),
        isFurther: rank > 0,
        isBegun: false,
      });
    }
  }
  return output.subarray(0, length);
}

/** The members of an object in the order of their names. */
function membersOf(object: number, bytes: Uint8Array, index: Index): readonly number[] {
  const named: { readonly member: number; readonly name: string }[] = [];
  for (let member = at(index.lastMembers, object); member >= 0; member = at(index.previous, member)) {
    named.push({ member, name: nameOf(bytes.subarray(at(index.nameStarts, member), at(index.nameEnds, member))) });
  }
  return named
    .reverse()
    .sort(({ name: left }, { name: right }) => (left < right ? -1 : left > right ? 1 : 0))
    .map(({ member }) => member);
}

/** A name's UTF-8 bytes as characters, whose order is that of the code points. */
function nameOf(token: Uint8Array): string {
  const text = Buffer.from(token.buffer, token.byteOffset, token.length);
  if (!token.includes(BACKSLASH)) return text.toString('latin1', 1, token.length - 1);
  return Buffer.from(String(JSON.parse(text.toString()))).toString('latin1');
}

function at(column: Column, place: number): number {
  return column.values[place] as number; // whoever asks has put it there
}

function push(column: Column, value: number): void {
  if (column.length === column.values.length) {
    const longer = new Int32Array(2 * column.length);
    longer.set(column.values);
    column.values = longer;
  }
  column.values[column.length++] = value;
}
