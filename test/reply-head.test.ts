import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure } from '../src/failure.ts';
import { type ReplyFraming, replyFraming } from '../src/http/reply-framing.ts';
import { headEnd, isInterim, mayBeHead, parseHead } from '../src/http/reply-head.ts';

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}

const ENDS: [text: string, end: number | undefined][] = [
  ['', undefined],
  ['HTTP/1.1 200 OK\r\n', undefined],
  ['HTTP/1.1 200 OK\r\n\r', undefined],
  ['HTTP/1.1 200 OK\r\n\r\n', 19],
  ['HTTP/1.1 200 OK\r\n\r\nbody\r\n\r\n', 19],
  ['HTTP/1.1 200 OK\n\nbody', 17],
  ['HTTP/1.1 200 OK\r\nA: b\n\r\nbody', 24],
  ['\r\n\r\nHTTP/1.1 200 OK\r\n\r\n', 23],
];
for (const [text, end] of ENDS)
  test(`a head ends: ${JSON.stringify(text)}`, () => assert.equal(headEnd(bytesOf(text)), end));

const MAYBES: [text: string, may: boolean][] = [
  ['', true],
  ['HT', true],
  ['HTTP/', true],
  ['HTTP/1.1 200', true],
  ['\r\nHTTP/1.1', true],
  ['SSH-2.0', false],
  ['<html>', false],
  ['HTTPS', false],
];
for (const [text, may] of MAYBES)
  test(`may be a head: ${JSON.stringify(text)}`, () => assert.equal(mayBeHead(bytesOf(text)), may));

