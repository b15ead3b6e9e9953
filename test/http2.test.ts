/** HTTP/2: how many connections a run has, and what becomes of requests where the server goes away or refuses them. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttp2, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { FILES, playground } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';
import { type Outcome, runSlip } from './support/servers/spawned-slip.ts';

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slip-http2-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const portOf = (server: Server): number => (server.address() as AddressInfo).port; // it listens on a port

describe('HTTP/2 beside real servers', { skip: missing('nginx', 'nghttpd', 'openssl') }, () => {
  const ground = playground('nginx', 'nghttpd');
  before(() => ground.open());
  after(() => ground.close());

  /** Runs a line whose `{url}` is a counter of connections, behind which is the far end. */
  const counted = async (
    far: string,
    line: string,
    prepare: (near: string) => void = () => {},
  ): Promise<{ outcome: Outcome; connections: number }> => {
    let connections = 0;
    const [url = ''] = ground.wordsOf(far);
    const counter = createServer((near) => {
      connections++;
      const end = connect(Number(new URL(url).port), '127.0.0.1');
      near.pipe(end).pipe(near);
      for (const socket of [near, end]) socket.on('error', () => {});
    }).listen(0, '127.0.0.1');
    await once(counter, 'listening');
    try {
      const [ca = ''] = ground.wordsOf('{ca}');
      const near = `${new URL(url).protocol}//localhost:${portOf(counter)}`;
      prepare(near);
      const outcome = await runSlip(line.replaceAll('{url}', near).replaceAll('{ca}', ca).split(' '), { folder });
      return { outcome, connections };
    } finally {
      counter.close();
    }
  };

  const LINES: [far: string, line: string, connections: number][] = [
    ['{secure}', '{url}/words.txt?[1-60] -Z --cacert {ca}', 1],
    ['{h2}', '{url}/words.txt?[1-60] -Z --cacert {ca}', 1],
    ['{h2}', '{url}/words.txt?[1-60] -Z --parallel-max 300 --cacert {ca}', 1],
    ['{h2c}', '{url}/words.txt?[1-60] -Z --http2-prior-knowledge', 1],
    ['{secure}', '{url}/words.txt?[1-9] -Z --cacert {ca} --parallel-immediate', 9],
    ['{secure}', '{url}/words.txt?[1-9] --cacert {ca}', 1],
    // Nobody waits for what cannot be shared, but for the first to learn that.
    ['{old}', '{url}/words.txt?[1-9] -Z --cacert {ca}', 9],
    ['{plain}', '{url}/words.txt?[1-9] -Z', 9],
  ];
  for (const [far, line, expected] of LINES) {
    test(`${line.replace('{url}', far)}: ${expected}`, async () => {
      const { outcome, connections } = await counted(far, line);
      assert.equal(outcome.status, 0, outcome.stderr);
      assert.equal(outcome.stdout.length, FILES['words.txt'].length * Number(/\[1-(\d+)\]/.exec(line)?.[1]));
      assert.equal(connections, expected);
    });
  }

  test('saved requests that run at once share one, too', async () => {
    const requests = Array.from(
      { length: 30 },
      (_, index) => `  r${index}: { request: GET /words.txt?${index}, expect: 200 }`,
    );
    const [ca = ''] = ground.wordsOf('{ca}');
    const { outcome, connections } = await counted('{secure}', 'run --jobs 8', (near) =>
      writeFileSync(
        join(folder, 'slip.yaml'),
        `base: ${near}\ndefaults: { tls: { ca: ${JSON.stringify(ca)} } }\nrequests:\n${requests.join('\n')}\n`,
      ),
    );
    assert.equal(outcome.status, 0, `${outcome.stdout}${outcome.stderr}`);
    assert.equal(connections, 1);
  });

  test('bodies that wait for their turn hold up nobody', async () => {
    const { outcome, connections } = await counted('{secure}', '{url}/big.bin?[1-2] -Z --cacert {ca}');
    assert.equal(outcome.status, 0, outcome.stderr);
    assert.equal(connections, 1);
  });
});

