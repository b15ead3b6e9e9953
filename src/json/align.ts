import { growingList } from './growing-list.ts';

/** From these places on a left and a right list have the same values, so many. */
export interface AlignedRun {
  readonly left: number;
  readonly right: number;
  readonly length: number;
}

/** Of a value that comes more often, this many places are looked at: a longest alignment is sure below that only. */
const MOST_PLACES = 64;

/**
 * A longest common subsequence of two lists of numbers, as the runs that it is made of, in order. The last one is where
 * both lists end, and empty.
 *
 * Takes time and 12 bytes for each pair of places with the same value, of which each value on the left has at most 64
 * (Hunt and Szymanski, CACM 1977).
 */
export function alignLists(left: ArrayLike<number>, right: ArrayLike<number>): readonly AlignedRun[] {
  let [start, leftEnd, rightEnd] = [0, left.length, right.length];
  while (start < leftEnd && start < rightEnd && left[start] === right[start]) start++;
  while (leftEnd > start && rightEnd > start && left[leftEnd - 1] === right[rightEnd - 1]) {
    leftEnd--;
    rightEnd--;
  }
  const runs: AlignedRun[] = [{ left: left.length, right: right.length, length: 0 }];
  const prepend = (leftAt: number, rightAt: number, length: number): void => {
    const next = runs.at(-1);
    const isOne = next !== undefined && leftAt + length === next.left && rightAt + length === next.right;
    if (!isOne || next.length === 0) runs.push({ left: leftAt, right: rightAt, length });
    else runs[runs.length - 1] = { left: leftAt, right: rightAt, length: length + next.length };
  };
  if (leftEnd < left.length) prepend(leftEnd, rightEnd, left.length - leftEnd);
  middlePairs(left, right, { start, leftEnd, rightEnd }, (leftAt, rightAt) => prepend(leftAt, rightAt, 1));
  if (start > 0) prepend(0, 0, start);
  return runs.reverse();
}

/** Where two lists differ, as half-open ranges. */
interface Middle {
  readonly start: number;
  readonly leftEnd: number;
  readonly rightEnd: number;
}

/** Tells each pair of places, the last one first. */
function middlePairs(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  { start, leftEnd, rightEnd }: Middle,
  tell: (left: number, right: number) => void,
): void {
  if (start === leftEnd || start === rightEnd) return;
  const { places, rangeOf } = placesByValue(right, start, rightEnd);
  /** By length less one: where on the right the subsequences of that length end first, and with which link. */
  const ends = growingList(Uint32Array);
  const lasts = growingList(Uint32Array);
  /** Of each link its place on the left and on the right, and the number of the one before it, counting from 1. */
  const links = growingList(Uint32Array);
  for (let at = start; at < leftEnd; at++) {
    const [first, end] = nearest(places, rangeOf(left[at] ?? 0), at);
    // From the last place on, so that one value does not follow itself.
    for (let index = end - 1; index >= first; index--) {
      const place = places[index] ?? 0;
      const length = firstNotBelow(ends.at, 0, ends.length(), place);
      const before = length === 0 ? 0 : lasts.at(length - 1);
      for (const part of [at, place, before]) links.push(part);
      ends.set(length, place);
      lasts.set(length, links.length() / 3);
    }
  }
  let link = ends.length() === 0 ? 0 : lasts.at(ends.length() - 1);
  while (link > 0) {
    const first = (link - 1) * 3;
    tell(links.at(first), links.at(first + 1));
    link = links.at(first + 2);
  }
}

type Range = readonly [first: number, end: number];

/** The places of a list, those of each value together and in order. */
function placesByValue(
  list: ArrayLike<number>,
  start: number,
  end: number,
): { readonly places: Uint32Array; readonly rangeOf: (value: number) => Range } {
  const groups = new Map<number, number>();
  const counts = growingList(Uint32Array);
  const groupOf = (at: number): number => {
    const value = list[at] ?? 0;
    const group = groups.get(value) ?? groups.size;
    groups.set(value, group);
    return group;
  };
  for (let at = start; at < end; at++) {
    const group = groupOf(at);
    counts.set(group, counts.at(group) + 1);
  }
  // Where each group ends, then, one place after the other filled in from the end, where it begins.
  for (let group = 1; group < groups.size; group++) counts.set(group, counts.at(group) + counts.at(group - 1));
  const places = new Uint32Array(Math.max(0, end - start));
  for (let at = end - 1; at >= start; at--) {
    const group = groupOf(at);
    counts.set(group, counts.at(group) - 1);
    places[counts.at(group)] = at;
  }
  return {
    places,
    rangeOf(value) {
      const group = groups.get(value);
      if (group === undefined) return [0, 0];
      return [counts.at(group), group + 1 < groups.size ? counts.at(group + 1) : places.length];
    },
  };
}

/** Of the places in a range those around one that would be a likely partner. */
function nearest(places: Uint32Array, [first, end]: Range, at: number): Range {
  if (end - first <= MOST_PLACES) return [first, end];
  const likely = firstNotBelow((index) => places[index] ?? 0, first, end, at);
  const from = Math.max(first, Math.min(likely - MOST_PLACES / 2, end - MOST_PLACES));
  return [from, from + MOST_PLACES];
}

/** Between two indexes of numbers that rise, that of the first which is not below a bound. */
function firstNotBelow(numberAt: (index: number) => number, first: number, end: number, bound: number): number {
  let [low, high] = [first, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numberAt(middle) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
