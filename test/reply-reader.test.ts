import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { type ReplyRules, replyReader } from '../src/http/reply-reader.ts';

const RULES: ReplyRules = {
  host: 'h',
  dialect: 'curl',
  bodyless: false,
  proxied: false,
  isReused: false,
  mayUpgrade: true,
  decoded: false,
  http1: {
    allowsHttp09: false,
    expects: true,
    continueMs: 0,
    asksTransferCodings: false,
    raw: false,
    ignoresLength: false,
  },
};

const SLIP: Partial<ReplyRules> = { dialect: 'slip', mayUpgrade: false };
const with1 = (http1: Partial<ReplyRules['http1']>): Partial<ReplyRules> => ({ http1: { ...RULES.http1, ...http1 } });

/** What came of a reply: the status, the content, how it ended, and `+` where the connection may go on. */
interface Reading {
  readonly interim: readonly number[];
  readonly status: number | undefined;
  readonly head: string;
  readonly content: string;
  readonly trailer: string;
  /** An exit status of a failure, or how the reply ended. */
  readonly end: number | 'open' | 'complete' | 'complete, and more';
  readonly keepsAlive: boolean | undefined;
}

function read(pieces: readonly Buffer[], closes: boolean, more: Partial<ReplyRules> = {}): Reading {
  const interim: number[] = [];
  const content: Buffer[] = [];
  let status: number | undefined;
  let head = '';
  let keepsAlive: boolean | undefined;
  let end: Reading['end'] = 'open';
  const reader = replyReader(
    { ...RULES, ...more },
    {
      onInterim: (interimHead) => interim.push(interimHead.status),
      onHead(final, framing) {
        status = final.status;
        head = Buffer.from(final.bytes).toString('latin1');
        keepsAlive = framing.keepsAlive;
      },
      onBrokenHead(broken) {
        head = Buffer.from(broken.bytes).toString('latin1');
      },
      onContent: (bytes) => content.push(Buffer.from(bytes)),
      onEnd(hasExcess) {
        end = hasExcess ? 'complete, and more' : 'complete';
      },
    },
  );
  try {
    // Copies, as the reader may move content within what it is given.
    for (const piece of pieces) reader.push(Buffer.from(piece));
    if (closes) reader.end();
  } catch (error) {
    assert.ok(error instanceof Failure);
    end = error.exitStatus;
  }
  const trailer = Buffer.from(reader.trailer()).toString('latin1');
  return { interim, status, head, content: Buffer.concat(content).toString('latin1'), trailer, end, keepsAlive };
}

const OK = 'HTTP/1.1 200 OK\r\n';
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

