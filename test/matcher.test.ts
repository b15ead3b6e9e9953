import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Scope } from '../src/collection/fill.ts';
import { mismatches } from '../src/collection/match.ts';
import { MATCHER } from '../src/collection/matcher-shape.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { readYaml } from '../src/yaml/tree.ts';

/** What does not hold, in words; `actual` is JSON, or nothing at all. */
async function wanted(matcher: string, actual: string | undefined): Promise<readonly string[]> {
  const file = { path: 'f', text: matcher };
  const scope: Scope = {
    file,
    find: async ([name]) => (name === 'three' ? { json: parseJsonText('3'), isSecret: false } : undefined),
    call: () => Promise.reject(new Error('no function is called here')),
    conceal: () => {},
    nearest: () => undefined,
  };
  const read = MATCHER.read(readYaml(file), (_place, message) => assert.fail(message));
  assert.ok(read !== undefined);
  const json = actual === undefined ? undefined : parseJsonText(actual);
  const found = await mismatches('$', read, json, { start: 0, end: 0 }, scope);
  return found.map(({ subject, wanted: words }) => `${subject} ${words}`);
}

const HOLD: [matcher: string, actual: string | undefined][] = [
  ['3', '3'],
  ['3', '3.0'],
  ['"{{three}}"', '3'],
  ['9007199254740993', '9007199254740993'],
  ['Dune', '"Dune"'],
  ['Dune', '"\\u0044une"'],
  ['true', 'true'],
  ['null', 'null'],
  ['[1, 2]', '[1,2]'],
  ['{ a: 1, b: 2 }', '{"b":2,"a":1}'],
  ['/^D.n/', '"Dune"'],
  ['/^d/i', '"Dune"'],
  ['/^\\/books\\/\\d+$/', '"/books/7"'],
  ['{ equals: { type: x } }', '{"type":"x"}'],
  ['{ not: 3 }', '4'],
  ['{ not: { exists: true } }', undefined],
  ['{ lt: 10 }', '9'],
  ['{ lt: 1e401 }', '1e400'],
  ['{ lte: 3, gte: 3 }', '3'],
  ['{ gt: 9007199254740992 }', '9007199254740993'],
  ['{ gt: "2020-01-01" }', '"2020-01-02"'],
  ['{ contains: un }', '"Dune"'],
  ['{ contains: 2 }', '[1,2]'],
  ['{ contains: { a: 1 } }', '{"a":1,"b":2}'],
  ['{ contains: { a: { b: 1 } } }', '{"a":{"b":1,"c":2}}'],
  ['{ starts: Du, ends: ne }', '"Dune"'],
  ['{ starts: 2 }', '200'],
  ['{ matches: "^[A-Z]" }', '"Dune"'],
  ['{ matches: /une$/ }', '"Dune"'],
  ['{ type: integer }', '3'],
  ['{ type: integer }', '12345678901234567890'],
  ['{ type: number }', '3.5'],
  ['{ type: object }', '{}'],
  ['{ type: uuid }', '"0190a2c4-6c1e-7000-8000-000000000000"'],
  ['{ type: date }', '"2020-02-29"'],
  ['{ type: date-time }', '"2020-02-29T10:00:00Z"'],
  ['{ type: url }', '"https://a.example/"'],
  ['{ type: email }', '"ada@books.example"'],
  ['{ length: 4 }', '"Dune"'],
  ['{ length: 1 }', '"😀"'],
  ['{ length: { gte: 1, lt: 3 } }', '[1,2]'],
  ['{ in: [1, 2] }', '2.0'],
  ['{ exists: true }', 'null'],
  ['{ exists: false }', undefined],
  ['{ each: { type: integer } }', '[1,2]'],
  ['{ each: 1 }', '[]'],
  ['{ any: 2 }', '[1,2]'],
  ['{ none: { gt: 2 } }', '[1,2]'],
  ['{ unordered: [2, 1, 1] }', '[1,2,1]'],
  ['{ approx: { value: 3.14, within: 0.01 } }', '3.1415'],
];

for (const [matcher, actual] of HOLD) {
  test(`${matcher} holds for ${actual}`, async () => assert.deepEqual(await wanted(matcher, actual), []));
}

const FAIL: [matcher: string, actual: string | undefined, told: readonly string[]][] = [
  ['3', '"3"', ['$ equals 3']],
  ['3', undefined, ['$ equals 3']],
  ['"3"', '3', ['$ equals "3"']],
  ['9007199254740993', '9007199254740992', ['$ equals 9007199254740993']],
  ['null', undefined, ['$ equals null']],
  ['/x/', '"Dune"', ['$ matches /x/']],
  ['{ a: 1 }', '{"a":1,"b":2}', ['$ equals {"a":1}']],
  ['{ not: 3 }', '3', ['$ not equals 3']],
  ['{ lt: 10 }', '"9"', ['$ is less than 10']],
  ['{ lt: 10, gt: 20 }', '15', ['$ is less than 10', '$ is more than 20']],
  ['{ contains: x }', '"Dune"', ['$ contains "x"']],
  ['{ contains: un }', '["Dune"]', ['$ contains "un"']],
  ['{ contains: { a: 2 } }', '{"a":1}', ['$ contains {"a":2}']],
  ['{ starts: D }', '[]', ['$ starts with "D"']],
  ['{ type: integer }', '3.5', ['$ is of type integer']],
  ['{ type: "null" }', undefined, ['$ is of type null']],
  ['{ type: date }', '"2020-13-01"', ['$ is of type date']],
  ['{ length: 3 }', '"Dune"', ['length of $ equals 3']],
  ['{ length: 3 }', '3', ['$ has a length']],
  ['{ in: [1, 2] }', '3', ['$ is one of 1, 2']],
  ['{ exists: true }', undefined, ['$ is there']],
  ['{ exists: false }', 'null', ['$ is not there']],
  ['{ each: { lt: 2 } }', '[1,2,3]', ['$[1] is less than 2', '$[2] is less than 2']],
  ['{ each: 1 }', '1', ['$ is an array']],
  ['{ any: 3 }', '[1,2]', ['$ has an item that equals 3']],
  ['{ none: 2 }', '[1,2]', ['$ has no item that equals 2']],
  ['{ unordered: [1, 1] }', '[1,2]', ['$ has in any order [1,1]']],
  ['{ approx: { value: 3, within: 0.1 } }', '3.2', ['$ is 3, give or take 0.1']],
];

for (const [matcher, actual, told] of FAIL) {
  test(`${matcher} does not hold for ${actual}`, async () => assert.deepEqual(await wanted(matcher, actual), told));
}

test('a pattern that is none is told with its place', async () => {
  await assert.rejects(wanted('{ matches: "(" }', '"x"'), /f:1:12: this is not a regular expression/);
});
