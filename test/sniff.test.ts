import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type BodyLanguage,
  bodyLanguage,
  lookAhead,
  looksBinary,
  parseContentType,
  unicodeSignature,
} from '../src/render/sniff.ts';

const CONTENT_TYPES: [value: string | undefined, type: string, parameters: Record<string, string>][] = [
  [undefined, '', {}],
  ['', '', {}],
  ['text/html', 'text/html', {}],
  ['Text/HTML; Charset=UTF-8', 'text/html', { charset: 'UTF-8' }],
  [' text/html;charset=utf-8;q=1 ', 'text/html', { charset: 'utf-8', q: '1' }],
  ['text/plain; charset="iso-8859-1"; format=flowed', 'text/plain', { charset: 'iso-8859-1', format: 'flowed' }],
  ['a/b; x="semi;colon \\"quoted\\" \\\\"; y=2', 'a/b', { x: 'semi;colon "quoted" \\', y: '2' }],
  ['a/b; x="no end', 'a/b', { x: 'no end' }],
  ['a/b;;; x = 1; =2; y=', 'a/b', { y: '' }],
  ['a/b; charset=one; charset=two', 'a/b', { charset: 'one' }],
  ['; charset=utf-8', '', { charset: 'utf-8' }],
];
for (const [value, type, parameters] of CONTENT_TYPES) {
  test(`content type ${JSON.stringify(value)}`, () => {
    const parsed = parseContentType(value);
    assert.deepEqual([parsed.type, Object.fromEntries(parsed.parameters)], [type, parameters]);
  });
}

test('a content type of any characters is taken apart without an error', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (value) => void parseContentType(value)));
});

const LANGUAGES: [contentType: string | undefined, start: string, language: BodyLanguage][] = [
  ['application/json', '', 'json'],
  ['Application/JSON; charset=utf-8', 'x', 'json'],
  ['text/json', '', 'json'],
  ['application/problem+json', '', 'json'],
  ['application/vnd.api+json', '', 'json'],
  ['application/x-ndjson', '', 'ndjson'],
  ['application/jsonl', '', 'ndjson'],
  ['application/jsonlines', '', 'ndjson'],
  ['application/json-seq', '', 'ndjson'],
  ['application/geo+json-seq', '', 'ndjson'],
  ['application/xml', '', 'xml'],
  ['text/xml', '', 'xml'],
  ['image/svg+xml', '', 'xml'],
  ['application/rss+xml; charset=utf-8', '', 'xml'],
  ['text/html', '<p>{"a":1}', 'html'],
  ['text/html', '{"a":1}', 'json'],
  ['application/xml', '\n[{"a":1}]', 'json'],
  ['text/html', '{{ name }}', 'html'],
  ['application/json', '<html><body>502 Bad Gateway', 'html'],
  ['application/problem+json', '\r\n<!doctype html>', 'html'],
  ['application/json', '<?xml version="1.0"?>', 'xml'],
  ['application/json', '<Error>', 'text'],
  ['application/xhtml+xml', '', 'html'],
  ['text/css', '', 'css'],
  ['text/javascript', 'var a = 1', 'javascript'],
  ['application/x-javascript', '', 'javascript'],
  ['application/yaml', '', 'yaml'],
  ['text/x-yaml', '', 'yaml'],
  ['application/vnd.oai.openapi+yaml', '', 'yaml'],
  ['application/graphql', '', 'graphql'],
  ['application/graphql-response+json', '', 'json'],
  ['text/event-stream', 'data: {"a":1}', 'event-stream'],
  ['text/event-stream', '{"error":"no"}', 'json'],
  ['text/event-stream', '[ ok', 'event-stream'],
  ['text/csv', '[1]', 'csv'],
  ['image/png', '{"a":1}', 'text'],
  ['text/plain', 'hello', 'text'],
  ['text/plain', '  {"a": 1}', 'json'],
  ['text/plain', '{}', 'json'],
  ['text/plain', '{\n  "cut', 'json'],
  ['text/plain', '{', 'json'],
  ['text/plain', '[', 'json'],
  ['text/plain', '[1, 2]', 'json'],
  ['text/plain', '[-1.5e+3]', 'json'],
  ['text/plain', '[[[null', 'json'],
  ['text/plain', '[ { "a', 'json'],
  ['text/plain', '[]', 'json'],
  ['text/plain', '[2024-05-01] started', 'text'],
  ['text/plain', '[INFO] started', 'text'],
  ['text/plain', '[section]\nkey=1', 'text'],
  ['text/plain', '{{ name }}', 'text'],
  ['text/plain', '{ a: 1 }', 'text'],
  ['text/plain', '"just a string"', 'text'],
  ['text/plain', '<!doctype html>', 'text'],
  ['text/plain', '\xef\xbb\xbf{"a":1}', 'json'],
  ['text/plain', '\xff\xfe{\0"\0a\0', 'json'],
  ['text/plain', ')]}\',\n{"a":1}', 'json'],
  ['text/plain', ")]}'\n[1]", 'json'],
  ['text/javascript', 'while(1);[1]', 'json'],
  ['text/javascript', 'for (;;);{"a":1}', 'json'],
  ['application/javascript', '{}&&{"a":1}', 'json'],
  ['application/octet-stream', '{"a":1}', 'json'],
  [undefined, '{"a":1}', 'json'],
  [undefined, '<?xml version="1.0"?>', 'xml'],
  [undefined, '\n<!DOCTYPE html>', 'html'],
  [undefined, '<html lang="en">', 'html'],
  [undefined, '<p>', 'text'],
  [undefined, '', 'text'],
];
for (const [contentType, start, language] of LANGUAGES) {
  test(`${contentType ?? 'no type'} that starts with ${JSON.stringify(start)} is ${language}`, () => {
    assert.equal(bodyLanguage(contentType, Buffer.from(start, 'latin1')), language);
  });
}

