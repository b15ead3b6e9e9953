import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonString } from '../src/json/tree.ts';
import { PLAIN_THEME } from '../src/render/paint.ts';
import type { Outcome } from '../src/run/outcome.ts';
import { jsonReport } from '../src/run/reports/json.ts';
import { outcomeLines } from '../src/run/tell.ts';
import { hostileResult, masks } from './support/run-result.ts';

/** Where what is told of a value is cut, and reports cut it. */
const CUTS = [300, 1000, 2000];

for (const cut of CUTS) {
  const text = `${'x'.repeat(cut - 7)}s3cr3t-value and more`;
  const wanted = { kind: 'array', items: [jsonString('y')] } as const;
  const actual = { kind: 'array', items: [jsonString(text)] } as const;
  const mismatch = { subject: 'body $', wanted: `equals ${text}`, actual: text, place: { start: 0, end: 1 } };

  for (const [what, missed] of Object.entries({
    text: mismatch,
    array: { ...mismatch, compared: { wanted, actual } },
  })) {
    test(`no half of a secret is left where a long ${what} is cut after ${cut} characters`, async () => {
      const result = await hostileResult();
      const [first] = result.outcomes;
      assert.ok(first !== undefined);
      const outcome: Outcome = { ...first, state: 'failed', mismatches: [missed] };
      const told = (await outcomeLines(outcome, PLAIN_THEME, masks)).join('\n');
      const reported = jsonReport({ ...result, outcomes: [outcome] }, masks);
      for (const said of [told, reported]) assert.doesNotMatch(said, /xs3/);
    });
  }
}
