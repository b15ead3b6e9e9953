import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonEquals } from '../src/json/equal.ts';
import { compareJsonNumbers } from '../src/json/number.ts';
import { parseJsonText } from '../src/json/parse.ts';

const COMPARED: [left: string, sign: '<' | '=' | '>', right: string][] = [
  ['1.0', '=', '1'],
  ['0', '=', '-0.0e7'],
  ['10e-1', '=', '1'],
  ['0.0100', '=', '1E-2'],
  ['1e400', '<', '1e401'],
  ['-1e400', '>', '-1e401'],
  ['-1e400', '<', '1e-400'],
  ['1e-401', '<', '1e-400'],
  ['0', '<', '1e-400'],
  ['9007199254740993', '>', '9007199254740992'],
  ['123456789012345678901234567890', '<', '123456789012345678901234567891'],
  ['100000000000000000000', '=', '1e20'],
  ['0.1', '<', '0.1000000000000000055511151231257827'],
  ['1e99999999999999999999', '<', '1e100000000000000000000'],
  ['1.5', '>', '1.49999999999999999999999'],
  ['12', '<', '112'],
];

for (const [left, sign, right] of COMPARED) {
  test(`${left} ${sign} ${right}`, () => {
    assert.equal(Math.sign(compareJsonNumbers(left, right)), { '<': -1, '=': 0, '>': 1 }[sign]);
    assert.equal(Math.sign(compareJsonNumbers(right, left)), { '<': 1, '=': 0, '>': -1 }[sign]);
  });
}

test('doubles compare as they do in JavaScript, however they are written', () => {
  const token = (value: number, form: number) =>
    [String(value), value.toExponential(), JSON.stringify(value)][form] ?? '';
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, fc.nat(2), fc.nat(2), (left, right, form, other) => {
      const sign = Math.sign(compareJsonNumbers(token(left, form), token(right, other)));
      assert.equal(sign, left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});

test('a value equals itself with its members in another order, and nothing that differs', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      const [a, b] = [parseJsonText(JSON.stringify(left)), parseJsonText(JSON.stringify(right))];
      assert.ok(jsonEquals(a, parseJsonText(JSON.stringify(reversed(left)))));
      assert.equal(jsonEquals(a, b), JSON.stringify(sorted(left)) === JSON.stringify(sorted(right)));
    }),
  );
});

function reversed(value: unknown): unknown {
  return withEntries(value, (entries) => entries.reverse());
}

function sorted(value: unknown): unknown {
  return withEntries(value, (entries) => entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function withEntries(value: unknown, arrange: (entries: [string, unknown][]) => [string, unknown][]): unknown {
  if (Array.isArray(value)) return value.map((item) => withEntries(item, arrange));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(arrange(Object.entries(value)).map(([name, inner]) => [name, withEntries(inner, arrange)]));
}
