import assert from 'node:assert/strict';

/** The bytes in chunks, cut at these offsets; cuts beyond the end are none. */
export async function* chunked(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const end of [...cuts, bytes.length].sort((a, b) => a - b)) {
    if (end <= start || end > bytes.length) continue;
    yield bytes.subarray(start, end);
    start = end;
  }
}

/** All that a stage gives. */
export async function collected(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** What a stage shows of a body that breaks off behind `start`; it has to pass the error on. */
export async function shownUntilCut(
  start: string,
  stage: (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>,
): Promise<string> {
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(start);
    throw new Error('cut off');
  }
  let shown = '';
  await assert.rejects(async () => {
    for await (const piece of stage(broken())) shown += Buffer.from(piece).toString();
  }, /^Error: cut off$/);
  return shown;
}
