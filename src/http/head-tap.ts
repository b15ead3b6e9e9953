import type { Socket } from 'node:net';

/** Reads along with the parser until a reply's head is complete, as undici tells neither its version nor its bytes. */
export interface HeadTap {
  /** A new reply is expected. */
  restart(): void;
  /** Every head since `restart`, interim replies first, each from its status line to its empty line. */
  heads(): readonly Uint8Array[];
  /** Whether any byte came since `restart`. */
  readonly heard: boolean;
}

/** Listens on a socket by standing before its `read`; takes itself away when the final head is in. */
export function tapHeads(socket: Socket): HeadTap {
  const read = socket.read;
  let collected: Buffer = Buffer.alloc(0);
  let heads: Uint8Array[] = [];
  let heard = false;

  const listen = (chunk: Buffer): void => {
    heard = true;
    collected = collected.length === 0 ? Buffer.from(chunk) : Buffer.concat([collected, chunk]);
    for (let end = headEnd(collected); end > 0; end = headEnd(collected)) {
      const head = collected.subarray(0, end);
      heads.push(head);
      collected = collected.subarray(end);
      if (!isInterim(head)) {
        collected = Buffer.alloc(0);
        socket.read = read;
        return;
      }
    }
  };

  const tap: HeadTap = {
    restart() {
      heads = [];
      heard = false;
      collected = Buffer.alloc(0);
      socket.read = (size) => {
        const chunk: unknown = read.call(socket, size);
        if (chunk instanceof Buffer) listen(chunk);
        return chunk;
      };
    },
    heads: () => heads,
    get heard() {
      return heard;
    },
  };
  tap.restart();
  return tap;
}

/** Where the head ends, just after its empty line; 0 while it is not complete. */
function headEnd(bytes: Buffer): number {
  const end = bytes.indexOf('\r\n\r\n');
  return end < 0 ? 0 : end + 4;
}

/** 1xx, but for 101, which ends HTTP on the connection (RFC 9110 §15.2). */
function isInterim(head: Uint8Array): boolean {
  return /^HTTP\/1\.\d 1(?!01)\d\d/.test(Buffer.from(head.buffer, head.byteOffset, 16).toString('latin1'));
}
