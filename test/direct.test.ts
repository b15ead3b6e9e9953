/** slip's own sender against servers that do as they like: what a case file cannot time, and how much is held meanwhile. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import type { Host } from '../src/host.ts';
import { openTransport, type Transport } from '../src/http/transport.ts';
import type { RequestDraft } from '../src/request/draft.ts';
import type { Exchange } from '../src/request/exchange.ts';
import { withoutHeaders } from '../src/request/headers.ts';
import { type BodySource, type Dialect, planRequest, type RequestPlan } from '../src/request/plan.ts';

/** What the server does with a connection: it has a promise of each thing that it waits for. */
type Script = (peer: { socket: Socket; heard(text: string): Promise<string>; write(text: string): void }) => unknown;

const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';
const EXPECT = 'Expect: 100-continue\r\n\r\n';

let server: Server;
let scripts: Script[] = [];
const sockets = new Set<Socket>();

before(async () => {
  server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    let text = '';
    let wake = (): void => {};
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      wake();
    });
    const heard = async (wanted: string): Promise<string> => {
      while (!text.includes(wanted)) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const end = text.indexOf(wanted) + wanted.length;
      const taken = text.slice(0, end);
      text = text.slice(end);
      return taken;
    };
    void scripts.shift()?.({ socket, heard, write: (reply) => void (reply === '' || socket.write(reply, 'latin1')) });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

