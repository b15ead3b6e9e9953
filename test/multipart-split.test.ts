import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { splitMultipart } from '../src/render/bodies/multipart-split.ts';

/** The pieces, each as its kind's letter and its bytes: Aside, Delimiter, Head, Body. Empty bodies are left out. */
async function split(chunks: Iterable<string>, boundary = 'b'): Promise<readonly string[]> {
  const pieces: string[] = [];
  for await (const piece of splitMultipart(each(chunks), boundary)) {
    if (piece.kind === 'delimiter') {
      pieces.push(`D ${latin1(piece.bytes)}`);
      continue;
    }
    if (piece.kind === 'part') pieces.push(`H ${latin1(piece.head)}`);
    let text = '';
    for await (const chunk of piece.body) text += latin1(chunk);
    if (text !== '') pieces.push(`${piece.kind === 'part' ? 'B' : 'A'} ${text}`);
  }
  return pieces;
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

async function* each(chunks: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk, 'latin1');
}

/** `|` stands for CRLF, `/` for LF. */
const SPLIT: [body: string, pieces: readonly string[]][] = [
  ['--b|||x|--b--', ['D --b|', 'H |', 'B |x', 'D |--b--']],
  ['--b|A: b||x|--b|C: d||y|--b--|', ['D --b|', 'H A: b||', 'B x', 'D |--b|', 'H C: d||', 'B y', 'D |--b--|']],
  ['one/--b|| two|--b-- /three', ['A one', 'D /--b|', 'H |', 'B  two', 'D |--b-- /', 'A three']],
  ['--b/A: b//x/y/--b--', ['D --b/', 'H A: b//', 'B x/y', 'D /--b--']],
  ['--b|||--b|||--b--', ['D --b|', 'H |', 'D |--b|', 'H |', 'D |--b--']],
  ['--b|--b--', ['D --b|', 'H ', 'D --b--']],
  ['--b|A: b|--b--', ['D --b|', 'H ', 'B A: b', 'D |--b--']],
  ['--b||--bc|x--b| --b|--b-|--b---|--b--', ['D --b|', 'H |', 'B --bc|x--b| --b|--b-|--b---', 'D |--b--']],
  ['--b||x/|--b--', ['D --b|', 'H |', 'B x/', 'D |--b--']],
  ['--b||x', ['D --b|', 'H |', 'B x']],
  ['--b||x|--', ['D --b|', 'H |', 'B x|--']],
  ['--b||x|--b', ['D --b|', 'H |', 'B x', 'D |--b', 'H ']],
  ['--b', ['D --b', 'H ']],
  ['no parts', ['A no parts']],
  ['', []],
  ['--b--', ['D --b--']],
  ['--b||x|--b--|y|--b||z', ['D --b|', 'H |', 'B x', 'D |--b--|', 'A y|--b||z']],
];
for (const [body, pieces] of SPLIT) {
  const spelled = (text: string) => text.replaceAll('|', '\r\n').replaceAll('/', '\n');
  test(`multipart ${JSON.stringify(body)}`, async () => {
    assert.deepEqual(await split([spelled(body)]), pieces.map(spelled));
  });
}

const part = fc.constantFrom(
  '--b',
  '--b--',
  '\r\n',
  '\n',
  '\r',
  '-',
  'b',
  ' ',
  'A: b',
  '\r\n\r\n',
  '\r\n--b\r\n',
  '\xff',
);

test('any chunking gives the same pieces, and together they are the body', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(part), fc.integer({ min: 1, max: 9 }), async (parts, size) => {
      const body = parts.join('');
      const whole = await split([body]);
      assert.equal(whole.map((piece) => piece.slice(2)).join(''), body);
      const chunks = Array.from({ length: Math.ceil(body.length / size) }, (_, at) =>
        body.slice(at * size, (at + 1) * size),
      );
      assert.deepEqual(await split(chunks), whole);
    }),
    { numRuns: 1000 },
  );
});

test('a reader who stops early takes nothing from the parts behind', async () => {
  const seen: string[] = [];
  for await (const piece of splitMultipart(each(['--b\r\n\r\nabc', 'def', 'ghi\r\n--b\r\n\r\nx\r\n--b--']), 'b')) {
    if (piece.kind !== 'part') continue;
    for await (const chunk of piece.body) {
      seen.push(latin1(chunk).slice(0, 1));
      break;
    }
    seen.push(String(await piece.body.finish()));
  }
  assert.deepEqual(seen, ['a', '9', 'x', '1']);
});

test('a reader who gave up while waiting does not get in the way', async () => {
  const iterator = splitMultipart(each(['--b\r\n\r\n', 'abc\r\n--b--']), 'b')[Symbol.asyncIterator]();
  let piece = await iterator.next();
  while (piece.value?.kind !== 'part') piece = await iterator.next();
  const reader = piece.value.body[Symbol.asyncIterator]();
  const [, byteCount] = await Promise.all([reader.next(), piece.value.body.finish()]);
  assert.equal(byteCount, 3);
});

test('a part of any size is passed on as it comes', async () => {
  let given = 0;
  async function* long(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('--b\r\n\r\n');
    for (; given < 50; given++) yield Buffer.alloc(64 * 1024, '\r\n--bx');
  }
  let taken = 0;
  for await (const piece of splitMultipart(long(), 'b')) {
    if (piece.kind !== 'part') continue;
    for await (const chunk of piece.body) {
      taken += chunk.length;
      assert.ok(taken > (given - 1) * 64 * 1024 - 100);
    }
  }
  assert.equal(taken, 50 * 64 * 1024);
});

test('a head of more than 16 KiB is a body', async () => {
  const head = `A: ${'x'.repeat(20_000)}\r\n\r\n`;
  assert.deepEqual(await split([`--b\r\n${head}y\r\n--b--`]), ['D --b\r\n', 'H ', `B ${head}y`, 'D \r\n--b--']);
});

test('the source is closed when nobody reads on', async () => {
  let isClosed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('--b\r\n\r\nx\r\n');
    } finally {
      isClosed = true;
    }
  }
  for await (const { kind } of splitMultipart(source(), 'b')) {
    if (kind === 'part') break;
  }
  assert.ok(isClosed);
});
