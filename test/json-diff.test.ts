import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alignLists } from '../src/json/align.ts';
import { compareJson, type JsonChange, type JsonSide } from '../src/json/diff.ts';
import { jsonEquals } from '../src/json/equal.ts';
import { compareJsonNumbers, numberWorth } from '../src/json/number.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { type JsonMatch, normalizedPath, selectJson } from '../src/json/path.ts';
import { parseJsonPath } from '../src/json/path-syntax.ts';
import { writeJsonText } from '../src/json/write.ts';

/** `- path old`, `+ path new`, `~ path old new`. */
function said({ left, right }: JsonChange): string {
  const side = (match: JsonMatch): string => `${normalizedPath(match.place)} ${writeJsonText(match.value)}`;
  if (right === undefined) return left === undefined ? '' : `- ${side(left)}`;
  return left === undefined ? `+ ${side(right)}` : `~ ${side(left)} ${writeJsonText(right.value)}`;
}

function sideOf(text: string, ignored: readonly number[] = []): JsonSide {
  return { text, ignored: new Set(ignored) };
}

/** The differences of two texts without the values that begin at these offsets. */
function changesOf(left: string, right: string, ignored: readonly (readonly number[])[] = []): readonly JsonChange[] {
  const comparison = compareJson(sideOf(left, ignored[0]), sideOf(right, ignored[1]));
  assert.ok(comparison !== undefined);
  const changes = [...comparison.changes];
  assert.equal(comparison.areSame, changes.length === 0);
  return changes;
}

function differences(left: string, right: string, ...ignore: readonly string[]): readonly string[] {
  const ignored = [left, right].map((text) =>
    ignore.flatMap((path) =>
      [...selectJson(parseJsonPath(path), parseJsonText(text))].map(({ value }) => value.start ?? -1),
    ),
  );
  return changesOf(left, right, ignored).map(said);
}

