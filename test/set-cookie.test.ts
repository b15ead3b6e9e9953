import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Cookie } from '../src/cookies/cookie.ts';
import { parseSetCookie } from '../src/cookies/set-cookie.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5) / 1000;
const FAR = Math.floor((NOW + 400 * 86_400 + 30) / 60) * 60;

/** A cookie of which nothing is said but its pair. */
const PLAIN: Cookie = {
  name: 'a',
  value: 'b',
  domain: undefined,
  coversSubdomains: false,
  path: undefined,
  isSecure: false,
  isHttpOnly: false,
  expiresAtSeconds: undefined,
};

/** A `Set-Cookie` value, and what it asks for beside `a=b`; `undefined` for one that is dropped. */
const LINES: [line: string, cookie: Partial<Cookie> | undefined][] = [
  // The pair.
  ['a=b', {}],
  [' a = b ', {}],
  ['\ta\t=\tb\t', {}],
  ['a=', { value: '' }],
  ['a=b=c', { value: 'b=c' }],
  ['a="b c"', { value: '"b c"' }],
  ['a=b,c=d', { value: 'b,c=d' }],
  ['a=\xc3\xa0', { value: '\xc3\xa0' }],
  ['a', undefined],
  ['=b', undefined],
  ['', undefined],
  [';a=b', undefined],
  ['a\x01=b', undefined],
  ['a=b\x7f', undefined],
  ['a=b\x1bc', undefined],
  ['a=b\tc', undefined],
  ['a=b; c=\x02', undefined],
  // Attributes.
  ['a=b; Secure; HttpOnly', { isSecure: true, isHttpOnly: true }],
  ['a=b;secure;httponly', { isSecure: true, isHttpOnly: true }],
  ['a=b; secure=; HttpOnly=no', { isSecure: true, isHttpOnly: true }],
  ['a=b; path=/x', { path: '/x' }],
  ['a=b; path=/x/', { path: '/x/' }],
  ['a=b; path="/x"', { path: '/x' }],
  ['a=b; path=/', { path: '/' }],
  ['a=b; path=x', {}],
  ['a=b; path=', {}],
  ['a=b; path=/x; path=/y', { path: '/y' }],
  ['a=b; domain=example.com', { domain: 'example.com', coversSubdomains: true }],
  ['a=b; domain=.example.com', { domain: 'example.com', coversSubdomains: true }],
  ['a=b; domain=', {}],
  ['a=b; SameSite=Lax; Partitioned; Priority=High', {}],
  // Expiry.
  ['a=b; max-age=60', { expiresAtSeconds: NOW + 60 }],
  ['a=b; max-age="60"', { expiresAtSeconds: NOW + 60 }],
  ['a=b; max-age=0', { expiresAtSeconds: 1 }],
  ['a=b; max-age=-1', { expiresAtSeconds: 1 }],
  ['a=b; max-age=soon', {}],
  ['a=b; max-age=60; max-age=soon', { expiresAtSeconds: NOW + 60 }],
  ['a=b; max-age=', {}],
  ['a=b; max-age=99999999999999999999', { expiresAtSeconds: FAR }],
  ['a=b; max-age=34560000', { expiresAtSeconds: NOW + 34_560_000 }],
  ['a=b; max-age=34560001', { expiresAtSeconds: FAR }],
  ['a=b; expires=Fri, 02 Jan 2026 04:04:05 GMT', { expiresAtSeconds: NOW + 3600 }],
  ['a=b; expires=Friday, 02-Jan-26 04:04:05 GMT', { expiresAtSeconds: NOW + 3600 }],
  ['a=b; expires=Thu, 01 Jan 1970 00:00:00 GMT', { expiresAtSeconds: 1 }],
  ['a=b; expires=Tue, 19 Jan 2038 03:14:07 GMT', { expiresAtSeconds: FAR }],
  ['a=b; expires=never', {}],
  ['a=b; expires=Fri, 02 Jan 2026 04:04:05 GMT; max-age=60', { expiresAtSeconds: NOW + 60 }],
  ['a=b; max-age=60; expires=Fri, 02 Jan 2026 04:04:05 GMT', { expiresAtSeconds: NOW + 60 }],
  // Bounds.
  [`a=${'b'.repeat(4095)}`, { value: 'b'.repeat(4095) }],
  [`a=${'b'.repeat(4096)}`, undefined],
  [`a=b; x=${'y'.repeat(4994)}`, undefined],
];
for (const [line, cookie] of LINES) {
  test(`set-cookie ${JSON.stringify(line.slice(0, 60))} (${line.length} bytes)`, () => {
    assert.deepEqual(parseSetCookie(line, NOW), cookie && { ...PLAIN, ...cookie });
  });
}

/** What curl makes something else of. */
const CURL_LINES: [line: string, cookie: Partial<Cookie>][] = [
  ['a=b; secure=yes; httponly=', {}],
  ['a=b; secure; httponly', { isSecure: true, isHttpOnly: true }],
  ['a=b; path=/x/', { path: '/x' }],
  ['a=b; path=x', { path: '/' }],
  ['a=b; max-age=soon', { expiresAtSeconds: 1 }],
  ['a=b; expires=2 January 2026 04:04:05', {}],
  ['a=b; expires=Fri, 02 Jan 2026 04:04:05 +0100', { expiresAtSeconds: NOW }],
];
for (const [line, cookie] of CURL_LINES) {
  test(`to curl, set-cookie ${JSON.stringify(line)}`, () => {
    assert.deepEqual(parseSetCookie(line, NOW, 'curl'), { ...PLAIN, ...cookie });
  });
}
