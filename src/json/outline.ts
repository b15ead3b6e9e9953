import { growingList } from './growing-list.ts';
import { type JsonFault, kindAt, readJsonText, readJsonValue, walkJsonText } from './parse.ts';
import type { JsonNode } from './tree.ts';
import type { Worths } from './worths.ts';

/**
 * Where the values of a JSON text stand, and what they are worth: 16 bytes for each, where a tree has some 150. A value is
 * known by its place in the text's order, what is inside it following it; several values one after the other (NDJSON) are
 * items of one that stands before them all.
 */
export interface Outline {
  readonly text: string;
  readonly root: number;
  kindOf(value: number): JsonNode['kind'];
  /** The number of its data, `IGNORED` for a value that does not count. */
  worthOf(value: number): number;
  /** The number of the name that it is a member by. */
  nameOf(value: number): number;
  /** The values in a container, in their order. */
  childrenOf(value: number): Uint32Array;
  /** Those that count in an object, by the numbers of their names: of a repeated one the last. */
  membersOf(value: number): Uint32Array;
  /** The value itself. */
  nodeAt(value: number): JsonNode;
}

/** The worth of what does not count. */
export const IGNORED = 0;

/** In place of the offset of a list that several values are the items of. */
export const LIST_START = -1;

/** So many values there may be: two numbers below it fit in one. */
const SHIFT = 2 ** 26;

/**
 * The outline of a text.
 *
 * @param side the text's place among those of the worths.
 * @param ignored the offsets at which values begin that do not count.
 */
export function outlineOf(
  text: string,
  side: number,
  ignored: ReadonlySet<number>,
  worths: Worths,
): Outline | JsonFault {
  const starts = growingList(Uint32Array);
  const ends = growingList(Uint32Array);
  const names = growingList(Uint32Array);
  const numbers = growingList(Uint32Array);
  const unclosed: number[] = [];
  let name = 0;
  let valueCount = 0;
  const add = (start: number, number: number): number => {
    const value = starts.length();
    starts.push(start);
    ends.push(value + 1);
    names.push(name);
    numbers.push(number);
    name = 0;
    return value;
  };
  const kindOf = (value: number): JsonNode['kind'] => (value === ABOVE_ALL ? 'array' : kindAt(text, starts.at(value)));
  const childrenOf = (value: number): Uint32Array => {
    const end = ends.at(value);
    let count = 0;
    for (let child = value + 1; child < end; child = ends.at(child)) count++;
    const children = new Uint32Array(count);
    for (let child = value + 1, at = 0; child < end; child = ends.at(child)) children[at++] = child;
    return children;
  };
  const membersOf = (value: number): Uint32Array => {
    const members = childrenOf(value);
    const codes = new Float64Array(members.length);
    members.forEach((member, at) => {
      codes[at] = names.at(member) * SHIFT + member;
    });
    codes.sort();
    let count = 0;
    for (let at = 0; at < codes.length; at++) {
      const member = (codes[at] ?? 0) % SHIFT;
      const isLast = at + 1 === codes.length || names.at((codes[at + 1] ?? 0) % SHIFT) !== names.at(member);
      if (isLast && numbers.at(member) !== IGNORED) members[count++] = member;
    }
    return members.subarray(0, count);
  };
  const weigh = (value: number): void => {
    if (kindOf(value) === 'array') {
      const parts = childrenOf(value).map(numbers.at);
      numbers.set(
        value,
        worths.container('array', ignored.size === 0 ? parts : parts.filter((one) => one !== IGNORED)),
      );
      return;
    }
    const members = membersOf(value);
    const parts = new Uint32Array(members.length * 2);
    members.forEach((member, at) => {
      parts[at * 2] = names.at(member);
      parts[at * 2 + 1] = numbers.at(member);
    });
    numbers.set(value, worths.container('object', parts));
  };
  add(0, IGNORED);
  const fault = walkJsonText(
    text,
    {
      scalar: (start, end) => void add(start, ignored.has(start) ? IGNORED : worths.scalar(side, start, end)),
      open: (start) => void unclosed.push(add(start, IGNORED)),
      name(start, end) {
        name = worths.scalar(side, start, end);
      },
      close() {
        const value = unclosed.pop() ?? ABOVE_ALL;
        ends.set(value, starts.length());
        if (!ignored.has(starts.at(value))) weigh(value);
      },
    },
    () => valueCount++,
  );
  if (fault !== undefined) return fault;
  if (valueCount > 1) {
    ends.set(ABOVE_ALL, starts.length());
    if (!ignored.has(LIST_START)) weigh(ABOVE_ALL);
  }
  return {
    ...{ text, kindOf, childrenOf, membersOf },
    root: valueCount === 1 ? ABOVE_ALL + 1 : ABOVE_ALL,
    worthOf: numbers.at,
    nameOf: names.at,
    nodeAt(value) {
      const read = value === ABOVE_ALL ? readJsonText(text) : readJsonValue(text, starts.at(value));
      if ('message' in read) throw new Error('what was JSON is JSON');
      return 'value' in read ? read.value : read;
    },
  };
}

/** What several values are the items of. */
const ABOVE_ALL = 0;
