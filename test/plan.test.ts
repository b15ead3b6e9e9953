import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { authorized } from '../src/auth/authorize.ts';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import type { HeaderEdit, RequestDraft } from '../src/request/draft.ts';
import type { HttpVersion } from '../src/request/exchange.ts';
import { framedByteLength } from '../src/request/framing.ts';
import { multipartParts } from '../src/request/multipart.ts';
import {
  type BodySource,
  isRepeatable,
  NO_PROXIES,
  type PlanSettings,
  planRequest,
  type RequestPlan,
} from '../src/request/plan.ts';
import { hrefOf } from '../src/request/url.ts';
import { closesConnection, needsHttp1, requestHead, sentFields } from '../src/request/wire.ts';
import { Secret } from '../src/secret.ts';

const DRAFT: RequestDraft = {
  method: undefined,
  url: 'http://h/',
  pathAsIs: false,
  requestTarget: undefined,
  headers: [],
  proxyHeaders: [],
  query: [],
  body: { kind: 'none' },
  impliedMethod: 'GET',
  contentType: undefined,
  accept: '*/*',
  uploadName: undefined,
  userAgent: undefined,
  referer: undefined,
  cookies: undefined,
  user: undefined,
};

function settings(env: Record<string, string> = {}, more: Partial<PlanSettings> = {}): PlanSettings {
  return { ...resolveSettings({}, env), acceptEncoding: 'gzip', decodesTyped: false, userAgent: 'slip/1', ...more };
}

function planOf(draft: Partial<RequestDraft>, given: PlanSettings = settings()): RequestPlan {
  return authorized(planRequest({ ...DRAFT, ...draft }, given), { now: () => 0 });
}

const send = (name: string, value: string): HeaderEdit => ({ kind: 'send', name, value });
const remove = (name: string): HeaderEdit => ({ kind: 'remove', name });
const bytes = (text: string): BodySource => ({ kind: 'bytes', bytes: Buffer.from(text) });

/** Header fields in the clear, one a line. */
function lines(fields: RequestPlan['headers']): string[] {
  return fields.map(([name, value]) => `${name}: ${value instanceof Secret ? value.reveal() : value}`);
}

const DEFAULTS = ['User-Agent: slip/1', 'Accept: */*', 'Accept-Encoding: gzip'];

