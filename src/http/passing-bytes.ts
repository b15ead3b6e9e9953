/**
 * A socket's bytes in passing: read into one piece of memory, which the next ones overwrite. Fresh memory for each read
 * takes longer than the reading itself.
 */
import type { OnReadOpts, Socket } from 'node:net';

/** More than the system mostly has ready at once. */
const READ_BYTES = 256 * 1024;

const takers = new WeakMap<Socket, (bytes: Buffer) => void>();

/** How a socket reads that `takeInPassing` may be called for. Until it is, all is as with any other socket. */
export function passingReads(socketOf: () => Socket): OnReadOpts {
  return {
    buffer: Buffer.allocUnsafeSlow(READ_BYTES),
    callback(byteCount, memory) {
      const socket = socketOf();
      const bytes = Buffer.from(memory.buffer, memory.byteOffset, byteCount);
      const take = takers.get(socket);
      // What nobody takes now waits in the socket, and what comes behind it waits its turn.
      const waits = take === undefined || socket.readableFlowing !== true || socket.readableLength > 0;
      if (waits) return socket.push(Buffer.from(bytes));
      take(bytes);
      return true;
    },
  };
}

/**
 * Has bytes taken as they come, where the socket reads so, while it flows; they may be others when `take` returns. Those
 * that have waited still come as `data`.
 */
export function takeInPassing(socket: Socket, take: (bytes: Buffer) => void): void {
  takers.set(socket, take);
}
