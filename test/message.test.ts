import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interimLines, replyLines, requestLines, summaryLine } from '../src/render/message.ts';
import { openTheme } from '../src/render/paint.ts';
import type { Exchange, ReplyHead, RequestHead, Timings } from '../src/request/exchange.ts';
import type { HeaderList } from '../src/request/headers.ts';
import { maskTarget } from '../src/request/url.ts';
import { Secret } from '../src/secret.ts';

const PLAIN = await openTheme('auto', 0);
const COLORED = await openTheme('ansi-16', 1);

function summary(head: Partial<ReplyHead>, method = 'GET', timings: Timings = {}, columns?: number): string {
  const exchange = {
    head: { version: '1.1', status: 200, reason: 'OK', headers: [], bytes: new Uint8Array(), ...head },
    plan: { method },
    timings: () => timings,
  } as unknown as Exchange; // what a summary reads of one
  return summaryLine(exchange, PLAIN, columns);
}

const SUMMARIES: [head: Partial<ReplyHead>, line: string, method?: string, timings?: Timings][] = [
  [{}, 'HTTP/1.1 200 OK'],
  [{}, 'HTTP/1.1 200 OK · 84 ms', 'GET', { firstByteMs: 84.2 }],
  [
    {
      version: '2',
      status: 404,
      reason: '',
      headers: [
        ['content-length', '3100'],
        ['content-type', 'application/json'],
      ],
    },
    'HTTP/2 404 Not Found · 84 ms · 3.1 kB · application/json',
    'GET',
    { firstByteMs: 84 },
  ],
  // The server's own words before the registered ones; of an unknown status nothing is made up.
  [{ status: 404, reason: 'Gone Fishing' }, 'HTTP/1.1 404 Gone Fishing'],
  [{ version: '2', status: 299, reason: '' }, 'HTTP/2 299'],
  [{ version: '1.0', status: 999, reason: '' }, 'HTTP/1.0 999'],
  [{ headers: [['Content-Type', 'Text/HTML; charset=utf-8']] }, 'HTTP/1.1 200 OK · text/html'],
  // The length of a reply to HEAD is that of another body.
  [{ headers: [['Content-Length', '5']] }, 'HTTP/1.1 200 OK', 'HEAD'],
  [{ headers: [['Content-Length', '0']] }, 'HTTP/1.1 200 OK · 0 B'],
  [{ headers: [['Content-Length', '-5']] }, 'HTTP/1.1 200 OK'],
  [{ headers: [['Content-Length', '5, 5']] }, 'HTTP/1.1 200 OK'],
  [{ reason: 'a\x1b]0;b\x07' }, 'HTTP/1.1 200 a\\u001b]0;b\\u0007'],
  // Servers send UTF-8; what is none is shown as latin-1.
  [{ reason: 'd\xc3\xa9j\xc3\xa0' }, 'HTTP/1.1 200 déjà'],
  [{ reason: 'd\xe9j\xe0' }, 'HTTP/1.1 200 déjà'],
];

for (const [head, line, method, timings] of SUMMARIES) {
  test(`the summary of ${method ?? 'GET'} ${JSON.stringify(head)} is ${line}`, () => {
    assert.equal(summary(head, method, timings), line);
  });
}

function request(fields: HeaderList, showsSecrets = false, target = '/'): readonly string[] {
  const head: RequestHead = { method: 'GET', target, shownTarget: maskTarget(target), version: '1.1', fields };
  return requestLines(head, PLAIN, showsSecrets);
}

function reply(lines: string[], showsSecrets = false): readonly string[] {
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
  return replyLines({ bytes, status: 200 }, PLAIN, showsSecrets);
}

test('a request’s head is its lines as they go out', () => {
  assert.deepEqual(
    request([
      ['host', 'h'],
      ['X-tRaCe', '1'],
      ['X-tRaCe', '2'],
      ['Empty', ''],
    ]),
    ['GET / HTTP/1.1', 'host: h', 'X-tRaCe: 1', 'X-tRaCe: 2', 'Empty: '],
  );
});

// docs/design.md, ruling 9.
const MASKED_FIELDS: [name: string, value: string, shown: string][] = [
  ['Authorization', 'Bearer hunter2', 'Bearer (secret)'],
  ['authorization', 'hunter2', '(secret)'],
  ['Proxy-Authorization', 'Basic hunter2', 'Basic (secret)'],
  ['Cookie', 'a=hunter2; b=hunter2', 'a=(secret); b=(secret)'],
  ['X-API-Key', 'hunter2', '(secret)'],
  ['Referer', 'http://u:hunter2@h/', 'http://u:(secret)@h/'],
  ['Referer', 'http://h/?access_token=hunter2&a=1', 'http://h/?access_token=(secret)&a=1'],
];

for (const [name, value, shown] of MASKED_FIELDS) {
  test(`a request’s ${name}: ${value} is shown as ${shown}`, () => {
    for (const field of [value, new Secret(value)]) {
      assert.equal(request([[name, field]])[1], `${name}: ${shown}`);
      assert.equal(request([[name, field]], true)[1], `${name}: ${value}`);
    }
  });
}

