import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createEventReader, type EventFact, LONGEST_EVENT_BYTES } from '../src/render/bodies/event-reader.ts';
import { presentEvents } from '../src/render/bodies/event-view.ts';
import { openTheme } from '../src/render/paint.ts';
import { shownUntilCut } from './support/chunks.ts';

function factsOf(chunks: readonly string[]): readonly EventFact[] {
  const reader = createEventReader();
  return chunks.flatMap((chunk) => reader.read(Buffer.from(chunk)));
}

function event(data: string, name?: string, id?: string): Record<string, unknown> {
  return { kind: 'event', name, id, data };
}

// WHATWG HTML §9.2.6.
const STREAMS: [stream: string, facts: readonly Record<string, unknown>[]][] = [
  ['data: a\n\n', [event('a')]],
  ['data:a\n\n', [event('a')]],
  ['data:  a \n\n', [event(' a ')]],
  ['data\n\ndata\ndata\n\ndata:', [event(''), event('\n')]],
  ['data: a\ndata: b\n\n', [event('a\nb')]],
  ['event: n\nid: 1\ndata: a\n\n', [event('a', 'n', '1')]],
  ['data: a\nid: 1\nevent: n\n\ndata: b\n\n', [event('a', 'n', '1'), event('b')]],
  // No data, no event.
  ['event: n\n\n', []],
  ['\n\n\n', []],
  ['data: a\r\n\r\ndata: b\r\rdata: c\n\n', [event('a'), event('b'), event('c')]],
  ['\ufeffdata: a\n\ndata: \ufeff\n\n', [event('a'), event('\ufeff')]],
  [': hello\n:\n', ['hello', ''].map((text) => ({ kind: 'comment', text }))],
  ['retry: 250\nretry: soon\nretry: -1\n', [{ kind: 'retry', waitMs: 250 }, ...['soon', '-1'].map(oddRetry)]],
  ['Data: a\nfoo\n data: b\n\n', ['Data: a', 'foo', ' data: b'].map((text) => ({ kind: 'other', text }))],
  // Cut off: no event.
  ['data: a\n', []],
  ['data: a', []],
];

function oddRetry(value: string): Record<string, unknown> {
  return { kind: 'other', text: `retry: ${value}` };
}

for (const [stream, facts] of STREAMS) {
  test(`the stream ${JSON.stringify(stream)}`, () => {
    assert.deepEqual(factsOf([stream]), facts);
    assert.deepEqual(factsOf([...stream]), facts);
  });
}

const IDS: [stream: string, id: string | undefined][] = [
  ['', undefined],
  ['id: 7\ndata: a\n\n', '7'],
  ['id: 7\n\n', '7'],
  ['id: 7\n\ndata: a\n\n', '7'],
  ['id: 7\n\nid: 8\ndata: a\n', '7'],
  ['id: 7\n\nid\n\n', ''],
  ['id:7\nid: 8\n\n', '8'],
  ['id: 7\n\nid: a\0b\n\n', '7'],
  ['idea: 7\n\n', undefined],
];
for (const [stream, id] of IDS) {
  test(`after ${JSON.stringify(stream)} the last id is ${id}`, () => {
    const reader = createEventReader();
    reader.read(Buffer.from(stream));
    assert.equal(reader.lastEventId, id);
  });
}

const line = fc.oneof(
  fc.constantFrom('', '', 'data', 'data:', 'data: {"a":1}', 'event: é', 'id: 3', 'retry: 10', ': c', 'odd'),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => `data: ${text.replaceAll(/[\r\n]/g, '')}`),
);
const stream = fc
  .array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 20 })
  .map((lines) => lines.flat().join(''));

test('any chunking says the same', () =>
  fc.assert(
    fc.property(stream, fc.array(fc.nat({ max: 200 }), { maxLength: 6 }), (text, places) => {
      const bytes = Buffer.from(text);
      const ends = [...places.map((place) => Math.min(place, bytes.length)).sort((a, b) => a - b), bytes.length];
      const reader = createEventReader();
      const facts = ends.flatMap((end, index) => reader.read(bytes.subarray(ends[index - 1] ?? 0, end)));
      const whole = createEventReader();
      assert.deepEqual(facts, whole.read(bytes));
      assert.equal(reader.lastEventId, whole.lastEventId);
      // Where blocks are asked for, all is read line by line.
      const byLine = createEventReader({ givesBlocks: true });
      const isBlock = ({ kind }: EventFact): boolean => kind === 'block';
      assert.deepEqual(
        facts,
        [...byLine.read(bytes)].filter((fact) => !isBlock(fact)),
      );
      assert.equal(reader.lastEventId, byLine.lastEventId);
    }),
    { numRuns: 500 },
  ));

function overlongBytes(facts: readonly EventFact[]): number {
  return facts.reduce((sum, fact) => sum + (fact.kind === 'overlong' ? fact.bytes.length : 0), 0);
}

