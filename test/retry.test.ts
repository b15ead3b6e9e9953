import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure, type FailureKind } from '../src/failure.ts';
import { decideRetry, NOT_RETRIED, type RetryDecision, type TriedOnce } from '../src/http/retry.ts';
import type { RetryPolicy } from '../src/request/plan.ts';

const NOW_MS = Date.parse('2026-01-02T03:04:05.900Z');
const REFUSED = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

function policy(typed: Partial<RetryPolicy> = {}): RetryPolicy {
  return { ...resolveSettings({ retry: 3 }, {}).retries, ...typed };
}

function tried(outcome: Partial<TriedOnce> & { readonly kind?: FailureKind; readonly cause?: unknown }): TriedOnce {
  const { kind, cause } = outcome;
  return {
    failure: kind === undefined ? undefined : new Failure(kind, 'it broke', { cause }),
    status: undefined,
    retryAfter: undefined,
    isRepeatable: true,
    ...outcome,
  };
}

function decide(outcome: Parameters<typeof tried>[0], typed: Partial<RetryPolicy> = {}, elapsedMs = 0) {
  return decideRetry(policy(typed), NOT_RETRIED, tried(outcome), elapsedMs, NOW_MS);
}

const OUTCOMES: [outcome: Parameters<typeof tried>[0], typed: Partial<RetryPolicy>, retried: boolean][] = [
  ...[408, 429, 500, 502, 503, 504, 522, 524].flatMap((status): (typeof OUTCOMES)[number][] => [
    [{ status }, {}, true],
    [{ status, kind: 'httpStatus' }, {}, true],
  ]),
  ...[200, 204, 301, 400, 401, 404, 409, 501, 505, 520].map((status): (typeof OUTCOMES)[number] => [
    { status },
    { afterAllErrors: true },
    false,
  ]),
  [{ status: 404, kind: 'httpStatus' }, {}, false],
  [{ status: 404, kind: 'httpStatus' }, { afterAllErrors: true }, true],
  [{ status: 503, kind: 'partial' }, {}, false],
  [{ kind: 'timeout' }, {}, true],
  [{ status: 200, kind: 'timeout' }, {}, true],
  [{ kind: 'hostName' }, {}, true],
  [{ kind: 'proxyName' }, {}, true],
  [{ kind: 'empty' }, {}, false],
  [{ kind: 'empty' }, { afterAllErrors: true }, true],
  [{ kind: 'interrupted' }, { afterAllErrors: true }, false],
  [{ kind: 'connect', cause: REFUSED }, {}, false],
  [{ kind: 'connect', cause: REFUSED }, { afterRefusals: true }, true],
  [{ kind: 'connect' }, { afterRefusals: true }, false],
  [{ failure: new TypeError('a defect') }, { afterAllErrors: true }, false],
  [{ status: 503 }, { count: 0 }, false],
];
for (const [outcome, typed, retried] of OUTCOMES) {
  const what = [outcome.status, outcome.kind, outcome.cause && 'refused', ...Object.keys(typed)].filter(Boolean);
  test(`${what.join(', ') || 'a defect'} is ${retried ? 'tried again' : 'the end'}`, () => {
    assert.equal(decide(outcome, typed)?.kind, retried ? 'retry' : undefined);
  });
}

/** The waits of a transfer that never comes to anything. */
function waits(typed: Partial<RetryPolicy>, outcomes: readonly Partial<TriedOnce>[]): readonly number[] {
  const waited: number[] = [];
  let state = NOT_RETRIED;
  for (const outcome of outcomes) {
    const decision = decideRetry(policy({ count: 99, ...typed }), state, tried(outcome), 0, NOW_MS);
    assert.equal(decision?.kind, 'retry');
    if (decision?.kind !== 'retry') break;
    waited.push(decision.waitMs);
    ({ state } = decision);
  }
  return waited;
}

test('waits are doubled up to ten minutes', () => {
  const seconds = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600];
  assert.deepEqual(
    waits({}, Array(12).fill({ status: 503 })),
    seconds.map((each) => each * 1000),
  );
});

test('--retry-delay is the same each time, and zero is none', () => {
  assert.deepEqual(waits({ delayMs: 2500 }, Array(3).fill({ status: 503 })), [2500, 2500, 2500]);
  assert.equal(resolveSettings({ 'retry-delay': 0 }, {}).retries.delayMs, undefined);
});

test('Retry-After comes before all, and does not count for the doubling', () => {
  const outcomes = [{ status: 503 }, { status: 429, retryAfter: '7' }, { status: 503 }];
  assert.deepEqual(waits({}, outcomes), [1000, 7000, 2000]);
  assert.deepEqual(waits({ delayMs: 500 }, outcomes), [500, 7000, 500]);
});

const RETRY_AFTER: [value: string, waitMs: number][] = [
  ['120', 120_000],
  [' 5 ', 5000],
  ['0', 1000],
  ['soon', 1000],
  ['', 1000],
  ['Fri, 02 Jan 2026 03:04:15 GMT', 10_000],
  ['Fri, 02 Jan 2026 03:04:00 GMT', 1000],
  ['99999999999', 21_600_000],
];
for (const [retryAfter, waitMs] of RETRY_AFTER) {
  test(`Retry-After: ${retryAfter}`, () => assert.deepEqual(waits({}, [{ status: 503, retryAfter }]), [waitMs]));
}

test('a time-out knows no Retry-After', () => {
  const decision = decide({ status: 200, kind: 'timeout', retryAfter: '9' });
  assert.equal(decision?.kind === 'retry' && decision.waitMs, 1000);
});

test('after --retry-max-time no new try is begun', () => {
  assert.equal(decide({ status: 503 }, { maxTimeMs: 10_000 }, 9999)?.kind, 'retry');
  assert.equal(decide({ status: 503 }, { maxTimeMs: 10_000 }, 10_000), undefined);
  assert.equal(resolveSettings({ 'retry-max-time': 0 }, {}).retries.maxTimeMs, undefined);
});

test('a Retry-After that is longer than --retry-max-time ends it', () => {
  assert.equal(decide({ status: 503, retryAfter: '6' }, { maxTimeMs: 10_000 }, 4000)?.kind, 'retry');
  assert.deepEqual(decide({ status: 503, retryAfter: '7' }, { maxTimeMs: 10_000 }, 4000), {
    kind: 'give-up',
    why: 'the server asks for 7 s, which is longer than --retry-max-time',
  });
});

test('so often as --retry says', () => {
  let state = NOT_RETRIED;
  const said: string[] = [];
  for (;;) {
    const decision: RetryDecision | undefined = decideRetry(policy(), state, tried({ status: 503 }), 0, NOW_MS);
    if (decision?.kind !== 'retry') break;
    said.push(decision.why);
    ({ state } = decision);
  }
  assert.deepEqual(said, [
    'the server answered 503: trying again in 1 s, 3 tries left',
    'the server answered 503: trying again in 2 s, 2 tries left',
    'the server answered 503: trying again in 4 s, the last try',
  ]);
});

test('a body from a pipe is not sent again, unless none of it was read', () => {
  assert.deepEqual(decide({ status: 503, isRepeatable: false }), {
    kind: 'give-up',
    why: 'the server answered 503; not tried again, as the body came from a pipe',
  });
  assert.equal(decide({ kind: 'hostName', isRepeatable: false })?.kind, 'retry');
  assert.equal(
    decide({ kind: 'connect', cause: REFUSED, isRepeatable: false }, { afterRefusals: true })?.kind,
    'retry',
  );
});
