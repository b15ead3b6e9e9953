/** What has come in and not been taken yet: the bridge from a socket's events to a pull. */
export interface Inbox {
  /** Copies the chunk, which may be overwritten then. */
  push(chunk: Uint8Array): void;
  end(): void;
  fail(error: unknown): void;
  /** The chunks, once. `onAbandon` is called when the reader stops before the end. */
  chunks(onAbandon: () => void): AsyncIterable<Uint8Array>;
  /** From now on a chunk may be overwritten by the next one, as soon as that is asked for. */
  lend(): void;
}

/** Bytes that may wait before the socket is told to stop; large enough that it rarely is on a fast reader. */
const HIGH_WATER_BYTES = 256 * 1024;

const NOTHING = Buffer.alloc(0);

/**
 * An inbox that holds little more than 256 KiB, or what may come in a second if that is less: beyond, `pause` is called
 * until the reader has caught up.
 */
export function createInbox(
  socket: { pause(): void; resume(): void },
  bytesPerSecond = Number.POSITIVE_INFINITY,
): Inbox {
  const highWaterBytes = Math.min(HIGH_WATER_BYTES, bytesPerSecond);
  /** What waits stands at its beginning. */
  let room: Buffer = NOTHING;
  let waitingBytes = 0;
  let isLent = false;
  /** Of chunks that are lent, the memory of the one before. */
  let spare: Buffer = NOTHING;
  let isPaused = false;
  let ending: { readonly error: unknown } | 'ended' | undefined;
  let wake: (() => void) | undefined;

  const settle = (how: { readonly error: unknown } | 'ended'): void => {
    ending ??= how;
    wake?.();
  };

  const makeRoom = (byteCount: number): void => {
    const neededBytes = waitingBytes + byteCount;
    if (neededBytes <= room.length) return;
    const larger = Buffer.allocUnsafe(Math.max(neededBytes, 2 * room.length));
    larger.set(room.subarray(0, waitingBytes));
    room = larger;
  };

  /** All that waits, or `undefined` at the end. */
  const next = async (): Promise<Uint8Array | undefined> => {
    while (waitingBytes === 0) {
      if (ending === 'ended') return undefined;
      if (ending !== undefined) throw ending.error;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
      wake = undefined;
    }
    // All at once: each chunk goes through a dozen hands, and to copy it costs less.
    const all = room.subarray(0, waitingBytes);
    [room, spare] = isLent ? [spare, room] : [NOTHING, NOTHING];
    waitingBytes = 0;
    if (isPaused) {
      isPaused = false;
      socket.resume();
    }
    return all;
  };

  return {
    push(chunk) {
      makeRoom(chunk.byteLength);
      room.set(chunk, waitingBytes);
      waitingBytes += chunk.byteLength;
      if (waitingBytes >= highWaterBytes && !isPaused) {
        isPaused = true;
        socket.pause();
      }
      wake?.();
    },
    end: () => settle('ended'),
    fail: (error) => settle({ error }),
    chunks: (onAbandon) => take(next, () => ending !== undefined, onAbandon),
    lend() {
      isLent = true;
    },
  };
}

/**
 * Not a generator function of each inbox: V8 keeps what such a function knows until it sweeps its old space, as it does
 * with getters (src/send/record.ts has what that took).
 */
async function* take(
  next: () => Promise<Uint8Array | undefined>,
  isOver: () => boolean,
  onAbandon: () => void,
): AsyncGenerator<Uint8Array> {
  try {
    for (let chunk = await next(); chunk !== undefined; chunk = await next()) yield chunk;
  } finally {
    if (!isOver()) onAbandon();
  }
}