/** What curl 8.21 does with each, asked of it; `undefined` is not looked at. */
const REPLIES: readonly [reply: string, closes: boolean, outcome: Partial<Reading>, rules?: Partial<ReplyRules>][] = [
  // Lengths.
  [`${OK}Content-Length: 3\r\n\r\nabc`, false, { status: 200, content: 'abc', end: 'complete', keepsAlive: true }],
  [`${OK}Content-Length: 1\r\n\r\nabc`, false, { content: 'a', end: 'complete, and more' }],
  [`${OK}Content-Length: 9\r\n\r\nabc`, true, { content: 'abc', end: 18 }],
  [`${OK}Content-Length: 2\r\nContent-Length: 2\r\n\r\nab`, false, { content: 'ab', end: 'complete' }],
  [`${OK}Content-Length: 2, 2\r\n\r\nab`, false, { content: 'ab', end: 'complete' }],
  [`${OK}Content-Length: 1\r\nContent-Length: 2\r\n\r\nab`, false, { end: 8 }],
  [`${OK}Content-Length: -1\r\n\r\nab`, false, { end: 8 }],
  [`${OK}Content-Length: +1\r\n\r\nab`, false, { end: 8 }],
  [`${OK}Content-Length:\r\n\r\nab`, false, { end: 8 }],
  [`${OK}Content-Length: 1 2\r\n\r\nab`, false, { end: 8 }],
  [`${OK}Content-Length: 99999999999999999999\r\n\r\nab`, true, { content: 'ab', end: 'complete', keepsAlive: false }],
  [`${OK}Content-Length : 1\r\n\r\nab`, true, { content: 'ab', end: 'complete' }],
  [`${OK}Content-Length : 1\r\n\r\nab`, true, { content: 'a' }, SLIP],
  [`${OK}Content-Length: 1\r\n\r\nab`, true, { content: 'ab', end: 'complete' }, with1({ ignoresLength: true })],
  [`${OK}\r\nab`, true, { content: 'ab', end: 'complete', keepsAlive: false }],
  // Replies that have no body whatever they say.
  ['HTTP/1.1 204 N\r\nContent-Length: 3\r\n\r\nabc', false, { content: '', end: 'complete, and more' }],
  ['HTTP/1.1 304 N\r\nTransfer-Encoding: chunked\r\n\r\n', false, { content: '', end: 'complete', keepsAlive: true }],
  [`${OK}Content-Length: 3\r\n\r\n`, false, { content: '', end: 'complete' }, { bodyless: true }],
  [`${OK}Transfer-Encoding: gzip\r\n\r\n`, false, { content: '', end: 'complete' }, { bodyless: true }],
  // Chunks.
  [`${CHUNKED}3\r\nabc\r\n0\r\n\r\n`, false, { content: 'abc', end: 'complete', keepsAlive: true }],
  [`${CHUNKED}3\nabc\n0\n\n`, false, { content: 'abc', end: 'complete' }],
  [`${CHUNKED}3;x=y\r\nabc\r\n00;z\r\n\r\n`, false, { content: 'abc', end: 'complete' }],
  [`${CHUNKED}0000000000000003\r\nabc\r\n0\r\n\r\n`, false, { content: 'abc', end: 'complete' }],
  [`${CHUNKED}00000000000000003\r\nabc\r\n0\r\n\r\n`, false, { content: '', end: 56 }],
  [`${CHUNKED}ffffffffffffffff\r\nabc\r\n0\r\n\r\n`, false, { content: '', end: 56 }],
  [`${CHUNKED}x\r\nabc\r\n0\r\n\r\n`, false, { content: '', end: 56 }],
  [`${CHUNKED}3\r\nabcd\r\n0\r\n\r\n`, false, { content: 'abc', end: 56 }],
  [`${CHUNKED}5\r\nabc`, true, { content: 'abc', end: 18 }],
  [`${CHUNKED}3\r\nabc\r\n`, true, { content: 'abc', end: 18 }],
  [`${CHUNKED}3\r\nabc\r\n0\r\n`, true, { content: 'abc', end: 18 }],
  [`${CHUNKED}0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n`, false, { content: '', end: 'complete, and more' }],
  [
    `${CHUNKED}1\r\na\r\n0\r\nA: 1\r\nB:2\r\n\r\n`,
    false,
    { content: 'a', trailer: 'A: 1\r\nB:2\r\n', end: 'complete' },
  ],
  [`${CHUNKED}1\r\na\r\n0\r\nA 1\r\n\r\n`, false, { content: 'a', end: 8 }],
  [
    `${CHUNKED}1\r\na\r\n0\r\nA: 1\r\n\r\n`,
    false,
    { content: '1\r\na\r\n0\r\nA: 1\r\n\r\n', trailer: '' },
    with1({ raw: true }),
  ],
  [`${OK}Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n2\r\nab\r\n0\r\n\r\n`, false, { content: 'ab' }],
  [`${OK}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n`, false, { content: 'a' }],
  [
    'HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    false,
    { content: 'a', keepsAlive: false },
  ],
  // Transfer codings.
  [`${OK}Transfer-Encoding: gzip, chunked\r\n\r\n`, false, { end: 61 }],
  [`${OK}Transfer-Encoding: chunked, gzip\r\n\r\n`, false, { end: 61 }],
  [`${OK}Transfer-Encoding: chunked, gzip\r\n\r\n`, false, { end: 61 }, with1({ asksTransferCodings: true })],
  [`${OK}Transfer-Encoding: identity\r\nContent-Length: 1\r\n\r\nab`, false, { content: 'a' }],
  [
    `${OK}Transfer-Encoding: gzip\r\nContent-Length: 1\r\n\r\nab`,
    true,
    { content: 'ab' },
    with1({ asksTransferCodings: true }),
  ],
  [
    `${OK}Transfer-Encoding: gzip, chunked\r\nContent-Length: 1\r\n\r\nab`,
    false,
    { content: 'a' },
    with1({ raw: true }),
  ],
  // Whether the connection goes on.
  [`${OK}Connection: close\r\nContent-Length: 0\r\n\r\n`, false, { keepsAlive: false }],
  [`${OK}Connection: x, Close\r\nContent-Length: 0\r\n\r\n`, false, { keepsAlive: false }],
  ['HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n', false, { keepsAlive: false }],
  ['HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n', false, { keepsAlive: true }],
  ['HTTP/1.0 200 OK\r\nProxy-Connection: keep-alive\r\nContent-Length: 0\r\n\r\n', false, { keepsAlive: false }],
  [
    'HTTP/1.0 200 OK\r\nProxy-Connection: keep-alive\r\nContent-Length: 0\r\n\r\n',
    false,
    { keepsAlive: true },
    { proxied: true },
  ],
  [`${OK}Proxy-Connection: close\r\nContent-Length: 0\r\n\r\n`, false, { keepsAlive: false }, { proxied: true }],
  // Status lines.
  ['HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n', false, { status: 200 }],
  ['http/1.1 404 No\r\nContent-Length: 0\r\n\r\n', false, { status: 200, keepsAlive: false }],
  ['HTTP/2 200\r\nContent-Length: 0\r\n\r\n', false, { status: 200 }],
  ['HTTP/2 404 No\r\n\r\n', false, { end: 8 }],
  ['HTTP/1.2 200 OK\r\n\r\n', false, { end: 1 }],
  ['HTTP/1.1  200 OK\r\n\r\n', false, { end: 1 }],
  ['HTTP/1.1 20 OK\r\n\r\n', false, { end: 1 }],
  ['HTTP/4 200 OK\r\n\r\n', false, { end: 1 }],
  ['HTTP/1.1 099 OK\r\n\r\n', false, { end: 1 }],
  ['\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', false, { end: 1 }],
  ['\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n', false, { status: 200 }, SLIP],
  // Field lines.
  [`${OK}X: a\0b\r\n\r\n`, false, { end: 8 }],
  [`${OK}X: a\rb\r\nContent-Length: 0\r\n\r\n`, false, { head: `${OK}X: a\rb\r\nContent-Length: 0\r\n\r\n` }],
  // What came before a fault is told.
  [`${OK}X: a\r\nX b\r\nY: c\r\n\r\n`, false, { end: 8, head: `${OK}X: a\r\n` }],
  [`${OK}X: a\r\nContent-Length: -1\r\n\r\n`, false, { end: 8, head: `${OK}X: a\r\n` }],
  [`${OK}X: a\r\nContent-Length: -1\r\n\r\n`, false, { end: 8, head: '' }, SLIP],
  [`${OK}A: b\r\nTransfer-Encoding: chunked, gzip\r\n\r\n`, false, { end: 61, head: `${OK}A: b\r\n` }],
  [`${OK}Content-Encoding: ${'gzip, '.repeat(5)}br\r\n\r\n`, false, { end: 61, head: OK }, { decoded: true }],
  [`${OK}Content-Encoding: ${'gzip, '.repeat(5)}br\r\n\r\n`, false, { status: 200 }],
  [`${OK}Content-Length: 6\r\nX`, true, { end: 18, head: `${OK}Content-Length: 6\r\n`, status: 200 }],
  ['what\r\n', true, { end: 8, content: '' }, { ...with1({ allowsHttp09: true }), bodyless: true }],
  [`${OK}X a\r\n\r\n`, false, { end: 8 }],
  [`${OK} X a\r\n\r\n`, false, { end: 8 }],
  [`${OK}: a\r\nContent-Length: 0\r\n\r\n`, false, { status: 200 }],
  [`${OK}Location: a\r\nLocation: b\r\n\r\n`, false, { end: 8 }],
  [
    `${OK}X: a  \r\n   b\r\n\tc\r\nContent-Length: 0\r\n\r\n`,
    false,
    { head: `${OK}X: a b c\r\nContent-Length: 0\r\n\r\n` },
  ],
  [
    `${OK}X: a  \r\n   b\r\nContent-Length: 0\r\n\r\n`,
    false,
    { head: `${OK}X: a  \r\n   b\r\nContent-Length: 0\r\n\r\n` },
    SLIP,
  ],
  [
    'HTTP/1.1 200 OK\nX: a\nContent-Length: 1\n\nab',
    false,
    { head: 'HTTP/1.1 200 OK\nX: a\nContent-Length: 1\n\n', content: 'a' },
  ],
  // Interim heads, and what is none.
  [
    `HTTP/1.1 100 C\r\n\r\nHTTP/1.1 103 E\r\nA: 1\r\n\r\n${OK}Content-Length: 1\r\n\r\na`,
    false,
    { interim: [100, 103], content: 'a' },
  ],
  [
    'HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\nraw',
    true,
    { status: 101, content: 'raw', end: 'complete', keepsAlive: false },
  ],
  ['HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\nraw', true, { end: 8 }, SLIP],
  // HTTP/0.9.
  ['hello', true, { end: 1 }],
  ['hello', true, { end: 8 }, { isReused: true }],
  ['hello', true, { end: 8 }, SLIP],
  ['HTTP/1.1 100 C\r\n\r\nhello', true, { end: 8 }],
  ['hello\n', true, { status: 0, head: '', content: 'hello\n', end: 'complete' }, with1({ allowsHttp09: true })],
  ['HTTX', true, { content: 'HTTX', end: 'complete' }, with1({ allowsHttp09: true })],
  ['hello', true, { end: 8 }, { isReused: true, ...with1({ allowsHttp09: true }) }],
  // Heads that break off.
  ['', true, { end: 52 }],
  ['HTTP/1.1 20', true, { end: 52 }],
  ['HTTP/1.1 100 C\r\n\r\n', true, { interim: [100], end: 52 }],
  [`${OK}A: 1\r\nB`, true, { status: 200, head: `${OK}A: 1\r\n`, content: '', end: 'complete', keepsAlive: false }],
  [`${OK}A: 1\r\nB`, true, { end: 56 }, SLIP],
  [`${OK}${'X: y\r\n'.repeat(60_000)}\r\n`, false, { end: 56 }],
  [`${OK}X: ${'y'.repeat(310_000)}`, false, { end: 100 }],
  [`${OK}X: ${'y'.repeat(310_000)}`, false, { end: 56 }, SLIP],
];

