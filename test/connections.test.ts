/** What servers see of the sockets that slip connects: their first bytes, their other end, their pace. */
import assert from 'node:assert/strict';
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { after, before, describe, test } from 'node:test';
import { decode, encode } from 'dns-packet';
import { nameServers } from '../src/http/name-servers.ts';
import { fakeKeychain } from './support/fake-keychain.ts';
import { type Outcome, slip } from './support/slip.ts';

const REPLY = 'HTTP/1.1 200 OK\r\nContent-Length: 2000\r\nConnection: close\r\n\r\n';

/** What a server has heard: the bytes of each connection, and where it came from. */
interface Heard {
  readonly text: string;
  readonly from: string;
  readonly port: number;
}

const heard: Heard[] = [];
let server: Server;
let port = 0;

/** Answers once the request's end has come: a head without a body, or the letters of one that end in `z`. */
function serve(socket: Socket): void {
  let text = '';
  const { remoteAddress = '', remotePort = 0 } = socket;
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    if (!/\r\n\r\n(?:.*z)?$/s.test(text) || (/Content-Length/i.test(text) && !text.endsWith('z'))) return;
    heard.push({ text, from: remoteAddress, port: remotePort });
    socket.end(`${REPLY}${'a'.repeat(2000)}`);
  });
}

before(async () => {
  server = createServer(serve).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port; // a TCP server has no other address
});
after(() => server.close());

/** Runs slip with a clock that only waiting moves. Gives the outcome, the time it took and what the server heard. */
async function run(...words: readonly string[]): Promise<Outcome & { readonly tookMs: number; readonly heard: Heard }> {
  let uptimeMs = 0;
  heard.length = 0;
  const outcome = await slip(words, {
    folder: tmpdir(),
    env: {},
    terminals: [],
    columns: 80,
    stdin: Buffer.alloc(0),
    password: undefined,
    nowMs: 0,
    uptimeMs: () => uptimeMs,
    pass: (durationMs) => {
      uptimeMs += durationMs;
    },
    readerBytes: undefined,
    interrupted: new AbortController().signal,
    keychain: fakeKeychain(),
  });
  return { ...outcome, tookMs: Math.round(uptimeMs), heard: heard[0] ?? { text: '', from: '', port: 0 } };
}

for (const dialect of [[], ['curl']]) {
  const name = ['slip', ...dialect].join(' ');

  test(`${name} begins a connection with the PROXY protocol`, async () => {
    const own = await run(...dialect, `http://127.0.0.1:${port}/`, '--haproxy-protocol');
    assert.equal(own.status, 0);
    const line = `PROXY TCP4 127.0.0.1 127.0.0.1 ${own.heard.port} ${port}\r\nGET / HTTP/1.1\r\n`;
    assert.equal(own.heard.text.slice(0, line.length), line);
    const typed = await run(...dialect, `http://127.0.0.1:${port}/`, '--haproxy-clientip', '2001:db8::1');
    assert.match(typed.heard.text, /^PROXY TCP6 2001:db8::1 2001:db8::1 \d+ \d+\r\nGET /);
    const plain = await run(...dialect, 'http://desk.example/', '--haproxy-protocol', '-x', `127.0.0.1:${port}`);
    assert.match(plain.heard.text, /^PROXY TCP4 \S+ \S+ \d+ \d+\r\nGET http:\/\/desk\.example\/ /);
    const tunnel = await run(...[...dialect, 'https://desk.example/', '--haproxy-protocol', '-x', `127.0.0.1:${port}`]);
    assert.match(tunnel.heard.text, /^CONNECT desk\.example:443 /);
  });

  test(`${name} sends a body at its pace`, async () => {
    const body = `${'a'.repeat(3999)}z`;
    const {
      status,
      tookMs,
      stdout,
      heard: sent,
    } = await run(
      ...[...dialect, `http://127.0.0.1:${port}/`, '--limit-rate', '1000', '--data-raw', body, '-H', 'Expect:'],
    );
    assert.deepEqual([status, stdout.length], [0, 2000]);
    assert.ok(sent.text.endsWith(`\r\n\r\n${body}`));
    // 4000 bytes out and 2000 in.
    assert.equal(tookMs, 6000);
  });
}

test('the first free port of a range is connected from', async () => {
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  const { port: next } = free.address() as AddressInfo; // a TCP server has no other address
  await once(free.close(), 'close');
  const [first, last] = [Math.min(port, next), Math.max(port, next)];
  const { status, heard: got } = await run(`http://127.0.0.1:${port}/`, '--local-port', `${first}-${last}`);
  assert.equal(status, 0);
  assert.ok(got.port >= first && got.port <= last && got.port !== port);
});

