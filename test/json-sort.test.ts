import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { sortedMembers, sortedObject } from '../src/render/json-sort.ts';

async function sorted(chunks: readonly (string | Uint8Array)[]): Promise<string> {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of sortedMembers(body())) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const DOCUMENTS: [document: string, sorted: string][] = [
  ['{"b":1,"a":2}', '{"a":2,"b":1}'],
  ['{"b": 1.0 , "a" :[ {"d":1e400,"c":-0} ]}', '{"a" :[ {"c":-0,"d":1e400} ],"b": 1.0}'],
  // The same name twice: both stay, in their order.
  ['{"b":0,"a":1,"\\u0061":2,"a":3}', '{"a":1,"\\u0061":2,"a":3,"b":0}'],
  // By code point, which is not the order of UTF-16.
  ['{"\u{1f600}":1,"\uffee":2,"é":3,"z":4,"":5}', '{"":5,"z":4,"é":3,"\uffee":2,"\u{1f600}":1}'],
  ['{"a":{"z":{},"y":[]},"A":"}{"}', '{"A":"}{","a":{"y":[],"z":{}}}'],
  ['[{"b":1,"a":2}, {"d":1,"c":"]"}]\n', '[{"a":2,"b":1}, {"c":"]","d":1}]\n'],
  ['{"b":1,"a":2}\n{"b":"\\"","a":"\\\\"}', '{"a":2,"b":1}\n{"a":"\\\\","b":"\\""}'],
  [')]}\'\n{"b":1,"a":2}', ')]}\'\n{"a":2,"b":1}'],
  ['{}', '{}'],
  ['{ }', '{}'],
  ['12', '12'],
];
for (const [document, expected] of DOCUMENTS) {
  test(`${JSON.stringify(document)} is sorted`, async () => {
    assert.equal(await sorted([document]), expected);
    assert.equal(await sorted([...document]), expected);
  });
}

test('all that a chunk completes comes in one piece', async () => {
  async function* body(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('[{"b":1,"a":2},{"d":1,');
    yield Buffer.from('"c":2},{}]');
  }
  const pieces: string[] = [];
  for await (const piece of sortedMembers(body())) pieces.push(Buffer.from(piece).toString());
  assert.deepEqual(pieces, ['[{"a":2,"b":1},', '{"c":2,"d":1},{}]']);
});

for (const text of [
  '{"b":1,"a":',
  '{"b":1 "a":2}',
  '{b:1,a:2}',
  '{"b":[1}],"a":2}',
  '{"b":01,"a":2}',
  '<a>{"b":1,}',
  'a { b }',
]) {
  test(`${JSON.stringify(text)} is no JSON and stays as it is`, async () => {
    assert.equal(await sorted([text]), text);
    assert.equal(await sorted([...text]), text);
  });
}

/** Sorts as `sortedMembers` should, with a parser that keeps no duplicates. */
function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, reordered(member)] as const);
  const bytes = (name: string) => Buffer.from(name);
  // A name that is a number would be put first by JavaScript.
  return { members: members.sort(([left], [right]) => Buffer.compare(bytes(left), bytes(right))) };
}

function asMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMembers);
  if (typeof value !== 'object' || value === null) return value;
  return { members: Object.entries(value).map(([name, member]) => [name, asMembers(member)]) };
}

const name = fc.string({ unit: 'grapheme' }).map((text) => `k${text}`);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(fc.string(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

test('every object of any document is in order, and nothing else is changed', () =>
  fc.assert(
    fc.asyncProperty(value, fc.array(fc.nat({ max: 300 }), { maxLength: 5 }), async (document, places) => {
      const text = JSON.stringify(document, undefined, 1);
      const bytes = Buffer.from(text);
      const ends = [...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length];
      const output = await sorted(ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end)));
      assert.deepEqual(asMembers(JSON.parse(output)), reordered(JSON.parse(text)));
      assert.ok(output.length <= text.length);
    }),
  ));

test('a hundred thousand levels, and as many members', () => {
  const levels = 100_000;
  const deep = `${'{"b":1,"a":'.repeat(levels)}0${'}'.repeat(levels)}`;
  const shallow = `${'{"a":'.repeat(levels)}0${',"b":1}'.repeat(levels)}`;
  assert.ok(Buffer.from(sortedObject(Buffer.from(deep)) ?? []).toString() === shallow);
  const names = Array.from({ length: 100_000 }, (_, number) => `"${String(number).padStart(7, '0')}":0`);
  const ordered = `{${names.join(',')}}`;
  const reversed = `{${names.reverse().join(',')}}`;
  assert.ok(Buffer.from(sortedObject(Buffer.from(reversed)) ?? []).toString() === ordered);
});