test('a request’s target is shown without its credentials', () => {
  assert.equal(request([], false, '/?token=hunter2&a=1')[0], 'GET /?token=(secret)&a=1 HTTP/1.1');
  assert.equal(request([], false, 'http://h/?sig=hunter2')[0], 'GET http://h/?sig=(secret) HTTP/1.1');
  assert.equal(request([], true, '/?token=hunter2')[0], 'GET /?token=hunter2 HTTP/1.1');
});

test('a reply’s head is its lines as they came', () => {
  assert.deepEqual(reply(['HTTP/1.1 200 OK', 'x-A:1', 'x-A:   2', 'No-Value:']), [
    'HTTP/1.1 200 OK',
    'x-A: 1',
    'x-A: 2',
    'No-Value: ',
  ]);
});

const MASKED_LINES: [line: string, shown: string][] = [
  ['Set-Cookie: a=hunter2; Path=/', 'Set-Cookie: a=(secret); Path=/'],
  ['X-Auth-Token: hunter2', 'X-Auth-Token: (secret)'],
  ['Location: http://h/cb?access_token=hunter2', 'Location: http://h/cb?access_token=(secret)'],
  ['Location: /cb?a=1&access_token=hunter2', 'Location: /cb?a=1&access_token=(secret)'],
  ['Location: http://u:hunter2@h/', 'Location: http://u:(secret)@h/'],
];

for (const [line, shown] of MASKED_LINES) {
  test(`a reply’s ${line} is shown as ${shown}`, () => {
    assert.equal(reply(['HTTP/1.1 200 OK', line])[1], shown);
    assert.equal(reply(['HTTP/1.1 200 OK', line], true)[1], line);
  });
}

test('nothing in a head drives the terminal', () => {
  const nasty = 'a\x1b[2J\x07\x9b\x7f';
  const lines = [
    ...reply([`HTTP/1.1 200 ${nasty}`, `${nasty}: ${nasty}`, nasty]),
    ...request([[nasty, nasty]], false, `/${nasty}`),
  ];
  assert.equal(lines.length, 5);
  for (const line of lines) assert.doesNotMatch(line, /[\0-\x1f\x7f-\x9f]/);
});

test('a line that is no field is shown as it is', () => {
  assert.deepEqual(reply(['HTTP/1.1 200 OK', 'no colon']), ['HTTP/1.1 200 OK', 'no colon']);
});

test('a head in LF only has its lines, too', () => {
  const bytes = Buffer.from('HTTP/1.1 200 OK\nA: 1\nB: 2\n\n');
  assert.deepEqual(replyLines({ bytes, status: 200 }, PLAIN, false), ['HTTP/1.1 200 OK', 'A: 1', 'B: 2']);
});

test('an interim reply is shown as others are', () => {
  const bytes = Buffer.from('HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n');
  assert.deepEqual(interimLines(bytes, PLAIN), ['HTTP/1.1 103 Early Hints', 'Link: </a>']);
});

test('colours are around what is shown, and never in it', () => {
  const fields: HeaderList = [
    ['X-A', 'b'],
    ['Authorization', 'Bearer hunter2'],
  ];
  const head: RequestHead = { method: 'GET', target: '/', shownTarget: '/', version: '1.1', fields };
  const colored = requestLines(head, COLORED, false);
  const plain = colored.map((line) => line.replaceAll(/\x1b\[[\d;]*m/g, ''));
  assert.deepEqual(plain, requestLines(head, PLAIN, false));
  assert.notDeepEqual(colored, plain);
});

const SHEET: Partial<ReplyHead> = {
  status: 404,
  reason: 'Library closed for the winter',
  headers: [
    ['content-length', '3100'],
    ['content-type', 'application/vnd.ms-excel'],
  ],
};

const FITTED: [columns: number, line: string][] = [
  [86, 'HTTP/1.1 404 Library closed for the winter · 84 ms · 3.1 kB · application/vnd.ms-excel'],
  [85, 'HTTP/1.1 404 Library closed for the winter · 84 ms · 3.1 kB · application/vnd.ms-exc…'],
  [72, 'HTTP/1.1 404 Library closed for the winter · 84 ms · 3.1 kB · applicati…'],
  [70, 'HTTP/1.1 404 Library closed for the winter · 84 ms · 3.1 kB'],
  [58, 'HTTP/1.1 404 Library closed for the winter · 84 ms'],
  [49, 'HTTP/1.1 404 Library closed for the wint… · 84 ms'],
  [23, 'HTTP/1.1 404 L… · 84 ms'],
  [22, 'HTTP/1.1 404 · 84 ms'],
  [19, 'HTTP/1.1 404'],
  [2, 'HTTP/1.1 404'],
];

for (const [columns, line] of FITTED) {
  test(`in ${columns} columns: ${line}`, () => {
    assert.equal(summary(SHEET, 'GET', { firstByteMs: 84 }, columns), line);
  });
}