describe('an abstract Unix socket', { skip: process.platform === 'linux' ? false : 'only Linux has them' }, () => {
  test('is connected to by its name', async () => {
    const name = `slip-test-${process.pid}`;
    const abstract = createServer(serve).listen(`\0${name}`);
    await once(abstract, 'listening');
    const found = await run('http://desk.example/a', '--abstract-unix-socket', name);
    assert.deepEqual([found.status, found.heard.text.split('\r\n')[0]], [0, 'GET /a HTTP/1.1']);
    await once(abstract.close(), 'close');
    const gone = await run('http://desk.example/a', '--abstract-unix-socket', name);
    assert.equal(gone.status, 7);
    assert.equal(gone.stderr.toString(), `slip: @${name} refused the connection\n`);
  });
});

describe('name servers', () => {
  const servers: UdpSocket[] = [];
  let place = '';
  let place6 = '';
  let askedFrom = '';
  const asked: string[] = [];

  /** Gives its port. */
  const serveNames = async (kind: 'udp4' | 'udp6', host: string): Promise<number> => {
    const dns = createSocket(kind).bind(0, host);
    servers.push(dns);
    await once(dns, 'listening');
    dns.on('message', (message, { port: from, address }) => {
      askedFrom = address;
      const { id, questions = [] } = decode(message);
      const [question] = questions;
      asked.push(`${question?.name} ${question?.type}`);
      const known = { A: '127.0.0.1', AAAA: '2001:db8::1' }[question?.type === 'AAAA' ? 'AAAA' : 'A'];
      const isKnown = question?.name === 'both.test' || (question?.name === 'desk.test' && question.type === 'A');
      const answers = isKnown
        ? [{ name: question.name, type: question.type as 'A' | 'AAAA', ttl: 1, data: known }]
        : [];
      dns.send(
        encode({ type: 'response', ...(id === undefined ? {} : { id }), flags: isKnown ? 0 : 3, questions, answers }),
        from,
        address,
      );
    });
    return dns.address().port;
  };

  before(async () => {
    place = `127.0.0.1:${await serveNames('udp4', '127.0.0.1')}`;
    place6 = `[::1]:${await serveNames('udp6', '::1')}`;
  });
  after(() => {
    for (const dns of servers) dns.close();
  });

  test('are asked for a name', async () => {
    const url = `http://desk.test:${port}/`;
    const found = await run(url, '--dns-servers', place);
    assert.deepEqual([found.status, found.stderr.toString()], [0, '']);
    assert.match(found.heard.text, /\r\nhost: desk\.test:/i);
    const without = await run('http://nowhere.test/', '--dns-servers', place);
    assert.equal(without.status, 6);
    assert.equal(without.stderr.toString(), 'slip: no address is known for nowhere.test\n');
    assert.equal((await run(url, '--dns-servers', place, '--dns-ipv4-addr', '127.0.0.2')).status, 0);
    assert.equal(askedFrom, '127.0.0.2');
    assert.equal((await run(url, '--dns-servers', place6)).status, 0);
    // An address that is not this machine's.
    assert.notEqual((await run(url, '--dns-servers', place6, '--dns-ipv6-addr', '2001:db8::1')).status, 0);
    assert.equal((await run(url, '--dns-servers', place, '--dns-interface', 'nosuch0')).status, 45);
    // What --resolve and the names of this machine say goes before them.
    assert.equal((await run(`http://localhost:${port}/`, '--dns-servers', place)).status, 0);
    const resolved = await run(
      `http://a.test:${port}/`,
      '--dns-servers',
      place,
      '--resolve',
      `a.test:${port}:127.0.0.1`,
    );
    assert.equal(resolved.status, 0);
  });

  const MANY: [what: string, words: readonly string[], connections: number][] = [
    ['one after another', ['http://desk.test:{port}/?[1-5]'], 5],
    ['at once', ['-Z', 'http://desk.test:{port}/?[1-20]'], 20],
    ['of several parts', ['http://desk.test:{port}/1', '--next', '--head', 'http://desk.test:{port}/2'], 2],
  ];
  for (const [what, words, connections] of MANY) {
    test(`are asked once by all requests of a line, ${what}`, async () => {
      asked.length = 0;
      const line = words.flatMap((word) => (word === '--next' ? [word, '--dns-servers', place] : word));
      const outcome = await run('--dns-servers', place, ...line.map((word) => word.replace('{port}', String(port))));
      assert.deepEqual([outcome.status, outcome.stderr.toString()], [0, '']);
      assert.equal(heard.length, connections);
      assert.deepEqual(asked.toSorted(), ['desk.test A', 'desk.test AAAA']);
    });
  }

  const FAMILIES: [family: 4 | 6 | undefined, addresses: readonly string[]][] = [
    [undefined, ['2001:db8::1', '127.0.0.1']],
    [4, ['127.0.0.1']],
    [6, ['2001:db8::1']],
  ];
  for (const [family, addresses] of FAMILIES) {
    test(`are asked for ${family === undefined ? 'both families' : `IPv${family}`}`, async () => {
      const source = { kind: 'dns', servers: [place], interface: undefined, fromIpv4: undefined, fromIpv6: undefined };
      const names = nameServers({ ...source, kind: 'dns' });
      assert.deepEqual(await names('both.test', family, new AbortController().signal), addresses);
    });
  }
});