test('an event that is too long is given as it comes, and the next is an event again', () => {
  const reader = createEventReader();
  const start = 'id: 9\ndata: ';
  const piece = Buffer.alloc(64 * 1024, 'x');
  const facts = [
    ...reader.read(Buffer.from(start)),
    ...Array.from({ length: 40 }, () => reader.read(piece)).flat(),
    ...reader.read(Buffer.from('\nid: 10\n\nevent: n\ndata: b\n\n')),
  ];
  assert.equal(overlongBytes(facts), start.length + 40 * piece.length + '\nid: 10\n\n'.length);
  assert.deepEqual(
    facts.filter(({ kind }) => kind === 'event'),
    [{ kind: 'event', name: undefined, id: '9', data: undefined }, event('b', 'n')],
  );
  assert.equal(reader.lastEventId, '10');
});

test('a comment that is too long is no event', () => {
  const reader = createEventReader();
  const facts = reader.read(Buffer.from(`:${'x'.repeat(LONGEST_EVENT_BYTES)}\n\n`));
  assert.deepEqual(new Set(facts.map(({ kind }) => kind)), new Set(['overlong']));
});

const COLORS = {
  key: '<k>',
  string: '<s>',
  number: '<n>',
  literal: '<l>',
  punctuation: '',
  dim: '<d>',
  reset: '</>',
};
const LAID_OUT = { indent: 2, colors: undefined } as const;
const COLORED = { indent: undefined, colors: COLORS } as const;

async function view(chunks: readonly string[], json: Parameters<typeof presentEvents>[1]['json'], isSafe = true) {
  async function* body(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  let shown = '';
  const theme = await openTheme('ansi-16', json.colors === undefined ? 0 : 1);
  for await (const piece of presentEvents(body(), { theme, json, isSafe, sorted: undefined }))
    shown += Buffer.from(piece).toString();
  return shown;
}

const VIEWS: [stream: string, laidOut: string][] = [
  ['event: price\nid: 42\ndata: {"a":[1]}\n\n', 'event: price · id: 42\n{\n  "a": [\n    1\n  ]\n}\n\n'],
  ['data: hello\n\n', 'hello\n\n'],
  ['data: {"a":\ndata: 1.0}\n\n', '{\n  "a": 1.0\n}\n\n'],
  ['data: {"a":\n\n', '{"a":\n\n'],
  ['data\nid: 1\n\n', 'id: 1\n\n'],
  ['retry: 3000\n: still here\n:\nodd line\ndata: 1\n\n', 'retry: 3000\n: still here\n:\nodd line\n1\n\n'],
  ['event: \x1b[2J\ndata: \x07{"a":"\x1b]0;x\x07"}\n\n', 'event: \\u001b[2J\n\\u0007{"a":"\\u001b]0;x\\u0007"}\n\n'],
  // What never became an event is shown as it came.
  ['data: a\n\nid: 3\ndata: {"cut', 'a\n\nid: 3\ndata: {"cut'],
  ['', ''],
];
for (const [stream, laidOut] of VIEWS) {
  test(`the stream ${JSON.stringify(stream)} is shown event by event`, async () => {
    assert.equal(await view([stream], LAID_OUT), laidOut);
    assert.equal(await view([...stream], LAID_OUT), laidOut);
  });
}

test('coloured only, the lines stay as they are', async () => {
  const stream = ': c\r\nevent: n\r\ndata: {"a" : 1}\r\ndata: {"a":\r\nodd\r\n\r\ndata:x\r\r';
  const shown = await view([stream], COLORED);
  assert.equal(
    shown,
    '\x1b[90m: c\x1b[39m\r\n\x1b[36mevent\x1b[39m: n\r\n\x1b[36mdata\x1b[39m: {<k>"a"</> : <n>1</>}\r\n' +
      '\x1b[36mdata\x1b[39m: {"a":\r\nodd\r\n\r\n\x1b[36mdata\x1b[39m:x\n\n',
  );
});

test('in a pipe nothing is made visible', async () => {
  assert.equal(await view(['data: \x1b[1m\n\n'], LAID_OUT, false), '\x1b[1m\n\n');
});

test('an event too long to be held is shown as it came, characters whole', async () => {
  const long = 'é'.repeat(LONGEST_EVENT_BYTES);
  const stream = Buffer.from(`data: ${long}\n\ndata: {}\n\n`).toString('latin1');
  async function* body(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < stream.length; at += 65_535) yield Buffer.from(stream.slice(at, at + 65_535), 'latin1');
  }
  let shown = '';
  const theme = await openTheme('auto', 0);
  for await (const piece of presentEvents(body(), { theme, json: LAID_OUT, isSafe: true, sorted: undefined }))
    shown += piece.toString();
  assert.ok(shown === `data: ${long}\n\n{}\n\n`);
});

test('a stream that breaks off is shown as far as it came', async () => {
  const style = { theme: await openTheme('auto', 0), json: LAID_OUT, isSafe: true, sorted: undefined };
  assert.equal(await shownUntilCut('data: 1\n\ndata: 2', (body) => presentEvents(body, style)), '1\n\ndata: 2');
});
