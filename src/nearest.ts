/**
 * The word of a list that a mistyped one most likely means, if any is near: it begins with it, or no more than a third of
 * its letters are other ones.
 */
export function nearestWord(typed: string, words: Iterable<string>): string | undefined {
  if (typed.length < 2) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(typed.length / 3)) + 1;
  for (const word of words) {
    const distance = word.startsWith(typed) ? 1 : editDistance(typed, word);
    // Of several that begin so, the shortest has the least that was not typed.
    const isShorter = best?.startsWith(typed) && word.startsWith(typed) && word.length < best.length;
    if (distance >= bestDistance && !isShorter) continue;
    bestDistance = distance;
    best = word;
  }
  return best;
}

/** Levenshtein's distance, a swap of neighbours counting as one. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
