import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import {
  encodePart,
  type FieldContent,
  type FormField,
  guessMediaType,
  type Multipart,
  multipartParts,
  PART_ENCODERS,
  type PartEncoder,
} from '../src/request/multipart.ts';

const bytes = (text: string) => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) }) as const;
const onDisk = (path: string, byteLength: number | undefined) => ({ kind: 'file', path, byteLength }) as const;

const HEADS: [what: string, field: FormField, lines: string[]][] = [
  ['a text field', one({ content: bytes('v') }), ['Content-Disposition: form-data; name="n"']],
  ['a field without a name', { contents: [{ content: bytes('v') }] }, ['Content-Disposition: form-data']],
  [
    'quotes and line breaks in names',
    { name: 'a"b\r\n\\%22é', contents: [{ content: bytes('v'), filename: '"\r\n' }] },
    ['Content-Disposition: form-data; name="a%22b%0D%0A\\%22é"; filename="%22%0D%0A"'],
  ],
  [
    'a type',
    one({ content: bytes('v'), type: 'text/plain;charset=utf-8' }),
    ['Content-Disposition: form-data; name="n"', 'Content-Type: text/plain;charset=utf-8'],
  ],
  [
    'a text under a file name that tells its type',
    one({ content: bytes('v'), filename: 'a.PNG' }),
    ['Content-Disposition: form-data; name="n"; filename="a.PNG"', 'Content-Type: image/png'],
  ],
  [
    'a text under a file name that tells nothing',
    one({ content: bytes('v'), filename: 'a.unknown' }),
    ['Content-Disposition: form-data; name="n"; filename="a.unknown"'],
  ],
  [
    'stdin as a file',
    one({ content: { kind: 'stdin' }, filename: '-' }),
    ['Content-Disposition: form-data; name="n"; filename="-"'],
  ],
  [
    'a file',
    one({ content: onDisk('x/a.gif', 1), filename: 'a.gif' }),
    ['Content-Disposition: form-data; name="n"; filename="a.gif"', 'Content-Type: image/gif'],
  ],
  [
    'a plain text file',
    one({ content: onDisk('a.txt', 1), filename: 'a.txt' }),
    ['Content-Disposition: form-data; name="n"; filename="a.txt"', 'Content-Type: text/plain'],
  ],
  [
    'a file of an extension curl does not know',
    one({ content: onDisk('a.json', 1), filename: 'a.json' }),
    ['Content-Disposition: form-data; name="n"; filename="a.json"', 'Content-Type: application/octet-stream'],
  ],
  [
    'a file whose path tells what its given name does not',
    one({ content: onDisk('a.gif', 1), filename: 'a.unknown' }),
    ['Content-Disposition: form-data; name="n"; filename="a.unknown"', 'Content-Type: image/gif'],
  ],
  ['text from a file', one({ content: onDisk('a.txt', 1) }), ['Content-Disposition: form-data; name="n"']],
  [
    'text from an image file',
    one({ content: onDisk('a.gif', 1) }),
    ['Content-Disposition: form-data; name="n"', 'Content-Type: image/gif'],
  ],
  [
    'an encoder',
    one({ content: bytes('v'), type: 'a/b', encoder: '8bit' }),
    ['Content-Disposition: form-data; name="n"', 'Content-Type: a/b', 'Content-Transfer-Encoding: 8bit'],
  ],
  [
    'further headers',
    one({ content: bytes('v'), encoder: 'binary', headers: ['X-A: 1', 'X-B:'] }),
    ['Content-Disposition: form-data; name="n"', 'Content-Transfer-Encoding: binary', 'X-A: 1', 'X-B:'],
  ],
  [
    'a Content-Type among the headers',
    one({ content: onDisk('a.gif', 1), filename: 'a.gif', headers: ['X-A: 1', 'content-type:  h/t'] }),
    ['Content-Disposition: form-data; name="n"; filename="a.gif"', 'Content-Type: h/t', 'X-A: 1'],
  ],
  [
    'a Content-Type among the headers beside a type',
    one({ content: bytes('v'), type: 'a/b', headers: ['Content-Type: h/t'] }),
    ['Content-Disposition: form-data; name="n"', 'Content-Type: a/b'],
  ],
  [
    'a Content-Disposition among the headers',
    one({ content: bytes('v'), type: 'a/b', headers: ['Content-Disposition: x', 'X-A: 1'] }),
    ['Content-Type: a/b', 'Content-Disposition: x', 'X-A: 1'],
  ],
  [
    'a Content-Transfer-Encoding among the headers',
    one({ content: bytes('v'), encoder: 'base64', headers: ['Content-Transfer-Encoding: x'] }),
    ['Content-Disposition: form-data; name="n"', 'Content-Transfer-Encoding: x'],
  ],
];