describe('HTTP/2 that is broken off', () => {
  /** What a server does with the streams of its sessions, each counted from 1. */
  type Answer = (stream: ServerHttp2Stream, count: number, session: ServerHttp2Session, sessions: number) => void;

  const sockets: Socket[] = [];
  const cut = (): void => {
    for (const socket of sockets.splice(0)) socket.destroy();
  };

  /** Runs a line against a server without TLS; gives the paths it was asked for, by session. */
  const against = async (
    answer: Answer,
    line: string,
    settings: { readonly maxConcurrentStreams?: number } = {},
  ): Promise<Outcome & { readonly asked: readonly string[]; readonly most: number }> => {
    const asked: string[] = [];
    let sessions = 0;
    let most = 0;
    const server = createHttp2({ settings });
    server.on('connection', (socket: Socket) => sockets.push(socket));
    server.on('session', (session) => {
      const number = ++sessions;
      let count = 0;
      let open = 0;
      session.on('error', () => {});
      session.on('stream', (stream, headers) => {
        asked.push(`${number}${String(headers[':method'])[0]}${headers[':path']}`);
        most = Math.max(most, ++open);
        stream.on('close', () => open--).on('error', () => {});
        answer(stream, ++count, session, number);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const url = `http://127.0.0.1:${portOf(server)}`;
      const words = line.replaceAll('{url}', url).split(' ');
      const outcome = await runSlip([...words, '--http2-prior-knowledge'], { folder, stdin: 'from a pipe' });
      return { ...outcome, asked, most };
    } finally {
      server.close();
    }
  };
  const ok = (stream: ServerHttp2Stream, text = 'ok\n'): void => {
    stream.respond({ ':status': 200, 'content-type': 'text/plain' });
    stream.end(text);
  };

  test('a server that goes away in peace answers what it has begun, and the rest is asked of another connection', async () => {
    const outcome = await against((stream, count, session) => {
      if (count === 2) session.goaway(0, stream.id);
      // After the word that it goes away.
      setImmediate(() => ok(stream, `${count}\n`));
    }, '{url}/[1-4]');
    assert.deepEqual([outcome.status, outcome.stderr], [0, '']);
    assert.equal(outcome.stdout, '1\n2\n1\n2\n');
    assert.deepEqual(outcome.asked, ['1G/1', '1G/2', '2G/3', '2G/4']);
  });

  for (const [what, code] of [
    ['in peace', 0],
    ['in anger', 11],
  ] as const) {
    test(`what a server has not looked at when it goes away ${what} is asked again, POST too`, async () => {
      const outcome = await against((stream, count, session, number) => {
        if (number > 1) return ok(stream, 'second\n');
        if (count === 1) return ok(stream, 'first\n');
        // The last that was looked at is the first.
        session.goaway(code, 1);
      }, '{url}/1 {url}/2 -d x=1');
      assert.deepEqual([outcome.status, outcome.stderr, outcome.stdout], [0, '', 'first\nsecond\n']);
      assert.deepEqual(outcome.asked, ['1P/1', '1P/2', '2P/2']);
    });
  }

  test('what it has looked at is not', async () => {
    const outcome = await against((stream, _count, session) => session.goaway(11, stream.id), '{url}/1');
    assert.equal(outcome.status, 16, outcome.stderr);
    assert.match(outcome.stderr, /^slip: 127\.0\.0\.1 broke off HTTP\/2/);
    assert.deepEqual(outcome.asked, ['1G/1']);
  });

  test('a stream that is refused is asked for again, a few times', async () => {
    const REFUSED = 7;
    const once = await against((stream, count) => (count === 1 ? stream.close(REFUSED) : ok(stream)), '{url}/1 -d x=1');
    assert.deepEqual([once.status, once.stdout, once.asked], [0, 'ok\n', ['1P/1', '1P/1']]);
    const always = await against((stream) => stream.close(REFUSED), '{url}/1');
    assert.equal(always.status, 92);
    assert.equal(always.stderr, 'slip: 127.0.0.1 refused the request before it looked at it\n');
    assert.equal(always.asked.length, 6);
    const pipe = await against((stream) => stream.close(REFUSED), '{url}/1 -T -');
    assert.equal(pipe.asked.length, 1);
  });

  const RESETS: [what: string, answer: Answer, status: number | readonly number[], stderr: RegExp][] = [
    ['before the head', (stream) => stream.close(2), 92, /INTERNAL_ERROR/],
    ['before the head, as if nobody wanted it', (stream) => stream.close(8), 92, /CANCEL/],
    ['before the head, in peace', (stream) => stream.close(0), 92, /NO_ERROR/],
    [
      'in the body',
      (stream) => {
        stream.respond({ ':status': 200 });
        stream.write('some', () => setImmediate(() => stream.destroy(new Error('broken'))));
      },
      92,
      /INTERNAL_ERROR/,
    ],
    [
      'in the body, in peace',
      (stream) => {
        stream.respond({ ':status': 200, 'content-length': '8' });
        stream.write('some', () => setImmediate(() => stream.destroy()));
      },
      18,
      /ended the body 4 bytes too soon/,
    ],
    // Whether the system says that it was closed or reset depends on what had been read.
    ['with its connection', cut, [52, 56], /closed the connection without a reply|reset the connection/],
    [
      'with its connection, in the body',
      (stream) => {
        stream.respond({ ':status': 200, 'content-length': '8' });
        stream.write('some', () => setImmediate(cut));
      },
      [18, 56],
      /closed the connection before the body was complete|reset the connection/,
    ],
  ];
  for (const [what, answer, status, stderr] of RESETS) {
    test(`a stream that is broken off ${what} is no success`, async () => {
      const outcome = await against(answer, '{url}/1');
      assert.ok(
        [status].flat().some((one) => one === outcome.status),
        outcome.stderr,
      );
      assert.match(outcome.stderr, stderr);
      assert.equal(outcome.asked.length, 1);
    });
  }

  test('no more streams are open than the server takes', async () => {
    let waiting: (() => void)[] = [];
    const outcome = await against(
      (stream, _count, session) => {
        // Held back until as many are there as may be, or no more come.
        waiting.push(() => ok(stream));
        const release = (): void => {
          for (const one of waiting) one();
          waiting = [];
        };
        if (waiting.length >= 3) release();
        else session.ping(() => setImmediate(release));
      },
      '-Z {url}/[1-30]',
      { maxConcurrentStreams: 3 },
    );
    assert.deepEqual([outcome.status, outcome.stderr], [0, '']);
    assert.equal(outcome.stdout, 'ok\n'.repeat(30));
    assert.ok(outcome.most <= 3, `${outcome.most} at once`);
    assert.equal(outcome.asked.length, 30);
  });

  test('heads on the way, many fields, repeated ones and a trailer come through', async () => {
    const outcome = await against((stream) => {
      stream.additionalHeaders({ ':status': 103, link: '</a>' });
      stream.respond(
        {
          ':status': 200,
          'set-cookie': ['a=1', 'b=2'],
          ...Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`x-${index}`, 'é'])),
        },
        { waitForTrailers: true },
      );
      stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '42' }));
      stream.end('body\n');
    }, '{url}/1 -D heads');
    assert.deepEqual([outcome.status, outcome.stdout], [0, 'body\n'], outcome.stderr);
    const heads = readFileSync(join(folder, 'heads'), 'latin1');
    assert.match(heads, /^HTTP\/2 103 \r\nlink: <\/a>\r\n\r\nHTTP\/2 200 \r\n/);
    assert.match(heads, /\r\nset-cookie: a=1\r\nset-cookie: b=2\r\n/);
    assert.equal(heads.match(/^x-\d+: \xe9\r$/gm)?.length, 200);
    assert.match(heads, /\r\n\r\nx-sum: 42\r\n$/);
  });

  test('what a server has sent before it closes is read to its end, however slowly', async () => {
    const outcome = await against((stream, _count, session) => {
      stream.on('close', () => session.close(cut));
      ok(stream, 'a'.repeat(240_000));
    }, '{url}/1 --limit-rate 100K');
    assert.deepEqual([outcome.status, outcome.stdout.length], [0, 240_000], outcome.stderr);
  });

  test('heads on the way are bounded', async () => {
    const outcome = await against((stream) => {
      for (let count = 0; count < 400; count++) stream.additionalHeaders({ ':status': 103, link: 'x'.repeat(1000) });
      ok(stream);
    }, '{url}/1');
    assert.equal(outcome.status, 56, outcome.stderr);
  });

  test('what HTTP/2 has no field for is left out, or told before anything is sent', async () => {
    const answer: Answer = (stream) => ok(stream);
    const curl = await against(answer, 'curl -s {url}/1 -H TE:gzip');
    assert.deepEqual([curl.status, curl.stdout], [0, 'ok\n'], curl.stderr);
    const refused = await against(answer, '{url}/1 -H HTTP2-Settings:x');
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /^slip: this request cannot be sent: .*http2-settings/);
    assert.deepEqual(refused.asked, []);
  });

  test('a body that is not as long as was announced is told', async () => {
    writeFileSync(join(folder, 'body'), 'abc');
    const outcome = await against(
      (stream) => stream.resume().on('end', () => ok(stream)),
      '{url}/1 -T - -H Content-Length:20',
    );
    assert.equal(outcome.status, 26, outcome.stderr);
  });

  test('an answer that comes before the whole body ends the exchange', async () => {
    const outcome = await against((stream) => ok(stream, 'enough\n'), '{url}/1 -d @body');
    assert.deepEqual([outcome.status, outcome.stdout], [0, 'enough\n'], outcome.stderr);
  });
});

test('a body without a length that a going server cuts off is no whole one', async () => {
  const frame = (type: number, flags: number, stream: number, payload: Uint8Array): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUIntBE(payload.length, 0, 3);
    head.writeUInt8(type, 3);
    head.writeUInt8(flags, 4);
    head.writeUInt32BE(stream, 5);
    return Buffer.concat([head, payload]);
  };
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      socket.write(frame(4, 0, 0, Buffer.alloc(0)));
      // `:status: 200` of HPACK's static table, data, and that it goes away after this stream.
      const reply = [frame(1, 4, 1, Buffer.from([0x88])), frame(0, 0, 1, Buffer.from('half'))];
      socket.write(Buffer.concat([...reply, frame(7, 0, 0, Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]))]));
      setImmediate(() => socket.end());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const url = `http://127.0.0.1:${portOf(server)}/`;
    const { status, stdout } = await runSlip([url, '-s', '--http2-prior-knowledge'], { folder });
    assert.deepEqual([status, stdout], [18, 'half']);
  } finally {
    server.close();
  }
});