const LOOKS: [what: string, contentType: string | undefined, start: string, binary: boolean][] = [
  ['nothing', undefined, '', false],
  ['text', 'text/plain', 'hello', false],
  ['latin-1 text', 'text/plain', 'caf\xe9', false],
  ['text with escape sequences', 'text/plain', '\x1b[31mred', false],
  ['a NUL', 'text/plain', 'a\0b', true],
  ['a NUL at byte 2000', 'text/plain', `${'a'.repeat(1999)}\0`, true],
  ['a NUL beyond byte 2000', 'text/plain', `${'a'.repeat(2000)}\0`, false],
  ['a NUL behind a UTF-8 mark', 'text/plain', '\xef\xbb\xbf\0', true],
  ['UTF-16 by its mark', undefined, '\xff\xfea\0', false],
  ['UTF-16 by declaration', 'text/plain; charset=UTF-16BE', '\0a\0b', false],
  ['UTF-32 by declaration', 'text/plain; charset=utf-32', '\0\0\0a', false],
  ['UTF-16 JSON without a mark', 'application/json', '{\0"\0', false],
  ['the same bytes without a type', undefined, '{\0"\0', true],
  ['gzip', undefined, '\x1f\x8b\x08\x01abcd', true],
  ['zstd under a text type', 'text/plain', '\x28\xb5\x2f\xfd', true],
  ['bzip2', 'application/x-bzip2', 'BZh91AY&SY', true],
  ['a PDF', 'application/pdf', '%PDF-1.7\n', true],
  ['a JPEG', 'image/jpeg', '\xff\xd8\xff\xe1', true],
  ['an image that is an error text', 'image/png', 'no such image\n', false],
  ['an SVG', 'image/svg+xml', '<svg>', false],
  ['a text file as octet-stream', 'application/octet-stream', 'a\r\nb\tc', false],
  ['octet-stream with controls', 'application/octet-stream', 'a\x01b', true],
  ['octet-stream whose last character is cut', 'application/octet-stream', 'caf\xc3', false],
  ['octet-stream that is not UTF-8', 'application/octet-stream', '\xc3\x28', true],
  ['CBOR', 'application/cbor', '\xa1aa\x01', true],
  ['a zip-based document', 'application/epub+zip', 'PK\x03\x04', true],
];
for (const [what, contentType, start, binary] of LOOKS) {
  test(`${binary ? 'binary' : 'for reading'}: ${what}`, () => {
    assert.equal(looksBinary(Buffer.from(start, 'latin1'), contentType), binary);
  });
}

