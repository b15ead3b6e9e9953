import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createJsonFormatter } from '../src/render/json.ts';
import type { JsonStyle } from '../src/render/json-ink.ts';
import { formatJsonLines } from '../src/render/json-lines.ts';

const TAGS = { key: '<k>', string: '<s>', number: '<n>', literal: '<l>', punctuation: '<p>', dim: '<d>', reset: '</>' };
const COLORED: JsonStyle = { indent: undefined, colors: TAGS };
const LAID_OUT: JsonStyle = { indent: 2, colors: undefined };
const ONE_LINE: JsonStyle = { indent: 0, colors: undefined };

async function* bytesOf(chunks: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function format(chunks: readonly string[], style: JsonStyle): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of formatJsonLines(bytesOf(chunks), style)) pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

const LINES: [lines: string, style: JsonStyle, shown: string][] = [
  ['{"a":1}\n[2]\n', LAID_OUT, '{\n  "a": 1\n}\n[\n  2\n]\n'],
  ['{ "a" : 1 }\r\n[ 2 ]\n', ONE_LINE, '{"a":1}\n[2]\n'],
  ['1\n\n2', COLORED, '<n>1</>\n\n<n>2</>'],
  // A line that is no JSON is shown as it came, and those after it as ever.
  ['[1]\noops {"b":2}\n[3]\n', LAID_OUT, '[\n  1\n]\noops {"b":2}\n[\n  3\n]\n'],
  ['{"a":1\nx\n"b"\n', COLORED, '<p>{</><k>"a"</><p>:</><n>1</>\nx\n<s>"b"</>\n'],
  ['[1,\n2]\n3\n', COLORED, '<p>[</><n>1</><p>,</>\n<n>2</><p>]</>\n<n>3</>\n'],
  ['<!doctype html>\n', COLORED, '<!doctype html>\n'],
  ['\x1e{"a":1}\n\x1e2\n', COLORED, '\x1e<p>{</><k>"a"</><p>:</><n>1</><p>}</>\n\x1e<n>2</>\n'],
  // Cut off, as it stays when a stream is.
  ['{"a":tr', COLORED, '<p>{</><k>"a"</><p>:</><l>tr</>'],
  ['', COLORED, ''],
];
for (const [lines, style, shown] of LINES) {
  test(`the lines ${JSON.stringify(lines)} with ${style.indent ?? 'no'} indentation`, async () => {
    assert.equal(await format([lines], style), shown);
  });
}

test('a line goes out when it is there, before the next one is', async () => {
  const shown: string[] = [];
  async function* slow(): AsyncGenerator<Uint8Array> {
    for (const line of ['[1]\n', '[2', ']\n']) {
      yield Buffer.from(line);
      shown.push('|');
    }
  }
  for await (const piece of formatJsonLines(slow(), ONE_LINE)) shown.push(Buffer.from(piece).toString());
  assert.equal(shown.join(''), '[1]\n|[2|]\n|');
});

test('a line of many pieces that is no JSON is formatted up to its fault', async () => {
  const long = `[${'1,'.repeat(100_000)}x]\n`;
  const output = await format([`${long}[2]\n`], { indent: 1, colors: undefined });
  assert.equal(output, `[${'\n 1,'.repeat(100_000)}x]\n[\n 2\n]\n`);
});

const line = fc.oneof(
  // A string that reads like a colour of `COLORED` would be taken for one.
  fc
    .jsonValue()
    .map((value) => JSON.stringify(value))
    .filter((text) => !/<[ksnlpd]>|<\/>/.test(text)),
  fc.constantFrom('', 'oops', '{"a":', '[1}', '"open', '[[[', '{"a":1}}', ' [1, {}] '),
);
const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 8 });

test('without colours and indentation nothing is changed, whatever comes and however it is cut', () =>
  fc.assert(
    fc.asyncProperty(fc.array(line), cuts, async (lines, places) => {
      const whole = lines.map((text) => `${text}\n`).join('');
      const ends = [...places.map((place) => Math.min(place, whole.length)).sort((a, b) => a - b), whole.length];
      const chunks = ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
      const plain = { indent: undefined, colors: undefined };
      assert.equal(await format(chunks, plain), whole);
      assert.equal((await format(chunks, COLORED)).replaceAll(/<[ksnlpd]>|<\/>/g, ''), whole);
    }),
  ));

/** Not what goes on in the next line. */
const closed = line.filter((text) => text !== '{"a":' && text !== '[[[');

test('many lines are shown as each of them is', () =>
  fc.assert(
    fc.asyncProperty(fc.array(closed, { minLength: 1 }), cuts, async (lines, places) => {
      const times = Math.ceil(3000 / (lines.join().length + 1));
      const whole = `${lines.join('\n')}\n`.repeat(times);
      const ends = [...places.map((place) => Math.min(10 * place, whole.length)).sort((a, b) => a - b), whole.length];
      // Where a line that is no JSON loses its colours depends on how it is cut: at its beginning, or at its fault.
      const chunks = ends.map((end) => whole.lastIndexOf('\n', end - 1) + 1);
      const shown = await format(
        chunks.map((end, index) => whole.slice(chunks[index - 1] ?? 0, end)),
        COLORED,
      );
      const each = await Promise.all(lines.map((text) => format([`${text}\n`], COLORED)));
      assert.ok(shown === each.join('').repeat(times));
    }),
  ));

test('every value is coloured as if it were alone, whatever stands in the line before it', () =>
  fc.assert(
    fc.asyncProperty(fc.constantFrom('oops', '[1}', '"open', '1 2', ''), fc.jsonValue(), async (before, value) => {
      const text = `${JSON.stringify(value)}\n`;
      const formatter = createJsonFormatter(COLORED);
      const alone = [...formatter.push(Buffer.from(text)), ...formatter.end()].map((piece) => Buffer.from(piece));
      assert.ok((await format([`${before}\n${text}`], COLORED)).endsWith(alone.join('')));
    }),
  ));
