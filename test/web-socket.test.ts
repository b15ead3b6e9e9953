/** WebSockets (RFC 6455) beside a server that others wrote. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type WebSocket, WebSocketServer } from 'ws';
import { makeCertificates } from './support/servers/certificates.ts';
import { playground } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';
import { MEMBER } from './support/servers/proxies.ts';
import { environmentIn, type Outcome, runSlip, SLIP } from './support/servers/spawned-slip.ts';

/** What the server does, by path. */
const DEEDS: Readonly<Record<string, (socket: WebSocket, request: IncomingMessage) => void>> = {
  '/hello': (socket) => {
    socket.send('{"price":7.90}');
    socket.send('no JSON \u001b[31m');
    socket.close();
  },
  '/echo': (socket) => {
    socket.on('message', (data, isBinary) => {
      socket.send(data, { binary: isBinary });
      if (String(data) === 'bye') socket.close(1000);
    });
  },
  '/head': (socket, { headers }) => {
    socket.send(JSON.stringify([headers.authorization, headers['x-a'], headers['sec-websocket-protocol']]));
    socket.close();
  },
  '/pieces': (socket) => {
    socket.send('one ', { fin: false });
    socket.ping();
    socket.once('pong', () => {
      socket.send('message', { fin: true });
      socket.close(1001);
    });
  },
  '/bytes': (socket) => {
    socket.send(Buffer.from([0, 1, 0xff]));
    socket.send(Buffer.from([2]));
    socket.close();
  },
  '/flood': (socket) => {
    for (let index = 0; index < 20_000; index++) socket.send(`{"index":${index},"text":"${'x'.repeat(500)}"}`);
    socket.close();
  },
  '/trouble': (socket) => socket.close(1011, 'out of \u001b[31mbooks'),
  '/gone': (socket) => {
    socket.send('begun');
    setImmediate(() => socket.terminate());
  },
  '/silent': () => {},
};

/** How clients have ended theirs, by path. */
const endings = new Map<string, number>();

/** Raw answers to what asks for a WebSocket. */
const ANSWERS: Readonly<Record<string, string>> = {
  '/other': 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: bm8=\r\n\r\n',
  '/none': 'HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"id":50}',
  '/moved': 'HTTP/1.1 302 Found\r\nLocation: /hello\r\nContent-Length: 0\r\n\r\n',
};

