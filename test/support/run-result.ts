import assert from 'node:assert/strict';
import { loadCollection } from '../../src/collection/collection.ts';
import { jsonString } from '../../src/json/tree.ts';
import { openMasks } from '../../src/run/masks.ts';
import type { Outcome, RunResult } from '../../src/run/outcome.ts';

const FILE =
  'requests:\n  good: { request: GET /, expect: 200 }\n  "bad": { request: GET / }\n  out: { request: GET / }\n';

/** A run with one of each: what came is hostile to every format, and holds a secret. */
export async function hostileResult(): Promise<RunResult> {
  const { requests } = await loadCollection('slip.yaml', async () => FILE);
  const [good, bad, out] = [...requests.values()];
  assert.ok(good !== undefined && bad !== undefined && out !== undefined);
  const base = {
    mismatches: [],
    reason: undefined,
    exitStatus: 0,
    method: 'GET',
    url: 'http://h/?a=<b>&c',
    status: 200,
    durationMs: 12.4,
    bodyBytes: 3,
    startedAtMs: Date.UTC(2026, 0, 2),
    attempts: 1,
    timings: undefined,
    exchange: undefined,
    text: undefined,
  };
  const actual = '"<script>alert(1)</script> # `x` | s3cr3t-value \u0000 & ]]>"';
  const outcomes: readonly Outcome[] = [
    { ...base, request: good, label: 'good', state: 'passed' },
    {
      ...base,
      request: bad,
      label: 'bad[0]',
      state: 'failed',
      mismatches: [{ subject: 'body $.a', wanted: 'equals "x"', actual, place: { start: 55, end: 58 } }],
    },
    { ...base, request: out, label: 'out', state: 'skipped', reason: 'bad did not succeed', method: undefined },
    { ...base, request: out, label: 'out', state: 'broken', reason: 'nothing answers at h', status: undefined },
  ];
  return {
    name: 'A & <B>',
    path: 'slip.yaml',
    startedAtMs: Date.UTC(2026, 0, 2),
    durationMs: 50,
    outcomes,
    client: 'slip 1.2.3',
  };
}

/** The secret that it holds. */
export const masks = openMasks();
masks.add(jsonString('s3cr3t-value'));