const DIFFERENCES: [left: string, right: string, changes: readonly string[]][] = [
  ['1', '1', []],
  ['1', '1.0', []],
  ['-0', '0.0', []],
  ['100', '1e2', []],
  ['123456789012345', '1.23456789012345e14', []],
  ['9007199254740993', '9007199254740992', ['~ $ 9007199254740993 9007199254740992']],
  ['1e400', '1e401', ['~ $ 1e400 1e401']],
  ['"\\u00e9"', '"é"', []],
  ['"1"', '1', ['~ $ "1" 1']],
  ['null', 'false', ['~ $ null false']],
  ['[]', '{}', ['~ $ [] {}']],
  ['{"a":1,"b":2}', '{"b":2, "a":1}', []],
  ['{"a":1,"a":2}', '{"a":2}', []],
  ['{"a":1,"b":2,"a":3}', '{"b":2,"\\u0061":3}', []],
  ['{"a":1}', '{"b":1}', ["- $['a'] 1", "+ $['b'] 1"]],
  // Several values are a list of them.
  ['1\n2', '[1,2]', []],
  ['{"a":1}\n{"a":2}', '{"a":1}\n{"a":3}', ["~ $[1]['a'] 2 3"]],
  ['1\n2', '1', ['~ $ [1,2] 1']],
  ['{"a":{"b":[1,{"c":2}]}}', '{"a":{"b":[1,{"c":3}]}}', ["~ $['a']['b'][1]['c'] 2 3"]],
  ['{"a":null}', '{}', ["- $['a'] null"]],
  ['[1,2,3]', '[1,3]', ['- $[1] 2']],
  ['[1,3]', '[1,2,3]', ['+ $[1] 2']],
  ['[1,2,3]', '[1,5,3]', ['~ $[1] 2 5']],
  ['[1,2,3]', '[2,3,1]', ['- $[0] 1', '+ $[2] 1']],
  ['[1,1,1]', '[1,1]', ['- $[2] 1']],
  ['[{"a":1},{"a":2}]', '[{"a":1},{"a":3}]', ["~ $[1]['a'] 2 3"]],
  // By its id an item is found although another was put before it, and it changed.
  ['[{"id":1,"t":"x"}]', '[{"id":0,"t":"n"},{"id":1.0,"t":"y"}]', ['+ $[0] {"id":0,"t":"n"}', `~ $[0]['t'] "x" "y"`]],
  ['[{"id":1,"t":"x"}]', '[{"id":2,"t":"x"}]', ['- $[0] {"id":1,"t":"x"}', '+ $[0] {"id":2,"t":"x"}']],
  [
    '[{"name":"a","v":1},5]',
    '[{"name":"b","v":1},{"name":"a","v":2},5]',
    ['+ $[0] {"name":"b","v":1}', "~ $[0]['v'] 1 2"],
  ],
  ['[[1],[2]]', '[[1],[3]]', ['~ $[1][0] 2 3']],
  ['[[1]]', '[{"a":1}]', ['- $[0] [1]', '+ $[0] {"a":1}']],
];
for (const [left, right, changes] of DIFFERENCES) {
  test(`${left} and ${right} differ in ${changes.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(differences(left, right), changes);
  });
}

test('what is ignored does not count, nor does whether it is there', () => {
  assert.deepEqual(differences('{"a":1,"at":5}', '{"a":1,"at":6}', '$.at'), []);
  assert.deepEqual(differences('{"a":1,"at":5}', '{"a":1}', '$.at'), []);
  assert.deepEqual(differences('[{"id":1,"at":5},{"id":2,"at":5}]', '[{"id":2,"at":6}]', '$[*].at'), [
    '- $[0] {"id":1,"at":5}',
  ]);
  assert.deepEqual(differences('[1,2]', '[3,2]', '$[0]'), []);
  assert.deepEqual(differences('1', '2', '$'), []);
  // An id that does not count is none.
  assert.deepEqual(differences('[{"id":1,"a":5}]', '[{"id":2,"a":6}]', '$..id'), ["~ $[0]['a'] 5 6"]);
  assert.deepEqual(differences('{"a":[1]}', '{"a":2}', '$.b'), ["~ $['a'] [1] 2"]);
});

test('what is not JSON cannot be compared', () => {
  for (const text of ['', '[1,', '{"a" 1}', '1 x']) {
    assert.equal(compareJson(sideOf(text), sideOf('1')), undefined);
    assert.equal(compareJson(sideOf('1'), sideOf(text)), undefined);
  }
});

test('levels of nesting, and lists, as many as there may be', () => {
  const deep = (inmost: string): string => `${'['.repeat(20_000)}${inmost}${']'.repeat(20_000)}`;
  assert.equal(changesOf(deep('1'), deep('2')).length, 1);
  // Nothing is held of the levels that one has come by.
  const deeper = (inmost: string): string => `${'['.repeat(500_000)}${inmost}${']'.repeat(500_000)}`;
  const [change] = compareJson(sideOf(deeper('1')), sideOf(deeper('2')))?.changes ?? [];
  assert.equal(change?.right?.value.text, '2');
  const long = Array.from({ length: 20_000 }, (_, index) => index);
  assert.equal(differences(JSON.stringify(long), JSON.stringify([-1, ...long.slice(0, -1), -2])).length, 2);
  const zeros = JSON.stringify(Array.from({ length: 10_000 }, (_, index) => index % 2));
  const ones = JSON.stringify(Array.from({ length: 10_000 }, (_, index) => (index + 1) % 2));
  assert.ok(differences(zeros, ones).length > 0);
});

const small = fc.array(fc.nat({ max: 4 }), { maxLength: 12 });

test('lists that are the same but for both ends are aligned, however long', () => {
  const same = Array.from({ length: 300_000 }, (_, index) => index);
  assert.deepEqual(alignLists([-1, ...same, -2], [-3, ...same, -4, -5]), [
    { left: 1, right: 1, length: same.length },
    { left: same.length + 2, right: same.length + 3, length: 0 },
  ]);
});

test('property: lists are aligned by a longest common subsequence', () => {
  fc.assert(
    fc.property(small, small, (left, right) => {
      const pairs = alignLists(left, right).flatMap(({ left: at, right: otherAt, length }) =>
        Array.from({ length }, (_, index) => [at + index, otherAt + index] as const),
      );
      for (const [index, [a, b]] of pairs.entries()) {
        assert.equal(left[a], right[b]);
        const [beforeA, beforeB] = pairs[index - 1] ?? [-1, -1];
        assert.ok(a > beforeA && b > beforeB);
      }
      assert.equal(pairs.length, longest(left, right));
    }),
  );
});

/** The length of a longest common subsequence, by the book. */
function longest(left: readonly number[], right: readonly number[]): number {
  let above: readonly number[] = Array.from({ length: right.length + 1 }, () => 0);
  for (const value of left) {
    const row = [0];
    for (const [index, other] of right.entries()) {
      row.push(value === other ? (above[index] ?? 0) + 1 : Math.max(row.at(-1) ?? 0, above[index + 1] ?? 0));
    }
    above = row;
  }
  return above.at(-1) ?? 0;
}

/** Documents that have much in common. */
const document = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom(0, 1, 2, 'a', 'b', null, true),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'id', "it's"), tie('value'), { maxKeys: 3 }),
  ),
})).value;

test('property: a value differs from itself in nothing, and two values in something unless they are equal', () => {
  fc.assert(
    fc.property(document, document, (left, right) => {
      const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
      assert.deepEqual(changesOf(a, JSON.stringify(left, null, 2)), []);
      assert.equal(changesOf(a, b).length === 0, jsonEquals(parseJsonText(a), parseJsonText(b)));
    }),
  );
});

test('property: the differences are all: without what they name both sides are equal', () => {
  fc.assert(
    fc.property(document, document, (left, right) => {
      const [a, b] = [JSON.stringify(left), JSON.stringify(right)];
      const [named, others]: [number[], number[]] = [[], []];
      for (const { left: one, right: other } of changesOf(a, b)) {
        for (const [match, text, starts] of [
          [one, a, named],
          [other, b, others],
        ] as const) {
          if (match === undefined) continue;
          const [found] = selectJson(parseJsonPath(normalizedPath(match.place)), parseJsonText(text));
          assert.deepEqual(found?.value, match.value);
          starts.push(match.value.start ?? -1);
        }
      }
      assert.deepEqual(changesOf(a, b, [named, others]), []);
    }),
  );
});

test('property: a number has one worth, whatever its token', () => {
  const token = fc
    .tuple(fc.boolean(), fc.bigInt(0n, 10n ** 17n), fc.nat({ max: 4 }), fc.integer({ min: -20, max: 20 }))
    .map(([minus, digits, zeros, power]) => `${minus ? '-' : ''}${digits}.${'0'.repeat(zeros + 1)}e${power}`);
  fc.assert(
    fc.property(fc.oneof(token, fc.integer().map(String)), fc.oneof(token, fc.integer().map(String)), (left, right) => {
      assert.equal(numberWorth(left) === numberWorth(right), compareJsonNumbers(left, right) === 0);
      const whole = /^-?\d+$/.test(left) ? `${left}.0` : left;
      assert.equal(numberWorth(whole), numberWorth(left));
    }),
  );
});
