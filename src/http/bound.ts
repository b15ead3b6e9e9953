import { Failure } from '../failure.ts';

/**
 * The same chunks, failing once they come to more than the bound.
 *
 * @throws Failure `size`.
 */
export async function* atMost(chunks: AsyncIterable<Uint8Array>, limitBytes: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.byteLength;
    if (total > limitBytes)
      throw new Failure('size', `the body is larger than the ${limitBytes} bytes of --max-filesize`);
    yield chunk;
  }
}
