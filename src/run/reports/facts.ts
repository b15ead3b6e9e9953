import type { Mismatch } from '../../collection/match.ts';
import { PLAIN_THEME } from '../../render/paint.ts';
import { lineAndColumn } from '../../yaml/place.ts';
import { changesOf } from '../changes.ts';
import type { Masks } from '../masks.ts';
import type { Outcome } from '../outcome.ts';

/** What a report says of an expectation that does not hold. */
export interface MismatchFacts {
  readonly subject: string;
  readonly expected: string;
  readonly actual: string;
  /** Of arrays and objects what is different within, a line each. */
  readonly changes: readonly string[];
  /** `slip.yaml:12:5` */
  readonly place: string;
}

/** What reports say of a request: secrets masked, texts of any length shortened. */
export interface OutcomeFacts {
  readonly name: string;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly state: Outcome['state'];
  readonly reason: string | undefined;
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly bodyBytes: number;
  readonly startedAt: string;
  readonly attempts: number;
  readonly mismatches: readonly MismatchFacts[];
}

/** What may be said of an outcome. */
export function factsOf(outcome: Outcome, masks: Masks): OutcomeFacts {
  const { request, label, state, reason, method, url, status, durationMs, bodyBytes, startedAtMs, attempts } = outcome;
  const { form, home } = request;
  const shown = (text: string): string => shortened(masks.mask(text));
  const fact = (mismatch: Mismatch): MismatchFacts => {
    const { subject, wanted, actual, place } = mismatch;
    const { line, column } = lineAndColumn(home.file, place.start);
    return {
      subject: shown(subject),
      expected: shown(wanted),
      actual: shown(actual),
      changes: changesOf(mismatch, PLAIN_THEME, masks).map(shown),
      place: `${home.file.path}:${line}:${column}`,
    };
  };
  return {
    name: shown(label),
    description: form.description?.text,
    tags: (form.tags ?? []).map(({ text }) => text),
    state,
    reason: reason === undefined ? undefined : shown(reason),
    method,
    url: url === undefined ? undefined : shown(url),
    status,
    durationMs: Math.round(durationMs),
    bodyBytes,
    startedAt: new Date(startedAtMs).toISOString(),
    attempts,
    mismatches: outcome.mismatches.map(fact),
  };
}

const LONGEST = 2000;

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`;
}

/** What is wrong with an outcome, a line each. */
export function faultLines({ mismatches, reason, state }: OutcomeFacts): readonly string[] {
  return [
    ...(reason === undefined || state === 'skipped' ? [] : [reason]),
    ...mismatches.map(({ subject, expected, actual, place }) => `${subject} ${expected}, but is ${actual} (${place})`),
  ];
}
