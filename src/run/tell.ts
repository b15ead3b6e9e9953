import type { Mismatch } from '../collection/match.ts';
import type { Sink } from '../host.ts';
import { statusPaint, type Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { lineAndColumn, type YamlFile } from '../yaml/place.ts';
import type { Masks } from './masks.ts';
import { type Outcome, tally } from './outcome.ts';

/** What stands before an outcome. */
const MARKS = { passed: '✓', failed: '✗', broken: '✗', skipped: '–' } as const;

/** The lines of an outcome: what became of it, and below what did not hold. */
export async function outcomeLines(outcome: Outcome, theme: Theme, masks: Masks): Promise<readonly string[]> {
  const { state, label, method, url, status, durationMs, attempts, mismatches, reason } = outcome;
  const paint = state === 'passed' ? theme.success : state === 'skipped' ? theme.dim : theme.error;
  const safe = (text: string): string => makeTerminalSafe(masks.mask(text));
  const parts = [
    `${paint(MARKS[state])} ${safe(label)}`,
    ...(method === undefined ? [] : [theme.dim(safe(`${method} ${url ?? ''}`.trim()))]),
    ...(status === undefined ? [] : [statusPaint(theme, status)(String(status))]),
    ...(status === undefined ? [] : [`${Math.round(durationMs)} ms`]),
    ...(attempts > 1 ? [`${attempts} times`] : []),
  ];
  const lines = [parts.join('  ')];
  if (reason !== undefined) lines.push(`    ${state === 'skipped' ? theme.dim(safe(reason)) : safe(reason)}`);
  for (const one of mismatches) lines.push(...(await mismatchLines(one, outcome.request.home.file, theme, masks)));
  return lines;
}

async function mismatchLines(
  mismatch: Mismatch,
  file: YamlFile,
  theme: Theme,
  masks: Masks,
): Promise<readonly string[]> {
  // Most runs have no mismatch, and need nothing that compares.
  const { changesOf } = await import('./changes.ts');
  // Half a secret is none that a mask would find: what is long is cut behind it.
  const safe = (text: string): string => makeTerminalSafe(shortened(masks.mask(text)));
  const { subject, wanted, actual, place } = mismatch;
  const { line, column } = lineAndColumn(file, place.start);
  const where = theme.dim(safe(`${file.path}:${line}:${column}`));
  const changes = changesOf(mismatch, theme, masks);
  if (changes.length === 0) {
    return [`    ${safe(`${subject} ${wanted}`)}`, `      ${theme.error('but is')} ${safe(actual)}  ${where}`];
  }
  return [
    `    ${safe(subject)} ${theme.error('is another one')}  ${where}`,
    ...changes.map((one) => `      ${masks.mask(one)}`),
  ];
}

/** A value of any length on a line. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}… (${text.length} characters)`;
}

/** The last line: how many came out how, and how long it took. */
export function summaryOf(outcomes: readonly Pick<Outcome, 'state'>[], durationMs: number, theme: Theme): string {
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
