import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { passingReads, takeInPassing } from '../src/http/passing-bytes.ts';

const server = createServer({ noDelay: true });
server.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => void server.close());

/** Both ends of a connection, of which the first reads in passing. */
async function connected(): Promise<readonly [socket: Socket, other: Socket]> {
  const { port } = server.address() as AddressInfo; // it listens on a port
  const accepted = once(server, 'connection');
  const socket: Socket = connect({ port, host: '127.0.0.1', onread: passingReads(() => socket) });
  const [other] = await accepted;
  await once(socket, 'connect');
  return [socket, other];
}

const MIB = 1024 * 1024;
const LONG = Buffer.from(Array.from({ length: 4 * MIB }, (_, index) => (index * 7) % 251));

test('bytes are taken in their order, those that came before anybody took them, and after a pause', async () => {
  const [socket, other] = await connected();
  const pieces: Buffer[] = [];
  const passed: Buffer[] = [];
  other.write('early');
  await once(socket, 'readable');
  socket.on('data', (bytes: Buffer) => pieces.push(bytes));
  takeInPassing(socket, (bytes) => {
    const copy = Buffer.from(bytes);
    pieces.push(copy);
    passed.push(copy);
    if (passed.length % 5 !== 0) return;
    socket.pause();
    setImmediate(() => socket.resume());
  });
  socket.resume();
  other.end(LONG);
  await once(socket, 'end');
  assert.ok(Buffer.concat(pieces).equals(Buffer.concat([Buffer.from('early'), LONG])));
  assert.ok(passed.length > 0);
});

test('without a taker it is a socket like others', async () => {
  const [socket, other] = await connected();
  other.end(LONG);
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece);
  assert.ok(Buffer.concat(pieces).equals(LONG));
});

test('while it is paused nothing is taken, and the sender is held back', async () => {
  const [socket, other] = await connected();
  let takenBytes = 0;
  takeInPassing(socket, (bytes) => {
    takenBytes += bytes.length;
    socket.pause();
  });
  socket.on('data', (bytes: Buffer) => {
    takenBytes += bytes.length;
  });
  socket.resume();
  other.end(Buffer.alloc(64 * MIB));
  // Paused after each piece, it has to be told to go on.
  let turns = 0;
  while (!socket.readableEnded) {
    if (socket.isPaused()) {
      turns++;
      const before = takenBytes;
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(takenBytes, before);
      socket.resume();
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(takenBytes, 64 * MIB);
  assert.ok(turns > 10);
});
