/** Two places, in a left and a right list, whose values are the same. */
export type AlignedPair = readonly [left: number, right: number];

/** Of a value that comes more often, this many places are looked at: a longest alignment is sure below that only. */
const MOST_PLACES = 64;

/**
 * A longest common subsequence of two lists of numbers, as the pairs of places it is made of, in order.
 *
 * Takes time and memory for each pair of places with the same value, of which each value on the left has at most 64
 * (Hunt and Szymanski, CACM 1977).
 */
export function alignLists(left: readonly number[], right: readonly number[]): readonly AlignedPair[] {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start++;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end++;
  const pairs: AlignedPair[] = Array.from({ length: start }, (_, index) => [index, index]);
  // One by one: a call takes some hundred thousand arguments, and no more.
  for (const pair of middlePairs(left, right, start, end)) pairs.push(pair);
  for (let index = end; index > 0; index--) pairs.push([left.length - index, right.length - index]);
  return pairs;
}

/** The end of a common subsequence, and what came before. */
interface Link {
  readonly pair: AlignedPair;
  readonly before: Link | undefined;
}

function middlePairs(left: readonly number[], right: readonly number[], start: number, end: number): AlignedPair[] {
  const places = new Map<number, number[]>();
  for (let at = start; at < right.length - end; at++) {
    const value = right[at] ?? 0;
    const list = places.get(value);
    if (list === undefined) places.set(value, [at]);
    else list.push(at);
  }
  /** By length less one: where on the right the subsequences of that length end first. */
  const ends: number[] = [];
  const links: Link[] = [];
  for (let at = start; at < left.length - end; at++) {
    const found = nearest(places.get(left[at] ?? 0) ?? [], at);
    // From the last place on, so that one value does not follow itself.
    for (let index = found.length - 1; index >= 0; index--) {
      const place = found[index] ?? 0;
      const length = firstNotBelow(ends, place);
      ends[length] = place;
      links[length] = { pair: [at, place], before: links[length - 1] };
    }
  }
  const pairs: AlignedPair[] = [];
  for (let link = links.at(-1); link !== undefined; link = link.before) pairs.push(link.pair);
  return pairs.reverse();
}

/** The places around one that would be a likely partner. */
function nearest(places: readonly number[], at: number): readonly number[] {
  if (places.length <= MOST_PLACES) return places;
  const first = Math.max(0, Math.min(firstNotBelow(places, at) - MOST_PLACES / 2, places.length - MOST_PLACES));
  return places.slice(first, first + MOST_PLACES);
}

/** In a list that rises, the index of the first number that is not below another. */
function firstNotBelow(numbers: readonly number[], bound: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
