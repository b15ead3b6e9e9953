import { alignLists } from '../json/align.ts';

/** A line of a text, and on which side it stands. Line numbers count from 1. */
export interface DiffLine {
  readonly side: 'both' | 'left' | 'right';
  readonly text: string;
}

/** Lines that differ, with some that do not around them. */
export interface Hunk {
  readonly leftStart: number;
  readonly leftCount: number;
  readonly rightStart: number;
  readonly rightCount: number;
  readonly lines: readonly DiffLine[];
}

/** Lines around a difference. */
const CONTEXT_LINES = 3;

/** Where two texts differ, line by line, as `diff -u` shows it. A line end is part of its line, so one that is missing counts. */
export function diffLines(left: string, right: string): readonly Hunk[] {
  const lines = alignedLines(splitLines(left), splitLines(right));
  const hunks: Hunk[] = [];
  let [leftAt, rightAt, at] = [0, 0, 0];
  for (const [start, end] of changedRanges(lines)) {
    for (; at < start; at++) [leftAt, rightAt] = [leftAt + 1, rightAt + 1];
    const some = lines.slice(start, end);
    const leftCount = some.filter(({ side }) => side !== 'right').length;
    const rightCount = some.filter(({ side }) => side !== 'left').length;
    // An empty range is told by the line before it, as diff has it.
    const [leftStart, rightStart] = [leftAt + (leftCount > 0 ? 1 : 0), rightAt + (rightCount > 0 ? 1 : 0)];
    hunks.push({ leftStart, leftCount, rightStart, rightCount, lines: some });
    [leftAt, rightAt, at] = [leftAt + leftCount, rightAt + rightCount, end];
  }
  return hunks;
}

function splitLines(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** All lines of both sides in one order: those of the left before those of the right where they differ. */
function alignedLines(left: readonly string[], right: readonly string[]): readonly DiffLine[] {
  const numbers = new Map<string, number>();
  const numberOf = (text: string): number => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  const lines: DiffLine[] = [];
  const add = (side: DiffLine['side'], texts: readonly string[]): void => {
    for (const text of texts) if (text !== '') lines.push({ side, text });
  };
  let [leftAt, rightAt] = [0, 0];
  for (const run of alignLists(left.map(numberOf), right.map(numberOf))) {
    const end = run.left + run.length;
    add('left', left.slice(leftAt, run.left));
    add('right', right.slice(rightAt, run.right));
    add('both', left.slice(run.left, end));
    [leftAt, rightAt] = [end, run.right + run.length];
  }
  return lines;
}

/** Half-open ranges that hold every difference and its context; those that meet are one. */
function changedRanges(lines: readonly DiffLine[]): readonly (readonly [start: number, end: number])[] {
  const ranges: [number, number][] = [];
  for (const [index, { side }] of lines.entries()) {
    if (side === 'both') continue;
    const [start, end] = [Math.max(0, index - CONTEXT_LINES), Math.min(lines.length, index + CONTEXT_LINES + 1)];
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = end;
    else ranges.push([start, end]);
  }
  return ranges;
}
