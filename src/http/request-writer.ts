import type { Socket } from 'node:net';
import { Failure } from '../failure.ts';
import type { RequestHead } from '../request/exchange.ts';
import type { BodyFraming } from '../request/framing.ts';
import { Secret } from '../secret.ts';

/** The body of a request, and how it is to be written. */
export interface OutgoingBody {
  readonly framing: BodyFraming;
  /** Opened when it is needed, and not before. A piece is done with when the next one is asked for. */
  open(): Uint8Array | AsyncIterable<Uint8Array> | undefined;
  /** It waits for `goOn`, so many milliseconds at most; `undefined`: it does not. */
  readonly continueMs: number | undefined;
  /** Fewer bytes than announced are an error in both dialects, more only here. */
  readonly isStrict: boolean;
}

/** Is told how the writing goes. */
export interface WriterEvents {
  /** A piece of the body has been handed to the socket; waited for. */
  onSent(bytes: Uint8Array): Promise<void> | undefined;
  /** The request is complete; not told after `stop`. */
  onDone(): void;
  /** The body cannot be read. */
  onError(error: unknown): void;
}

/** A request that is being written. */
export interface RequestWriter {
  /** Writes no more. */
  stop(): void;
  /** `100 Continue` has come. */
  goOn(): void;
  isDone(): boolean;
}

/** A body in memory that is larger goes in pieces, so that it can be broken off. */
const PIECE_BYTES = 256 * 1024;

/** The head in bytes; secrets are revealed here, at the moment of sending. A typed line keeps the white space it had. */
export function headBytes({ method, target, version, fields }: RequestHead): Buffer {
  let lines = '';
  for (const [name, value, gap = ' '] of fields) {
    lines += `${name}:${gap}${value instanceof Secret ? value.reveal() : value}\r\n`;
  }
  const first = `${method} ${target} HTTP/${version}\r\n`;
  // Values are text of bytes already; a target may have been typed in any letters.
  if (!BEYOND_ASCII.test(target)) return Buffer.from(`${first}${lines}\r\n`, 'latin1');
  return Buffer.concat([Buffer.from(first, 'utf8'), Buffer.from(`${lines}\r\n`, 'latin1')]);
}

const BEYOND_ASCII = /[^\0-\x7f]/;

/** Writes a request, its body no faster than the socket takes it. */
export function writeRequest(socket: Socket, head: Buffer, body: OutgoingBody, events: WriterEvents): RequestWriter {
  const { framing } = body;
  let isWaiting = false;
  let isDone = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let sentBytes = 0;

  const finish = (): void => {
    if (isStopped || isDone) return;
    isDone = true;
    events.onDone();
  };

  /** @param onTaken is told when the system has taken it, or never will. */
  const writeChunk = (chunk: Uint8Array, onTaken?: () => void): void => {
    if (framing.kind !== 'chunked') {
      socket.write(chunk, onTaken);
      return;
    }
    socket.cork();
    socket.write(`${chunk.byteLength.toString(16)}\r\n`, 'latin1');
    socket.write(chunk);
    socket.write('\r\n', 'latin1', onTaken);
    socket.uncork();
  };

  const pump = async (chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> => {
    const limitBytes = framing.kind === 'length' ? framing.byteLength : Number.POSITIVE_INFINITY;
    for await (const whole of chunks) {
      if (isStopped) return;
      const chunk = whole.byteLength > limitBytes - sentBytes ? whole.subarray(0, limitBytes - sentBytes) : whole;
      if (chunk.byteLength < whole.byteLength && body.isStrict) throw changedLength();
      if (chunk.byteLength === 0) continue;
      const taken = new Promise<void>((resolve) => writeChunk(chunk, resolve));
      sentBytes += chunk.byteLength;
      const told = events.onSent(chunk);
      // The reply may come while the file is still being looked at for its end, which is known.
      if (sentBytes === limitBytes) finish();
      if (told !== undefined) await told;
      await taken;
      if (isStopped) return;
    }
    if (framing.kind === 'length' && sentBytes < limitBytes) throw changedLength();
    if (framing.kind === 'chunked') socket.write('0\r\n\r\n', 'latin1');
    finish();
  };

  const writeBody = (): void => {
    clearTimeout(timer);
    isWaiting = false;
    const content = body.open() ?? new Uint8Array();
    if (content instanceof Uint8Array && content.byteLength <= PIECE_BYTES) {
      if (content.byteLength > 0) writeChunk(content);
      if (framing.kind === 'chunked') socket.write('0\r\n\r\n', 'latin1');
      if (content.byteLength > 0) void events.onSent(content);
      finish();
    } else {
      pump(content instanceof Uint8Array ? piecesOf(content) : content).catch((error) => {
        if (!isStopped) events.onError(error);
      });
    }
  };

  const stop = (): void => {
    clearTimeout(timer);
    isStopped = !isDone;
  };

  // Corked, so that a head and a small body are one packet.
  socket.cork();
  socket.write(head);
  if (framing.kind === 'none') finish();
  else if (body.continueMs === undefined) writeBody();
  else {
    isWaiting = true;
    timer = setTimeout(writeBody, body.continueMs);
  }
  socket.uncork();

  return {
    stop,
    goOn() {
      if (isWaiting) writeBody();
    },
    isDone: () => isDone,
  };
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES) yield bytes.subarray(start, start + PIECE_BYTES);
}

/** The body is not what its length was told of. */
export function changedLength(): Failure {
  return new Failure('read', 'the body is not as long as was announced: it changed while being sent');
}