const SIGNATURES: [hex: string, contentType: string | undefined, encoding: string | undefined, markBytes: number][] = [
  ['efbbbf41', undefined, 'utf-8', 3],
  ['fffe4100', undefined, 'utf-16le', 2],
  ['feff0041', undefined, 'utf-16be', 2],
  ['fffe0000', undefined, 'utf-32le', 4],
  ['0000feff', undefined, 'utf-32be', 4],
  ['7b002200', 'application/json', 'utf-16le', 0],
  ['007b0022', 'application/json', 'utf-16be', 0],
  ['7b000000', 'application/json', 'utf-32le', 0],
  ['0000007b', 'application/json', 'utf-32be', 0],
  ['003c003f', 'application/xml', 'utf-16be', 0],
  ['7b224122', 'application/json', undefined, 0],
  ['7b002200', 'text/plain', undefined, 0],
  ['7b00', 'application/json', undefined, 0],
];
for (const [hex, contentType, encoding, markBytes] of SIGNATURES) {
  test(`${hex} of ${contentType ?? 'no type'} shows ${encoding ?? 'no encoding'}`, () => {
    const expected = encoding === undefined ? undefined : { encoding, markBytes };
    assert.deepEqual(unicodeSignature(Buffer.from(hex, 'hex'), contentType), expected);
  });
}

test('looking ahead loses nothing, however the body is cut', async () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(chunks, fc.nat(30), async (parts, byteCount) => {
      const all = Buffer.concat(parts);
      const ahead = await lookAhead(each(parts), byteCount);
      assert.deepEqual(Buffer.from(ahead.prefix), all.subarray(0, byteCount));
      assert.deepEqual(await collected(ahead.chunks), all);
    }),
  );
});

test('chunks come out as the same objects, and no more of them are taken than needed', async () => {
  const parts = ['ab', 'cd', 'ef'].map((text) => Buffer.from(text));
  let taken = 0;
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const part of parts) {
      taken += 1;
      yield part;
    }
  }
  const ahead = await lookAhead(source(), 3);
  assert.equal(taken, 2);
  const passed: Uint8Array[] = [];
  for await (const chunk of ahead.chunks) passed.push(chunk);
  assert.ok(passed.every((chunk, index) => chunk === parts[index]));
  assert.equal(passed.length, 3);
});

test('enough is asked for at the first byte, and late bytes are then not waited for', async () => {
  let sendTheRest: () => void = () => undefined;
  const released = new Promise<void>((resolve) => {
    sendTheRest = resolve;
  });
  const asked: string[] = [];
  async function* slow(): AsyncGenerator<Uint8Array> {
    asked.push('empty');
    yield Buffer.alloc(0);
    asked.push('first');
    yield Buffer.from('data');
    await released;
    yield Buffer.from(' more');
  }
  const enough = async () => void asked.push('enough');
  const ahead = await lookAhead(slow(), 2000, { enough });
  assert.deepEqual(asked, ['empty', 'first', 'enough']);
  assert.equal(Buffer.from(ahead.prefix).toString(), 'data');
  sendTheRest();
  assert.equal((await collected(ahead.chunks)).toString(), 'data more');
});

test('an error during the look-ahead is met behind the bytes that came before it', async () => {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('some');
    throw new Error('cut off');
  }
  const ahead = await lookAhead(broken(), 100);
  assert.equal(Buffer.from(ahead.prefix).toString(), 'some');
  const passed: string[] = [];
  await assert.rejects(async () => {
    for await (const chunk of ahead.chunks) passed.push(Buffer.from(chunk).toString());
  }, /cut off/);
  assert.deepEqual(passed, ['some']);
});

for (const [when, take] of [
  ['before the first chunk', 0],
  ['after the first chunk', 1],
  ['behind the look-ahead', 3],
] as const) {
  test(`stopping ${when} closes the source`, async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('ab');
      } finally {
        closed = true;
      }
    }
    const rest = (await lookAhead(source(), 4)).chunks[Symbol.asyncIterator]();
    for (let count = 0; count < take; count += 1) await rest.next();
    await rest.return?.();
    assert.ok(closed);
    assert.equal((await rest.next()).done, true);
  });
}

test('stopping while the server is silent does not wait for it', async () => {
  async function* silent(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('ab');
    await new Promise(() => undefined);
  }
  const ahead = await lookAhead(silent(), 100, { enough: async () => undefined });
  for await (const chunk of ahead.chunks) {
    assert.equal(Buffer.from(chunk).toString(), 'ab');
    break;
  }
});

async function* each(chunks: Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}
