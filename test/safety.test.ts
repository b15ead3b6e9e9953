import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { makeTerminalSafe, terminalSafe, wholeUtf8Length } from '../src/render/safety.ts';

const TEXTS: [what: string, text: string, shown: string][] = [
  ['nothing', '', ''],
  ['words with a tab', 'a\tb', 'a\tb'],
  ['other scripts', 'Łódź Ωμέγα 東京 شكرا', 'Łódź Ωμέγα 東京 شكرا'],
  ['an emoji of several parts', '👩‍👩‍👧 ❤️', '👩‍👩‍👧 ❤️'],
  ['zero-width joiners of scripts', 'می\u200cخواهم क्\u200dष', 'می\u200cخواهم क्\u200dष'],
  ['curly quotes and a no-break space', '“a”\u00a0—', '“a”\u00a0—'],
  ['a title sequence', '\x1b]0;owned\x07', '\\u001b]0;owned\\u0007'],
  ['an 8-bit CSI', '\u009b31m', '\\u009b31m'],
  ['the last C1 and the first beyond', '\u009f\u00a0', '\\u009f\u00a0'],
  ['NUL, backspace and DEL', '\0\b\x7f', '\\u0000\\u0008\\u007f'],
  ['vertical tab and form feed', '\v\f', '\\u000b\\u000c'],
  ['a right-to-left override', 'a\u202etxt.exe', 'a\\u202etxt.exe'],
  ['isolates and marks', '\u2066\u2069\u200e\u200f\u061c', '\\u2066\\u2069\\u200e\\u200f\\u061c'],
  ['line and paragraph separator', '\u2028\u2029', '\\u2028\\u2029'],
  ['zero-width space, word joiner, invisible plus', '\u200b\u2060\u2064', '\\u200b\\u2060\\u2064'],
  ['a byte order mark', '\ufeffa', '\\ufeffa'],
  ['interlinear annotation', '\ufff9\ufffb', '\\ufff9\\ufffb'],
  ['tag characters', '\u{e0041}\u{e007f}', '\\udb40\\udc41\\udb40\\udc7f'],
];
for (const [what, text, shown] of TEXTS) {
  test(`on one line: ${what}`, () => assert.equal(makeTerminalSafe(text), shown));
}

const LINE_ENDS: [text: string, oneLine: string, manyLines: string][] = [
  ['a\nb', 'a\\u000ab', 'a\nb'],
  ['a\r\nb\r\n', 'a\\u000d\\u000ab\\u000d\\u000a', 'a\r\nb\r\n'],
  ['safe\rhidden', 'safe\\u000dhidden', 'safe\\u000dhidden'],
  ['a\r\r\nb', 'a\\u000d\\u000d\\u000ab', 'a\\u000d\r\nb'],
  ['a\r', 'a\\u000d', 'a\\u000d'],
];
for (const [text, oneLine, manyLines] of LINE_ENDS) {
  test(`line ends of ${JSON.stringify(text)}`, () => {
    assert.equal(makeTerminalSafe(text), oneLine);
    assert.equal(makeTerminalSafe(text, { oneLine: false }), manyLines);
  });
}

const BODIES: [what: string, hex: string, shown: string][] = [
  ['a byte order mark at the start stays', 'efbbbf 61', '\ufeffa'],
  ['a byte order mark further in is shown', '61 efbbbf', 'a\\ufeff'],
  ['a second byte order mark is shown', 'efbbbf efbbbf', '\ufeff\\ufeff'],
  ['bytes that terminals read as C1', '61 9b 33 31 6d', 'a\ufffd31m'],
  ['a C1 control in UTF-8', 'c29b', '\\u009b'],
  ['latin-1 bytes', 'e9 20 ff', '\ufffd \ufffd'],
  ['an overlong escape character', 'c09b e0809b', '\ufffd\ufffd\ufffd\ufffd\ufffd'],
  ['an encoded surrogate', 'eda080', '\ufffd\ufffd\ufffd'],
  ['a sequence that the end cuts off', '61 e282', 'a\ufffd'],
  ['a CR at the end', '61 0d', 'a\\u000d'],
];
for (const [what, hex, shown] of BODIES) {
  test(`in a body: ${what}`, async () => {
    const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
    assert.equal((await collected(terminalSafe(each([bytes])))).toString(), shown);
  });
}

