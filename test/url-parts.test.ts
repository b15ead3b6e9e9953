import assert from 'node:assert/strict';
import { test } from 'node:test';
import { splitUrl, withTypedParts } from '../src/render/url-parts.ts';

const TYPED: [href: string, typed: string, whole: string][] = [
  ['http://h/x?q', 'http://u:p@h/a/../x?q', 'http://u:p@h/x?q'],
  ['http://xn--4ca.se:8/', 'Ä.se:8', 'http://Ä.se:8/'],
  ['http://xn--4ca.se/x', 'http://u@Ä.se/x', 'http://u@Ä.se/x'],
  ['http://h/', 'h', 'http://h/'],
  ['http://h/', 'u@h', 'http://u@h/'],
  ['http://h/@x', 'http://h/@x', 'http://h/@x'],
  ['http://h/?a@b', 'h?a@b', 'http://h/?a@b'],
  ['https://h/', 'HTTPS://u:$&@h', 'https://u:$&@h/'],
];
for (const [href, typed, whole] of TYPED) {
  test(`${href}, typed as ${typed}, is ${whole}`, () => assert.equal(withTypedParts(href, typed), whole));
}

test('the parts of a URL are those of its text', () => {
  assert.deepEqual(splitUrl('https://ada:p%20w@[fe80::1%25eth0]/a?b#c'), {
    fragment: 'c',
    host: '[fe80::1]',
    options: undefined,
    password: 'p%20w',
    path: '/a',
    port: '443',
    query: 'b',
    scheme: 'https',
    user: 'ada',
    zoneid: 'eth0',
  });
});
