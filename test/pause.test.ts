import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRate } from '../src/config/rate.ts';
import { Failure } from '../src/failure.ts';
import { pacer, pause } from '../src/send/pause.ts';

const RATES: [rate: string, apartMs: number | undefined][] = [
  ['2/s', 500],
  ['1000/s', 1],
  ['1001/s', undefined],
  ['3/m', 20_000],
  ['7', 514_285],
  ['1/h', 3_600_000],
  ['2/d', 43_200_000],
  ['5/15s', 3000],
  ['3/4h', 4_800_000],
  ['2/sec', 500],
  ['10/minute', 6000],
  ['0/s', undefined],
  ['1/0s', undefined],
  ['2/', undefined],
  ['1/x', undefined],
  ['-1', undefined],
  ['1.5/s', undefined],
  ['', undefined],
  ['1/99999999999999999999d', undefined],
];
for (const [rate, apartMs] of RATES) {
  test(`--rate ${rate} is ${apartMs === undefined ? 'refused' : `one every ${apartMs} ms`}`, () => {
    if (apartMs !== undefined) assert.equal(parseRate(rate), apartMs);
    else assert.throws(() => parseRate(rate), Failure);
  });
}

/** A clock that waiting moves, and what was waited for. */
function clock(): { host: Parameters<typeof pacer>[1]; waits: number[]; pass(durationMs: number): void } {
  let uptimeMs = 5000;
  const waits: number[] = [];
  const pass = (durationMs: number): void => {
    uptimeMs += durationMs;
  };
  const wait = async (durationMs: number): Promise<void> => {
    waits.push(durationMs);
    pass(durationMs);
  };
  return { host: { uptimeMs: () => uptimeMs, wait, interrupted: new AbortController().signal }, waits, pass };
}

test('transfers begin so far apart, those that take longer at once', async () => {
  const { host, waits, pass } = clock();
  const keepPace = pacer(1000, host);
  await keepPace();
  pass(300);
  await keepPace();
  pass(1500);
  await keepPace();
  await keepPace();
  assert.deepEqual(waits, [700, 1000]);
});

test('a pause that no timer can hold is cut', async () => {
  const { host, waits } = clock();
  await pause(1e12, host);
  assert.deepEqual(waits, [2 ** 31 - 1]);
});

test('Ctrl-C ends a pause', async () => {
  const wait = async (): Promise<void> => {
    throw 'SIGINT';
  };
  await assert.rejects(
    pause(1, { wait, interrupted: AbortSignal.abort('SIGINT') }),
    (error) => error instanceof Failure && error.exitStatus === 130,
  );
});
