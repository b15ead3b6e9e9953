import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { formatByteCount, formatDuration } from '../src/render/summary.ts';

const DURATIONS: [durationMs: number, text: string][] = [
  [0, '0 ms'],
  [0.4, '0 ms'],
  [84, '84 ms'],
  [999, '999 ms'],
  [999.4, '999 ms'],
  [999.5, '1.00 s'],
  [1000, '1.00 s'],
  [1240, '1.24 s'],
  [9994, '9.99 s'],
  [9996, '10.0 s'],
  [10_000, '10.0 s'],
  [59_949, '59.9 s'],
  [59_951, '1 min 0 s'],
  [60_000, '1 min 0 s'],
  [119_499, '1 min 59 s'],
  [119_500, '2 min 0 s'],
  [125_000, '2 min 5 s'],
  [3_600_000, '60 min 0 s'],
];

for (const [durationMs, text] of DURATIONS) {
  test(`${durationMs} ms are ${text}`, () => assert.equal(formatDuration(durationMs), text));
}

const SIZES: [byteCount: number, text: string][] = [
  [0, '0 B'],
  [1, '1 B'],
  [312, '312 B'],
  [999, '999 B'],
  [1000, '1.0 kB'],
  [1004, '1.0 kB'],
  [1010, '1.01 kB'],
  [3100, '3.1 kB'],
  [9994, '9.99 kB'],
  [9996, '10.0 kB'],
  [10_000, '10.0 kB'],
  [99_949, '99.9 kB'],
  [99_951, '100 kB'],
  [999_499, '999 kB'],
  [999_501, '1.0 MB'],
  [999_949, '1.0 MB'],
  [1_000_000, '1.0 MB'],
  [1_070_000_000, '1.07 GB'],
  [2e12, '2.0 TB'],
  [5e15, '5000 TB'],
];

for (const [byteCount, text] of SIZES) {
  test(`${byteCount} bytes are ${text}`, () => assert.equal(formatByteCount(byteCount), text));
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };

test('a size is never further off than half a percent, and has at most three digits', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 14.9, noNaN: true }), (digits) => {
      const byteCount = Math.round(10 ** digits);
      const [, number = '', unit = ''] = /^([\d.]+) ([kMGT]?B)$/.exec(formatByteCount(byteCount)) ?? [];
      assert.ok(Math.abs(Number(number) * (UNITS[unit] ?? 0) - byteCount) <= byteCount * 0.005001);
      assert.ok(number.replace('.', '').length <= 3 && !number.endsWith('.'));
    }),
    { numRuns: 1000 },
  );
});

test('a longer time never reads as a shorter one', () => {
  const milliseconds = (text: string): number => {
    const [, minutes, amount = '', unit] = /^(?:(\d+) min )?([\d.]+) (ms|s)$/.exec(text) ?? [];
    return Number(minutes ?? 0) * 60_000 + Number(amount) * (unit === 's' ? 1000 : 1);
  };
  fc.assert(
    fc.property(fc.double({ min: 0, max: 400_000, noNaN: true }), (durationMs) => {
      const read = milliseconds(formatDuration(durationMs));
      assert.ok(Math.abs(read - durationMs) <= Math.max(0.5001, durationMs * 0.00901));
      assert.ok(!/(?<![.\d])60(?:\.\d+)? s/.test(formatDuration(durationMs)));
    }),
    { numRuns: 1000 },
  );
});
