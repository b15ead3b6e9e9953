import { growingList } from './growing-list.ts';
import { numberWorth } from './number.ts';
import { decodeJsonString } from './tree.ts';

/**
 * Numbers for JSON values, the same one for the same data: strings by their characters, numbers by what they are worth,
 * arrays and objects by the numbers of their parts. They count from 1. A distinct value takes some 40 bytes and 4 for each
 * of its parts: a tenth of what a Map of texts would.
 */
export interface Worths {
  /** Of a scalar, or of a member's name, by the text that it stands in and the offsets of its token. */
  scalar(side: number, start: number, end: number): number;
  /** Of an array by its items, of an object by names and values in turn, in any order that depends on these numbers alone. */
  container(kind: 'array' | 'object', parts: Uint32Array): number;
  /** The characters of a string, by its number. */
  textOf(number: number): string;
}

/** Numbers for the values of at most four texts. */
export function worthsOf(texts: readonly string[]): Worths {
  // Drawn by lot, so that no server can know which values would all come to lie in the same place.
  const seed = Math.floor(Math.random() * 2 ** 32);
  const multiplier = Math.floor(Math.random() * 2 ** 31) * 2 + 1;
  const kinds = growingList(Uint8Array);
  const hashes = growingList(Uint32Array);
  /** Of a scalar its side and start, then its end; of a container its parts. */
  const details = growingList(Uint32Array);
  const detailStarts = growingList(Uint32Array);
  let table = new Uint32Array(1024);

  const hashStep = (hash: number, part: number): number => Math.imul(hash ^ part ^ (part >>> 15), multiplier);
  const place = (number: number): void => {
    const mask = table.length - 1;
    let slot = spread(hashes.at(number - 1)) & mask;
    while (table[slot] !== 0) slot = (slot + 1) & mask;
    table[slot] = number;
  };
  /** The number of what is the same, or 0. */
  const find = (hash: number, isSame: (index: number) => boolean): number => {
    const mask = table.length - 1;
    for (let slot = spread(hash) & mask; ; slot = (slot + 1) & mask) {
      const number = table[slot] ?? 0;
      if (number === 0 || (hashes.at(number - 1) === hash && isSame(number - 1))) return number;
    }
  };
  const add = (kind: number, hash: number, parts: ArrayLike<number>): number => {
    kinds.push(kind);
    hashes.push(hash);
    detailStarts.push(details.length());
    for (let at = 0; at < parts.length; at++) details.push(parts[at] ?? 0);
    const number = hashes.length();
    if (number * 2 > table.length) {
      table = new Uint32Array(table.length * 2);
      for (let each = 1; each < number; each++) place(each);
    }
    place(number);
    return number;
  };
  const contentAt = (index: number): string => {
    const at = detailStarts.at(index);
    const [sideAndStart, end] = [details.at(at), details.at(at + 1)];
    return contentOf(texts[sideAndStart & 3] ?? '', sideAndStart >>> 2, end);
  };
  return {
    scalar(side, start, end) {
      const text = texts[side] ?? '';
      const content = contentOf(text, start, end);
      const kind = scalarCode(text, start);
      let hash = seed ^ kind;
      for (let at = 0; at < content.length; at++) hash = hashStep(hash, content.charCodeAt(at));
      hash >>>= 0;
      const found = find(hash, (index) => kinds.at(index) === kind && contentAt(index) === content);
      return found || add(kind, hash, [start * 4 + side, end]);
    },
    container(name, parts) {
      const kind = name === 'array' ? ARRAY : OBJECT;
      let hash = seed ^ kind;
      for (let at = 0; at < parts.length; at++) hash = hashStep(hash, parts[at] ?? 0);
      hash >>>= 0;
      const found = find(hash, (index) => {
        if (kinds.at(index) !== kind) return false;
        const first = detailStarts.at(index);
        const behind = index + 1 < hashes.length() ? detailStarts.at(index + 1) : details.length();
        if (behind - first !== parts.length) return false;
        return parts.every((part, at) => details.at(first + at) === part);
      });
      return found || add(kind, hash, parts);
    },
    textOf: (number) => contentAt(number - 1),
  };
}

const ARRAY = 0x5b;
const OBJECT = 0x7b;
const QUOTE = 0x22;
const DIGIT = 0x30;

/** One code for all strings and one for all numbers; `true`, `false` and `null` have their first letters. */
function scalarCode(text: string, start: number): number {
  const code = text.charCodeAt(start);
  return code === QUOTE || code >= 0x61 ? code : DIGIT;
}

/** What makes a scalar the data that it is, among those of its kind. */
function contentOf(text: string, start: number, end: number): string {
  const token = text.slice(start, end);
  const code = scalarCode(text, start);
  return code === QUOTE ? decodeJsonString(token) : code === DIGIT ? numberWorth(token) : token;
}

/** All bits of a hash in the lowest ones. */
function spread(hash: number): number {
  return Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 7;
}