const HEADERS: [what: string, draft: Partial<RequestDraft>, headers: string[]][] = [
  ['defaults', {}, DEFAULTS],
  ['a typed header behind the defaults', { headers: [send('A', '1')] }, [...DEFAULTS, 'A: 1']],
  [
    'typed headers in their order, case and number',
    { headers: [send('b', '1'), send('A', '2'), send('B', '3')] },
    [...DEFAULTS, 'b: 1', 'A: 2', 'B: 3'],
  ],
  [
    'a typed header in the place of a default, whatever its case',
    { headers: [send('aCCEPT', 'x/y')] },
    ['User-Agent: slip/1', 'Accept-Encoding: gzip', 'aCCEPT: x/y'],
  ],
  ['a default that is taken away', { headers: [remove('accept')] }, ['User-Agent: slip/1', 'Accept-Encoding: gzip']],
  [
    'an empty header where one is typed empty',
    { headers: [send('Accept', '')] },
    ['User-Agent: slip/1', 'Accept-Encoding: gzip', 'Accept: '],
  ],
  // curl: removing is about its own default, and does not touch what else is typed, before or after.
  ['a header removed and then sent', { headers: [remove('A'), send('A', 'b')] }, [...DEFAULTS, 'A: b']],
  [
    'a default removed and then sent',
    { headers: [remove('Accept'), send('Accept', 'b')] },
    ['User-Agent: slip/1', 'Accept-Encoding: gzip', 'Accept: b'],
  ],
  [
    'a default sent and then removed',
    { headers: [send('Accept', 'b'), remove('Accept')] },
    ['User-Agent: slip/1', 'Accept-Encoding: gzip', 'Accept: b'],
  ],
  ['a user agent', { userAgent: 'me' }, ['User-Agent: me', ...DEFAULTS.slice(1)]],
  [
    'a typed User-Agent before -A',
    { userAgent: 'me', headers: [send('user-agent', 'you')] },
    [...DEFAULTS.slice(1), 'user-agent: you'],
  ],
  ['a referer', { referer: 'http://r/' }, [...DEFAULTS, 'Referer: http://r/']],
  ['no empty referer', { referer: '' }, DEFAULTS],
  ['cookies', { cookies: 'a=1; b=2' }, [...DEFAULTS, 'Cookie: a=1; b=2']],
  [
    'the type of the body behind all others',
    { contentType: 'a/b', headers: [send('A', '1')] },
    [...DEFAULTS, 'A: 1', 'Content-Type: a/b'],
  ],
  [
    'a typed Content-Type before that of the body',
    { contentType: 'a/b', headers: [send('content-type', 'c/d')] },
    [...DEFAULTS, 'content-type: c/d'],
  ],
  ['no Content-Type where it is taken away', { contentType: 'a/b', headers: [remove('Content-Type')] }, DEFAULTS],
  ['a typed Host', { headers: [send('HOST', 'x')] }, [...DEFAULTS, 'HOST: x']],
  // RFC 7617 §2: base64 of user-id, colon and password, here in UTF-8.
  ['basic credentials', { user: { name: 'u', password: new Secret('p') } }, ['Authorization: Basic dTpw', ...DEFAULTS]],
  [
    'an empty password',
    { user: { name: 'user', password: new Secret('') } },
    ['Authorization: Basic dXNlcjo=', ...DEFAULTS],
  ],
  [
    'an empty name',
    { user: { name: '', password: new Secret('pass') } },
    ['Authorization: Basic OnBhc3M=', ...DEFAULTS],
  ],
  [
    'a password with a colon',
    { user: { name: 'a', password: new Secret('b:c') } },
    ['Authorization: Basic YTpiOmM=', ...DEFAULTS],
  ],
  [
    'credentials in UTF-8',
    { user: { name: 'ü', password: new Secret('✓') } },
    ['Authorization: Basic w7w64pyT', ...DEFAULTS],
  ],
  ['credentials of the URL', { url: 'http://u%40x:p%3aq@h/' }, ['Authorization: Basic dUB4OnA6cQ==', ...DEFAULTS]],
  ['a user of the URL without a password', { url: 'http://u@h/' }, ['Authorization: Basic dTo=', ...DEFAULTS]],
  [
    '--user before the URL',
    { url: 'http://x:y@h/', user: { name: 'u', password: new Secret('p') } },
    ['Authorization: Basic dTpw', ...DEFAULTS],
  ],
  [
    'a typed Authorization before both',
    {
      url: 'http://x:y@h/',
      user: { name: 'u', password: new Secret('p') },
      headers: [send('authorization', 'Bearer t')],
    },
    [...DEFAULTS, 'authorization: Bearer t'],
  ],
  ['none of an empty name and password', { user: { name: '', password: new Secret('') } }, DEFAULTS],
  ['no Authorization where it is taken away', { url: 'http://x:y@h/', headers: [remove('Authorization')] }, DEFAULTS],
];

for (const [what, draft, headers] of HEADERS) {
  test(`a plan has ${what}`, () => assert.deepEqual(lines(sentFields(planOf(draft))), headers));
}

test('no coding is taken off that slip did not ask for', () => {
  const unasked = planOf({}, settings({}, { acceptEncoding: undefined }));
  assert.deepEqual(lines(unasked.headers), ['User-Agent: slip/1', 'Accept: */*']);
  assert.equal(unasked.decoded, false);
  assert.equal(planOf({}).decoded, true);
});

test('who types Accept-Encoding gets the body as it comes, unless --compressed is typed too', () => {
  for (const edit of [send('accept-encoding', 'br'), remove('Accept-Encoding')]) {
    assert.equal(planOf({ headers: [edit] }).decoded, false);
    assert.equal(planOf({ headers: [edit] }, settings({}, { decodesTyped: true })).decoded, true);
  }
});

test('a printed plan shows no credential, wherever it came from', () => {
  const plan = planOf(
    {
      url: 'http://u:hunter2@h/',
      cookies: 'a=hunter2',
      headers: [
        send('X-API-Key', 'hunter2'),
        send('Proxy-Authorization', 'Basic hunter2'),
        send('cookie', 'b=hunter2'),
      ],
    },
    settings({ http_proxy: 'http://u:hunter2@proxy' }),
  );
  const base64 = Buffer.from('u:hunter2').toString('base64');
  for (const printed of [inspect(plan, { depth: 10, showHidden: true }), JSON.stringify(plan)]) {
    assert.ok(!printed.includes('hunter2') && !printed.includes(base64));
  }
});

