import { Failure } from '../failure.ts';
import { headEnd, isInterim, mayBeHead, type ParsedHead, parseHead } from './reply-head.ts';

/** A head as it came: its bytes, and what they say. */
export interface WholeHead extends ParsedHead {
  /** From the status line to the empty line. */
  readonly bytes: Buffer;
}

/** What the bytes so far are the start of. */
export type HeadProgress =
  | { readonly kind: 'more' }
  /** An interim reply (1xx): another head follows. */
  | { readonly kind: 'interim'; readonly head: WholeHead }
  /** The reply's own head, and what came behind it. */
  | { readonly kind: 'final'; readonly head: WholeHead; readonly rest: Buffer }
  /** No head at all, as HTTP/0.9 has none. */
  | { readonly kind: 'headless'; readonly bytes: Buffer };

/** The largest head taken: curl's bound, which counts all heads of one reply. */
const MAX_HEAD_BYTES = 300 * 1024;

/**
 * Reads the heads of one reply from the bytes as they come.
 *
 * @returns a function that takes the next bytes, or none to go on behind an interim head.
 * @throws Failure `receive` for a head beyond the bound, `notHttp` for one that is not sound.
 */
export function headReader(host: string): (bytes?: Buffer) => HeadProgress {
  let waiting: Buffer = Buffer.alloc(0);
  let readBytes = 0;
  return (bytes) => {
    const isPiece = bytes !== undefined && waiting.length > 5 && !bytes.includes(0x0a);
    if (bytes !== undefined) waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
    if (readBytes + waiting.length > MAX_HEAD_BYTES && headEnd(waiting) === undefined && mayBeHead(waiting)) {
      throw new Failure('receive', `the reply's head from ${host} is larger than ${MAX_HEAD_BYTES / 1024} kB`);
    }
    // A head can only be complete with a line end: looking for one first keeps a head sent byte by byte cheap.
    if (isPiece && mayBeHead(waiting)) return { kind: 'more' };
    if (!mayBeHead(waiting)) return { kind: 'headless', bytes: waiting };
    const end = headEnd(waiting);
    if (end === undefined) return { kind: 'more' };
    const head = { bytes: waiting.subarray(0, end), ...parseHead(waiting.subarray(0, end), host) };
    waiting = waiting.subarray(end);
    readBytes += end;
    return isInterim(head) ? { kind: 'interim', head } : { kind: 'final', head, rest: waiting };
  };
}