for (const [what, field, lines] of HEADS) {
  test(`the head of ${what}`, () => {
    const [part] = multipartParts([field], 'B').parts;
    assert.equal(textOf(part?.head), `--B\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}

test('names are escaped with backslashes when that is asked for, but never hold a line break', () => {
  const field = { name: 'a"\\\n', contents: [{ content: bytes('v'), filename: '"' }] };
  const [part] = multipartParts([field], 'B', 'backslash').parts;
  assert.match(textOf(part?.head), /name="a\\"\\\\%0A"; filename="\\""\r\n/);
});

const BODIES: [what: string, fields: FormField[], body: string][] = [
  ['no field', [], '--B--\r\n'],
  [
    'two fields',
    [one({ content: bytes('v\r\n') }), { name: 'm', contents: [{ content: bytes('') }] }],
    '--B\r\nContent-Disposition: form-data; name="n"\r\n\r\nv\r\n\r\n' +
      '--B\r\nContent-Disposition: form-data; name="m"\r\n\r\n\r\n--B--\r\n',
  ],
  [
    'several files in one field',
    [
      one({ content: bytes('1'), filename: 'a.gif' }, { content: bytes('2'), filename: 'b' }),
      { name: 'm', contents: [{ content: bytes('3') }] },
    ],
    '--B\r\nContent-Disposition: form-data; name="n"\r\nContent-Type: multipart/mixed; boundary=mixed-0-B\r\n\r\n' +
      '--mixed-0-B\r\nContent-Disposition: attachment; filename="a.gif"\r\nContent-Type: image/gif\r\n\r\n1\r\n' +
      '--mixed-0-B\r\nContent-Disposition: attachment; filename="b"\r\n\r\n2\r\n--mixed-0-B--\r\n\r\n' +
      '--B\r\nContent-Disposition: form-data; name="m"\r\n\r\n3\r\n--B--\r\n',
  ],
  [
    'several files in the last field',
    [one({ content: bytes('1'), filename: 'a' }, { content: bytes('2'), filename: 'b' })],
    '--B\r\nContent-Disposition: form-data; name="n"\r\nContent-Type: multipart/mixed; boundary=mixed-0-B\r\n\r\n' +
      '--mixed-0-B\r\nContent-Disposition: attachment; filename="a"\r\n\r\n1\r\n' +
      '--mixed-0-B\r\nContent-Disposition: attachment; filename="b"\r\n\r\n2\r\n--mixed-0-B--\r\n\r\n--B--\r\n',
  ],
  [
    'an encoded part',
    [one({ content: bytes('é'), encoder: 'base64' })],
    '--B\r\nContent-Disposition: form-data; name="n"\r\nContent-Transfer-Encoding: base64\r\n\r\nw6k=\r\n--B--\r\n',
  ],
];

for (const [what, fields, body] of BODIES) {
  test(`the body of ${what}`, async () => {
    const multipart = multipartParts(fields, 'B');
    assert.equal(textOf(await bodyOf(multipart)), body);
    assert.equal(multipart.byteLength, Buffer.byteLength(body));
  });
}

const UNKNOWN_LENGTHS: [what: string, content: FieldContent][] = [
  ['stdin', { content: { kind: 'stdin' } }],
  ['a pipe', { content: onDisk('/dev/fd/3', undefined) }],
  ['quoted-printable text', { content: bytes('v'), encoder: 'quoted-printable' }],
];

for (const [what, content] of UNKNOWN_LENGTHS) {
  test(`the length is unknown with ${what}`, () => {
    assert.equal(multipartParts([one({ content: bytes('v') }), one(content)], 'B').byteLength, undefined);
  });
}

test('the length of nothing in quoted-printable is known', async () => {
  const multipart = multipartParts([one({ content: bytes(''), encoder: 'quoted-printable' })], 'B');
  assert.equal(multipart.byteLength, (await bodyOf(multipart)).byteLength);
});

const MORE_THAN_A_LINE: [what: string, content: FieldContent][] = [
  ['a media type', { content: bytes('v'), type: 'a/b\r\nX: y' }],
  ['a header', { content: bytes('v'), headers: ['X: y\nZ: 1'] }],
  ['a Content-Type among the headers', { content: bytes('v'), headers: ['Content-Type: y\rZ: 1'] }],
  ['a NUL', { content: bytes('v'), headers: ['X: \0'] }],
];

for (const [what, content] of MORE_THAN_A_LINE) {
  test(`${what} of more than one line is refused`, () => {
    assert.throws(() => multipartParts([one(content)], 'B'), { name: 'Failure', kind: 'usage' });
  });
}

const ENCODED: [encoder: PartEncoder, plain: string, encoded: string][] = [
  ['binary', 'a\0é\r\n', 'a\0é\r\n'],
  ['8bit', 'é', 'é'],
  ['7bit', 'a\r\n\x7f', 'a\r\n\x7f'],
  ['base64', '', ''],
  ['base64', 'f', 'Zg=='],
  ['base64', 'fo', 'Zm8='],
  ['base64', 'foo', 'Zm9v'],
  ['base64', '\0'.repeat(57), 'A'.repeat(76)],
  ['base64', '\0'.repeat(58), `${'A'.repeat(76)}\r\nAA==`],
  ['base64', '\0'.repeat(114), `${'A'.repeat(76)}\r\n${'A'.repeat(76)}`],
  ['quoted-printable', '', ''],
  ['quoted-printable', 'a b\tc', 'a b\tc'],
  ['quoted-printable', 'a=b', 'a=3Db'],
  ['quoted-printable', 'é\0\x7f', '=C3=A9=00=7F'],
  ['quoted-printable', 'a \r\nb\t\r\n ', 'a=20\r\nb=09\r\n=20'],
  ['quoted-printable', 'a \n\rb\n', 'a =0A=0Db=0A'],
  ['quoted-printable', '\r\n\r\n', '\r\n\r\n'],
  ['quoted-printable', '\r', '=0D'],
  ['quoted-printable', 'y'.repeat(76), 'y'.repeat(76)],
  ['quoted-printable', 'y'.repeat(77), `${'y'.repeat(75)}=\r\nyy`],
  ['quoted-printable', `${'y'.repeat(76)}\r\nz`, `${'y'.repeat(76)}\r\nz`],
  ['quoted-printable', `${'y'.repeat(75)} \r\n`, `${'y'.repeat(75)}=\r\n=20\r\n`],
  ['quoted-printable', `${'y'.repeat(73)}=\r\n`, `${'y'.repeat(73)}=3D\r\n`],
  ['quoted-printable', `${'y'.repeat(72)}==z`, `${'y'.repeat(72)}=3D=\r\n=3Dz`],
  ['quoted-printable', `${'y'.repeat(75)}\n`, `${'y'.repeat(75)}=\r\n=0A`],
];

for (const [encoder, plain, encoded] of ENCODED) {
  test(`${JSON.stringify(plain).slice(0, 40)} (${plain.length}) as ${encoder}`, async () => {
    assert.equal(textOf(await encode(encoder, [Buffer.from(plain)])), encoded);
  });
}

test('7bit refuses a byte above 0x7f', async () => {
  await assert.rejects(encode('7bit', [Buffer.from('a'), Buffer.from('é')]), (error) => {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 26);
    return true;
  });
});

const TYPES: [path: string, type: string][] = [
  ['a.json', 'application/json'],
  ['a.JPG', 'image/jpeg'],
  ['a.tar.gz', 'application/gzip'],
  ['x.d/a', 'application/octet-stream'],
  ['x.json\\a', 'application/octet-stream'],
  ['json', 'application/octet-stream'],
  ['a.', 'application/octet-stream'],
  ['a.constructor', 'application/octet-stream'],
  ['', 'application/octet-stream'],
  ['-', 'application/octet-stream'],
];

for (const [path, type] of TYPES)
  test(`${path || 'no name'} is ${type}`, () => assert.equal(guessMediaType(path), type));

/** Bytes with what the encoders treat in a special way well represented, cut in any places. */
const CHUNKS = fc.array(
  fc.array(fc.oneof(fc.constantFrom(0x0d, 0x0a, 0x20, 0x09, 0x3d, 0x61), fc.integer({ min: 0, max: 255 })), {
    maxLength: 120,
  }),
  { maxLength: 5 },
);

for (const encoder of PART_ENCODERS) {
  test(`${encoder} gives the same in any chunks, in lines of at most 76, and can be undone`, async () => {
    await fc.assert(
      fc.asyncProperty(CHUNKS, async (lists) => {
        const chunks = lists.map((list) => Uint8Array.from(list, (byte) => (encoder === '7bit' ? byte & 0x7f : byte)));
        const whole = Buffer.concat(chunks);
        const encoded = await encode(encoder, chunks);
        assert.deepEqual(encoded, await encode(encoder, [whole]));
        assert.deepEqual(decode(encoder, encoded), whole);
        if (encoder !== 'base64' && encoder !== 'quoted-printable') return;
        for (const line of textOf(encoded).split('\r\n')) assert.match(line, /^[\t -~]{0,76}$/);
      }),
      { numRuns: 200 },
    );
  });
}

test('a body parses back into its parts and is as long as it says', async () => {
  const name = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\r', '\n', ';', ' ', 'é') });
  const content = fc.record(
    {
      content: fc.uint8Array({ maxLength: 200 }).map((array) => ({ kind: 'bytes' as const, bytes: array })),
      filename: name,
      encoder: fc.constantFrom('binary', 'base64', 'quoted-printable'),
    },
    { requiredKeys: ['content'] },
  );
  const field = fc.record({ name, contents: fc.array(content, { minLength: 1, maxLength: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(field, { minLength: 1, maxLength: 4 }), async (fields) => {
      const multipart = multipartParts(fields, '--boundary');
      const body = await bodyOf(multipart);
      if (multipart.byteLength !== undefined) assert.equal(multipart.byteLength, body.byteLength);
      const wanted = fields.map((each) => ({
        name: each.name,
        contents: each.contents.map(({ content, filename }) => ({ filename, bytes: Buffer.from(content.bytes) })),
      }));
      assert.deepEqual(parseFields(body), wanted);
    }),
  );
});

function one(...contents: readonly FieldContent[]): FormField {
  return { name: 'n', contents };
}

function textOf(encoded: Uint8Array | undefined): string {
  return new TextDecoder().decode(encoded);
}

async function encode(encoder: PartEncoder | undefined, chunks: readonly Uint8Array[]): Promise<Buffer> {
  const part = encoder === undefined ? {} : { encoder };
  const encoded: Uint8Array[] = [];
  for await (const chunk of encodePart(part, chunks)) encoded.push(chunk);
  return Buffer.concat(encoded);
}

async function bodyOf({ parts, trailer }: Multipart): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for (const { head, content, encoder } of parts) {
    assert.ok(content.kind === 'bytes');
    pieces.push(head, await encode(encoder, [content.bytes]));
  }
  return Buffer.concat([...pieces, trailer]);
}

function decode(encoder: PartEncoder | undefined, encoded: Buffer): Buffer {
  if (encoder === 'base64') return Buffer.from(encoded.toString('latin1'), 'base64');
  if (encoder !== 'quoted-printable') return encoded;
  const joined = encoded.toString('latin1').replaceAll('=\r\n', '');
  return Buffer.from(
    joined.replaceAll(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

interface ReadPart {
  readonly head: string;
  readonly content: Buffer;
}

/** Reads a multipart body by RFC 2046 §5.1.1 alone, knowing nothing of how it was built. */
function splitParts(body: Buffer, boundary: string): readonly ReadPart[] {
  const pieces = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  assert.deepEqual([pieces.at(0), pieces.at(-1)], ['', '--\r\n']);
  return pieces.slice(1, -1).map((piece) => {
    assert.ok(piece.startsWith('\r\n'));
    const end = piece.indexOf('\r\n\r\n');
    return { head: utf8(piece.slice(2, end)), content: Buffer.from(piece.slice(end + 4), 'latin1') };
  });
}

function parseFields(body: Buffer): unknown {
  return splitParts(body, '--boundary').map(({ head, content }) => {
    const inner = /^Content-Type: multipart\/mixed; boundary=(.+)$/m.exec(head)?.[1];
    const contents = inner === undefined ? [{ head, content }] : splitParts(content, inner);
    return { name: parameter(head, 'name'), contents: contents.map(readContent) };
  });
}

function readContent({ head, content }: ReadPart): unknown {
  const encoder = PART_ENCODERS.find((each) => head.includes(`Content-Transfer-Encoding: ${each}`));
  const filename = parameter(head, 'filename');
  return { filename, bytes: decode(encoder, content) };
}

function parameter(head: string, name: string): string | undefined {
  return new RegExp(`; ${name}="([^"]*)"`)
    .exec(head)?.[1]
    ?.replaceAll('%22', '"')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n');
}

function utf8(latin1: string): string {
  return Buffer.from(latin1, 'latin1').toString();
}