const TARGETS: [what: string, draft: Partial<RequestDraft>, href: string][] = [
  ['the URL without its user', { url: 'http://u:p@h/x' }, 'http://h/x'],
  ['query pairs at the end', { url: 'http://h/x?a#f', query: ['b=1', 'c'] }, 'http://h/x?a&b=1&c'],
  ['dot segments as they are', { url: 'http://h/a/../b', pathAsIs: true }, 'http://h/a/../b'],
  // curl(1), --upload-file: a URL that ends in a slash gets the file's name.
  ['the name of an uploaded file', { url: 'http://h/a/', uploadName: 'f.txt' }, 'http://h/a/f.txt'],
  ['the name of a file uploaded to a bare host', { url: 'http://h', uploadName: 'f' }, 'http://h/f'],
  ['no name behind a path that has one', { url: 'http://h/a', uploadName: 'f' }, 'http://h/a'],
  ['an uploaded name encoded', { url: 'http://h/', uploadName: 'a b?#%/ä' }, 'http://h/a%20b%3F%23%25%2F%C3%A4'],
  // As curl has it since 8.16.
  ['no uploaded name where there is a query', { url: 'http://h/?q=/', uploadName: 'f' }, 'http://h/?q=/'],
  [
    'an uploaded name before a query that is added',
    { url: 'http://h/', uploadName: 'f', query: ['a'] },
    'http://h/f?a',
  ],
];

for (const [what, draft, href] of TARGETS) {
  test(`a plan has ${what}`, () => assert.equal(hrefOf(planOf(draft).url), href));
}

test('a typed method counts before the one that the body implies, in the case it was typed in', () => {
  assert.equal(planOf({ impliedMethod: 'POST' }).method, 'POST');
  assert.equal(planOf({ method: 'get', impliedMethod: 'POST' }).method, 'get');
});

test('to a unix socket goes plain HTTP, and no proxy stands between', () => {
  const { connection } = resolveSettings({ 'unix-socket': '/run/x' }, {});
  const plan = planOf({ url: 'docker/info' }, settings({ http_proxy: 'http://p' }, { connection }));
  assert.equal(hrefOf(plan.url), 'http://docker/info');
  assert.equal(plan.proxy, undefined);
  assert.deepEqual(plan.proxiesFor(plan.url), NO_PROXIES);
});

test('the credentials of a proxy go to it with plain HTTP, and never through it', () => {
  const given = settings({ http_proxy: 'http://u:p@proxy', https_proxy: 'http://u:p@proxy' });
  const fields = (draft: Partial<RequestDraft>): string[] => lines(requestHead(planOf(draft, given), '1.1').fields);
  const connection = ['host: h', 'connection: keep-alive'];
  assert.deepEqual(fields({}), [...connection, 'Proxy-Authorization: Basic dTpw', ...DEFAULTS]);
  assert.deepEqual(fields({ url: 'https://h/' }), [...connection, ...DEFAULTS]);
  const typed = send('proxy-authorization', 'Basic eA==');
  assert.deepEqual(fields({ headers: [typed] }), [...connection, ...DEFAULTS, 'proxy-authorization: Basic eA==']);
});

const LENGTHS: [what: string, draft: Partial<RequestDraft>, message: RegExp | undefined][] = [
  ['the body’s own', { body: bytes('abc'), headers: [send('Content-Length', '3')] }, undefined],
  [
    'the body’s own, twice',
    { body: bytes('abc'), headers: [send('Content-Length', '3'), send('content-length', '3')] },
    undefined,
  ],
  ['any, of a body from a pipe', { body: { kind: 'stdin' }, headers: [send('Content-Length', '7')] }, undefined],
  ['none, of no body', { headers: [send('Content-Length', '0')] }, undefined],
  ['more than the body has', { body: bytes('abc'), headers: [send('Content-Length', '4')] }, /has 3 bytes/],
  ['less than the body has', { body: bytes('abc'), headers: [send('Content-Length', '2')] }, /has 3 bytes/],
  ['some, of no body', { headers: [send('Content-Length', '5')] }, /has 0 bytes/],
  [
    'another than the file has',
    { body: { kind: 'file', path: 'f', byteLength: 9 }, headers: [send('Content-Length', '5')] },
    /has 9 bytes/,
  ],
  [
    'two that differ',
    { body: { kind: 'stdin' }, headers: [send('Content-Length', '1'), send('Content-Length', '2')] },
    /twice/,
  ],
  ['no number', { body: { kind: 'stdin' }, headers: [send('Content-Length', '1x')] }, /number of bytes/],
  ['a negative number', { body: { kind: 'stdin' }, headers: [send('Content-Length', '-1')] }, /number of bytes/],
  [
    'a number in another form',
    { body: { kind: 'stdin' }, headers: [send('Content-Length', '0x10')] },
    /number of bytes/,
  ],
  ['a list', { body: bytes('abc'), headers: [send('Content-Length', '3, 3')] }, /number of bytes/],
  // RFC 9112 §6.2: a sender must not send both.
  [
    'one beside Transfer-Encoding',
    { body: { kind: 'stdin' }, headers: [send('Content-Length', '3'), send('Transfer-Encoding', 'chunked')] },
    /exclude each other/,
  ],
];

