import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { atMost } from '../src/http/bound.ts';
import { decodeContent } from '../src/http/coding.ts';
import { acceptedCodings } from '../src/request/codings.ts';

/** Everything that an iterable gives. */
async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const TEXT = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(40));

/** Codings as they may be named, each with what puts it on. */
const CODINGS: readonly (readonly [coding: string, what: string, encode: (bytes: Uint8Array) => Buffer])[] = [
  ['gzip', 'gzip', (bytes) => zlib.gzipSync(bytes)],
  ['x-gzip', 'gzip', (bytes) => zlib.gzipSync(bytes)],
  ['GZip', 'gzip', (bytes) => zlib.gzipSync(bytes)],
  ['deflate', 'zlib', (bytes) => zlib.deflateSync(bytes)],
  ['deflate', 'zlib, fast', (bytes) => zlib.deflateSync(bytes, { level: 1 })],
  ['deflate', 'zlib, stored, small window', (bytes) => zlib.deflateSync(bytes, { level: 0, windowBits: 9 })],
  // RFC 9110 §8.4.1.2: some send it without its wrapper.
  ['deflate', 'raw', (bytes) => zlib.deflateRawSync(bytes)],
  ['deflate', 'raw, stored', (bytes) => zlib.deflateRawSync(bytes, { level: 0 })],
  ['br', 'brotli', (bytes) => zlib.brotliCompressSync(bytes)],
  ['identity', 'nothing', (bytes) => Buffer.from(bytes)],
  ['', 'nothing', (bytes) => Buffer.from(bytes)],
];

async function* cut(bytes: Uint8Array, chunkBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += chunkBytes) yield bytes.subarray(at, at + chunkBytes);
}

async function decoded(chunks: AsyncIterable<Uint8Array>, encoding: string): Promise<Buffer> {
  return Buffer.concat(await all(decodeContent(chunks, encoding)));
}

function isFailure(status: number, message = /./): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof Failure, String(thrown));
    assert.equal(thrown.exitStatus, status);
    assert.match(thrown.message, message);
    return true;
  };
}

for (const [coding, what, encode] of CODINGS) {
  test(`${what} is taken off as ${coding || 'an empty coding'}`, async () => {
    assert.deepEqual(await decoded(cut(encode(TEXT), 7), coding), TEXT);
    assert.deepEqual(await decoded(cut(encode(new Uint8Array()), 1), coding), Buffer.alloc(0));
  });

  test(`${what} as ${coding || 'an empty coding'} is the same in any chunks`, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.array(fc.nat(20), { minLength: 1 }),
        async (bytes, cuts) => {
          const encoded = encode(bytes);
          async function* pieces(): AsyncGenerator<Uint8Array> {
            // Empty chunks too: they are no end.
            for (let at = 0, turn = 0; at < encoded.byteLength; turn++) {
              const byteLength = cuts[turn % cuts.length] ?? 0;
              yield encoded.subarray(at, at + byteLength);
              at += byteLength;
              if (turn % cuts.length === cuts.length - 1) yield encoded.subarray(at, ++at);
            }
          }
          assert.deepEqual(await decoded(pieces(), coding), Buffer.from(bytes));
        },
      ),
      { numRuns: 40 },
    );
  });
}

test('codings are taken off in the order opposite to the one they were put on', async () => {
  const both = zlib.brotliCompressSync(zlib.gzipSync(TEXT));
  assert.deepEqual(await decoded(cut(both, 100), 'gzip, br'), TEXT);
  assert.deepEqual(await decoded(cut(both, 100), ' gzip ,identity,, BR '), TEXT);
  await assert.rejects(decoded(cut(both, 100), 'br, gzip'), isFailure(61, /not the gzip/));
});

test('a file of several gzip members is all of them', async () => {
  // RFC 1952 §2.2.
  const members = Buffer.concat([zlib.gzipSync(TEXT), zlib.gzipSync(TEXT)]);
  for (const chunkBytes of [1, 10, members.byteLength]) {
    assert.deepEqual(await decoded(cut(members, chunkBytes), 'gzip'), Buffer.concat([TEXT, TEXT]));
  }
});

for (const coding of ['gzip', 'deflate', 'br', 'zstd', 'unheard-of', 'gzip, br']) {
  test(`a body without a byte is empty in ${coding}, as replies to HEAD have it`, async () => {
    assert.equal((await decoded(cut(new Uint8Array(), 1), coding)).byteLength, 0);
  });
}

for (const coding of ['unheard-of', 'compress', 'gzip;q=1', 'aes128gcm']) {
  test(`${coding} cannot be taken off, which is exit 61`, async () => {
    await assert.rejects(decoded(cut(TEXT, 10), coding), (thrown) => {
      assert.ok(isFailure(61, new RegExp(coding))(thrown));
      assert.match((thrown as Failure).hint ?? '', /--no-compressed/); // checked above
      return true;
    });
  });
}

test('a coding between others that cannot be taken off is exit 61', async () => {
  await assert.rejects(decoded(cut(zlib.gzipSync(TEXT), 10), 'unheard-of, gzip'), isFailure(61, /unheard-of/));
});

for (const [coding, what, encode] of CODINGS.filter(([, what]) => what !== 'nothing')) {
  test(`${what} as ${coding} that ends too early is exit 61, after what could be read`, async () => {
    const encoded = encode(TEXT);
    for (const byteLength of [1, 2, 5, encoded.byteLength - 1]) {
      await assert.rejects(
        decoded(cut(encoded.subarray(0, byteLength), 10), coding),
        isFailure(61),
        `${byteLength} bytes`,
      );
    }
  });

  test(`a body that is not ${what} as ${coding} says is exit 61`, async () => {
    for (const text of ['{"a":1}', '<html>', '\xff\xff\xff\xff\xff\xff']) {
      await assert.rejects(decoded(cut(Buffer.from(text, 'latin1'), 3), coding), isFailure(61));
    }
  });
}

