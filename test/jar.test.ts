import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cookie } from '../src/cookies/cookie.ts';
import { type CookieJar, type CookieSite, openJar } from '../src/cookies/jar.ts';
import { parseCookieFile } from '../src/cookies/netscape.ts';
import type { Dialect } from '../src/request/plan.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;

function site(host: string, path = '/', isSecure = true): CookieSite {
  return { host, path, isSecure };
}

function jarOf(from: CookieSite, ...lines: readonly string[]): CookieJar {
  const jar = openJar('slip');
  jar.take(lines, from, NOW);
  return jar;
}

function pairs(cookies: readonly Cookie[]): string {
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** Who sets a cookie for which domain, and the hosts that get it; none for one that may not be set. */
const DOMAINS: [setter: string, domain: string | undefined, gets: readonly string[], getsNot: readonly string[]][] = [
  // RFC 6265 §5.1.3: the same, or a name below it.
  ['example.com', undefined, ['example.com'], ['www.example.com', 'example.org']],
  ['www.example.com', undefined, ['www.example.com'], ['example.com', 'a.www.example.com']],
  ['example.com', 'example.com', ['example.com', 'www.example.com', 'a.b.example.com'], ['badexample.com']],
  ['www.example.com', 'example.com', ['example.com', 'www.example.com', 'mail.example.com'], ['com', 'example.org']],
  ['www.example.com', '.example.com', ['example.com', 'mail.example.com'], ['notexample.com']],
  ['www.example.com', 'EXAMPLE.com', ['example.com', 'mail.example.com'], []],
  ['www.example.com', 'www.example.com', ['www.example.com', 'a.www.example.com'], ['example.com']],
  // Not its own.
  ['example.com', 'www.example.com', [], ['example.com', 'www.example.com']],
  ['example.com', 'example.org', [], ['example.com', 'example.org']],
  ['badexample.com', 'example.com', [], ['badexample.com', 'example.com']],
  ['example.com', 'ample.com', [], ['example.com']],
  ['example.com', '.', [], ['example.com']],
  // Public suffixes (CVE-2023-46218 was one that looked like none for its upper case).
  ['example.com', 'com', [], ['example.com', 'example.org.com']],
  ['example.com', '.com', [], ['example.com']],
  ['a.co.uk', 'co.uk', [], ['a.co.uk', 'b.co.uk']],
  ['a.co.uk', 'CO.UK', [], ['a.co.uk', 'b.co.uk']],
  ['a.github.io', 'github.io', [], ['a.github.io', 'b.github.io']],
  ['co.uk', 'co.uk', ['co.uk'], []],
  ['www.a.co.uk', 'a.co.uk', ['a.co.uk', 'mail.a.co.uk'], ['b.co.uk']],
  ['a.unlisted', 'unlisted', [], ['a.unlisted', 'b.unlisted']],
  ['b.a.unlisted', 'a.unlisted', ['a.unlisted', 'c.a.unlisted'], []],
  ['a.test', 'test', [], ['a.test', 'b.test']],
  // A dot at the end makes a suffix no name of somebody's own (CVE-2022-27779).
  ['example.com.', 'com.', [], ['example.com.', 'example.org.']],
  ['www.example.com.', 'example.com.', ['example.com.', 'mail.example.com.'], ['example.com']],
  // Names without dots, and addresses.
  ['localhost', undefined, ['localhost'], ['a.localhost']],
  ['localhost', 'localhost', ['localhost'], []],
  ['a.localhost', 'localhost', [], ['a.localhost', 'localhost']],
  ['127.0.0.1', undefined, ['127.0.0.1'], ['10.127.0.0.1', '127.0.0.2']],
  ['127.0.0.1', '127.0.0.1', ['127.0.0.1'], []],
  ['127.0.0.1', '0.0.1', [], ['127.0.0.1', '10.0.0.1']],
  ['::1', undefined, ['::1'], ['::2']],
  ['::1', '::1', ['::1'], []],
  // International names are in punycode here.
  ['www.xn--bcher-kva.example', 'xn--bcher-kva.example', ['xn--bcher-kva.example'], []],
];
for (const [setter, domain, gets, getsNot] of DOMAINS) {
  test(`${setter} sets a cookie for ${domain ?? 'itself'}`, () => {
    const jar = jarOf(site(setter), `a=b${domain === undefined ? '' : `; domain=${domain}`}`);
    for (const host of gets) assert.equal(pairs(jar.cookiesFor(site(host), NOW)), 'a=b', host);
    for (const host of getsNot) assert.equal(pairs(jar.cookiesFor(site(host), NOW)), '', host);
  });
}

/** RFC 6265 §5.1.4: where a cookie is set, with which path, and where it goes. */
const PATHS: [setter: string, path: string | undefined, gets: readonly string[], getsNot: readonly string[]][] = [
  ['/', undefined, ['/', '/x', '/x/y'], []],
  ['/x', undefined, ['/', '/y'], []],
  ['/x/', undefined, ['/x', '/x/', '/x/y'], ['/', '/xy']],
  ['/x/y', undefined, ['/x', '/x/z'], ['/', '/xy/']],
  ['/x/y/z', undefined, ['/x/y', '/x/y/q'], ['/x', '/x/yq']],
  ['/', '/x', ['/x', '/x/y'], ['/', '/xy', '/X']],
  ['/', '/x/', ['/x/', '/x/y'], ['/', '/x', '/xy']],
  ['/q', '/x', ['/x'], ['/q']],
  ['/q/r', 'x', ['/q', '/q/s'], ['/', '/x']],
];
for (const [setter, path, gets, getsNot] of PATHS) {
  test(`${setter} sets a cookie for the path ${path ?? 'it has'}`, () => {
    const jar = jarOf(site('example.com', setter), `a=b${path === undefined ? '' : `; path=${path}`}`);
    for (const to of gets) assert.equal(pairs(jar.cookiesFor(site('example.com', to), NOW)), 'a=b', to);
    for (const to of getsNot) assert.equal(pairs(jar.cookiesFor(site('example.com', to), NOW)), '', to);
  });
}

const HTTP = site('example.com', '/', false);
const HTTPS = site('example.com');

test('a secure cookie is set and sent where nobody listens on the way', () => {
  assert.equal(pairs(jarOf(HTTP, 'a=b; secure').cookiesFor(HTTPS, NOW)), '');
  const jar = jarOf(HTTPS, 'a=b; secure');
  assert.equal(pairs(jar.cookiesFor(HTTPS, NOW)), 'a=b');
  assert.equal(pairs(jar.cookiesFor(HTTP, NOW)), '');
});

/** Names with a prefix, and whether they are kept. */
const PREFIXES: [line: string, isKept: boolean][] = [
  ['__Secure-a=b', false],
  ['__Secure-a=b; secure', true],
  ['__secure-a=b', false],
  ['__Host-a=b', false],
  ['__Host-a=b; secure', true],
  ['__Host-a=b; secure; path=/', true],
  ['__Host-a=b; secure; path=/x', false],
  ['__Host-a=b; secure; path=/; domain=example.com', false],
];
for (const [line, isKept] of PREFIXES) {
  test(`${line} is ${isKept ? 'kept' : 'dropped'}`, () => {
    assert.equal(jarOf(HTTPS, line).all(NOW).length, isKept ? 1 : 0);
  });
}

/** What stands in the jar from https, what http then sets, and what https gets after that. */
const OVERLAYS: [secure: string, open: string, sent: string][] = [
  ['a=1; secure', 'a=2', 'a=1'],
  ['a=1; secure; path=/login', 'a=2; path=/login/en', 'a=1'],
  ['a=1; secure; path=/login', 'a=2; path=/loginhelper', 'a=1'],
  ['a=1; secure; path=/login', 'a=2; path=/', 'a=1; a=2'],
  ['a=1; secure; domain=example.com', 'a=2', 'a=1'],
  ['a=1', 'a=2', 'a=2'],
  ['a=1; secure', 'b=2', 'a=1; b=2'],
];
for (const [secure, open, sent] of OVERLAYS) {
  test(`after ${secure} over https, ${open} over http`, () => {
    const jar = jarOf(HTTPS, secure);
    jar.take([open], HTTP, NOW);
    assert.equal(pairs(jar.cookiesFor(site('example.com', '/login/en'), NOW)), sent);
  });
}

const ORDERS: [dialect: Dialect, sent: string, written: string][] = [
  ['slip', 'deeper=6; deep=5; old=1; new=2; longer=3; wide=4', 'old=1; new=2; longer=3; wide=4; deep=5; deeper=6'],
  ['curl', 'deeper=6; deep=5; longer=3; new=2; old=1; wide=4', 'deeper=6; deep=5; wide=4; longer=3; new=2; old=1'],
];
for (const [dialect, sent, written] of ORDERS) {
  test(`${dialect} sends longer paths first, and then ${dialect === 'slip' ? 'older' : 'newer'} cookies`, () => {
    const from = site('www.example.com', '/x/y');
    const jar = openJar(dialect);
    const lines = [
      'old=1; path=/',
      'new=2; path=/',
      'longer=3; path=/',
      'wide=4; path=/; domain=example.com',
      'deep=5',
      'deeper=6; path=/x/y',
    ];
    jar.take(lines, from, NOW);
    assert.equal(pairs(jar.cookiesFor(from, NOW)), sent);
    assert.equal(pairs(jar.all(NOW)), written);
  });
}

/** What a name promises, which letters of it are large (RFC 6265bis §5.7); curl knows these names as they stand alone. */
const SPELLED_PREFIXES: [line: string, slip: string, curl: string][] = [
  ['__Host-a=1; path=/', '', ''],
  ['__host-a=1; path=/', '', '__host-a=1'],
  ['__SECURE-a=1', '', '__SECURE-a=1'],
  ['__Other-a=1', '__Other-a=1', '__Other-a=1'],
];
for (const [line, slip, curl] of SPELLED_PREFIXES) {
  test(`over http ${line} is ${slip === '' ? 'refused' : 'taken'}, and ${curl === '' ? 'refused' : 'taken'} as by curl`, () => {
    for (const [dialect, sent] of [['slip', slip] as const, ['curl', curl] as const]) {
      const jar = openJar(dialect);
      jar.take([line], HTTP, NOW);
      assert.equal(pairs(jar.cookiesFor(HTTP, NOW)), sent);
    }
  });
}

test('a cookie takes the place of the one with its name, domain and path', () => {
  const jar = jarOf(HTTPS, 'a=1', 'b=2', 'a=3', 'a=4; path=/x', 'a=5; domain=example.com');
  assert.equal(pairs(jar.all(NOW)), 'a=3; b=2; a=4; a=5');
});

test('a cookie that has run out takes away the one it replaces', () => {
  const jar = jarOf(HTTPS, 'a=1', 'a=; max-age=0');
  assert.equal(pairs(jar.cookiesFor(HTTPS, NOW)), '');
  assert.equal(pairs(jar.all(NOW)), '');
});

test('a cookie is sent in the second in which it runs out, and not after it', () => {
  const jar = jarOf(HTTPS, 'a=1; max-age=60');
  assert.equal(pairs(jar.cookiesFor(HTTPS, NOW + 60)), 'a=1');
  assert.equal(pairs(jar.cookiesFor(HTTPS, NOW + 61)), '');
});

test('a file takes nothing from what a server has set', () => {
  const jar = jarOf(HTTPS, 'a=live');
  const file = 'example.com\tFALSE\t/\tFALSE\t0\ta\tfile\nexample.com\tFALSE\t/\tFALSE\t1\tb\tgone\n';
  jar.load(parseCookieFile(file, NOW).cookies, NOW);
  assert.equal(pairs(jar.all(NOW)), 'a=live');
});

test('a reply sets fifty cookies at most, and a request carries a hundred and fifty', () => {
  const lines = Array.from({ length: 60 }, (_, index) => `c${index}=1`);
  const jar = jarOf(HTTPS, ...lines);
  assert.equal(jar.all(NOW).length, 50);
  for (let reply = 0; reply < 4; reply++) {
    jar.take(
      lines.map((line) => `r${reply}${line}`),
      HTTPS,
      NOW,
    );
  }
  assert.equal(jar.all(NOW).length, 250);
  assert.equal(jar.cookiesFor(HTTPS, NOW).length, 150);
});
