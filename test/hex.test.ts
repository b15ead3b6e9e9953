import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { dumpHex, type HexStyle } from '../src/render/bodies/hex.ts';
import { openTheme } from '../src/render/paint.ts';
import { themeFor } from '../src/render/theme.ts';
import { shownUntilCut } from './support/chunks.ts';
import { missing, programPath } from './support/servers/programs.ts';

const theme = await openTheme('auto', 0);
const WHOLE: HexStyle = { theme, columns: undefined, limit: undefined };

async function dump(chunks: Iterable<Uint8Array>, style: HexStyle = WHOLE): Promise<string> {
  let text = '';
  for await (const piece of dumpHex(each(chunks), style)) text += Buffer.from(piece).toString();
  return text;
}

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

const anyBytes = fc.uint8Array({ maxLength: 70 });

test('any chunking gives the same dump', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyBytes,
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(40, 60, undefined),
      async (bytes, size, columns) => {
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
          bytes.subarray(at * size, (at + 1) * size),
        );
        assert.equal(await dump(chunks, { ...WHOLE, columns }), await dump([bytes], { ...WHOLE, columns }));
      },
    ),
  );
});

test('hexdump writes the same', { skip: missing('hexdump') }, async () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, at) => (at * 7 + (at >> 5)) % 256);
  for (const length of [0, 1, 8, 15, 16, 17, 1000]) {
    const { stdout } = spawnSync(programPath('hexdump'), ['-Cv'], {
      input: bytes.subarray(0, length),
      encoding: 'utf8',
    });
    assert.equal(await dump([bytes.subarray(0, length)]), stdout);
  }
});

const WIDTHS: [columns: number, widest: number][] = [
  [200, 78],
  [78, 78],
  [77, 45],
  [45, 45],
  [44, 29],
  [10, 29],
];
for (const [columns, widest] of WIDTHS) {
  test(`in ${columns} columns a line has ${widest}`, async () => {
    const lines = (await dump([new Uint8Array(64)], { ...WHOLE, columns })).trimEnd().split('\n');
    assert.equal(Math.max(...lines.map(({ length }) => length)), widest);
  });
}

test('no more is read than is shown, and what is left is said', async () => {
  let given = 0;
  let closed = false;
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        given++;
        yield new Uint8Array(100);
      }
    } finally {
      closed = true;
    }
  }
  let text = '';
  const limit = { byteCount: 128, remark: 'more' };
  for await (const piece of dumpHex(endless(), { ...WHOLE, limit })) text += Buffer.from(piece).toString();
  assert.equal(given, 2);
  assert.ok(closed);
  assert.equal(text.split('\n').length, 128 / 16 + 2);
  assert.ok(text.endsWith('|\nmore\n'));
});

test('a body that is as long as the limit is whole', async () => {
  const text = await dump([new Uint8Array(32)], { ...WHOLE, limit: { byteCount: 32, remark: 'more' } });
  assert.ok(text.endsWith('00000020\n'));
});

test('in colour the columns stay', async () => {
  const bytes = Buffer.from('Hello\0\x1b[2J');
  const colored = await dump([bytes], { ...WHOLE, theme: themeFor('auto', 1) });
  assert.match(colored, /\x1b\[32m/);
  assert.equal(colored.replace(/\x1b\[\d*m/g, ''), await dump([bytes]));
});

test('a body that breaks off is shown up to there, then its error is thrown', async () => {
  assert.match(await shownUntilCut('0123456789abcdefgh', (body) => dumpHex(body, WHOLE)), /\|gh\|\n$/);
});
