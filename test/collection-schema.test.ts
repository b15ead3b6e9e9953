import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { collectionSchema } from '../src/collection/json-schema.ts';
import { readCollection } from '../src/collection/read.ts';
import { jsonTextOf } from '../src/yaml/node.ts';
import { readYaml } from '../src/yaml/tree.ts';

const validate = new Ajv({ strict: false, allErrors: true }).compile(collectionSchema());

/** Files, and whether they are good: the schema that editors have and the reader agree. */
const FILES: [text: string, isGood: boolean][] = [
  ['name: x', true],
  ['name: [x]', false],
  ['nam: x', false],
  ['requests: { a: { request: GET / } }', true],
  ['requests: { a: { request: GET /, expect: 200 } }', true],
  ['requests: { a: { request: GET /, expect: [200, 2xx] } }', true],
  ['requests: { a: { request: GET /, expect: { status: 200, body: { $.a: { gt: 1 } } } } }', true],
  ['requests: { a: { request: GET /, expect: { stats: 200 } } }', false],
  ['requests: { a: { request: GET /, repeat: { over: [1, 2] } } }', true],
  ['requests: { a: { request: GET /, repeat: {} } }', false],
  ['requests: { a: { request: GET /, repeat: 0 } }', false],
  ['requests: { a: { request: GET /, headers: { A: null, B: x, C: [y, z] } } }', true],
  ['requests: { a: { request: GET /, headers: { A: { b: c } } } }', false],
  ['requests: { a: { request: GET /, auth: false } }', true],
  ['requests: { a: { request: GET /, auth: true } }', false],
  ['requests: { a: { request: GET /, save: { id: { header: location, secret: true } } } }', true],
  ['requests: { a: { request: GET /, save: { id: { header: location, secret: maybe } } } }', false],
  ['suites: { smoke: [a, b], all: { tags: [x] } }', true],
  ['include: [a.yaml, { file: b.yaml, prefix: b }]', true],
];

for (const [text, isGood] of FILES) {
  test(`schema and reader agree on ${text}`, async () => {
    const file = { path: 'f', text };
    assert.equal(validate(JSON.parse(jsonTextOf(readYaml(file)))), isGood, JSON.stringify(validate.errors));
    if (isGood) await readCollection(file);
    else await assert.rejects(readCollection(file), { name: 'Failure' });
  });
}

test('the page on collections names every key and operator', () => {
  const page = readFileSync(new URL('../../docs/collections.md', import.meta.url), 'utf8');
  const keys = new Set<string>();
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') for (const name of Object.keys(value)) keys.add(name);
      collect(value);
    }
  };
  collect(collectionSchema());
  const unnamed = [...keys].filter((key) => !new RegExp(`(?<![\\w-])${key}(?![\\w-])`).test(page));
  assert.deepEqual(unnamed, []);
});
