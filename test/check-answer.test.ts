import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, lazyText } from '../src/collection/answer.ts';
import { type Check, checkAnswer } from '../src/collection/check.ts';
import { EXPECT, SAVE } from '../src/collection/expect-shape.ts';
import { savedValues } from '../src/collection/save.ts';
import type { Tools } from '../src/collection/tools.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { writeCompactJson } from '../src/json/write.ts';
import { readYaml } from '../src/yaml/tree.ts';

const NOW = Date.UTC(2026, 0, 1);

function answer(text: string): Answer {
  return {
    status: 201,
    url: 'https://desk.example/books/7',
    headers: [
      ['Location', '/books/7'],
      ['Content-Length', '12'],
      ['Vary', 'Accept'],
      ['vary', 'Origin'],
    ],
    cookies: new Map([['sid', 'abc']]),
    body: Buffer.from(text),
    ...lazyText(async () => text),
    redirectCount: 1,
    totalMs: 120,
    certificateEndsAtMs: NOW + 40 * 86_400_000,
  };
}

const BOOK = '{"id":9007199254740993,"title":"Dune","tags":["sf","old"],"none":null}';

/** Tools that answer what the test needs of them; the real ones have tests of their own. */
const TOOLS: Tools = {
  jq: async (expression) => [parseJsonText(expression === '.yes' ? 'true' : 'false')],
  xpath: async () => ['Dune', 'Emma'],
  schema: async (schema) => (schema.includes('integer') ? [] : [{ pointer: '/id', message: 'is of type string' }]),
  openapi: async ({ operation }) => (operation === 'add' ? [] : [{ pointer: '', message: 'has no such operation' }]),
  readFile: async (path) => Buffer.from(path === 'book.json' ? BOOK : 'other'),
};

function checkOf(yaml: string, text: string): Check {
  return {
    answer: answer(text),
    method: 'POST',
    tools: TOOLS,
    nowMs: NOW,
    scope: {
      file: { path: 'f', text: yaml },
      find: async ([name]) => (name === 'id' ? { json: parseJsonText('7'), isSecret: false } : undefined),
      call: () => Promise.reject(new Error('no function is called here')),
      conceal: () => {},
      nearest: () => undefined,
    },
  };
}

async function told(yaml: string, text = BOOK): Promise<readonly string[]> {
  const expectation = EXPECT.read(readYaml({ path: 'f', text: yaml }), (_place, message) => assert.fail(message));
  assert.ok(expectation !== undefined);
  const found = await checkAnswer(expectation, checkOf(yaml, text));
  return found.map(({ subject, wanted, actual }) => `${subject} ${wanted}, not ${actual}`);
}

const EXPECTATIONS: [yaml: string, told: readonly string[]][] = [
  ['201', []],
  ['2xx', []],
  ['[200, 201]', []],
  ['200', ['status is 200, not 201']],
  ['[200, 4xx]', ['status is 200 or 4xx, not 201']],
  ['{ headers: { location: /^\\/books\\/\\d+$/ } }', []],
  ['{ headers: { location: "/books/{{id}}" } }', []],
  ['{ headers: { content-length: 12, vary: "Accept, Origin" } }', []],
  ['{ headers: { content-length: "12" } }', []],
  ['{ headers: { content-length: { lt: 10 } } }', ['header content-length is less than 10, not 12']],
  ['{ headers: { x-none: a } }', ['header x-none equals "a", not nothing']],
  ['{ headers: { x-none: { exists: false } } }', []],
  ['{ body: { $.id: 9007199254740993, $.title: Dune } }', []],
  ['{ body: { $.id: 9007199254740992 } }', ['body $.id equals 9007199254740992, not 9007199254740993']],
  ['{ body: { "$.tags[*]": [sf, old], "$.tags[0]": sf } }', []],
  ['{ body: { $.gone: { exists: false }, $.none: null } }', []],
  ['{ body: { $.gone: null } }', ['body $.gone equals null, not nothing']],
  ['{ text: { contains: Dune } }', []],
  ['{ file: book.json }', []],
  ['{ file: x }', ['body is what x holds (5 bytes), not 70 other bytes']],
  ['{ xpath: { //title: [Dune, Emma] } }', []],
  ['{ regex: { \'"title":"([^"]*)"\': Dune } }', []],
  ['{ regex: { \'"id":(\\d+)\': { gt: 5 } } }', []],
  ['{ regex: { zzz: { exists: true } } }', ['regex zzz is there, not nothing']],
  ['{ jq: .yes }', []],
  ['{ jq: [.yes, .no] }', ['jq .no is true, not false']],
  ['{ schema: { properties: { id: { type: integer } } } }', []],
  ['{ schema: { properties: { id: { type: string } } } }', ['schema is of type string, not /id']],
  ['{ openapi: { file: x, operation: add } }', []],
  ['{ openapi: x }', ['openapi has no such operation, not the whole body']],
  ['{ time: < 500ms, size: <= 1kB, redirects: 1 }', []],
  ['{ time: < 100ms }', ['time is < 100ms, not 120ms']],
  ['{ time: 1s, size: 70 }', []],
  ['{ size: 12 }', ['size is 12, not 70 bytes']],
  ['{ redirects: { lt: 1 } }', ['redirects is less than 1, not 1']],
  ['{ url: { ends: /7 } }', []],
  ['{ certificate: { expires-in: 30d } }', []],
  ['{ certificate: { expires-in: 60d } }', ['certificate expires in is 60d, not 40d']],
];

