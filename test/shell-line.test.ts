import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { isReadable, shellLine, wordText } from '../src/interchange/shell-line.ts';

const WORDS: [word: string, quoted: string][] = [
  ['plain-._/:,+@%=1', 'plain-._/:,+@%=1'],
  ['', "''"],
  ['=x', "'=x'"],
  ['~', "'~'"],
  ['a b', "'a b'"],
  ["it's", "'it'\\''s'"],
  ["'", "''\\'''"],
  ['$HOME `x` "y" \\ !', '\'$HOME `x` "y" \\ !\''],
  ['a\nb\tc', "'a\nb\tc'"],
  ['\x1b[1m', "\"$(printf '\\033')\"'[1m'"],
  ['a\r\n', "'a'\"$(printf '\\015')\"'\n'"],
  ['\u0085', '"$(printf \'\\302\\205\')"'],
  ['ü', "'ü'"],
];

for (const [word, quoted] of WORDS) {
  test(`word ${JSON.stringify(word)}`, () => assert.equal(shellLine({ words: [word], input: undefined }), quoted));
}

test('what is piped in is printed and read, piece after piece', () => {
  const bytes = (...values: number[]) => ({ kind: 'bytes', bytes: Uint8Array.from(values) }) as const;
  const lineOf = (...input: Parameters<typeof shellLine>[0]['input'] & {}) => shellLine({ words: ['curl'], input });
  assert.equal(lineOf(bytes(0x61, 0x20)), "printf %s 'a ' | curl");
  assert.equal(lineOf(bytes()), "printf %s '' | curl");
  assert.equal(lineOf(bytes(0, 0x31, 0x25, 0x27, 0x5c, 0x0a, 0xff)), "printf '\\0001%%\\047\\134\\n\\377' | curl");
  assert.equal(
    lineOf(bytes(0x61), { kind: 'file', path: '-f' }, { kind: 'stdin' }),
    '{ printf %s a; cat ./-f; cat; } | curl',
  );
});

test('text that can be a word, and text that can be read', () => {
  assert.equal(wordText(Buffer.from('ü\r\n')), 'ü\r\n');
  assert.equal(wordText(Buffer.from('\ufeffa')), '\ufeffa');
  assert.equal(wordText(Uint8Array.from([0x61, 0])), undefined);
  assert.equal(wordText(Uint8Array.from([0xc3])), undefined);
  assert.equal(wordText(new Uint8Array(100_001).fill(0x61)), undefined);
  assert.ok(isReadable(Buffer.from('ü\n\t')));
  assert.ok(!isReadable(Buffer.from('a\r\n')));
});

const piece = fc.oneof(
  fc.uint8Array({ maxLength: 20 }).map((bytes) => ({ kind: 'bytes', bytes }) as const),
  fc.string({ unit: 'grapheme' }).map((text) => ({ kind: 'bytes', bytes: Buffer.from(text) }) as const),
  fc.constantFrom('-f', 'a b', "it's").map((path) => ({ kind: 'file', path }) as const),
);
const command = fc.record({
  words: fc.array(
    fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary-ascii' }), fc.constantFrom("'", '\n', '\x1b\n'))
      .map((word) => word.replaceAll('\0', '')),
    { maxLength: 6 },
  ),
  input: fc.option(fc.array(piece, { minLength: 1, maxLength: 3 }), { nil: undefined }),
});

test('a shell makes of the line the words and the bytes that are meant', { skip: process.platform === 'win32' }, () => {
  const commands = fc.sample(command, 300);
  const folder = mkdtempSync(join(tmpdir(), 'slip-shell-'));
  try {
    for (const name of ['-f', 'a b', "it's"]) writeFileSync(join(folder, name), `in ${name}\n`);
    // One shell for all lines; each is told by what ends its words, and its input goes to a file of its own.
    const lines = commands.map(({ words, input }, index) => {
      const line = shellLine({ words: ['show', ...words], input });
      return input === undefined ? `${line} < /dev/null > ${index}.out` : `${line} > ${index}.out`;
    });
    const script = `show() { for word; do printf '%s\\0' "$word"; done; printf 'END\\0'; cat; }\n${lines.join('\n')}\n`;
    const { status, stderr } = spawnSync('/bin/sh', ['-s'], { cwd: folder, encoding: 'utf8', input: script });
    assert.deepEqual([status, stderr], [0, '']);
    for (const [index, { words, input }] of commands.entries()) {
      const bytes = Buffer.concat(
        (input ?? []).map((each) => (each.kind === 'bytes' ? each.bytes : Buffer.from(`in ${each.path}\n`))),
      );
      const expected = Buffer.concat([Buffer.from([...words, 'END', ''].join('\0')), bytes]);
      assert.deepEqual(readFileSync(join(folder, `${index}.out`)), expected, lines[index]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