for (const [reply, closes, outcome, rules] of REPLIES) {
  const shown = reply.length > 120 ? `${reply.slice(0, 60)}…` : reply;
  test(`${rules?.dialect ?? 'curl'}: ${JSON.stringify(shown)}${closes ? ', then closed' : ''}${rules === undefined ? '' : ` by ${JSON.stringify(rules).slice(0, 60)}`}`, () => {
    const reading = read([Buffer.from(reply, 'latin1')], closes, rules);
    assert.deepEqual({ ...reading, ...outcome }, reading);
  });
}

const short = REPLIES.filter(([reply]) => reply.length < 1000);

test('any splitting of a reply gives the same reading', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...short),
      fc.array(fc.nat(200), { maxLength: 12 }),
      ([reply, closes, , rules], cuts) => {
        const bytes = Buffer.from(reply, 'latin1');
        const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = places.slice(1).map((place, index) => bytes.subarray(places[index], place));
        const whole = read([bytes], closes, rules);
        const split = read(pieces, closes, rules);
        // What comes behind a reply may not have come yet when it ends.
        const end = split.end === 'complete' && whole.end === 'complete, and more' ? whole.end : split.end;
        assert.deepEqual({ ...split, end }, whole);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a byte at a time gives the same reading', () => {
  for (const [reply, closes, , rules] of short) {
    const bytes = Buffer.from(reply, 'latin1');
    const single = Array.from(bytes, (byte) => Buffer.of(byte));
    const whole = read([bytes], closes, rules);
    const split = read(single, closes, rules);
    const end = split.end === 'complete' && whole.end === 'complete, and more' ? whole.end : split.end;
    assert.deepEqual({ ...split, end }, whole, reply);
  }
});

