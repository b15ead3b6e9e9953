/** The look at the Secret Service over a bus that is broken: it may be any program that has the socket. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import type { KeychainLook } from '../src/host.ts';
import { lookAtSecretService } from '../src/secrets/secret-service.ts';

/** What a look sees on a bus that says who slip is, then these bytes, and goes away. */
async function lookAt(greeting: string, bytes: Uint8Array): Promise<KeychainLook> {
  const folder = await mkdtemp(join(tmpdir(), 'slip-bus-'));
  const path = join(folder, 'bus');
  const server = createServer((socket) => {
    socket.on('error', () => {}).resume();
    socket.end(Buffer.concat([Buffer.from(greeting), bytes]));
  }).listen(path);
  await once(server, 'listening');
  try {
    const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` };
    return await lookAtSecretService(env, 'slip', 'place', new AbortController().signal);
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A message with this type, lengths and content. */
function message(type: number, bodyBytes: number, fieldBytes: number, rest: readonly number[]): Buffer {
  const head = Buffer.from([0x6c, type, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]);
  head.writeUInt32LE(bodyBytes, 4);
  head.writeUInt32LE(fieldBytes, 12);
  return Buffer.concat([head, Buffer.from(rest)]);
}

const BROKEN: [what: string, greeting: string, bytes: Buffer][] = [
  ['nothing', '', Buffer.alloc(0)],
  ['a refusal', 'REJECTED EXTERNAL\r\n', Buffer.alloc(0)],
  ['a greeting without an end', 'OK', Buffer.alloc(2_000_000, 'x')],
  ['a greeting alone', 'OK 1\r\n', Buffer.alloc(0)],
  ['a message without content', 'OK 1\r\n', message(2, 0, 0, [])],
  ['a message that is longer than any', 'OK 1\r\n', message(2, 0xffff_ffff, 0xffff_ffff, [...Buffer.alloc(2_000_000)])],
  ['a field that ends before its number', 'OK 1\r\n', message(2, 0, 4, [5, 1, 0x75, 0, 0, 0, 0, 0])],
  ['a text that reaches beyond its field', 'OK 1\r\n', message(3, 0, 8, [4, 1, 0x73, 0, 0xff, 0xff, 0xff, 0xff])],
  ['zeros', 'OK 1\r\n', Buffer.alloc(4096)],
];
for (const [what, greeting, bytes] of BROKEN) {
  test(`a bus that says ${what} shows nothing`, async () => assert.equal(await lookAt(greeting, bytes), 'unknown'));
}

test('a bus that greets, and says no more, is silent', async () => {
  assert.equal(await lookAt('OK 1\r\n', message(2, 0, 8, [5, 1, 0x75, 0, 1, 0, 0, 0])), 'silent');
});

test('whatever a bus says, there is an answer', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      const looks = ['silent', 'unknown', 'noService', 'noCollection', 'open', 'locked'];
      assert.ok(looks.includes(await lookAt('OK 1\r\n', Buffer.concat([message(2, 0, 24, []), bytes]))));
    }),
    { numRuns: 50 },
  );
});