for (const [what, draft, message] of LENGTHS) {
  test(`a typed Content-Length may ${message === undefined ? '' : 'not '}be ${what}`, () => {
    if (message === undefined) return void planOf({ method: 'POST', ...draft });
    assert.throws(
      () => planOf(draft),
      (thrown) => thrown instanceof Failure && thrown.kind === 'usage' && message.test(thrown.message),
    );
  });
}

const HEADS: [what: string, draft: Partial<RequestDraft>, version: HttpVersion, head: string[]][] = [
  ['GET', { url: 'http://h/x?q' }, '1.1', ['GET /x?q HTTP/1.1', 'host: h', 'connection: keep-alive', '*']],
  ['a port', { url: 'http://h:81/' }, '1.1', ['GET / HTTP/1.1', 'host: h:81', 'connection: keep-alive', '*']],
  [
    'an IPv6 host',
    { url: 'http://[::1]:81/' },
    '1.1',
    ['GET / HTTP/1.1', 'host: [::1]:81', 'connection: keep-alive', '*'],
  ],
  [
    'a typed Host',
    { headers: [send('HOST', 'x')] },
    '1.1',
    ['GET / HTTP/1.1', 'host: x', 'connection: keep-alive', '*'],
  ],
  ['HEAD', { method: 'HEAD' }, '1.1', ['HEAD / HTTP/1.1', 'host: h', 'connection: close', '*']],
  [
    'a typed Connection: close',
    { headers: [send('Connection', 'Close')] },
    '1.1',
    ['GET / HTTP/1.1', 'host: h', 'connection: Close', '*'],
  ],
  // RFC 9110 §8.6: a user agent sends Content-Length: 0 where the method's semantics ask for a body.
  ...['POST', 'PUT', 'PATCH'].map((method): (typeof HEADS)[number] => [
    `${method} without a body`,
    { method },
    '1.1',
    [`${method} / HTTP/1.1`, 'host: h', 'connection: keep-alive', '*', 'content-length: 0'],
  ]),
  [
    'DELETE without a body',
    { method: 'DELETE' },
    '1.1',
    ['DELETE / HTTP/1.1', 'host: h', 'connection: keep-alive', '*'],
  ],
  [
    'a body',
    { method: 'POST', body: bytes('ä') },
    '1.1',
    ['POST / HTTP/1.1', 'host: h', 'connection: keep-alive', '*', 'content-length: 2'],
  ],
  [
    'a body of GET',
    { method: 'GET', body: bytes('a') },
    '1.1',
    ['GET / HTTP/1.1', 'host: h', 'connection: keep-alive', '*', 'content-length: 1'],
  ],
  [
    'a body of unknown length',
    { method: 'PUT', body: { kind: 'stdin' } },
    '1.1',
    ['PUT / HTTP/1.1', 'host: h', 'connection: keep-alive', '*', 'transfer-encoding: chunked'],
  ],
  [
    'a length typed for it',
    { method: 'PUT', body: { kind: 'stdin' }, headers: [send('Content-Length', '7')] },
    '1.1',
    ['PUT / HTTP/1.1', 'host: h', 'connection: keep-alive', '*', 'content-length: 7'],
  ],
  [
    'chunks asked for',
    { method: 'PUT', body: bytes('a'), headers: [send('transfer-encoding', 'chunked')] },
    '1.1',
    ['PUT / HTTP/1.1', 'host: h', 'connection: keep-alive', '*', 'transfer-encoding: chunked'],
  ],
  [
    'a target of its own',
    { requestTarget: '*', method: 'OPTIONS' },
    '1.1',
    ['OPTIONS * HTTP/1.1', 'host: h', 'connection: keep-alive', '*'],
  ],
  // RFC 9113 §8.2: names in lower case, no field that is about the connection.
  [
    'HTTP/2',
    {
      method: 'PUT',
      body: { kind: 'stdin' },
      headers: [send('X-A', '1'), send('Connection', 'x'), send('Transfer-Encoding', 'chunked')],
    },
    '2',
    ['PUT / HTTP/2', 'host: h', 'user-agent: slip/1', 'accept: */*', 'accept-encoding: gzip', 'x-a: 1'],
  ],
  [
    'HTTP/2 with a body',
    { method: 'POST', body: bytes('abc') },
    '2',
    ['POST / HTTP/2', 'host: h', 'user-agent: slip/1', 'accept: */*', 'accept-encoding: gzip', 'content-length: 3'],
  ],
];

