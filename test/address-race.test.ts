import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { resolveSettings } from '../src/config/settings.ts';
import { alternating, dialAddresses } from '../src/http/address-race.ts';

const { connection: POLICY } = resolveSettings({}, {});
const NEVER = new AbortController().signal;

const ORDERS: [addresses: readonly string[], tried: readonly string[]][] = [
  [['10.0.0.1'], ['10.0.0.1']],
  [
    ['::1', '::2', '10.0.0.1', '10.0.0.2'],
    ['::1', '10.0.0.1', '::2', '10.0.0.2'],
  ],
  [
    ['10.0.0.1', '::1', '::2'],
    ['10.0.0.1', '::1', '::2'],
  ],
  [
    ['10.0.0.1', '10.0.0.2', '10.0.0.3', '::1'],
    ['10.0.0.1', '::1', '10.0.0.2', '10.0.0.3'],
  ],
];

for (const [addresses, tried] of ORDERS) {
  test(`${addresses.join(' ')} are tried as ${tried.join(' ')}`, () => assert.deepEqual(alternating(addresses), tried));
}

let server: Server;
let port = 0;

before(async () => {
  server = createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port; // a TCP server has no other address
});
after(() => server.close());

test('an address that refuses is passed over', async () => {
  const socket = await dialAddresses(['127.0.0.2', '127.0.0.3', '127.0.0.1'], port, POLICY, NEVER);
  assert.equal(socket.remoteAddress, '127.0.0.1');
  socket.destroy();
});

test('beside an address that takes its time the next one is tried', async () => {
  // Nobody answers in a network for documentation (RFC 5737); where there is no route, that address fails at once.
  const socket = await dialAddresses(['192.0.2.1', '127.0.0.1'], port, { ...POLICY, attemptDelayMs: 0 }, NEVER);
  assert.equal(socket.remoteAddress, '127.0.0.1');
  socket.destroy();
});

test('when all fail, the first failure is told', async () => {
  await assert.rejects(dialAddresses(['127.0.0.2', '127.0.0.3'], port, POLICY, NEVER), {
    code: 'ECONNREFUSED',
    address: '127.0.0.2',
  });
});

test('dialling is given up with the signal', async () => {
  const given = new AbortController();
  const dialling = dialAddresses(['192.0.2.1', '127.0.0.1'], port, { ...POLICY, attemptDelayMs: 1e6 }, given.signal);
  given.abort(new Error('enough'));
  await assert.rejects(dialling, { message: 'enough' });
  await assert.rejects(dialAddresses(['127.0.0.1'], port, POLICY, given.signal), { message: 'enough' });
});
