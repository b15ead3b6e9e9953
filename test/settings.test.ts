import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { Options } from '../src/cli/options.ts';
import { resolveSettings, type Settings, settingsResolver } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import type { Resolution } from '../src/request/network.ts';
import { parseUrl } from '../src/request/url.ts';

const settled = (options: Options): Settings => resolveSettings(options, {});

const DECIDED: [what: string, options: Options, pick: (settings: Settings) => unknown, value: unknown][] = [
  ['ALPN decides the version', {}, ({ connection }) => connection.http, 'auto'],
  ['HTTP/2 is what ALPN agrees on', { http2: true }, ({ connection }) => connection.http, 'auto'],
  ['--http1.1', { 'http1.1': true }, ({ connection }) => connection.http, '1.1'],
  [
    '--http2-prior-knowledge',
    { 'http2-prior-knowledge': true },
    ({ connection }) => connection.http,
    '2-prior-knowledge',
  ],
  ['--no-http1.1', { 'http1.1': false }, ({ connection }) => connection.http, 'auto'],
  ['any family', {}, ({ connection }) => connection.family, undefined],
  ['-4', { ipv4: true }, ({ connection }) => connection.family, 4],
  ['-6', { ipv6: true }, ({ connection }) => connection.family, 6],
  ['--unix-socket', { 'unix-socket': '/run/x' }, ({ connection }) => connection.unixSocket, '/run/x'],
  ['certificates are checked', {}, ({ connection }) => connection.tls.verified, true],
  ['-k', { insecure: true }, ({ connection }) => connection.tls.verified, false],
  ['--no-insecure', { insecure: false }, ({ connection }) => connection.tls.verified, true],
  ['no limits', {}, ({ limits }) => Object.values(limits).filter((limit) => limit !== undefined), []],
  [
    'limits in milliseconds and bytes',
    { 'max-time': 2.5, 'connect-timeout': 0.1, timeout: 3, 'max-filesize': 1024 },
    ({ limits: { totalMs, connectMs, idleMs, bodyBytes } }) => [totalMs, connectMs, idleMs, bodyBytes],
    [2500, 100, 3000, 1024],
  ],
  // curl: a limit of zero is no limit for times.
  [
    'a time of zero, which is no limit',
    { 'max-time': 0, timeout: 0 },
    ({ limits }) => [limits.totalMs, limits.idleMs],
    [undefined, undefined],
  ],
  ['--limit-rate', { 'limit-rate': 2048 }, ({ limits }) => limits.bytesPerSecond, 2048],
  ['--limit-rate 0', { 'limit-rate': 0 }, ({ limits }) => limits.bytesPerSecond, undefined],
  // curl(1), --speed-limit and --speed-time.
  ['-Y', { 'speed-limit': 100 }, ({ limits }) => limits.slow, { bytesPerSecond: 100, patienceMs: 30_000 }],
  ['-y', { 'speed-time': 5 }, ({ limits }) => limits.slow, { bytesPerSecond: 1, patienceMs: 5000 }],
  ['-y 0', { 'speed-time': 0, 'speed-limit': 100 }, ({ limits }) => limits.slow, undefined],
  ['-Y 0', { 'speed-time': 5, 'speed-limit': 0 }, ({ limits }) => limits.slow, undefined],
  ['a time that is short, which is no zero', { 'max-time': 0.0001 }, ({ limits }) => limits.totalMs, 1],
  ['redirects are not followed, as in curl', {}, ({ redirects }) => redirects.followed, false],
  ['-L', { location: true }, ({ redirects }) => redirects.followed, true],
  ['--no-location', { location: false }, ({ redirects }) => redirects.followed, false],
  [
    '--location-trusted follows',
    { 'location-trusted': true },
    ({ redirects }) => [redirects.followed, redirects.trusted],
    [true, true],
  ],
  ['-L trusts nobody', { location: true }, ({ redirects }) => redirects.trusted, false],
  ['--download follows', { download: true }, ({ redirects }) => redirects.followed, true],
  // curl(1), --max-redirs.
  ['fifty redirects', {}, ({ redirects }) => redirects.limit, 50],
  ['--max-redirs 0', { 'max-redirs': 0 }, ({ redirects }) => redirects.limit, 0],
  ['--max-redirs -1', { 'max-redirs': -1 }, ({ redirects }) => redirects.limit, undefined],
  ['--path-as-is for redirects too', { 'path-as-is': true }, ({ redirects }) => redirects.pathAsIs, true],
  ['compression is asked for', {}, ({ compressed }) => compressed, true],
  ['--no-compressed', { compressed: false }, ({ compressed }) => compressed, false],
  ['a download is never compressed', { download: true, compressed: true }, ({ compressed }) => compressed, false],
];

