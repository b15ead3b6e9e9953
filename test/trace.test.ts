import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheme } from '../src/render/paint.ts';
import { type TraceStyle, traceWriter } from '../src/render/trace.ts';
import type { RequestHead } from '../src/request/exchange.ts';
import type { TraceEvent } from '../src/request/trace.ts';
import { Secret } from '../src/secret.ts';

const HEAD: RequestHead = {
  method: 'GET',
  target: '/a?token=hush&b=1',
  shownTarget: '/a?token=(secret)&b=1',
  version: '1.1',
  fields: [
    ['Host', 'h'],
    ['Authorization', new Secret('Basic aHVzaA==')],
    ['X-Mine', new Secret('hush')],
    ['X-Empty', ''],
  ],
};

const PLAIN: TraceStyle = { form: 'plain', showsSecrets: false, terminal: undefined, hidesBodies: false };

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function traced(style: Partial<TraceStyle>, events: readonly TraceEvent[], prefix = ''): string {
  const write = traceWriter({ ...PLAIN, ...style });
  return Buffer.concat(events.map((event) => write(event, prefix))).toString('latin1');
}

const REPLY = 'HTTP/1.1 200 OK\r\nSet-Cookie:  id=hush; Path=/ \r\nX: a\xe9\n folded\r\nno colon\r\n\r\n';

test('the plain form marks each line, byte for byte but for what is masked', () => {
  const events: readonly TraceEvent[] = [
    { kind: 'note', text: 'connectéd' },
    { kind: 'requestHead', head: HEAD },
    { kind: 'requestBody', bytes: bytes('abc') },
    { kind: 'requestBody', bytes: bytes('de') },
    { kind: 'replyHead', bytes: bytes(REPLY) },
    { kind: 'replyBody', bytes: bytes('abcd') },
    { kind: 'replyBody', bytes: bytes('e') },
    { kind: 'note', text: 'done' },
  ];
  assert.equal(
    traced({}, events),
    [
      `* ${Buffer.from('connectéd').toString('latin1')}\n`,
      '> GET /a?token=(secret)&b=1 HTTP/1.1\r\n',
      '> Host: h\r\n',
      '> Authorization: Basic (secret)\r\n',
      '> X-Mine: (secret)\r\n',
      '> X-Empty:\r\n',
      '> \r\n',
      '} [3 bytes data]\n',
      '< HTTP/1.1 200 OK\r\n',
      '< Set-Cookie:  id=(secret); Path=/ \r\n',
      '< X: a\xe9\n',
      '<  folded\r\n',
      '< no colon\r\n',
      '< \r\n',
      '{ [4 bytes data]\n',
      '* done\n',
    ].join(''),
  );
  assert.equal(traced({ hidesBodies: true }, events.slice(2, 4)), '');
});

test('--show-secrets lifts the mask, in heads of both sides', () => {
  const text = traced({ showsSecrets: true }, [
    { kind: 'requestHead', head: HEAD },
    { kind: 'replyHead', bytes: bytes(REPLY) },
  ]);
  assert.match(text, /> GET \/a\?token=hush&b=1 HTTP/);
  assert.match(text, /> Authorization: Basic aHVzaA==\r\n> X-Mine: hush\r\n/);
  assert.match(text, /< Set-Cookie: {2}id=hush; Path=\/ \r\n/);
});

test('times and numbers stand before every line', () => {
  assert.equal(
    traced({}, [{ kind: 'replyHead', bytes: bytes('HTTP/1.1 200 OK\r\n\r\n') }], '03:04:05.123000 [0-1] '),
    '03:04:05.123000 [0-1] < HTTP/1.1 200 OK\r\n03:04:05.123000 [0-1] < \r\n',
  );
  assert.equal(
    traced({ form: 'hex' }, [{ kind: 'replyBody', bytes: bytes('a') }], '[0-1] '),
    `[0-1] <= Recv data, 1 bytes (0x1)\n0000: 61${' '.repeat(46)}a\n`,
  );
});

const DUMPS: [form: 'hex' | 'ascii', content: string, rows: string][] = [
  ['hex', '', ''],
  ['hex', 'a\r\n\0\xff', `0000: 61 0d 0a 00 ff ${' '.repeat(33)}a....\n`],
  ['hex', '0123456789abcdef', '0000: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0123456789abcdef\n'],
  [
    'hex',
    '0123456789abcdefg',
    `0000: 30 31 32 33 34 35 36 37 38 39 61 62 63 64 65 66 0123456789abcdef\n0010: 67 ${' '.repeat(45)}g\n`,
  ],
  ['ascii', '', ''],
  ['ascii', 'a\nb\x7f', '0000: a.b.\n'],
  ['ascii', 'one\r\ntwo\r\n\r\nthree', '0000: one\n0005: two\n000a: \n000c: three\n'],
  ['ascii', `${'x'.repeat(64)}\r\ny`, `0000: ${'x'.repeat(64)}\n0042: y\n`],
  ['ascii', `${'x'.repeat(65)}\r\ny`, `0000: ${'x'.repeat(64)}\n0040: x\n0043: y\n`],
];
for (const [form, content, rows] of DUMPS) {
  test(`${JSON.stringify(content.slice(0, 20))} of ${content.length} bytes as ${form}`, () => {
    const title = `=> Send data, ${content.length} bytes (0x${content.length.toString(16)})\n`;
    assert.equal(traced({ form }, [{ kind: 'requestBody', bytes: bytes(content) }]), title + rows);
  });
}

test('a dump has a part for each line of a reply head, and one for a whole request head', () => {
  const text = traced({ form: 'ascii' }, [
    { kind: 'note', text: 'a note' },
    {
      kind: 'requestHead',
      head: { method: 'GET', target: '/', shownTarget: '/', version: '1.1', fields: [['Host', 'h']] },
    },
    { kind: 'replyHead', bytes: bytes('HTTP/1.1 200 OK\r\nA: b\r\n\r\n') },
  ]);
  assert.equal(
    text,
    [
      '* a note',
      '=> Send header, 27 bytes (0x1b)',
      '0000: GET / HTTP/1.1',
      '0010: Host: h',
      '0019: ',
      '<= Recv header, 17 bytes (0x11)',
      '0000: HTTP/1.1 200 OK',
      '<= Recv header, 6 bytes (0x6)',
      '0000: A: b',
      '<= Recv header, 2 bytes (0x2)',
      '0000: ',
      '',
    ].join('\n'),
  );
});

test('nothing a server sends drives a terminal that a trace goes to', async () => {
  const terminal = await openTheme('auto', 0);
  for (const form of ['plain', 'ascii', 'hex'] as const) {
    const text = traced({ form, terminal }, [
      { kind: 'note', text: '\x1b[2J' },
      { kind: 'replyHead', bytes: bytes('HTTP/1.1 200 OK\r\nA: \x1b[2J\x9b\r\n\r\n') },
      { kind: 'replyBody', bytes: bytes('\x1b[2J\x9b') },
    ]);
    assert.doesNotMatch(text, /[\0-\x09\x0b-\x1f\x7f-\x9f]/);
  }
});