after(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

/** stdin gives these, and tells how many were asked for. */
function hostWith(stdin: () => AsyncIterable<Uint8Array>): Host {
  const host: Partial<Host> = {
    env: {},
    uptimeMs: () => performance.now(),
    stdin: { isTerminal: false, isFile: () => false, chunks: stdin },
  };
  return host as Host; // nothing else is asked of it here
}

async function* noStdin(): AsyncGenerator<Uint8Array> {}

interface Wish {
  readonly dialect?: Dialect;
  readonly method?: string;
  readonly body?: BodySource;
  readonly continueMs?: number;
}

function planOf({ dialect = 'curl', method, body = { kind: 'none' }, continueMs = 60_000 }: Wish): RequestPlan {
  const draft: RequestDraft = {
    method,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, // it listens on a port
    pathAsIs: false,
    requestTarget: undefined,
    headers: dialect === 'slip' ? [{ kind: 'send', name: 'Expect', value: '100-continue' }] : [],
    proxyHeaders: [],
    query: [],
    body,
    range: undefined,
    contentRange: undefined,
    timeCondition: undefined,
    continueAt: undefined,
    impliedMethod: body.kind === 'none' ? 'GET' : 'POST',
    contentType: undefined,
    accept: '*/*',
    uploadName: undefined,
    userAgent: undefined,
    referer: undefined,
    cookies: undefined,
    user: undefined,
  };
  const settings = resolveSettings({}, {}, dialect);
  const plan = planRequest(draft, { ...settings, acceptEncoding: undefined, decodesTyped: false, userAgent: 'me' });
  return { ...plan, http1: { ...plan.http1, continueMs } };
}

async function bodyOf(exchange: Exchange): Promise<string> {
  let text = '';
  for await (const chunk of exchange.body) text += Buffer.from(chunk).toString('latin1');
  return text;
}

async function withTransport(
  play: readonly Script[],
  act: (transport: Transport) => Promise<void>,
  stdin: () => AsyncIterable<Uint8Array> = noStdin,
): Promise<void> {
  scripts = [...play];
  const transport = openTransport(hostWith(stdin));
  try {
    await act(transport);
  } finally {
    await transport.close();
  }
}

const signal = new AbortController().signal;
const big = (byteCount: number): BodySource => ({ kind: 'bytes', bytes: new Uint8Array(byteCount).fill(0x78) });

test('a body waits for 100 Continue, which is an interim head', async () => {
  await withTransport(
    [
      async ({ heard, write }) => {
        await heard(EXPECT);
        write('HTTP/1.1 100 Continue\r\nA: 1\r\n\r\n');
        await heard('0\r\n\r\n');
        write(OK);
      },
    ],
    async (transport) => {
      const exchange = await transport.send(planOf({ body: { kind: 'stdin' } }), signal);
      assert.equal(exchange.head.status, 200);
      assert.deepEqual(
        exchange.interim.map((bytes) => Buffer.from(bytes).toString()),
        ['HTTP/1.1 100 Continue\r\nA: 1\r\n\r\n'],
      );
      assert.equal(await bodyOf(exchange), '');
      assert.equal(exchange.sentBodyBytes(), 5);
    },
    async function* () {
      yield Buffer.from('hello');
    },
  );
});

test('no body is opened for a server that refuses before it', async () => {
  await withTransport(
    [
      async ({ heard, write }) => {
        await heard(EXPECT);
        write('HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\nno');
      },
    ],
    async (transport) => {
      const exchange = await transport.send(planOf({ body: { kind: 'stdin' } }), signal);
      assert.equal(await bodyOf(exchange), 'no');
      assert.equal(exchange.sentBodyBytes(), 0);
    },
    () => assert.fail('stdin is opened'),
  );
});

test('a body that is on its way is broken off by an error, whose reply is read to its end', async () => {
  await withTransport(
    [
      async ({ socket, heard, write }) => {
        await heard('xxxx');
        write('HTTP/1.1 413 Too Large\r\nContent-Length: 8\r\n\r\ntoo ');
        socket.pause();
        write('much');
      },
    ],
    async (transport) => {
      const plan = { ...planOf({ body: big(64_000_000) }), removed: ['expect'] };
      const exchange = await transport.send(plan, signal);
      assert.equal(exchange.head.status, 413);
      assert.equal(await bodyOf(exchange), 'too much');
      assert.ok(exchange.sentBodyBytes() < 64_000_000);
    },
  );
});

test('a reply that is complete before the request waits for it in curl’s manner, and the connection serves another', async () => {
  await withTransport(
    [
      async ({ heard, write }) => {
        await heard('\r\n\r\n');
        write(OK);
        const body = await heard('GET / HTTP/1.1');
        assert.equal(body.replace(/GET .*$/s, '').length, 3_000_000);
        write(OK);
      },
    ],
    async (transport) => {
      const first = await transport.send({ ...planOf({ body: big(3_000_000) }), removed: ['expect'] }, signal);
      assert.equal(await bodyOf(first), '');
      assert.equal(first.sentBodyBytes(), 3_000_000);
      const second = await transport.send(planOf({}), signal);
      assert.deepEqual(
        [first.connection, second.connection].map(({ index }) => index),
        [0, 0],
      );
      assert.equal(second.connection.isNew, false);
    },
  );
});

test('a reader that does not read keeps the server from sending', async () => {
  const total = 64_000_000;
  let isDrained = false;
  await withTransport(
    [
      async ({ socket, heard, write }) => {
        await heard('\r\n\r\n');
        write(`HTTP/1.1 200 OK\r\nContent-Length: ${total}\r\n\r\n`);
        socket.write(Buffer.alloc(total), () => {
          isDrained = true;
        });
      },
    ],
    async (transport) => {
      const exchange = await transport.send(planOf({}), signal);
      // As many turns as it would take to read everything, were it not stopped.
      for (let turn = 0; turn < 3000; turn++) await new Promise((resolve) => setImmediate(resolve));
      assert.equal(isDrained, false);
      let byteCount = 0;
      for await (const chunk of exchange.body) byteCount += chunk.byteLength;
      assert.equal(byteCount, total);
    },
  );
});

for (const dialect of ['curl', 'slip'] as const) {
  test(`a server that closes behind its body before anybody reads that: ${dialect}`, async () => {
    for (const byteCount of [200_000, 262_144, 300_000, 1_000_000]) {
      let isClosed = false;
      const script: Script = async ({ socket, heard }) => {
        await heard('\r\n\r\n');
        socket.write(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${byteCount}\r\n\r\n`);
        socket.end(Buffer.alloc(byteCount), () => {
          isClosed = true;
        });
      };
      await withTransport([script], async (transport) => {
        const plan = planOf({ dialect });
        const exchange = await transport.send({ ...plan, headers: withoutHeaders(plan.headers, ['Expect']) }, signal);
        // The end may wait in the kernel for the reader; a few turns let it come where it can.
        for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
        assert.equal((await bodyOf(exchange)).length, byteCount);
        assert.equal(isClosed, true);
      });
    }
  });
}

test('several requests at once have connections of their own, which are kept', async () => {
  const answer: Script = async ({ heard, write }) => {
    for (;;) {
      await heard('\r\n\r\n');
      write(OK);
    }
  };
  await withTransport([answer, answer], async (transport) => {
    const pair = await Promise.all([transport.send(planOf({}), signal), transport.send(planOf({}), signal)]);
    assert.deepEqual(
      pair.map(({ connection }) => connection.isNew),
      [true, true],
    );
    for (const exchange of pair) await bodyOf(exchange);
    const again = await Promise.all([transport.send(planOf({}), signal), transport.send(planOf({}), signal)]);
    assert.deepEqual(
      again.map(({ connection }) => connection.isNew),
      [false, false],
    );
  });
});

test('what comes between two exchanges is no reply: the next one has a new connection', async () => {
  const unasked: Script = async ({ heard, write }) => {
    await heard('\r\n\r\n');
    write(OK);
    await heard('\r\n\r\n').catch(() => {});
  };
  await withTransport(
    [
      async ({ heard, write, socket }) => {
        await heard('\r\n\r\n');
        write(OK);
        await new Promise((resolve) => setImmediate(resolve));
        write('HTTP/1.1 200 Smuggled\r\nContent-Length: 0\r\n\r\n');
        await once(socket, 'close');
      },
      unasked,
    ],
    async (transport) => {
      await bodyOf(await transport.send(planOf({}), signal));
      while ([...sockets].at(-1)?.destroyed === false) await new Promise((resolve) => setImmediate(resolve));
      const { head, connection } = await transport.send(planOf({}), signal);
      assert.deepEqual([head.reason, connection.isNew], ['OK', true]);
    },
  );
});

const GIVEN_UP: readonly [what: string, body: BodySource, begun: string][] = [
  ['the head', { kind: 'none' }, ''],
  ['100 Continue', { kind: 'stdin' }, ''],
  ['the rest of the body', { kind: 'none' }, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
];

for (const [what, body, begun] of GIVEN_UP) {
  test(`a request is given up by its signal while it waits for ${what}`, async () => {
    const controller = new AbortController();
    const reason = new Failure('timeout', 'given up');
    const script: Script = async ({ heard, write }) => {
      await heard('\r\n\r\n');
      write(begun);
      if (begun === '') controller.abort(reason);
    };
    await withTransport([script], async (transport) => {
      const sending = transport.send(planOf({ body }), controller.signal);
      if (begun === '') return await assert.rejects(sending, reason);
      const exchange = await sending;
      controller.abort(reason);
      await assert.rejects(bodyOf(exchange), reason);
    });
  });
}

for (const dialect of ['curl', 'slip'] as const) {
  test(`a kept connection that dies under a POST: ${dialect}`, async () => {
    const once200: Script = async ({ heard, write, socket }) => {
      await heard('\r\n\r\n');
      write(OK);
      await heard('POST');
      socket.resetAndDestroy();
    };
    const alive: Script = async ({ heard, write }) => {
      await heard('xyz');
      write(OK);
    };
    await withTransport([once200, alive], async (transport) => {
      await bodyOf(await transport.send(planOf({ dialect }), signal));
      const body: BodySource = { kind: 'bytes', bytes: Buffer.from('xyz') };
      const sending = transport.send(planOf({ dialect, body, continueMs: 1 }), signal);
      // RFC 9112 §9.3.1: what may have been done must not be done twice; curl takes the chance.
      if (dialect === 'curl') assert.equal((await sending).head.status, 200);
      else await assert.rejects(sending, (error: unknown) => error instanceof Failure && error.exitStatus === 56);
    });
  });
}
