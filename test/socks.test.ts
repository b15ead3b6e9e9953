/** The bytes that go to a SOCKS proxy, against one that plays a part. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { passSocks } from '../src/http/socks.ts';
import type { SocksProxy } from '../src/request/network.ts';
import { Secret } from '../src/secret.ts';

type Acts = readonly (readonly [sent: string, answered: string])[];

const V4: SocksProxy = { version: 4, findsNames: false, at: { kind: 'unix', path: 'x' }, user: undefined };
const V5: SocksProxy = { ...V4, version: 5 };
const ADA = { name: 'ada', password: new Secret('key') };
const GRANTED = '05 00 00 01 00000000 0000';

/** Runs the client against a proxy that waits for each text of bytes and answers it. What it says is in hexadecimal. */
async function pass(
  proxy: SocksProxy,
  host: string,
  acts: Acts,
  signal = new AbortController().signal,
): Promise<string> {
  const waiting = [...acts];
  let heard = '';
  let unread = 0;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      heard += chunk.toString('hex');
      unread += chunk.byteLength;
      const [sent = '', answered = ''] = waiting[0] ?? [];
      if (unread < bytes(sent).byteLength) return;
      unread = 0;
      waiting.shift();
      if (answered === 'close') socket.end();
      else if (answered !== '') socket.write(bytes(answered));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other address
  const socket: Socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  try {
    await passSocks(socket, proxy, { host, port: 80 }, 'the proxy', signal);
    assert.equal(socket.destroyed, false);
    return heard;
  } finally {
    socket.destroy();
    server.close();
  }
}

function bytes(text: string): Buffer {
  return Buffer.from(text.replaceAll(' ', ''), 'hex');
}

const HANDSHAKES: [what: string, proxy: SocksProxy, host: string, acts: Acts][] = [
  ['an address to version 4', V4, '10.0.0.1', [['04 01 0050 0a000001 00', '00 5a 0000 00000000']]],
  ['a user to version 4', { ...V4, user: ADA }, '10.0.0.1', [['04 01 0050 0a000001 616461 00', '00 5a 0000 00000000']]],
  ['a name to version 4a', V4, 'a.b', [['04 01 0050 00000001 00 612e62 00', '00 5a 0000 00000000']]],
  [
    'an address to version 5',
    V5,
    '10.0.0.1',
    [
      ['05 01 00', '05 00'],
      ['05 01 00 01 0a000001 0050', GRANTED],
    ],
  ],
  [
    'an IPv6 address to version 5',
    V5,
    '2001:db8::1',
    [
      ['05 01 00', '05 00'],
      ['05 01 00 04 20010db8000000000000000000000001 0050', GRANTED],
    ],
  ],
  [
    'a name to version 5',
    V5,
    'a.b',
    [
      ['05 01 00', '05 00'],
      ['05 01 00 03 03 612e62 0050', GRANTED],
    ],
  ],
  [
    'a user that nobody asks for',
    { ...V5, user: ADA },
    'a.b',
    [
      ['05 02 0002', '05 00'],
      ['05 01 00 03 03 612e62 0050', GRANTED],
    ],
  ],
  [
    'a user and a password',
    { ...V5, user: ADA },
    'a.b',
    [
      ['05 02 0002', '05 02'],
      ['01 03 616461 03 6b6579', '01 00'],
      ['05 01 00 03 03 612e62 0050', GRANTED],
    ],
  ],
  [
    'a user without a password',
    { ...V5, user: { name: 'ada', password: undefined } },
    'a.b',
    [
      ['05 02 0002', '05 02'],
      ['01 03 616461 00', '01 00'],
      ['05 01 00 03 03 612e62 0050', GRANTED],
    ],
  ],
  [
    'a bound name',
    V5,
    'a.b',
    [
      ['05 01 00', '05 00'],
      ['05 01 00 03 03 612e62 0050', '05 00 00 03 03 612e62 0050'],
    ],
  ],
];

for (const [what, proxy, host, acts] of HANDSHAKES) {
  test(`SOCKS: ${what}`, async () => {
    const heard = await pass(proxy, host, acts);
    assert.equal(heard, acts.map(([sent]) => bytes(sent).toString('hex')).join(''));
  });
}

const REFUSALS: [what: string, proxy: SocksProxy, acts: Acts, message: RegExp][] = [
  [
    'version 4 refuses',
    V4,
    [['04', '00 5b 0000 00000000']],
    /^the proxy did not connect to 10\.0\.0\.1 port 80: .*failed/,
  ],
  ['no way to log in', V5, [['05 01 00', '05 ff']], /authentication/],
  [
    'wrong password',
    { ...V5, user: ADA },
    [
      ['05', '05 02'],
      ['01', '01 01'],
    ],
    /authentication failed$/,
  ],
  [
    'refused behind it',
    V5,
    [
      ['05', '05 00'],
      ['05', '05 05 00 01 00000000 0000'],
    ],
    /connection refused$/,
  ],
  [
    'not allowed',
    V5,
    [
      ['05', '05 00'],
      ['05', '05 02 00 01 00000000 0000'],
    ],
    /not allowed$/,
  ],
  ['no SOCKS there', V5, [['05', '48 54 54 50']], /version/],
  ['closed at once', V5, [['05', 'close']], /closed$/],
];

for (const [what, proxy, acts, message] of REFUSALS) {
  test(`SOCKS: ${what} is exit 97`, async () => {
    await assert.rejects(pass(proxy, '10.0.0.1', acts), (thrown) => {
      assert.ok(thrown instanceof Failure);
      assert.equal(thrown.exitStatus, 97);
      assert.match(thrown.message, message);
      return true;
    });
  });
}

test('SOCKS: what is too long for the protocol is refused before it is sent', async () => {
  const long = 'é'.repeat(128);
  const rows: [proxy: SocksProxy, host: string][] = [
    [{ ...V5, user: { name: long, password: undefined } }, 'a'],
    [{ ...V5, user: { name: 'a', password: new Secret(long) } }, 'a'],
    [V5, 'a'.repeat(256)],
  ];
  for (const [proxy, host] of rows) {
    await assert.rejects(pass(proxy, host, []), (thrown) => thrown instanceof Failure && thrown.kind === 'proxy');
  }
});

test('SOCKS: a proxy that says nothing is given up with the signal', async () => {
  const given = new AbortController();
  const reason = new Failure('timeout', 'enough');
  const passing = pass(V5, 'a.b', [['05 01 00', '']], given.signal);
  setImmediate(() => given.abort(reason));
  await assert.rejects(passing, reason);
});
