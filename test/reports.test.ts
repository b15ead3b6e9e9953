import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadCollection } from '../src/collection/collection.ts';
import { jsonString } from '../src/json/tree.ts';
import { openMasks } from '../src/run/masks.ts';
import type { Outcome, RunResult } from '../src/run/outcome.ts';
import { htmlReport } from '../src/run/reports/html.ts';
import { jsonReport } from '../src/run/reports/json.ts';
import { junitReport } from '../src/run/reports/junit.ts';
import { markdownReport } from '../src/run/reports/markdown.ts';
import { tapReport } from '../src/run/reports/tap.ts';
import { readReports } from '../src/run/reports/write.ts';

const FILE =
  'requests:\n  good: { request: GET /, expect: 200 }\n  "bad": { request: GET / }\n  out: { request: GET / }\n';

/** A run with one of each: what came is hostile to every format, and holds a secret. */
async function resultOf(): Promise<RunResult> {
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

const masks = openMasks();
masks.add(jsonString('s3cr3t-value'));

const WRITERS = { html: htmlReport, json: jsonReport, junit: junitReport, md: markdownReport, tap: tapReport };

for (const [kind, write] of Object.entries(WRITERS)) {
  test(`the ${kind} report hides secrets`, async () => {
    const text = write(await resultOf(), masks);
    assert.doesNotMatch(text, /s3cr3t-value/);
    assert.match(text, /\(secret\)/);
  });
}

test('the HTML report runs nothing that came', async () => {
  const text = htmlReport(await resultOf(), masks);
  assert.doesNotMatch(text, /<script>alert/);
  assert.match(text, /&lt;script&gt;alert/);
  assert.doesNotMatch(text, /(?:src|href)="(?!data:)/);
});

test('the JUnit report counts, and escapes what XML cannot hold', async () => {
  const text = junitReport(await resultOf(), masks);
  assert.match(text, /<testsuite name="A &amp; &lt;B&gt;" tests="4" failures="1" errors="1" skipped="1" time="0.050"/);
  assert.match(text, /<testcase name="good" classname="A &amp; &lt;B&gt;" time="0.012"\/>/);
  assert.match(text, /<skipped message="bad did not succeed"\/>/);
  assert.match(text, /<error message="nothing answers at h">/);
  assert.doesNotMatch(text, /\u0000/);
});

test('the TAP report', async () => {
  const text = tapReport(await resultOf(), masks);
  assert.match(text, /^TAP version 14\n1\.\.4\nok 1 - good\n/);
  assert.match(text, /^not ok 2 - bad\[0\]$/m);
  assert.match(text, /^ok 3 - out # SKIP bad did not succeed$/m);
  assert.match(text, /^not ok 4 - out$/m);
});

test('the JSON report', async () => {
  const report = JSON.parse(jsonReport(await resultOf(), masks));
  assert.deepEqual(report.counts, { passed: 1, failed: 1, broken: 1, skipped: 1 });
  assert.deepEqual(report.requests[1].mismatches[0].place, 'slip.yaml:3:6');
});

test('the Markdown report keeps its table', async () => {
  const text = markdownReport(await resultOf(), masks);
  assert.match(text, /^# A & \\<B\\>$/m);
  assert.match(text, /^\| ❌ \| bad\\\[0\\\] \| `GET http:\/\/h\/\?a=<b>&c` \| 200 \| 12 ms \|$/m);
});

test('--report takes kinds and files', () => {
  assert.deepEqual(readReports(['junit=a.xml,html=b=c.html', 'json=-']), [
    { kind: 'junit', path: 'a.xml' },
    { kind: 'html', path: 'b=c.html' },
    { kind: 'json', path: '-' },
  ]);
  for (const wrong of ['junit', 'junit=', 'pdf=a', 'junit=a,']) {
    assert.throws(() => readReports([wrong]), /--report takes KIND=FILE/);
  }
});