const HEADS: [text: string, status: number, version: string, reason: string, headers: [string, string][]][] = [
  ['HTTP/1.1 200 OK\r\n\r\n', 200, '1.1', 'OK', []],
  ['HTTP/1.0 404 Not  Found\r\n\r\n', 404, '1.0', 'Not  Found', []],
  ['HTTP/1.1 200\r\n\r\n', 200, '1.1', '', []],
  ['HTTP/1.1 200 \r\n\r\n', 200, '1.1', '', []],
  ['HTTP/1.1 299 caf\xe9\r\n\r\n', 299, '1.1', 'caf\xe9', []],
  [
    'HTTP/1.1 200 OK\nA:b\nA:  c \n\n',
    200,
    '1.1',
    'OK',
    [
      ['A', 'b'],
      ['A', 'c'],
    ],
  ],
  [
    'HTTP/1.1 200 OK\r\nA: one\r\n\ttwo\r\n   three\r\nB:\r\n\r\n',
    200,
    '1.1',
    'OK',
    [
      ['A', 'one two three'],
      ['B', ''],
    ],
  ],
  ['HTTP/1.1 200 OK\r\nA : b:c\r\n\r\n', 200, '1.1', 'OK', [['A', 'b:c']]],
  ['HTTP/1.1 200 OK\r\nA: \x1b[31m\x07\r\n\r\n', 200, '1.1', 'OK', [['A', '\x1b[31m\x07']]],
  ['\r\nHTTP/1.1 200 OK\r\n\r\n', 200, '1.1', 'OK', []],
  // Blanks are spaces and tabs, and nothing else.
  ['HTTP/1.1 200 OK\r\nA: \t\xa0b\x0b \r\r\n\r\n', 200, '1.1', 'OK', [['A', '\xa0b\x0b']]],
];
for (const [text, status, version, reason, headers] of HEADS) {
  test(`a head says: ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parseHead(bytesOf(text), 'h'), { status, version, reason, headers });
  });
}

const STRANGE: string[] = [
  'HTTP/1.1 2000 OK\r\n\r\n',
  'HTTP/1.1 OK\r\n\r\n',
  'HTTP/2 200\r\n\r\n',
  'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
  'HTTP/1.1 200 OK\r\n: nameless\r\n\r\n',
  'HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n',
  'HTTP/1.1 200 OK\r\nA: b\rContent-Length: 5\r\n\r\n',
  'HTTP/1.1 200 O\rK\r\n\r\n',
];
for (const text of STRANGE) {
  test(`a head is refused: ${JSON.stringify(text)}`, () => {
    assert.throws(
      () => parseHead(bytesOf(text), 'h'),
      (error) => error instanceof Failure && error.kind === 'notHttp',
    );
  });
}

const FRAMES: [text: string, body: ReplyFraming['body'] | 'refused'][] = [
  ['200 OK|Content-Length: 5|X: y', { kind: 'length', byteLength: 5 }],
  ['200 OK|content-length: 5|CONTENT-LENGTH: 5', { kind: 'length', byteLength: 5 }],
  ['200 OK|Content-Length: 5, 5', { kind: 'length', byteLength: 5 }],
  ['200 OK|Content-Length: 5|Content-Length: 6', 'refused'],
  ['200 OK|Content-Length: -1', 'refused'],
  ['200 OK|Content-Length: 5x', 'refused'],
  ['200 OK|Content-Length: \xa05', 'refused'],
  ['200 OK|Content-Length: 5\x0b', 'refused'],
  ['200 OK|Transfer-Encoding: \x0bchunked', 'refused'],
  ['200 OK|Content-Length: 5|Content-Length: 05', { kind: 'length', byteLength: 5 }],
  ['200 OK|Content-Length: 1125899906842624', { kind: 'length', byteLength: 2 ** 50 }],
  // As in curl: beyond what anybody can send, it says nothing.
  ['200 OK|Content-Length: 9223372036854775808', { kind: 'close' }],
  ['200 OK|Content-Length: 99999999999999999999', { kind: 'close' }],
  ['200 OK|Content-Length: 5|Transfer-Encoding: chunked', { kind: 'chunked' }],
  ['200 OK|Transfer-Encoding: identity|Transfer-Encoding: chunked', { kind: 'chunked' }],
  ['200 OK|Transfer-Encoding: gzip|Transfer-Encoding: chunked', 'refused'],
  ['204 No Content|Content-Length: 5', { kind: 'none' }],
  ['304 Not Modified|Content-Length: 5|Transfer-Encoding: chunked', { kind: 'none' }],
  ['200 OK|Connection: close\x1b|Keep-Alive: timeout=5', { kind: 'close' }],
];
const EXPECTATION = {
  host: 'h',
  bodyless: false,
  proxied: false,
  http1: { asksTransferCodings: false, raw: false, ignoresLength: false },
};
for (const [text, body] of FRAMES) {
  test(`a head frames its body: ${JSON.stringify(text)}`, () => {
    const parsed = parseHead(bytesOf(`HTTP/1.1 ${text.replaceAll('|', '\r\n')}\r\n\r\n`), 'h');
    if (body === 'refused') assert.throws(() => replyFraming(parsed, EXPECTATION), Failure);
    else assert.deepEqual(replyFraming(parsed, EXPECTATION).body, body);
  });
}

const INTERIMS: [status: number, interim: boolean][] = [
  [100, true],
  [101, false],
  [103, true],
  [199, true],
  [200, false],
];
for (const [status, interim] of INTERIMS) {
  test(`${status} is ${interim ? 'an interim reply' : 'a reply'}`, () => {
    assert.equal(isInterim(parseHead(bytesOf(`HTTP/1.1 ${status} x\r\n\r\n`), 'h')), interim);
  });
}

test('any bytes give a head with its framing or a Failure', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (tail) => {
      const bytes = Buffer.from(`HTTP/1.1 200 OK\r\n${tail}\r\n\r\n`, 'latin1');
      try {
        assert.ok(replyFraming(parseHead(bytes, 'h'), EXPECTATION).body.kind !== 'none');
      } catch (error) {
        assert.ok(error instanceof Failure);
      }
    }),
  );
});
