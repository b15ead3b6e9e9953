import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { quotaWaitMs, refusalWaitMs } from '../src/pages/throttle.ts';
import type { HeaderList } from '../src/request/headers.ts';

/** 2026-01-02T03:04:05Z. */
const NOW_MS = 1_767_323_045_000;

function headersOf(text: string): HeaderList {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]);
}

const QUOTAS: [headers: string, waitMs: number][] = [
  ['', 0],
  ['RateLimit: "default";r=50;t=30', 0],
  ['RateLimit: "default";r=0;t=30', 30_000],
  ['ratelimit: default;t=30;r=0', 30_000],
  ['RateLimit: "burst";r=0;t=2, "daily";r=0;t=60', 60_000],
  ['RateLimit: "burst";r=1;t=2, "daily";r=0;t=60', 60_000],
  ['RateLimit: "burst";r=0;t=2\nRateLimit: "daily";r=1;t=60', 2_000],
  ['RateLimit: "a, b; r=1";r=0;t=3', 3_000],
  ['RateLimit: "default";r=0\nRateLimit-Policy: "other";q=1;w=9, "default";q=100;w=10', 10_000],
  ['RateLimit: "default";r=0', 0],
  ['RateLimit: limit=100, remaining=0, reset=5', 5_000],
  ['RateLimit: limit=100, remaining=1, reset=5', 0],
  ['RateLimit-Limit: 100\nRateLimit-Remaining: 0\nRateLimit-Reset: 7', 7_000],
  ['RateLimit-Remaining: 3\nRateLimit-Reset: 7', 0],
  ['RateLimit-Reset: 7', 0],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767323055', 10_000],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767323055500', 10_500],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767323000', 0],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset: Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset: soon', 0],
  ['X-RateLimit-Remaining: 0\nX-RateLimit-Reset-After: 1.25', 1_250],
  ['x-rate-limit-remaining: 0\nx-rate-limit-reset: 60', 60_000],
  // The server's clock is five seconds ahead of ours.
  ['Date: Fri, 02 Jan 2026 03:04:10 GMT\nX-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767323055', 5_000],
  ['X-RateLimit-Remaining: none\nX-RateLimit-Reset: 60', 0],
];
for (const [text, waitMs] of QUOTAS) {
  test(`after ${JSON.stringify(text)} it waits ${waitMs} ms`, () => {
    assert.equal(quotaWaitMs(headersOf(text), NOW_MS), waitMs);
  });
}

const REFUSALS: [status: number, headers: string, waitMs: number | undefined][] = [
  [200, 'Retry-After: 3', undefined],
  [429, '', 0],
  [429, 'Retry-After: 3', 3_000],
  [429, 'Retry-After: Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
  [429, 'RateLimit: "a";r=0;t=4', 4_000],
  [429, 'Retry-After: 3\nRateLimit: "a";r=0;t=40', 3_000],
  [503, 'Retry-After: 3', 3_000],
  [503, '', 0],
  [500, 'Retry-After: 3', undefined],
  [403, '', undefined],
  [403, 'Retry-After: 3', 3_000],
  [403, 'X-RateLimit-Remaining: 0\nX-RateLimit-Reset: 1767323055', 10_000],
  [403, 'X-RateLimit-Remaining: 9\nX-RateLimit-Reset: 1767323055', undefined],
];
for (const [status, text, waitMs] of REFUSALS) {
  test(`${status} with ${JSON.stringify(text)} asks to wait ${waitMs} ms`, () => {
    assert.equal(refusalWaitMs({ status, headers: headersOf(text) }, NOW_MS), waitMs);
  });
}

test('property: no field asks for a time that is none', () => {
  const name = fc.constantFrom('RateLimit', 'RateLimit-Policy', 'X-RateLimit-Remaining', 'X-RateLimit-Reset', 'Date');
  const value = fc
    .array(fc.constantFrom('"a"', ';', 'r=0', 't=', '9'.repeat(400), ',', '=', 'w=1', '0', '-', '"'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value)), (headers) => {
      assert.ok(quotaWaitMs(headers, NOW_MS) >= 0);
    }),
  );
});
