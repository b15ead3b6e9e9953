import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { presentForm } from '../src/render/bodies/form.ts';

const COLORS = { key: '<k>', string: '<s>', number: '', literal: '', punctuation: '<p>', dim: '', reset: '</>' };

async function show(chunks: Iterable<Uint8Array>, colors?: typeof COLORS): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of presentForm(each(chunks), colors)) all.push(piece);
  return Buffer.concat(all).toString();
}

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const SHOWN: [body: string, shown: string][] = [
  ['a=1&b=2', 'a=1\nb=2\n'],
  ['a+b=c+d%20e', 'a b=c d e\n'],
  ['a%3Db=c=d', 'a=b=c=d\n'],
  ['a&b=&=c&=', 'a\nb=\n=c\n=\n'],
  ['&&a=1&&&b=2&', 'a=1\nb=2\n'],
  ['caf%C3%A9=%e6%9D%b1', 'café=東\n'],
  ['a=%&b=%4&c=%zz&d=%%41', 'a=%\nb=%4\nc=%zz\nd=%A\n'],
  ['a=%E9%80&b=\xe9', 'a=\ufffd\nb=é\n'],
  ['a=%0D%0A%09%00%7F', 'a=\\u000d\\u000a\\u0009\\u0000\\u007f\n'],
  ['a=1\n\t', 'a=1\\u000a\\u0009\n'],
  ['a=%C2%9B31m%E2%80%AE', 'a=\\u009b31m\\u202e\n'],
  ['', ''],
  ['&', ''],
  ['no form at all', 'no form at all\n'],
];
for (const [body, shown] of SHOWN) {
  test(`form ${JSON.stringify(body)}`, async () => assert.equal(await show([Buffer.from(body)]), shown));
}

test('names and values have their colours', async () => {
  assert.equal(await show([Buffer.from('a=1&b&c=')], COLORS), '<k>a</><p>=</><s>1</>\n<k>b</>\n<k>c</><p>=</><s></>\n');
});

test('any chunking gives the same bytes', async () => {
  const part = fc.constantFrom('a', '=', '&', '+', '%', '%41', '%C3%A9', '%0A', '%E9', '\xc3\xa9', '\n', '\t');
  await fc.assert(
    fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 5 }), async (parts, size) => {
      const bytes = Buffer.from(parts.join(''), 'latin1');
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.subarray(at * size, (at + 1) * size),
      );
      assert.equal(await show(chunks, COLORS), await show([bytes], COLORS));
    }),
    { numRuns: 500 },
  );
});

test('a pair a line, as a browser reads them', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.stringMatching(/^[a-z é&+%]+$/), fc.stringMatching(/^[a-z é&+%=]*$/))),
      async (pairs) => {
        const body = new URLSearchParams(pairs).toString();
        assert.equal(await show([Buffer.from(body)]), pairs.map(([name, value]) => `${name}=${value}\n`).join(''));
      },
    ),
  );
});
