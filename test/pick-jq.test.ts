import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { type Jq, openJq } from '../src/pick/jq.ts';
import { chunked, collected } from './support/chunks.ts';

const told: string[] = [];
const around = {
  interrupted: new AbortController().signal,
  tell: async (lines: readonly string[]) => {
    told.push(...lines);
  },
};

const open = (filter: string): Promise<Jq> => openJq(filter, around);
const text = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => (await collected(chunks)).toString();

const MADE: [filter: string, body: string, results: string][] = [
  ['.a', '{"a":1} {"a":[2]}', '1\n[2]\n'],
  ['.', '[1.0,9007199254740993,1e400,-0,1E2]', '[1.0,9007199254740993,1E+400,-0,1E+2]\n'],
  ['.[]|tostring', '["é😀",null]', '"é😀"\n"null"\n'],
  ['[.[]|select(test("^a"))]', '["ab","ba"]', '["ab"]\n'],
  ['empty', '1', ''],
  ['.', '', ''],
  ['"\\u001b"', '1', '"\\u001b"\n'],
];

for (const [filter, body, results] of MADE) {
  test(`${filter} of ${body} is ${results.trimEnd()}`, async () => {
    assert.equal(await text((await open(filter)).run(chunked(Buffer.from(body)), around.interrupted)), results);
  });
}

const FAULTS: [filter: string, underlined: string, start: number, message: RegExp][] = [
  ['.a | ]', ']', 5, /syntax error/],
  ['.a | nosuch(1)', 'nosuch', 5, /nosuch\/1 is not defined/],
  ['.a |\n  $x', '$x', 2, /\$x is not defined/],
  ['import "a" as a; .', 'import "a" as a; .', 0, /module not found/],
  ['.[', '[', 1, /unexpected end of file/],
];

for (const [filter, underlined, start, message] of FAULTS) {
  test(`${JSON.stringify(filter)} is no filter: ${underlined}`, async () => {
    await assert.rejects(open(filter), (error) => {
      assert.ok(error instanceof Failure && error.kind === 'usage' && error.at !== undefined);
      assert.match(error.message, message);
      assert.deepEqual([error.at.text.slice(error.at.start, error.at.end), error.at.start], [underlined, start]);
      return true;
    });
  });
}

const ENDS: [filter: string, body: string, message: RegExp][] = [
  ['.a', '[1]', /^jq: Cannot index array with "a"$|^jq: Cannot index array with string "a"$/],
  ['error("x")', '1', /^jq: x$/],
  ['"gone"|halt_error', '1', /^jq: gone$/],
  ['.', '{"a":', /not JSON/],
  ['.', '<html>', /not JSON/],
];

for (const [filter, body, message] of ENDS) {
  test(`${filter} of ${body} fails: ${message.source}`, async () => {
    const jq = await open(filter);
    await assert.rejects(text(jq.run(chunked(Buffer.from(body)), around.interrupted)), { kind: 'content', message });
    await assert.rejects(text(jq.run(chunked(Buffer.from(body)), around.interrupted)), { kind: 'content', message });
  });
}

test('what comes before a failure is there, and what jq says besides is told', async () => {
  const results: string[] = [];
  await assert.rejects(async () => {
    for await (const bytes of (await open('.a')).run(chunked(Buffer.from('{"a":1} 2')), around.interrupted))
      results.push(Buffer.from(bytes).toString());
  }, Failure);
  assert.deepEqual(results, ['1\n']);
  await text((await open('debug')).run(chunked(Buffer.from('3')), around.interrupted));
  assert.deepEqual(told.splice(0), ['["DEBUG:",3]']);
});

test('one filter reads several bodies, one after the other and at once, in chunks of any size', async () => {
  const jq = await open('.[]|length');
  const body = Buffer.from(JSON.stringify(Array.from({ length: 700 }, (_, index) => 'x'.repeat(index % 13))));
  const results = Array.from({ length: 700 }, (_, index) => `${index % 13}\n`).join('');
  for (const size of [1, 7, 1000, 1023, 1024, 1025, 2048, 4096]) {
    const cuts = Array.from({ length: body.length }, (_, index) => index * size);
    assert.equal(await text(jq.run(chunked(body, cuts), around.interrupted)), results, `chunks of ${size}`);
  }
  assert.deepEqual(await Promise.all([1, 2, 3].map(() => text(jq.run(chunked(body), around.interrupted)))), [
    results,
    results,
    results,
  ]);
});

test('a result is there before the next value comes', async () => {
  const seen: string[] = [];
  async function* slowly(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{"n":1}\n');
    assert.deepEqual(seen, ['1\n']);
    yield Buffer.from('{"n":2}\n');
    assert.deepEqual(seen, ['1\n', '2\n']);
  }
  for await (const bytes of (await open('.n')).run(slowly(), around.interrupted))
    seen.push(Buffer.from(bytes).toString());
  assert.deepEqual(seen, ['1\n', '2\n']);
});

test('results without end are taken as far as they are wanted', async () => {
  let taken = 0;
  for await (const bytes of (await open('repeat(1)')).run(chunked(Buffer.from('0')), around.interrupted)) {
    taken += bytes.length;
    if (taken > 300_000) break;
  }
  assert.ok(taken < 400_000);
});

test('a computation without end is interrupted', async () => {
  const control = new AbortController();
  const jq = await openJq('[range(1e12)]', { ...around, interrupted: control.signal });
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('0');
    control.abort();
  }
  await assert.rejects(text(jq.run(whole(), control.signal)), { kind: 'interrupted' });
});

test('what computes for ever ends with the reason of the signal', async () => {
  const over = new AbortController();
  const ended = text((await open('last(repeat(1))')).run(chunked(Buffer.from('0')), over.signal));
  over.abort(new Failure('timeout', 'it took too long'));
  await assert.rejects(ended, { kind: 'timeout', message: 'it took too long' });
});
