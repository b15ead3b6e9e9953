import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { paced } from '../src/http/pace.ts';
import { watchSpeed } from '../src/http/speed.ts';

/** A clock that only waiting moves, and `pass`. */
function clock(): { uptimeMs(): number; wait(ms: number): Promise<void>; pass(ms: number): void } {
  let nowMs = 0;
  return {
    uptimeMs: () => nowMs,
    wait: async (ms) => {
      nowMs += ms;
    },
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

const TIMES: [bytesPerSecond: number, chunkBytes: readonly number[], tookMs: number][] = [
  [1000, [], 0],
  [1000, [1000], 1000],
  [1000, [500, 500, 500], 1500],
  [1, [3], 3000],
  [1_000_000, [64_000], 64],
  [100, [1, 1, 1, 1], 40],
];

for (const [bytesPerSecond, sizes, tookMs] of TIMES) {
  test(`${sizes.join(' + ') || 'no'} bytes at ${bytesPerSecond} a second take ${tookMs} ms`, async () => {
    const time = clock();
    for await (const _ of paced(
      sizes.map((size) => new Uint8Array(size)),
      bytesPerSecond,
      time,
    )) {
      // Only the time counts.
    }
    assert.equal(Math.round(time.uptimeMs()), tookMs);
  });
}

test('the bytes are the same, in pieces of a quarter of a second, and never early', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 100 }),
      async (chunks, bytesPerSecond) => {
        const time = clock();
        let total = 0;
        const got: Uint8Array[] = [];
        for await (const piece of paced(chunks, bytesPerSecond, time)) {
          got.push(piece);
          total += piece.byteLength;
          assert.ok(piece.byteLength <= Math.max(1, bytesPerSecond / 4));
          // Less than a millisecond is made up for later.
          assert.ok(time.uptimeMs() > (total / bytesPerSecond) * 1000 - 1);
        }
        assert.deepEqual(Buffer.concat(got), Buffer.concat(chunks));
      },
    ),
  );
});

test('after a long pause a second’s worth may come at once, and no more', async () => {
  const time = clock();
  async function* chunks(): AsyncGenerator<Uint8Array> {
    yield new Uint8Array(10);
    time.pass(60_000);
    yield new Uint8Array(2000);
  }
  for await (const _ of paced(chunks(), 1000, time)) {
    // Only the time counts.
  }
  assert.equal(Math.round(time.uptimeMs()), 10 + 60_000 + 1000);
});

/** What moves in each second, and after which of them it is too slow; `undefined`: never. */
const SPEEDS: [limit: number, seconds: number, moved: readonly number[], afterSeconds: number | undefined][] = [
  [100, 3, [0, 0, 0, 0, 0], 4],
  [100, 3, [100, 100, 100, 100, 100], undefined],
  [100, 3, [99, 99, 99, 99, 99], 4],
  [1, 2, [1, 0, 0, 0, 0, 0, 0, 0, 0], 4],
  // A good moment counts for as long as it is among the last five seconds.
  [100, 2, [1000, 0, 0, 0, 0, 0, 0, 0, 0], 8],
  [100, 2, [0, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0], 10],
  [100, 3, [0, 0, 1000, 0, 0, 0, 0, 0, 0, 0, 0], 11],
];

for (const [limit, seconds, moved, afterSeconds] of SPEEDS) {
  test(`${moved.join(' ')} bytes against ${limit} a second for ${seconds} s: ${afterSeconds ?? 'never'}`, () => {
    const watch = watchSpeed(limit, seconds * 1000, 0);
    const slow = moved.findIndex((bytes, index) => {
      watch.moved(bytes);
      return watch.isTooSlow((index + 1) * 1000);
    });
    assert.equal(slow < 0 ? undefined : slow + 1, afterSeconds);
  });
}