for (const [yaml, wanted] of EXPECTATIONS) {
  test(`expect ${yaml}`, async () => assert.deepEqual(await told(yaml), wanted));
}

test('a body that is not JSON is shown as what it is', async () => {
  assert.deepEqual(await told('{ body: { $.a: 1 } }', '<html>'), [
    'body is JSON, not no JSON (expected a value): "<html>"',
  ]);
  assert.deepEqual(await told('{ body: { $.a: 1 } }', ''), [
    'body is JSON, not no JSON (it ends too early): an empty body',
  ]);
});

const FAULTS: [yaml: string, message: string][] = [
  ['{ body: { "$.a[": 1 } }', 'f:1:11: '],
  ['{ regex: { "(": 1 } }', 'f:1:12: this is not a regular expression'],
  ['{ time: "< {{id}} parsecs" }', 'f:1:9: this is not a limit: < 500ms'],
  ['{ size: "< {{id}} parsecs" }', 'f:1:9: this is not a limit: <= 10kB'],
];

for (const [yaml, message] of FAULTS) {
  test(`expect ${yaml} is refused`, async () => {
    await assert.rejects(told(yaml), (error: Error) => error.message.startsWith(message) || assert.fail(error.message));
  });
}

async function saved(yaml: string): Promise<Readonly<Record<string, string>>> {
  const sources = SAVE.read(readYaml({ path: 'f', text: yaml }), (_place, message) => assert.fail(message)) ?? [];
  const values = await savedValues(sources, checkOf(yaml, BOOK));
  return Object.fromEntries(
    [...values].map(([name, value]) => [name, writeCompactJson(value.json) + (value.isSecret ? ' (secret)' : '')]),
  );
}

const SAVED: [yaml: string, value: string][] = [
  ['$.id', '9007199254740993'],
  ['{ body: $.tags, secret: true }', '["sf","old"] (secret)'],
  ['{ header: location }', '"/books/7"'],
  ['{ cookie: sid }', '"abc"'],
  ['{ regex: \'"title":"(.)\' }', '"D"'],
  ['{ xpath: //title }', '"Dune"'],
  ['{ jq: .yes }', 'true'],
  ['{ from: status }', '201'],
  ['{ from: time }', '120'],
  ['{ from: url }', '"https://desk.example/books/7"'],
  ['{ header: content-length, as: number }', '12'],
  ['{ body: $.id, as: text }', '"9007199254740993"'],
  ['{ body: $.gone, default: "{{id}}" }', '7'],
];

for (const [yaml, value] of SAVED) {
  test(`save ${yaml}`, async () => assert.deepEqual(await saved(`{ v: ${yaml} }`), { v: value }));
}

const UNSAVED: [yaml: string, message: string][] = [
  ['$.gone', 'f:1:3: there is nothing to save as v'],
  ['{ header: x-gone }', 'f:1:3: there is nothing to save as v'],
  ['{ body: $.title, as: number }', 'f:1:6: what is there is not a number'],
  ['{ regex: "(" }', 'f:1:15: this is not a regular expression'],
];

for (const [yaml, message] of UNSAVED) {
  test(`save ${yaml} fails`, async () => {
    await assert.rejects(saved(`{ v: ${yaml} }`), { name: 'Failure', message });
  });
}
