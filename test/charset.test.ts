import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type CharsetOptions, decodeCharset } from '../src/render/charset.ts';

const DECODED: [
  what: string,
  bytes: Buffer,
  contentType: string | undefined,
  shown: string | Buffer,
  options?: CharsetOptions,
][] = [
  ['nothing', latin1(''), undefined, ''],
  ['UTF-8 without a word', Buffer.from('é 東 😀'), undefined, 'é 東 😀'],
  ['latin-1 without a word', latin1('caf\xe9 na\xefve'), undefined, 'café naïve'],
  ['the quotes of windows-1252 without a word', latin1('\x93ok\x94 \x80'), 'text/plain', '“ok” €'],
  ['latin-1 that ends in what could begin UTF-8', latin1('caf\xe9'), undefined, 'café'],
  ['UTF-8 with a stray byte further on', latin1('\xc3\xa9 \xff'), undefined, latin1('\xc3\xa9 \xff')],
  ['latin-1 in JSON', latin1('{"a":"\xe9"}'), 'application/json', '{"a":"é"}'],
  ['declared latin-1', latin1('\xc3\xa9'), 'text/plain; charset=iso-8859-1', 'Ã©'],
  ['declared windows-1252', latin1('\x80\x81\x9f'), 'text/plain; charset="windows-1252"', '€\x81Ÿ'],
  ['declared Shift_JIS', latin1('\x93\x8c\x8b\x9e'), 'text/plain; charset=Shift_JIS', '東京'],
  ['declared KOI8-R', latin1('\xcd\xc9\xd2'), 'text/plain;charset=koi8-r', 'мир'],
  ['declared UTF-8 with wrong bytes', latin1('a\xffb'), 'text/plain; charset=utf-8', latin1('a\xffb')],
  ['a label nobody knows', Buffer.from('é'), 'text/plain; charset=klingon', 'é'],
  ['a UTF-8 mark', latin1('\xef\xbb\xbfa'), undefined, 'a'],
  ['a UTF-8 mark against the declaration', latin1('\xef\xbb\xbf\xc3\xa9'), 'text/plain; charset=latin1', 'é'],
  ['only a mark', latin1('\xef\xbb\xbf'), undefined, ''],
  ['two marks: the second is text', latin1('\xef\xbb\xbf\xef\xbb\xbfa'), undefined, '\ufeffa'],
  ['UTF-16 by its mark, little-endian', latin1('\xff\xfeh\0i\0'), undefined, 'hi'],
  ['UTF-16 by its mark, big-endian', latin1('\xfe\xff\0h\0i'), undefined, 'hi'],
  ['UTF-32 by its mark, little-endian', latin1('\xff\xfe\0\0h\0\0\0'), undefined, 'h'],
  ['UTF-32 by its mark, big-endian', latin1('\0\0\xfe\xff\0\x01\xf6\0'), undefined, '😀'],
  ['declared UTF-16 with a big-endian mark', latin1('\xfe\xff\0h'), 'text/plain; charset=utf-16', 'h'],
  ['declared UTF-16 without a mark', latin1('h\0i\0'), 'text/plain; charset=utf-16', 'hi'],
  ['declared UTF-16BE', latin1('\0h\0i'), 'text/plain; charset=UTF-16BE', 'hi'],
  ['UTF-16 cut in a character', latin1('\xff\xfeh\0i'), undefined, 'h\ufffd'],
  ['UTF-16 with half a surrogate pair', latin1('\xff\xfe\x3d\xd8h\0'), undefined, '\ufffdh'],
  ['declared UTF-32BE', latin1('\0\0\0h'), 'text/plain; charset=utf-32be', 'h'],
  ['UTF-32 with no characters', latin1('\0\xd8\0\0\0\0\x11\0h\0\0\0'), 'a/b; charset=UTF-32LE', '\ufffd\ufffdh'],
  ['UTF-32 cut in a character', latin1('h\0\0\0i\0'), 'a/b; charset=utf-32', 'h\ufffd'],
  ['JSON in UTF-16 without a mark', Buffer.from('{"a":"é"}', 'utf16le'), 'application/json', '{"a":"é"}'],
  ['JSON in UTF-32 without a mark', latin1('\0\0\0[\0\0\0]'), 'application/json', '[]'],
  [
    'XML in UTF-16 without a mark',
    Buffer.from('<?xml version="1.0"?>', 'utf16le'),
    'text/xml',
    '<?xml version="1.0"?>',
  ],
  [
    'the XML declaration',
    latin1(`<?xml version="1.0" encoding='iso-8859-2'?><a>\xb1</a>`),
    'application/xml',
    `<?xml version="1.0" encoding='iso-8859-2'?><a>ą</a>`,
  ],
  [
    'an XML declaration of UTF-16 that is itself ASCII',
    Buffer.from('<?xml version="1.0" encoding="UTF-16"?><a>é</a>'),
    'application/xml',
    '<?xml version="1.0" encoding="UTF-16"?><a>é</a>',
  ],
  [
    'the parameter against the XML declaration',
    Buffer.from('<?xml version="1.0" encoding="iso-8859-1"?>é'),
    'application/xml; charset=utf-8',
    '<?xml version="1.0" encoding="iso-8859-1"?>é',
  ],
  ['a meta element', latin1('<meta charset=koi8-r>\xcd'), 'text/html', '<meta charset=koi8-r>м'],
  [
    'a meta element in the old form',
    latin1('<META http-equiv="Content-Type" content="text/html; charset=koi8-r">\xcd'),
    'text/html',
    '<META http-equiv="Content-Type" content="text/html; charset=koi8-r">м',
  ],
  [
    'a meta element in a comment',
    Buffer.from('<!-- <meta charset=koi8-r> -->é'),
    'text/html',
    '<!-- <meta charset=koi8-r> -->é',
  ],
  [
    'a meta element beyond 1024 bytes',
    Buffer.from(`${' '.repeat(1024)}<meta charset=koi8-r>é`),
    'text/html',
    `${' '.repeat(1024)}<meta charset=koi8-r>é`,
  ],
  ['a meta element in plain text', Buffer.from('<meta charset=koi8-r>é'), 'text/plain', '<meta charset=koi8-r>é'],
  ['the option against the parameter', latin1('\xcd'), 'text/plain; charset=latin1', 'м', { charset: 'KOI8-R' }],
  ['the option against a mark', latin1('\xef\xbb\xbf'), undefined, 'ï»¿', { charset: 'latin1' }],
  ['the option UTF-16 and a big-endian mark', latin1('\xfe\xff\0h'), undefined, 'h', { charset: 'utf-16' }],
  ['the option UTF-8 and its mark', latin1('\xef\xbb\xbfa'), undefined, 'a', { charset: 'utf8' }],
];
for (const [what, bytes, contentType, shown, options] of DECODED) {
  test(`${what}: whole, and in single bytes`, async () => {
    const expected = typeof shown === 'string' ? Buffer.from(shown) : shown;
    for (const chunks of [[bytes], Array.from(bytes, (byte) => Uint8Array.of(byte))]) {
      assert.deepEqual(await collected(decodeCharset(each(chunks), contentType, options)), expected);
    }
  });
}

