import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Failure } from '../failure.ts';
import type { RequestHead } from '../request/exchange.ts';
import { Secret } from '../secret.ts';

/** A head as it is written: the secrets in the clear, everything in latin-1. */
export function headBytes({ method, target, version, fields }: RequestHead): Buffer {
  const lines = fields.map(([name, value, gap = ' ']) => {
    const clear = value instanceof Secret ? value.reveal() : value;
    return `${name}:${clear === '' ? '' : gap}${clear}`;
  });
  return Buffer.from([`${method} ${target} HTTP/${version}`, ...lines, '', ''].join('\r\n'), 'latin1');
}

/** How a body is framed on the wire. */
export type Framing = { readonly kind: 'length'; readonly byteLength: number } | { readonly kind: 'chunked' };

/** What is to be written of a body. */
export interface BodyWriting {
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly framing: Framing;
  /** Whether the rest is still wanted: a server that has answered with an error does not. */
  readonly isWanted: () => boolean;
  /** Told of each piece once it is handed over; what it returns is waited for. */
  readonly onSent: (bytes: Uint8Array) => Promise<void> | void;
}

/**
 * Writes a body, waiting for the socket to drain.
 *
 * @returns whether it was written to its end.
 * @throws Failure `read` when it has another length than was announced.
 */
export async function writeBody(socket: Socket, { chunks, framing, isWanted, onSent }: BodyWriting): Promise<boolean> {
  let writtenBytes = 0;
  for await (const chunk of chunks) {
    if (!isWanted() || socket.destroyed) return false;
    if (chunk.byteLength === 0) continue;
    writtenBytes += chunk.byteLength;
    if (framing.kind === 'length' && writtenBytes > framing.byteLength) throw wrongLength();
    await write(socket, framing.kind === 'chunked' ? chunkOf(chunk) : chunk);
    await onSent(chunk);
  }
  if (framing.kind === 'length' && writtenBytes < framing.byteLength) throw wrongLength();
  if (framing.kind === 'chunked') await write(socket, Buffer.from('0\r\n\r\n', 'latin1'));
  return true;
}

function chunkOf(bytes: Uint8Array): Buffer {
  const size = Buffer.from(`${bytes.byteLength.toString(16)}\r\n`, 'latin1');
  return Buffer.concat([size, bytes, Buffer.from('\r\n', 'latin1')]);
}

async function write(socket: Socket, bytes: Uint8Array): Promise<void> {
  if (socket.write(bytes) || socket.destroyed) return;
  // Closing ends the wait as well; why it closed is told elsewhere.
  const closed = new AbortController();
  const onClose = (): void => closed.abort();
  socket.once('close', onClose);
  try {
    await once(socket, 'drain', { signal: closed.signal });
  } catch {
    // It is closed.
  } finally {
    socket.off('close', onClose);
  }
}

function wrongLength(): Failure {
  return new Failure('read', 'the body is not as long as was announced: it changed while being sent');
}
