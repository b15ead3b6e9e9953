import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chooseProfile, isProfileName, type Profile } from '../src/auth/profile.ts';
import { closestScope, compareCloseness, readScope, type Scope, scopeText } from '../src/auth/scope.ts';
import { parseUrl } from '../src/request/url.ts';

function scope(text: string): Scope {
  const read = readScope(text);
  assert.ok('scheme' in read, JSON.stringify(read));
  return read;
}

const READ: [typed: string, written: string][] = [
  ['api.example.com', 'https://api.example.com'],
  ['API.Example.COM/', 'https://api.example.com'],
  ['https://api.example.com:443/v1/', 'https://api.example.com/v1'],
  ['http://api.example.com:443', 'http://api.example.com:443'],
  [':3000', 'http://localhost:3000'],
  ['localhost/a', 'http://localhost/a'],
  ['[::1]:8080/a/b', 'http://[::1]:8080/a/b'],
  ['*.example.com', 'https://*.example.com'],
  ['https://*.example.com:8443/v1', 'https://*.example.com:8443/v1'],
  ['http://*.desk.example', 'http://*.desk.example'],
  ['https://example.com/a/../b', 'https://example.com/b'],
  ['bücher.example', 'https://xn--bcher-kva.example'],
];
for (const [typed, written] of READ) {
  test(`--for ${typed} is ${written}`, () => {
    assert.equal(scopeText(scope(typed)), written);
    assert.deepEqual(scope(written), scope(typed));
  });
}

const REFUSED: [typed: string, message: RegExp, place?: string][] = [
  ['', /no host/],
  ['ftp://a.example', /ftp is no protocol/],
  ['https://ada@a.example', /user name/],
  ['https://ada:pw@a.example', /user name/],
  ['a.example/?x=1', /not for queries/, '?x=1'],
  ['a.example#x', /not for queries/, '#x'],
  ['https://*', /\* may only stand|cannot be a host/],
  ['https://*.com', /half of the world/],
  ['https://*.1.2.3.4', /half of the world/],
  ['https://a.*.example.com', /only stand before/, '*'],
  ['https://*.*.example.com', /only stand before|cannot/],
  ['https://a.example/*', /only stand before/, '*'],
  ['https://a.example:99999', /port/],
  ['https://.example.com', /a name before each dot/],
  ['https://a..example', /a name before each dot/],
];
for (const [typed, message, place] of REFUSED) {
  test(`--for ${typed} is refused`, () => {
    const fault = readScope(typed);
    assert.ok('message' in fault);
    assert.match(fault.message, message);
    if (place !== undefined) assert.equal(fault.at.text.slice(fault.at.start, fault.at.end), place);
  });
}

