import type { Masks } from '../masks.ts';
import { type RunResult, tally } from '../outcome.ts';
import { factsOf } from './facts.ts';

/** Everything that reports say, as one JSON object; `version` changes when a member's meaning does. */
export function jsonReport(result: RunResult, masks: Masks): string {
  const { name, path, client, startedAtMs, durationMs, outcomes } = result;
  const report = {
    version: 1,
    client,
    collection: { name, path },
    startedAt: new Date(startedAtMs).toISOString(),
    durationMs: Math.round(durationMs),
    counts: tally(outcomes),
    requests: outcomes.map((outcome) => factsOf(outcome, masks)),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
