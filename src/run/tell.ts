import type { Mismatch } from '../collection/match.ts';
import type { Sink } from '../host.ts';
import { diffJson } from '../json/diff.ts';
import type { JsonNode } from '../json/tree.ts';
import { changeLines } from '../render/comparison.ts';
import { statusPaint, type Theme } from '../render/paint.ts';
import { makeTerminalSafe } from '../render/safety.ts';
import { lineAndColumn, type YamlFile } from '../yaml/place.ts';
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
    ...(status === undefined ? [] : [`${Math.round(durationMs)} ms`]),
    ...(attempts > 1 ? [`${attempts} times`] : []),
  ];
  return [
    parts.join('  '),
    ...(reason === undefined ? [] : [`    ${state === 'skipped' ? theme.dim(safe(reason)) : safe(reason)}`]),
    ...mismatches.flatMap((mismatch) => mismatchLines(mismatch, outcome.request.home.file, theme, masks)),
  ];
}

function mismatchLines(mismatch: Mismatch, file: YamlFile, theme: Theme, masks: Masks): readonly string[] {
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

/** How many differences are told; the rest is counted. */
const MOST_CHANGES = 20;

/** What is different within an array or object that was wanted: `-` and the first value are the wanted one. */
export function changesOf({ compared }: Mismatch, theme: Theme, masks: Masks): readonly string[] {
  if (compared === undefined || !(isContainer(compared.wanted) && isContainer(compared.actual))) return [];
  const changes = [...diffJson(compared.wanted, compared.actual)];
  const view = { theme, onTerminal: true, columns: 80, showsSecrets: false, mask: masks.mask };
  const more = changes.length - MOST_CHANGES;
  return [
    ...changes.slice(0, MOST_CHANGES).flatMap((change) => [...changeLines(change, view)]),
    ...(more > 0 ? [`… ${more} more`] : []),
  ];
}

function isContainer({ kind }: JsonNode): boolean {
  return kind === 'array' || kind === 'object';
}

/** A value of any length on a line. */
function shortened(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}… (${text.length} characters)`;
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
