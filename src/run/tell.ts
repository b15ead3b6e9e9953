import type { Mismatch } from '../collection/match.ts';
import type { Sink } from '../host.ts';
import { statusPaint, type Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import type { YamlFile } from '../yaml/place.ts';
import type { Masks } from './masks.ts';
import { type Outcome, tally } from './outcome.ts';

/** What stands before an outcome. */
const MARKS = { passed: '✓', failed: '✗', broken: '✗', skipped: '–' } as const;

/** The lines of an outcome: what became of it, and below what did not hold. */
export function outcomeLines(outcome: Outcome, theme: Theme, masks: Masks): readonly string[] {
  const { state, label, method, url, status, durationMs, attempts, mismatches, reason } = outcome;
  const paint = state === 'passed' ? theme.success : state === 'skipped' ? theme.dim : theme.error;
  const safe = (text: string): string => makeTerminalSafe(masks.mask(text));
  const parts = [
    `${paint(MARKS[state])} ${safe(label)}`,
    ...(method === undefined ? [] : [theme.dim(safe(`${method} ${url ?? ''}`.trim()))]),
    ...(status === undefined ? [] : [statusPaint(theme, status)(String(status))]),
    ...(method === undefined ? [] : [`${Math.round(durationMs)} ms`]),
    ...(attempts > 1 ? [`${attempts} times`] : []),
  ];
  return [
    parts.join('  '),
    ...(reason === undefined ? [] : [`    ${state === 'skipped' ? theme.dim(safe(reason)) : safe(reason)}`]),
    ...mismatches.flatMap((mismatch) => mismatchLines(mismatch, outcome.request.home.file, theme, safe)),
  ];
}

function mismatchLines(
  { subject, wanted, actual, place }: Mismatch,
  file: YamlFile,
  theme: Theme,
  safe: (text: string) => string,
): readonly string[] {
  const { line, column } = lineAndColumn(file, place.start);
  return [
    `    ${safe(`${subject} ${wanted}`)}`,
    `      ${theme.error('but is')} ${safe(shortened(actual))}  ${theme.dim(safe(`${file.path}:${line}:${column}`))}`,
  ];
}

/** A value of any length on a line. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}… (${text.length} characters)`;
}

/** Where an offset stands in a file, both from 1. */
export function lineAndColumn(file: YamlFile, offset: number): { readonly line: number; readonly column: number } {
  const before = file.text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** The last line: how many came out how, and how long it took. */
export function summaryOf(outcomes: readonly Outcome[], durationMs: number, theme: Theme): string {
  const { passed, failed, broken, skipped } = tally(outcomes);
  const parts = [
    theme.success(`${passed} passed`),
    ...(failed + broken === 0 ? [] : [theme.error(`${failed + broken} failed`)]),
    ...(skipped === 0 ? [] : [theme.dim(`${skipped} skipped`)]),
  ];
  const count = outcomes.length === 1 ? '1 request' : `${outcomes.length} requests`;
  return `${count}: ${parts.join(', ')} in ${(durationMs / 1000).toFixed(2)} s`;
}

/** Writes lines, each ended. */
export async function writeLines(sink: Sink, lines: readonly string[]): Promise<void> {
  await sink.write(lines.map((line) => `${line}\n`).join(''));
}
