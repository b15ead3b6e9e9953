import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Cookie } from '../src/cookies/cookie.ts';
import { parseCookieFile, printCookieFile } from '../src/cookies/netscape.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;

const PLAIN: Cookie = {
  name: 'a',
  value: 'b',
  domain: 'example.com',
  coversSubdomains: false,
  path: '/',
  isSecure: false,
  isHttpOnly: false,
  expiresAtSeconds: undefined,
};

/** A line of a file, and the cookie on it; `undefined` for a line that is none, and `comment` for one that need not be. */
const LINES: [line: string, cookie: Partial<Cookie> | 'comment' | undefined][] = [
  ['example.com\tFALSE\t/\tFALSE\t0\ta\tb', {}],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\tb\r', {}],
  ['.example.com\tTRUE\t/\tFALSE\t0\ta\tb', { coversSubdomains: true }],
  ['.example.com\ttrue\t/\tfalse\t0\ta\tb', { coversSubdomains: true }],
  ['example.com\tFALSE\t/x/\tTRUE\t0\ta\tb', { path: '/x/', isSecure: true }],
  ['example.com\tFALSE\t/\tFALSE\t1999999999\ta\tb', { expiresAtSeconds: 1_999_999_999 }],
  ['example.com\tFALSE\t/\tFALSE\t1999999999.5\ta\tb', { expiresAtSeconds: 1_999_999_999 }],
  ['#HttpOnly_example.com\tFALSE\t/\tFALSE\t0\ta\tb', { isHttpOnly: true }],
  ['#HttpOnly_.example.com\tTRUE\t/\tFALSE\t0\ta\tb', { isHttpOnly: true, coversSubdomains: true }],
  // Left out: the path, and the value.
  ['example.com\tFALSE\tTRUE\t0\ta\tb', { isSecure: true }],
  ['example.com\tFALSE\tFALSE\t0\ta\tb', {}],
  ['example.com\tFALSE\t/\tFALSE\t0\ta', { value: '' }],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\t', { value: '' }],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\tb c="d"', { value: 'b c="d"' }],
  // Lines of a saved head.
  ['Set-Cookie: a=b; domain=example.com; path=/', { coversSubdomains: true }],
  ['set-cookie:a=b; domain=example.com; path=/; max-age=60', { coversSubdomains: true, expiresAtSeconds: NOW + 60 }],
  ['Set-Cookie: a=b', undefined],
  ['Set-Cookie: a', undefined],
  // No cookies.
  ['', 'comment'],
  ['\r', 'comment'],
  ['# Netscape HTTP Cookie File', 'comment'],
  ['#example.com\tFALSE\t/\tFALSE\t0\ta\tb', 'comment'],
  ['example.com FALSE / FALSE 0 a b', undefined],
  ['example.com\tFALSE\t/\tFALSE\t0', undefined],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\tb\tc', undefined],
  ['example.com\tFALSE\t\tFALSE\t0\ta\tb', undefined],
  ['example.com\tFALSE\t/\tFALSE\tnever\ta\tb', undefined],
  ['example.com\tFALSE\t/\tFALSE\t-1\ta\tb', undefined],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\x01\tb', undefined],
  ['example.com\tFALSE\t/\tFALSE\t0\ta\tb\x7f', undefined],
  [`example.com\tFALSE\t/\tFALSE\t0\ta\t${'b'.repeat(5000)}`, undefined],
  ['HTTP/1.1 200 OK', undefined],
];
for (const [line, cookie] of LINES) {
  test(`cookie file line ${JSON.stringify(line.slice(0, 70))}`, () => {
    const { cookies, badLines } = parseCookieFile(`${line}\n`, NOW);
    assert.deepEqual(cookies, typeof cookie === 'object' ? [{ ...PLAIN, ...cookie }] : []);
    assert.deepEqual(badLines, cookie === undefined ? [1] : []);
  });
}

test("a bad line is told by its number and stands in nobody's way", () => {
  const text = '# head\n\nwhat\nexample.com\tFALSE\t/\tFALSE\t0\ta\tb\nwhat';
  assert.deepEqual(parseCookieFile(text, NOW), { cookies: [PLAIN], badLines: [3, 5] });
});

/** A cookie, and its line. */
const PRINTED: [cookie: Partial<Cookie>, line: string][] = [
  [{}, 'example.com\tFALSE\t/\tFALSE\t0\ta\tb'],
  [{ coversSubdomains: true }, '.example.com\tTRUE\t/\tFALSE\t0\ta\tb'],
  [{ path: undefined }, 'example.com\tFALSE\t/\tFALSE\t0\ta\tb'],
  [{ isSecure: true, path: '/x', expiresAtSeconds: 7 }, 'example.com\tFALSE\t/x\tTRUE\t7\ta\tb'],
  [{ isHttpOnly: true, coversSubdomains: true, value: '' }, '#HttpOnly_.example.com\tTRUE\t/\tFALSE\t0\ta\t'],
];
for (const [cookie, line] of PRINTED) {
  test(`cookie file line printed ${JSON.stringify(line)}`, () => {
    const lines = printCookieFile([{ ...PLAIN, ...cookie }]).split('\n');
    assert.equal(lines[0], '# Netscape HTTP Cookie File');
    assert.equal(lines.at(-2), line);
  });
}

test('what is written is read back', () => {
  const text = (pattern: RegExp) => fc.stringMatching(pattern);
  const fields = {
    name: text(/^[!-:<>-~\xa1-\xff]{1,20}$/),
    value: text(/^[ -:<-~\xa0-\xff]{0,30}$/),
    domain: text(/^[a-z0-9-]{1,10}(?:\.[a-z]{2,5}){0,3}$/),
    coversSubdomains: fc.boolean(),
    path: fc.oneof(fc.constant('/'), text(/^(?:\/[ -.0-~]{1,8}){1,3}$/)),
    isSecure: fc.boolean(),
    isHttpOnly: fc.boolean(),
    expiresAtSeconds: fc.option(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), { nil: undefined }),
  };
  const cookie: fc.Arbitrary<Cookie> = fc.record(fields, { noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(cookie, { maxLength: 20 }), (cookies) => {
      assert.deepEqual(parseCookieFile(printCookieFile(cookies), NOW), { cookies, badLines: [] });
    }),
  );
});