test('a gzip body whose checksum is wrong is exit 61', async () => {
  const encoded = zlib.gzipSync(TEXT);
  encoded[encoded.byteLength - 6] = (encoded.at(-6) ?? 0) ^ 1;
  await assert.rejects(decoded(cut(encoded, 10), 'gzip'), isFailure(61));
});

test('what could be read of a body that breaks off comes before its failure', async () => {
  const chunks = decodeContent(cut(zlib.deflateSync(TEXT, { level: 0 }).subarray(0, -10), 100), 'deflate');
  let readBytes = 0;
  await assert.rejects(async () => {
    for await (const chunk of chunks) readBytes += chunk.byteLength;
  }, isFailure(61));
  assert.ok(readBytes > 0);
});

async function* failing(bytes: Uint8Array, error: unknown): AsyncGenerator<Uint8Array> {
  yield* cut(bytes, 10);
  throw error;
}

const PASSED_THROUGH: [what: string, error: unknown][] = [
  ['a failure', new Failure('partial', 'closed')],
  ['another error', new RangeError('of the source')],
  ['a system error', Object.assign(new Error('ECONNRESET'), { code: 'ECONNRESET' })],
];

for (const [what, error] of PASSED_THROUGH) {
  test(`${what} of the source passes through as it is`, async () => {
    for (const encoding of ['gzip', 'br', 'deflate', 'gzip, gzip']) {
      const bytes = zlib.gzipSync(TEXT).subarray(0, 25);
      const start = encoding.startsWith('gzip') ? bytes : new Uint8Array();
      const chunks = decodeContent(failing(start, error), encoding);
      await assert.rejects(all(chunks), (thrown) => thrown === error);
    }
  });
}

test('five codings are taken off, and six are an attack', async () => {
  let encoded: Uint8Array = TEXT;
  for (let count = 0; count < 5; count++) encoded = zlib.gzipSync(encoded);
  const five = Array.from({ length: 5 }, () => 'gzip').join(',');
  assert.deepEqual(await decoded(cut(encoded, 50), five), TEXT);
  await assert.rejects(decoded(cut(zlib.gzipSync(encoded), 50), `${five},gzip`), isFailure(61, /6 content codings/));
  await assert.rejects(decoded(cut(TEXT, 50), 'gzip,'.repeat(10_000)), isFailure(61));
});

/** Chunks that count how many bytes were taken of them, and tell when they are let go. */
interface Metered extends AsyncIterable<Uint8Array> {
  takenBytes: number;
  readonly letGo: Promise<void>;
}

function metered(bytes: Uint8Array, chunkBytes: number): Metered {
  let onLetGo = (): void => {};
  const meter = {
    takenBytes: 0,
    letGo: new Promise<void>((resolve) => {
      onLetGo = resolve;
    }),
    async *[Symbol.asyncIterator]() {
      try {
        for await (const chunk of cut(bytes, chunkBytes)) {
          meter.takenBytes += chunk.byteLength;
          yield chunk;
        }
      } finally {
        onLetGo();
      }
    },
  };
  return meter;
}

const ZEROS = new Uint8Array(32 * 1024 * 1024);
const BOMBS: [encoding: string, bomb: Buffer][] = [
  ['gzip', zlib.gzipSync(ZEROS)],
  ['gzip, gzip', zlib.gzipSync(zlib.gzipSync(ZEROS))],
  ['br', zlib.brotliCompressSync(ZEROS, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 1 } })],
];

for (const [encoding, bomb] of BOMBS) {
  test(`a bomb in ${encoding} ends at the bound for decoded bytes, exit 63`, async () => {
    const source = metered(bomb, 256);
    let readBytes = 0;
    await assert.rejects(
      async () => {
        for await (const chunk of atMost(decodeContent(source, encoding), 100_000)) readBytes += chunk.byteLength;
      },
      isFailure(63, /100000 bytes/),
    );
    assert.ok(readBytes <= 100_000);
    await source.letGo;
  });
}

test('no more is taken of the source than what is read needs, and a little ahead', async () => {
  const encoded = zlib.gzipSync(randomBytes(4 * 1024 * 1024));
  const source = metered(encoded, 4096);
  for await (const _chunk of decodeContent(source, 'gzip')) break;
  await source.letGo;
  assert.ok(source.takenBytes <= 512 * 1024, `${source.takenBytes} bytes`);
});

test('no chunk is larger than 64 KiB, however well it was packed', async () => {
  const [, bomb = Buffer.alloc(0)] = BOMBS[0] ?? [];
  for await (const chunk of decodeContent(cut(bomb, bomb.byteLength), 'gzip')) {
    assert.ok(chunk.byteLength <= 64 * 1024);
  }
});

test('a bound is reached, not crossed', async () => {
  const four = (): AsyncIterable<Uint8Array> => cut(Buffer.from('abcd'), 2);
  assert.equal((await all(atMost(four(), 4))).length, 2);
  await assert.rejects(all(atMost(four(), 3)), isFailure(63));
  await assert.rejects(all(atMost(four(), 0)), isFailure(63));
  assert.deepEqual(await all(atMost(cut(new Uint8Array(), 1), 0)), []);
});

test('every coding that is asked for can be taken off', async () => {
  const withZstd = 'createZstdDecompress' in zlib;
  for (const coding of acceptedCodings(withZstd, 'slip').split(', ')) {
    // Text that is in none of them, so that an unknown one is told apart by its message.
    await assert.rejects(decoded(cut(TEXT, 100), coding), isFailure(61, /is not the/));
  }
  assert.ok(!acceptedCodings(false, 'slip').includes('zstd'));
});
