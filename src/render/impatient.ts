/**
 * The chunks, and an `undefined` where one does not come before patience runs out, which `patience` resolves to say. It
 * is asked each time a chunk is waited for while `isWaiting` says that something is held back.
 */
export async function* impatient(
  chunks: AsyncIterable<Uint8Array>,
  patience: () => Promise<void>,
  isWaiting: () => boolean,
): AsyncGenerator<Uint8Array | undefined> {
  const iterator = chunks[Symbol.asyncIterator]();
  let next: Promise<IteratorResult<Uint8Array>> | undefined;
  try {
    for (;;) {
      next = iterator.next();
      if (isWaiting() && (await Promise.race([next, patience()])) === undefined) yield undefined;
      const { done = false, value } = await next;
      next = undefined;
      if (done) return;
      yield value;
    }
  } finally {
    // A generator that is being read ends only with what it reads: whoever has given up on us must not wait for that.
    const closed = iterator.return?.();
    if (next === undefined) await closed;
    else closed?.catch(() => undefined);
  }
}