test('whatever is put into chunks comes out of them', () => {
  const chunk = fc.record({
    bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    extension: fc.constantFrom('', ';a', ' ;b="c"'),
  });
  fc.assert(
    fc.property(fc.array(chunk), fc.nat(60), (chunks, pieceBytes) => {
      const body = Buffer.concat([
        ...chunks.flatMap(({ bytes, extension }) => [
          Buffer.from(`${bytes.length.toString(16)}${extension}\r\n`),
          Buffer.from(bytes),
          Buffer.from('\r\n'),
        ]),
        Buffer.from('0\r\nT: 1\r\n\r\n'),
      ]);
      const bytes = Buffer.concat([Buffer.from(CHUNKED), body]);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += pieceBytes + 1) pieces.push(bytes.subarray(at, at + pieceBytes + 1));
      const { content, trailer, end } = read(pieces, false);
      assert.equal(content, Buffer.concat(chunks.map(({ bytes: part }) => part)).toString('latin1'));
      assert.deepEqual([trailer, end], ['T: 1\r\n', 'complete']);
    }),
  );
});

test('no bytes whatever make anything but a reading or a failure', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc
      .array(
        fc.constantFrom(
          'HTTP/1.1 200 OK\r\n',
          'Content-Length: ',
          'Transfer-Encoding: chunked\r\n',
          '\r\n',
          '0',
          '5',
          '\n',
          ' ',
          ':',
          'a',
        ),
      )
      .map((words) => Buffer.from(words.join(''))),
  );
  fc.assert(
    fc.property(bytes, fc.boolean(), fc.constantFrom({}, SLIP), (some, closes, rules) => {
      read([Buffer.from(some)], closes, rules);
    }),
  );
});