const MATCHES: [scope: string, url: string, isFor: boolean][] = [
  ['https://a.example', 'https://a.example/x?y', true],
  ['https://a.example', 'http://a.example/', false],
  ['https://a.example', 'https://a.example:8443/', false],
  ['https://a.example', 'https://b.a.example/', false],
  ['https://a.example', 'https://a.example.evil.example/', false],
  ['https://a.example/v1', 'https://a.example/v1', true],
  ['https://a.example/v1', 'https://a.example/v1/', true],
  ['https://a.example/v1', 'https://a.example/v1/x', true],
  ['https://a.example/v1', 'https://a.example/v1?x', true],
  ['https://a.example/v1', 'https://a.example/v10', false],
  ['https://a.example/v1', 'https://a.example/V1', false],
  ['https://a.example/v1', 'https://a.example/v2/../v1', true],
  ['https://a.example/v1', 'https://a.example/v1/../admin', false],
  ['https://a.example/v1', 'https://a.example/v1/%2e%2e/admin', false],
  ['https://a.example/v1', 'https://a.example/v1/..%2fadmin', false],
  ['https://a.example/v1', 'https://a.example/v1/%252e%252e%252fadmin', false],
  ['https://a.example/v1', 'https://a.example/v1/..;/admin', false],
  ['https://a.example/v1', 'https://a.example/v1/..%5cadmin', false],
  ['https://a.example/v1', 'https://a.example/v1/..%00/admin', false],
  ['https://a.example/v1', 'https://a.example/v1/..%2509/admin', false],
  ['https://a.example/v1', 'https://a.example/v1/.%00./admin', false],
  ['https://a.example/v1', 'https://a.example/v1/%c0%ae%C0%AE%c0%af', false],
  ['https://a.example/v1', 'https://a.example/v1/a..b', true],
  ['https://a.example/v1', 'https://a.example/v1/...', true],
  ['https://a.example/v1', 'https://a.example/v1/a%20b%c0', true],
  ['https://*.example.com', 'https://a.example.com/', true],
  ['https://*.example.com', 'https://a.b.example.com/', true],
  ['https://*.example.com', 'https://example.com/', false],
  ['https://*.example.com', 'https://evilexample.com/', false],
  ['https://*.example.com', 'https://a.example.com:444/', false],
];
for (const [text, url, isFor] of MATCHES) {
  test(`${text} is ${isFor ? '' : 'not '}for ${url}`, () => {
    const asTyped = parseUrl(url, { pathAsIs: true });
    assert.equal(closestScope([scope(text)], parseUrl(url)) !== undefined, isFor);
    // Left as it is typed a path may match less, never more.
    if (!isFor) assert.equal(closestScope([scope(text)], asTyped), undefined);
  });
}

/** Each scope comes before the next where both fit. */
const BY_CLOSENESS = [
  'https://a.b.example.com/v1/x',
  'https://a.b.example.com/v1',
  'https://a.b.example.com',
  'https://*.b.example.com/v1',
  'https://*.b.example.com',
  'https://*.example.com/v1/x',
  'https://*.example.com',
];
test('the exact host comes first, then the longer host, then the longer path', () => {
  const url = parseUrl('https://a.b.example.com/v1/x');
  for (const [index, text] of BY_CLOSENESS.entries()) {
    const own = closestScope([scope(text)], url);
    for (const other of BY_CLOSENESS.slice(index + 1)) {
      const farther = closestScope([scope(other)], url);
      assert.ok(own !== undefined && farther !== undefined && compareCloseness(own, farther) > 0, `${text} ${other}`);
    }
  }
});

test('whatever the order of profiles, the same is chosen', () => {
  const profiles = BY_CLOSENESS.map(profileFor);
  const url = parseUrl('https://a.b.example.com/v1/x');
  fc.assert(
    fc.property(fc.shuffledSubarray(profiles, { minLength: 1 }), (some) => {
      const choice = chooseProfile(some, url);
      const first = BY_CLOSENESS.find((text) => some.some(({ name }) => name === text));
      assert.deepEqual(choice, { kind: 'one', profile: profiles.find(({ name }) => name === first) });
    }),
  );
});

test('profiles that are equally close are a tie, and none is none', () => {
  const twins = [profileFor('https://a.example/v1'), profileFor('https://a.example/v1/')];
  assert.deepEqual(chooseProfile(twins, parseUrl('https://a.example/v1/x')), { kind: 'tie', profiles: twins });
  assert.deepEqual(chooseProfile(twins, parseUrl('https://a.example/')), { kind: 'none' });
});

const NAMES: [name: string, isName: boolean][] = [
  ['work', true],
  ['a.b-c_1', true],
  ['', false],
  ['-x', false],
  ['.x', false],
  ['a b', false],
  ['ä', false],
  ['a/b', false],
  ['a'.repeat(65), false],
];
for (const [name, isName] of NAMES) {
  test(`${JSON.stringify(name)} is ${isName ? 'a' : 'no'} name of a profile`, () =>
    assert.equal(isProfileName(name), isName));
}

function profileFor(text: string): Profile {
  return { name: text, kind: 'bearer', scopes: [scope(text)], settings: {}, lists: {}, exec: undefined };
}