test('a JSON document made safe is the same document', async () => {
  const document = { name: 'a\u009bb\u202ec\u007f\u{e0041}', list: ['\u2028'] };
  const safe = (await collected(terminalSafe(each([Buffer.from(JSON.stringify(document))])))).toString();
  assert.ok(!safe.includes('\u009b'));
  assert.deepEqual(JSON.parse(safe), document);
});

test('a chunk with nothing to escape is passed on as the same object', async () => {
  const chunks = ['plain\r\n', '東京、“ok” شكرا', '👩‍👧'].map((text) => new Uint8Array(Buffer.from(text)));
  const passed: Uint8Array[] = [];
  for await (const chunk of terminalSafe(each(chunks))) passed.push(chunk);
  assert.equal(passed.length, chunks.length);
  for (const [index, chunk] of passed.entries()) assert.equal(chunk, chunks[index]);
});

test('no more than three bytes are held back', async () => {
  const stage = terminalSafe(
    each([Buffer.from('ab\r'), Buffer.from('c\xf0\x9f\x98', 'latin1'), Buffer.from('\x80', 'latin1')]),
  );
  const passed: string[] = [];
  for await (const chunk of stage) passed.push(Buffer.from(chunk).toString());
  assert.deepEqual(passed, ['ab', '\\u000dc', '😀']);
});

test('stopping early closes the source', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('a');
    } finally {
      closed = true;
    }
  }
  for await (const _ of terminalSafe(source())) break;
  assert.ok(closed);
});

const WHOLE: [hex: string, whole: number][] = [
  ['', 0],
  ['6162', 2],
  ['61c3', 1],
  ['61c3a9', 3],
  ['61e282', 1],
  ['61f09f98', 1],
  ['f09f9880', 4],
  ['80808080', 4],
  ['61ff', 2],
  ['61c0', 2],
];
for (const [hex, whole] of WHOLE) {
  test(`${whole} bytes of ${hex || 'nothing'} are whole sequences`, () => {
    assert.equal(wholeUtf8Length(Buffer.from(hex, 'hex')), whole);
  });
}

// Pieces around every edge of the rules, so that runs of them meet chunk ends in all ways.
const piece = fc
  .oneof(
    fc.constantFrom(
      'a',
      '\t',
      '\n',
      '\r',
      '\r\n',
      '\x1b[',
      '\0',
      '\x7f',
      '\u0080',
      '\u009f',
      '\u00a0',
      '\u061b',
      '\u061c',
    ),
    fc.constantFrom('\u200a', '\u200b', '\u200d', '\u2010', '\u2027', '\u202f', '\u205f', '\u206f', '\u2070', '\ufeff'),
    fc.constantFrom(
      '\ufefe',
      '\uff01',
      '\ufff8',
      '\ufffc',
      '\u{dffff}',
      '\u{e0000}',
      '\u{e007f}',
      '\u{e0080}',
      '😀',
      '東',
    ),
  )
  .map((text) => Buffer.from(text));
const stray = fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes));
const body = fc
  .array(fc.oneof({ arbitrary: piece, weight: 4 }, stray), { maxLength: 24 })
  .map((all) => Buffer.concat(all));
const cuts = fc.array(fc.nat(40), { maxLength: 12 });

test('any chunking of any bytes gives what decoding all of them and making the text safe gives', async () => {
  await fc.assert(
    fc.asyncProperty(body, cuts, async (bytes, lengths) => {
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
      const expected = mark + makeTerminalSafe(text.slice(mark.length), { oneLine: false });
      assert.equal((await collected(terminalSafe(each(cut(bytes, lengths))))).toString(), expected);
    }),
    { numRuns: 500 },
  );
});

test('nothing that comes out drives a terminal', async () => {
  await fc.assert(
    fc.asyncProperty(body, cuts, async (bytes, lengths) => {
      const safe = (await collected(terminalSafe(each(cut(bytes, lengths))))).toString();
      assert.doesNotMatch(safe.replaceAll('\r\n', ''), /[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    }),
    { numRuns: 300 },
  );
});

test('making a safe text safe changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, oneLine) => {
      const safe = makeTerminalSafe(text, { oneLine });
      assert.equal(makeTerminalSafe(safe, { oneLine }), safe);
    }),
  );
});

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...chunks, bytes.subarray(at)];
}
