import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mayConcern } from '../src/auth/mention.ts';
import { closestScope, readScope } from '../src/auth/scope.ts';
import { parseUrl } from '../src/request/url.ts';

const TEXT = 'profiles:\n  work: { for: API.example.com/v1, kind: bearer }\n';

const ROWS: [text: string, urls: string[], mayBe: boolean][] = [
  [TEXT, ['api.example.com'], true],
  [TEXT, ['https://api.example.com:8443/x'], true],
  [TEXT, ['other.example'], false],
  [TEXT, ['other.example', 'api.example.com'], true],
  [TEXT, [], true],
  // What cannot be told may be.
  [TEXT, [':3000'], true],
  [TEXT, ['127.0.0.1'], true],
  [TEXT, ['[::1]'], true],
  [TEXT, ['10.0.0.1'], true],
  [TEXT, ['/x'], true],
  [TEXT, ['{a,b}.example'], true],
  [TEXT.replace('API', '*'), ['other.example'], true],
  [TEXT.replace('API', '"\\x61pi"'), ['other.example'], true],
  [TEXT.replace('API', 'bücher'), ['other.example'], true],
];
for (const [text, urls, mayBe] of ROWS) {
  test(`${JSON.stringify(text.slice(24, 44))} may ${mayBe ? '' : 'not '}concern ${urls.join(' ')}`, () => {
    assert.equal(mayConcern(text, urls), mayBe);
  });
}

test('a profile that is for a URL is never missed', () => {
  const hosts = [
    'a.example',
    'A.Example',
    'b.a.example',
    'a.example:8443',
    'xn--bcher-kva.example',
    'bücher.example',
    '*.a.example',
    ':3000',
    'localhost',
    '127.1',
    '0x7f.1',
    '[::1]',
    'ex%61mple.org',
    'example.org',
  ];
  const url = fc
    .tuple(fc.constantFrom('', 'http://', 'https://'), fc.constantFrom(...hosts), fc.constantFrom('', '/', '/v1/x'))
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      url,
      url.filter((text) => !text.includes('*')),
      (scopeText, typed) => {
        const scope = readScope(scopeText);
        if (!('scheme' in scope) || closestScope([scope], parseUrl(typed)) === undefined) return;
        assert.ok(mayConcern(`profiles: { a: { for: "${scopeText}", kind: bearer } }`, [typed]));
      },
    ),
    { numRuns: 2000 },
  );
});