for (const [what, options, pick, value] of DECIDED) {
  test(`settings: ${what}`, () => assert.deepEqual(pick(settled(options)), value));
}

test('the proxy comes from the option, then from the environment', () => {
  const url = parseUrl('http://h/');
  assert.equal(
    resolveSettings({ proxy: 'http://p:1' }, { http_proxy: 'http://q:1' }).proxiesFor(url).proxy?.url.host,
    'p',
  );
  assert.equal(resolveSettings({}, { http_proxy: 'http://q:1' }).proxiesFor(url).proxy?.url.host, 'q');
  assert.equal(resolveSettings({ noproxy: 'h' }, { http_proxy: 'http://q:1' }).proxiesFor(url).proxy, undefined);
  assert.equal(
    resolveSettings({ 'proxy-user': 'u:p' }, { http_proxy: 'http://q:1' })
      .proxiesFor(url)
      .proxy?.login?.password.reveal(),
    'p',
  );
});

test('printed settings show no passphrase', () => {
  assert.doesNotMatch(inspect(settled({ cert: 'c.pem:hunter2' }), { depth: 9, showHidden: true }), /hunter2/);
});

const RESOLUTIONS: [text: string, resolution: Resolution][] = [
  ['h:80:127.0.0.1', { host: 'h', port: 80, addresses: ['127.0.0.1'] }],
  ['H.Example:80:127.0.0.1', { host: 'h.example', port: 80, addresses: ['127.0.0.1'] }],
  ['+h:80:127.0.0.1', { host: 'h', port: 80, addresses: ['127.0.0.1'] }],
  ['*:443:127.0.0.1', { host: '*', port: 443, addresses: ['127.0.0.1'] }],
  ['h:80:[::1]', { host: 'h', port: 80, addresses: ['::1'] }],
  ['h:80:::1', { host: 'h', port: 80, addresses: ['::1'] }],
  ['h:80:127.0.0.1,[::1],10.0.0.1', { host: 'h', port: 80, addresses: ['127.0.0.1', '::1', '10.0.0.1'] }],
  ['[2001:db8::1]:80:[::1]', { host: '[2001:db8::1]', port: 80, addresses: ['::1'] }],
  ['h:80:127.0.0.1,', { host: 'h', port: 80, addresses: ['127.0.0.1'] }],
  ['h:0080:::ffff:127.0.0.1', { host: 'h', port: 80, addresses: ['::ffff:127.0.0.1'] }],
  ['-h:80', { host: 'h', port: 80, addresses: [] }],
];

for (const [text, resolution] of RESOLUTIONS) {
  test(`--resolve ${text}`, () => assert.deepEqual(settled({ resolve: [text] }).connection.resolutions, [resolution]));
}

// curl 7.88 refuses them as well, but for the last, which says nothing.
const UNREADABLE = [
  'h',
  'h:80',
  'h:80:',
  'h:80:,',
  'h:x:127.0.0.1',
  'h::127.0.0.1',
  'h:65536:127.0.0.1',
  'h:99999:127.0.0.1',
  'h:80:localhost',
  'h:80:256.0.0.1',
  'h:80:1.2.3',
  'h:80:1.2.3.4.5',
  'h:80:::1]/[',
  'h:80:127.0.0.1;10.0.0.1',
  ':80:127.0.0.1',
];

for (const text of UNREADABLE) {
  test(`--resolve ${JSON.stringify(text)} is refused`, () => {
    assert.throws(
      () => settled({ resolve: [text] }),
      (thrown) =>
        thrown instanceof Failure &&
        thrown.kind === 'optionSyntax' &&
        thrown.at?.text === text &&
        thrown.hint !== undefined,
    );
  });
}

test('a time limit is never longer than a timer can hold, which would go off at once', () => {
  assert.equal(resolveSettings({ 'max-time': 1e12 }, {}).limits.totalMs, 2 ** 31 - 1);
});

test('settings of the same options are decided once, but for those that have read something', () => {
  const settingsOf = settingsResolver({});
  const noTools = { netrc: undefined, sign: undefined };
  const first = settingsOf({ insecure: true, 'proxy-user': 'a:b' }, 'slip', noTools);
  assert.equal(settingsOf({ insecure: true, 'proxy-user': 'a:b' }, 'slip', noTools), first);
  assert.notEqual(settingsOf({ insecure: true, 'proxy-user': 'a:c' }, 'slip', noTools), first);
  assert.equal(settingsOf({}, 'slip', noTools).connection.tls.verified, true);
  assert.equal(settingsOf({}, 'curl', noTools).dialect, 'curl');
  const tools = { ...noTools, netrc: { comesFirst: true, find: () => undefined } };
  assert.notEqual(settingsOf({}, 'curl', tools), settingsOf({}, 'curl', tools));
});
