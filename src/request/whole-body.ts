/**
 * A body as a whole, for what is read and not handed on.
 *
 * @throws what `tooLong` gives, as soon as there are more bytes.
 */
export async function wholeBody(
  body: AsyncIterable<Uint8Array>,
  limitBytes: number,
  tooLong: () => Error,
): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of body) {
    byteCount += chunk.byteLength;
    if (byteCount > limitBytes) throw tooLong();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