for (const [what, draft, version, expected] of HEADS) {
  test(`the head of ${what} is as it is written`, () => {
    const head = requestHead(planOf(draft), version);
    const written = [`${head.method} ${head.target} HTTP/${head.version}`, ...lines(head.fields)];
    const star = expected.indexOf('*');
    assert.deepEqual(written, star < 0 ? expected : expected.toSpliced(star, 1, ...DEFAULTS));
  });
}

// HTTP/2's sender writes neither (RFC 9110 §8.6), so that a preview with them would not be what is sent.
for (const [name, value] of [
  ['Content-Length', '0'],
  ['Transfer-Encoding', 'chunked'],
] as const) {
  test(`a typed ${name} is not in the head of a request that has nothing to frame`, () => {
    for (const method of ['GET', 'DELETE']) {
      const { fields } = requestHead(planOf({ method, headers: [send(name, value)] }), '1.1');
      assert.deepEqual(lines(fields), ['host: h', 'connection: keep-alive', ...DEFAULTS]);
    }
  });
}

test('to a proxy goes the absolute form of a plain URL, and the origin form through its tunnel', () => {
  const given = settings({ http_proxy: 'http://p', https_proxy: 'http://p' });
  assert.equal(requestHead(planOf({ url: 'http://u:p@h:81/x?y#z' }, given), '1.1').target, 'http://h:81/x?y');
  assert.equal(requestHead(planOf({ url: 'https://h/x' }, given), '1.1').target, '/x');
  assert.equal(requestHead(planOf({ url: 'http://h/x', requestTarget: '/y' }, given), '1.1').target, '/y');
});

test('each field that is typed stands in the head once for each time it was typed', () => {
  const plan = planOf({ headers: [send('A', '1'), send('a', '2')], method: 'POST', body: bytes('x') });
  const names = requestHead(plan, '1.1').fields.map(([name]) => name.toLowerCase());
  assert.deepEqual(names.filter((name) => name === 'a').length, 2);
  for (const name of ['host', 'connection', 'content-length', 'user-agent']) {
    assert.equal(names.filter((other) => other === name).length, 1, name);
  }
});

test('the connection ends where that is typed, in a list too', () => {
  for (const value of ['close', 'Close', 'x, close', 'close, x']) {
    assert.equal(closesConnection(planOf({ headers: [send('connection', value)] })), true, value);
  }
  for (const value of ['keep-alive', 'closed', 'not-close']) {
    assert.equal(closesConnection(planOf({ headers: [send('connection', value)] })), false, value);
  }
});

const multipart = (kind: 'bytes' | 'file' | 'stdin'): BodySource => {
  const content =
    kind === 'bytes'
      ? { kind, bytes: Buffer.from('x') }
      : kind === 'file'
        ? { kind, path: 'f', byteLength: undefined }
        : { kind };
  return { kind: 'multipart', multipart: multipartParts([{ name: 'a', contents: [{ content }] }], 'b') };
};

// RFC 7578 §4, RFC 2046 §5.1.1.
const ONE_PART = '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\nx\r\n--b--\r\n';

const BODIES: [what: string, body: BodySource, byteLength: number | undefined, repeatable: boolean][] = [
  ['no body', { kind: 'none' }, 0, true],
  ['bytes', bytes('abc'), 3, true],
  ['a file', { kind: 'file', path: 'f', byteLength: 5 }, 5, true],
  ['a pipe by name', { kind: 'file', path: 'f', byteLength: undefined }, undefined, false],
  ['stdin', { kind: 'stdin' }, undefined, false],
  ['parts of bytes', multipart('bytes'), ONE_PART.length, true],
  ['a part that is a pipe', multipart('file'), undefined, false],
  ['a part from stdin', multipart('stdin'), undefined, false],
];

for (const [what, body, byteLength, repeatable] of BODIES) {
  test(`${what} ${byteLength === undefined ? 'has no known length' : `has ${byteLength} bytes`} and can${repeatable ? '' : 'not'} be sent again`, () => {
    assert.equal(framedByteLength(planOf({ method: 'POST', body })), byteLength);
    assert.equal(isRepeatable(body), repeatable);
  });
}

test('what HTTP/2 cannot say stays with HTTP/1', () => {
  assert.equal(needsHttp1(planOf({ headers: [send('EXPECT', '100-continue')] })), true);
  assert.equal(needsHttp1(planOf({})), false);
});
