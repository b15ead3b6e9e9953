import assert from 'node:assert/strict';
import { test } from 'node:test';
import { htmlReport } from '../src/run/reports/html.ts';
import { jsonReport } from '../src/run/reports/json.ts';
import { junitReport } from '../src/run/reports/junit.ts';
import { markdownReport } from '../src/run/reports/markdown.ts';
import { tapReport } from '../src/run/reports/tap.ts';
import { readReports } from '../src/run/reports/write.ts';
import { hostileResult, masks } from './support/run-result.ts';

const WRITERS = { html: htmlReport, json: jsonReport, junit: junitReport, md: markdownReport, tap: tapReport };

for (const [kind, write] of Object.entries(WRITERS)) {
  test(`the ${kind} report hides secrets`, async () => {
    const text = write(await hostileResult(), masks);
    assert.doesNotMatch(text, /s3cr3t-value/);
    assert.match(text, /\(secret\)/);
  });
}

test('the HTML report runs nothing that came', async () => {
  const text = htmlReport(await hostileResult(), masks);
  assert.doesNotMatch(text, /<script>alert/);
  assert.match(text, /&lt;script&gt;alert/);
  assert.doesNotMatch(text, /(?:src|href)="(?!data:)/);
});

test('the JUnit report counts, and escapes what XML cannot hold', async () => {
  const text = junitReport(await hostileResult(), masks);
  assert.match(text, /<testsuite name="A &amp; &lt;B&gt;" tests="4" failures="1" errors="1" skipped="1" time="0.050"/);
  assert.match(text, /<testcase name="good" classname="A &amp; &lt;B&gt;" time="0.012"\/>/);
  assert.match(text, /<skipped message="bad did not succeed"\/>/);
  assert.match(text, /<error message="nothing answers at h">/);
  assert.doesNotMatch(text, /\u0000/);
});

test('the TAP report', async () => {
  const text = tapReport(await hostileResult(), masks);
  assert.match(text, /^TAP version 14\n1\.\.4\nok 1 - good\n/);
  assert.match(text, /^not ok 2 - bad\[0\]$/m);
  assert.match(text, /^ok 3 - out # SKIP bad did not succeed$/m);
  assert.match(text, /^not ok 4 - out$/m);
});

test('the JSON report', async () => {
  const report = JSON.parse(jsonReport(await hostileResult(), masks));
  assert.deepEqual(report.counts, { passed: 1, failed: 1, broken: 1, skipped: 1 });
  assert.deepEqual(report.requests[1].mismatches[0].place, 'slip.yaml:3:6');
});

test('the Markdown report keeps its table', async () => {
  const text = markdownReport(await hostileResult(), masks);
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
