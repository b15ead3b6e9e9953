/**
 * Where a reply's body ends on a connection (RFC 9112 §6.3), and what of the bytes is content. Takes chunks in order;
 * holds no more than a line of chunked framing.
 */
export interface BodyFraming {
  /**
   * Takes the next bytes.
   *
   * @param emit is given content, as views of the bytes.
   * @returns how many bytes belonged to this body, once it is complete; `undefined` while it is not.
   * @throws Error for framing that is none.
   */
  take(bytes: Buffer, emit: (content: Buffer) => void): number | undefined;
  /** Whether the body is complete when the connection ends here. */
  readonly endsWithConnection: boolean;
  /** The trailer section, byte for byte, of a body that had one. */
  trailers(): Buffer | undefined;
}

/** A body of so many bytes; what comes behind it belongs to nobody. */
export function lengthFraming(byteLength: number): BodyFraming {
  let left = byteLength;
  return {
    take(bytes, emit) {
      const count = Math.min(left, bytes.length);
      left -= count;
      if (count > 0) emit(count === bytes.length ? bytes : bytes.subarray(0, count));
      return left === 0 ? count : undefined;
    },
    endsWithConnection: false,
    trailers: () => undefined,
  };
}

/** A body that ends with its connection. */
export function endlessFraming(): BodyFraming {
  return {
    take(bytes, emit) {
      emit(bytes);
      return undefined;
    },
    endsWithConnection: true,
    trailers: () => undefined,
  };
}

/** A longer line of framing than this is an attack: a size has 16 digits at most, extensions are few. */
const MAX_LINE_BYTES = 16 * 1024;
/** All trailers together. */
const MAX_TRAILER_BYTES = 300 * 1024;

const LF = 0x0a;

/**
 * A chunked body (RFC 9112 §7.1). Line ends may be LF alone, as curl takes them.
 *
 * @param isRaw the framing is content too (`--raw`).
 */
export function chunkedFraming(isRaw: boolean): BodyFraming {
  let state: 'size' | 'data' | 'data-end' | 'trailer' = 'size';
  let left = 0;
  let line: Buffer = Buffer.alloc(0);
  let trailer: Buffer = Buffer.alloc(0);

  /** The whole line that ends in these bytes, and where it ends; `undefined` while it is not whole. */
  const takeLine = (bytes: Buffer, from: number): { text: Buffer; end: number } | undefined => {
    const found = bytes.indexOf(LF, from);
    const piece = bytes.subarray(from, found < 0 ? bytes.length : found + 1);
    line = line.length === 0 ? piece : Buffer.concat([line, piece]);
    if (line.length > MAX_LINE_BYTES) throw new Error('a line of its framing has no end');
    if (found < 0) {
      line = Buffer.from(line); // the bytes it is a view of are not ours for ever
      return undefined;
    }
    const text = line;
    line = Buffer.alloc(0);
    return { text, end: found + 1 };
  };

  return {
    take(bytes, emit) {
      let at = 0;
      const finish = (): number => {
        if (isRaw) emit(bytes.subarray(0, at));
        return at;
      };
      while (at < bytes.length) {
        if (state === 'data') {
          const count = Math.min(left, bytes.length - at);
          if (!isRaw) emit(bytes.subarray(at, at + count));
          at += count;
          left -= count;
          if (left === 0) state = 'data-end';
          continue;
        }
        const taken = takeLine(bytes, at);
        if (taken === undefined) break;
        at = taken.end;
        if (state === 'size') {
          left = chunkSize(taken.text);
          state = left === 0 ? 'trailer' : 'data';
        } else if (state === 'data-end') {
          if (!/^\r?\n$/.test(taken.text.toString('latin1'))) throw new Error('a chunk is longer than it says');
          state = 'size';
        } else if (/^\r?\n$/.test(taken.text.toString('latin1'))) return finish();
        else {
          trailer = Buffer.concat([trailer, taken.text]);
          if (trailer.length > MAX_TRAILER_BYTES) throw new Error('its trailers have no end');
        }
      }
      if (isRaw) emit(bytes);
      return undefined;
    },
    endsWithConnection: false,
    trailers: () => (trailer.length === 0 ? undefined : trailer),
  };
}

/** The size that a chunk's line begins with; what follows it are extensions, which mean nothing to slip. */
function chunkSize(line: Buffer): number {
  const digits = /^[0-9a-f]+/i.exec(line.toString('latin1'))?.[0];
  if (digits === undefined || digits.replace(/^0+/, '').length > 13) throw new Error('a chunk has no size');
  return Number.parseInt(digits, 16);
}