test('UTF-8 is passed on as the same chunks', async () => {
  const chunks = ['plain', 'é 東', '\n'].map((text) => Buffer.from(text));
  for (const contentType of ['text/plain; charset=utf-8', 'application/json', undefined]) {
    const passed: Uint8Array[] = [];
    for await (const chunk of decodeCharset(each(chunks), contentType)) passed.push(chunk);
    assert.ok(passed.length === chunks.length && passed.every((chunk, index) => chunk === chunks[index]));
  }
});

test('text is passed on before the encoding is settled', async () => {
  const pulled: string[] = [];
  async function* source(): AsyncGenerator<Uint8Array> {
    for (const text of ['plain', 'more', 'caf\xe9!']) {
      pulled.push(text);
      yield latin1(text);
    }
  }
  const seen: [shown: string, pulledSoFar: number][] = [];
  for await (const chunk of decodeCharset(source(), 'text/plain')) {
    seen.push([Buffer.from(chunk).toString(), pulled.length]);
  }
  assert.deepEqual(seen, [
    ['plain', 1],
    ['more', 2],
    ['café!', 3],
  ]);
});

const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'utf-32', 'windows-1252', 'windows-1251', 'iso-8859-15', 'koi8-r'];
const CJK = ['shift_jis', 'euc-jp', 'iso-2022-jp', 'gbk', 'gb18030', 'big5', 'euc-kr'];
const bytesOfAnyKind = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc
    .array(fc.constantFrom(0x00, 0x1b, 0x24, 0x28, 0x42, 0x3d, 0x81, 0x8f, 0xa4, 0xd8, 0xdc, 0xe9, 0xf0, 0xff), {
      maxLength: 40,
    })
    .map((bytes) => Uint8Array.from(bytes)),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((text) => new Uint8Array(Buffer.from(text))),
);
const cuts = fc.array(fc.nat(12), { maxLength: 12 });

for (const label of [...ENCODINGS, ...CJK, undefined]) {
  test(`any chunking gives the same text in ${label ?? 'an encoding that is guessed'}`, async () => {
    const contentType = label === undefined ? undefined : `text/plain; charset=${label}`;
    await fc.assert(
      fc.asyncProperty(bytesOfAnyKind, cuts, async (bytes, lengths) => {
        const whole = await collected(decodeCharset(each([bytes]), contentType));
        assert.deepEqual(await collected(decodeCharset(each(cut(bytes, lengths)), contentType)), whole);
      }),
      { numRuns: 60 },
    );
  });
}

for (const type of ['application/json', 'text/html', 'application/xml']) {
  test(`any chunking gives the same text in ${type} that names no encoding`, async () => {
    await fc.assert(
      fc.asyncProperty(bytesOfAnyKind, cuts, async (bytes, lengths) => {
        const whole = await collected(decodeCharset(each([bytes]), type));
        assert.deepEqual(await collected(decodeCharset(each(cut(bytes, lengths)), type)), whole);
      }),
      { numRuns: 60 },
    );
  });
}

test('UTF-16 and UTF-32 of any text come out as that text', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.boolean(), async (text, bigEndian) => {
      const utf16 = Buffer.from(text, 'utf16le');
      const utf32 = Buffer.alloc([...text].length * 4);
      for (const [index, character] of [...text].entries()) {
        const codePoint = character.codePointAt(0) ?? 0;
        if (bigEndian) utf32.writeUInt32BE(codePoint, index * 4);
        else utf32.writeUInt32LE(codePoint, index * 4);
      }
      const order = bigEndian ? 'be' : 'le';
      for (const [label, bytes] of [
        [`utf-16${order}`, bigEndian ? utf16.swap16() : utf16],
        [`utf-32${order}`, utf32],
      ] as const) {
        const shown = (await collected(decodeCharset(each([bytes]), undefined, { charset: label }))).toString();
        // A mark at the start belongs to the encoding, not to the text.
        assert.equal(shown, text.replace(/^\ufeff/, ''));
      }
    }),
  );
});

test('stopping early closes the source', async () => {
  let closed = false;
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('abcd');
    } finally {
      closed = true;
    }
  }
  for await (const _ of decodeCharset(source(), 'text/plain; charset=koi8-r')) break;
  assert.ok(closed);
});

function latin1(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

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