/** Serves WebSockets there, and gives its port. */
async function served(server: Server): Promise<number> {
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: ([first = ''], { url }) => (url === '/stranger' ? 'stranger' : first),
  });
  server.on('upgrade', (request, socket, head) => {
    const path = request.url ?? '';
    const answer = ANSWERS[path];
    if (answer !== undefined) return void socket.end(answer);
    sockets.handleUpgrade(request, socket, head, (opened) => {
      opened.on('close', (code) => endings.set(path, code));
      DEEDS[path]?.(opened, request);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port; // a TCP server has no other address
}

describe('WebSockets', { skip: missing('openssl') }, () => {
  const ground = playground('squid');
  const servers: Server[] = [];
  let folder = '';
  let ports = { plain: 0, secure: 0 };
  before(async () => {
    await ground.open();
    folder = await ground.newFolder();
    const { server, authority } = await makeCertificates(folder);
    const secured = createHttps({ cert: await readFile(server.certificate), key: await readFile(server.key) });
    servers.push(createServer(), secured);
    ports = { plain: await served(servers[0] as Server), secure: await served(secured) };
    ca = authority;
  });
  after(async () => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    await ground.close();
  });
  let ca = '';

  const run = (line: string, stdin = ''): Promise<Outcome> => {
    const words = line
      .replaceAll('{ws}', `ws://localhost:${ports.plain}`)
      .replace('{wss}', `wss://localhost:${ports.secure}`);
    return runSlip(ground.wordsOf(words.replace('{authority}', ca)), { folder, stdin });
  };

  const LINES: [line: string, stdin: string, status: number, stdout: string, stderr: RegExp][] = [
    ['{ws}/hello', '', 0, '{"price":7.90}\nno JSON \u001b[31m\n', /^$/],
    [
      '{ws}/hello --pretty all',
      '',
      0,
      '{\u001b[94m"price"\u001b[0m:\u001b[35m7.90\u001b[0m}\nno JSON \u001b[31m\n',
      /^$/,
    ],
    ['{wss}/hello --cacert {authority}', '', 0, '{"price":7.90}\nno JSON \u001b[31m\n', /^$/],
    ['{wss}/hello', '', 60, '', /certificate/],
    ['{ws}/echo price:=7.90 --max-events 1 --select $.price', '', 0, '7.90\n', /^$/],
    ['{ws}/echo -d bye', '', 0, 'bye\n', /^$/],
    ['{ws}/echo title=Dune n:=1.0 --max-events 1', '', 0, '{"title":"Dune","n":1.0}\n', /^$/],
    ['{ws}/echo @-', 'one\ntwo\r\n\nbye', 0, 'one\ntwo\n\nbye\n', /^$/],
    ['{ws}/echo -T -', 'bye\nnobody hears this\n', 0, 'bye\n', /^$/],
    [
      '{ws}/head X-A:1 -u reader:shelf Sec-WebSocket-Protocol:chat',
      '',
      0,
      '["Basic cmVhZGVyOnNoZWxm","1","chat"]\n',
      /^$/,
    ],
    ['get {ws}/pieces', '', 0, 'one message\n', /^$/],
    ['{ws}/trouble', '', 56, '', /^slip: the WebSocket was ended with 1011: out of \\u001b\[31mbooks\n$/],
    ['{ws}/gone', '', 18, 'begun\n', /^slip: the WebSocket was not ended in order/],
    ['{ws}/silent -m 0.5', '', 28, '', /--max-time/],
    ['{ws}/other', '', 8, '', /^slip: the server switched to a protocol that was not asked for\n/],
    [
      '{ws}/stranger Sec-WebSocket-Protocol:chat',
      '',
      8,
      '',
      /^slip: the server speaks stranger in the WebSocket, which slip does not\n/,
    ],
    ['{ws}/none', '', 22, '{"id":50}', /^HTTP\/1\.1 404 Not Found · .*\n$/],
    ['{ws}/moved -L', '', 0, '{"price":7.90}\nno JSON \u001b[31m\n', /^$/],
    [`{ws}/hello -x {squid} -U ${MEMBER.name}:${MEMBER.password}`, '', 0, '{"price":7.90}\nno JSON \u001b[31m\n', /^$/],
    ['post {ws}/hello', '', 2, '', /opened with GET/],
    ['{ws}/hello --as multipart a=b', '', 2, '', /no message of a WebSocket/],
    ['{ws}/hello --http2-prior-knowledge', '', 2, '', /Upgrade over HTTP\/2/],
    ['{ws}/hello --as-curl', '', 2, '', /no curl line/],
    ['curl {ws}/hello', '', 1, '', /ws is no protocol/],
    ['{ws}/hello --paginate', '', 2, '', /a WebSocket has no pages/],
    ['diff {ws}/hello {ws}/hello', '', 2, '', /slip diff compares no WebSockets/],
    ['{ws}/hello {ws}/hello', '', 0, '{"price":7.90}\nno JSON \u001b[31m\n'.repeat(2), /^$/],
    ['{ws}/echo --reconnect --max-events 1 -d a', '', 0, 'a\n', /--reconnect says nothing/],
  ];
  for (const [line, stdin, status, stdout, stderr] of LINES) {
    test(`slip ${line}`, { skip: line.includes('{squid}') && missing('squid') }, async () => {
      const outcome = await run(line, stdin);
      assert.deepEqual([outcome.status, outcome.stdout], [status, stdout], outcome.stderr);
      assert.match(outcome.stderr, stderr);
    });
  }

  test('a message that is no text comes and goes as bytes', async () => {
    const path = join(folder, 'bytes.bin');
    assert.equal((await run(`{ws}/bytes -o ${path}`)).status, 0);
    assert.deepEqual([...(await readFile(path))], [0, 1, 0xff, 2]);
    const { bytes } = await run(`{ws}/echo @${path} --max-events 1`);
    assert.deepEqual([...bytes], [0, 1, 0xff, 2]);
  });

  test('whoever has seen enough ends it in order', async () => {
    assert.equal((await run('{ws}/echo -d enough --max-events 1')).status, 0);
    assert.equal(endings.get('/echo'), 1000);
  });

  test('all of a flood comes to whoever reads slowly', async () => {
    const child = spawn(process.execPath, [SLIP, `ws://localhost:${ports.plain}/flood`], {
      env: environmentIn(folder),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let last = '';
    let lines = 0;
    for await (const chunk of child.stdout.setEncoding('utf8') as AsyncIterable<string>) {
      const parts = (last + chunk).split('\n');
      last = parts.pop() ?? '';
      lines += parts.length;
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.deepEqual([lines, last], [20_000, '']);
  });
});
