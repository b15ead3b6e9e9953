import { Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';
import { Failure } from '../failure.ts';

/** More codings on one body than this are an attack (CVE-2022-32206); nobody sends more than two. */
const MAX_CODINGS = 5;

/** Whether this Node can take zstd off: from 22.15 and 23.8 on. */
/** Newer than our types, and than some of the Nodes that slip runs on. */
const { createZstdDecompress }: object & { createZstdDecompress?: () => Transform } = zlib;

/**
 * The body without its content codings (RFC 9110 §8.4). A body without a byte is empty in every coding, as replies to
 * HEAD and some broken servers have it.
 *
 * @param encoding value of `Content-Encoding`, its lines joined by commas.
 * @throws Failure `encoding` for a body in a coding that is unknown or does not decode; what the source throws passes
 * through.
 */
export async function* decodeContent(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const codings = encoding
    .split(',')
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity' && coding !== 'none');
  if (codings.length > MAX_CODINGS)
    throw new Failure('encoding', `the body has ${codings.length} content codings on it`);
  let decoded = chunks;
  for (const coding of codings.reverse()) decoded = takeOff(coding, decoded);
  yield* decoded;
}

async function* takeOff(coding: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = chunks[Symbol.asyncIterator]();
  const first = await firstChunk(source);
  if (first === undefined) return;
  const decoder = decoderFor(coding, first);
  // An error of the source passes through the decoder, and must not be taken for one of the decoder.
  let sourceError: { readonly error: unknown } | undefined;
  const input = Readable.from(startingWith(first, source), { objectMode: false });
  input.on('error', (error) => {
    sourceError = { error };
    decoder.destroy(error);
  });
  input.pipe(decoder);
  try {
    for await (const chunk of decoder) yield chunk;
  } catch (error) {
    if (sourceError?.error === error) throw error;
    throw new Failure('encoding', `the body is not the ${coding} that its Content-Encoding says`, { cause: error });
  } finally {
    input.destroy();
  }
}

async function firstChunk(source: AsyncIterator<Uint8Array>): Promise<Uint8Array | undefined> {
  while (true) {
    const { done, value } = await source.next();
    if (done) return undefined;
    if (value.byteLength > 0) return value;
  }
}

async function* startingWith(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield first;
    while (true) {
      const { done, value } = await rest.next();
      if (done) return;
      yield value;
    }
  } finally {
    await rest.return?.();
  }
}

/** Larger pieces than zlib's 16 KiB: fewer promises for each megabyte. */
const DECODED_CHUNK_BYTES = 64 * 1024;

function decoderFor(coding: string, first: Uint8Array): Transform {
  const options = { chunkSize: DECODED_CHUNK_BYTES };
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip(options);
    case 'deflate':
      // Some servers leave out the zlib wrapper that the coding's name means (RFC 9110 §8.4.1.2).
      return hasZlibHeader(first) ? zlib.createInflate(options) : zlib.createInflateRaw(options);
    case 'br':
      return zlib.createBrotliDecompress(options);
    case 'zstd':
      if (createZstdDecompress !== undefined) return createZstdDecompress();
  }
  throw new Failure('encoding', `slip cannot take off the content coding ${coding}`, {
    hint: '--no-compressed gives the body as it came',
  });
}

/** RFC 1950 §2.2: deflate in the low nibble, and the first two bytes a multiple of 31. */
function hasZlibHeader(first: Uint8Array): boolean {
  const [method = 0, flags = 0] = first;
  return (method & 0x0f) === 8 && (first.byteLength < 2 || (method * 256 + flags) % 31 === 0);
}
