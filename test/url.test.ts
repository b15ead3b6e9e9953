import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Failure, type FailureKind } from '../src/failure.ts';
import {
  authorityOf,
  displayUrl,
  hrefOf,
  isLoopback,
  maskTarget,
  maskUrlText,
  originOf,
  parseUrl,
  resolveReference,
  targetOf,
  withQuery,
} from '../src/request/url.ts';

const READ: [text: string, href: string][] = [
  // The scheme that is not typed (docs/design.md, "URL").
  ['example.com', 'https://example.com/'],
  ['example.com:8443/x', 'https://example.com:8443/x'],
  ['localhost', 'http://localhost/'],
  ['localhost:3000/x', 'http://localhost:3000/x'],
  ['LOCALHOST', 'http://localhost/'],
  ['api.localhost', 'http://api.localhost/'],
  ['localhost.', 'http://localhost./'],
  ['notlocalhost', 'https://notlocalhost/'],
  ['localhost.example', 'https://localhost.example/'],
  ['127.0.0.1:9', 'http://127.0.0.1:9/'],
  ['127.255.0.1', 'http://127.255.0.1/'],
  ['127.0.0.1.example', 'https://127.0.0.1.example/'],
  ['128.0.0.1', 'https://128.0.0.1/'],
  ['[::1]:3000/x', 'http://[::1]:3000/x'],
  ['[::2]', 'https://[::2]/'],
  ['https://localhost', 'https://localhost/'],
  // HTTPie's short forms.
  [':3000/x', 'http://localhost:3000/x'],
  [':3000', 'http://localhost:3000/'],
  [':3000?a=1', 'http://localhost:3000/?a=1'],
  [':/x', 'http://localhost/x'],
  ['://example.com/x', 'https://example.com/x'],
  // Schemes have no case and no other default port than their own.
  ['HTTP://EXAMPLE.com/X', 'http://example.com/X'],
  ['http://h:80/', 'http://h/'],
  ['https://h:443/', 'https://h/'],
  ['http://h:443/', 'http://h:443/'],
  ['https://h:80/', 'https://h:80/'],
  ['http://h:/x', 'http://h/x'],
  ['http://h:08080/', 'http://h:8080/'],
  ['http://h:0/', 'http://h:0/'],
  ['http://h:65535/', 'http://h:65535/'],
  // Hosts as the URL standard writes them.
  ['http://bücher.example/', 'http://xn--bcher-kva.example/'],
  ['http://BÜCHER.example/', 'http://xn--bcher-kva.example/'],
  ['http://xn--bcher-kva.example/', 'http://xn--bcher-kva.example/'],
  ['http://12%37.0.0.1/', 'http://127.0.0.1/'],
  ['http://0x7f.1/', 'http://127.0.0.1/'],
  ['http://2130706433/', 'http://127.0.0.1/'],
  ['http://[2001:DB8:0:0::1]/', 'http://[2001:db8::1]/'],
  ['http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/'],
  ['http://h.example./', 'http://h.example./'],
  ['http://a_b.example/', 'http://a_b.example/'],
  // What stands behind the host: the path begins at the first of / ? #.
  ['http://h?a', 'http://h/?a'],
  ['http://h#a', 'http://h/'],
  ['http://h?', 'http://h/?'],
  ['http://h/?', 'http://h/?'],
  ['http://h/a?b?c', 'http://h/a?b?c'],
  ['http://h/a#b?c', 'http://h/a'],
  ['http://h/a?b#c?d#e', 'http://h/a?b'],
  ['http://h/?u=http://x/y', 'http://h/?u=http://x/y'],
  ['http://h//a//b', 'http://h//a//b'],
  ['http://h/a@b:c', 'http://h/a@b:c'],
  // Only what cannot stand in a request target is encoded.
  ['http://h/ä', 'http://h/%C3%A4'],
  ['http://h/a b?c d', 'http://h/a%20b?c%20d'],
  ['http://h/😀', 'http://h/%F0%9F%98%80'],
  ['http://h/%zz%', 'http://h/%zz%'],
  ['http://h/%c3%a4+%20', 'http://h/%c3%a4+%20'],
  ['http://h/a%2Fb', 'http://h/a%2Fb'],
  ['http://h/["<>`{|}^\\]', 'http://h/["<>`{|}^\\]'],
  ['http://h/\ud800', 'http://h/%EF%BF%BD'],
  // RFC 3986 §5.2.4, and %2e as in the URL standard.
  ['http://h/a/./b/../c', 'http://h/a/c'],
  ['http://h/a/b/..', 'http://h/a/'],
  ['http://h/a/.', 'http://h/a/'],
  ['http://h/../../x', 'http://h/x'],
  ['http://h/..', 'http://h/'],
  ['http://h/a//../b', 'http://h/a/b'],
  ['http://h/a/%2e%2E/b', 'http://h/b'],
  ['http://h/a/.%2e/b/%2e', 'http://h/b/'],
  ['http://h/.a/..b/c./...', 'http://h/.a/..b/c./...'],
  ['http://h/?q=/../x', 'http://h/?q=/../x'],
];

for (const [text, href] of READ) {
  test(`${JSON.stringify(text)} is ${href}`, () => assert.equal(hrefOf(parseUrl(text)), href));
}

const USERS: [text: string, name: string, password: string | undefined, host: string][] = [
  ['http://u@h/', 'u', undefined, 'h'],
  ['http://u:@h/', 'u', '', 'h'],
  ['http://u:p@h/', 'u', 'p', 'h'],
  ['http://:p@h/', '', 'p', 'h'],
  ['http://:@h/', '', '', 'h'],
  // curl sends an empty name and password for it.
  ['http://@h/', '', undefined, 'h'],
  ['http://u:p:q@h:1/', 'u', 'p:q', 'h'],
  // The URL standard takes the last @ for the one before the host.
  ['http://u:p@q@h/', 'u', 'p@q', 'h'],
  ['http://u%40x:p%3aq%2f@h/', 'u@x', 'p:q/', 'h'],
  ['http://%zz:%@h/', '%zz', '%', 'h'],
  ['http://u:p@[::1]:3/', 'u', 'p', '[::1]'],
  ['u:p@h', 'u', 'p', 'h'],
  ['http://ü:ß@h/', 'ü', 'ß', 'h'],
];

for (const [text, name, password, host] of USERS) {
  test(`${text} has the user ${name || '(empty)'} at ${host}`, () => {
    const url = parseUrl(text);
    assert.deepEqual([url.user?.name, url.user?.password?.reveal(), url.host], [name, password, host]);
  });
}

test('an @ behind the host is no user information', () => {
  for (const text of ['http://h/a@b', 'http://h?a@b', 'http://h#a@b']) {
    assert.equal(parseUrl(text).host, 'h');
    assert.equal(parseUrl(text).user, undefined);
  }
});

const REFUSED: [text: string, kind: FailureKind, underlined: string][] = [
  // RFC 9110 §4.2.1: a URI with an empty host is invalid.
  ['', 'url', ''],
  ['http://', 'url', ''],
  ['https://?x', 'url', '?'],
  ['http:///x', 'url', '/'],
  ['http://u:p@/x', 'url', '/'],
  ['/x', 'url', '/'],
  ['//h/x', 'url', '/'],
  ['?x', 'url', '?'],
  ['#x', 'url', '#'],
  ['://', 'url', ''],
  // One slash makes no authority, and `http` is not the host that was meant.
  ['http:/h/x', 'url', 'http:/'],
  ['https:/h/x', 'url', 'https:/'],
  ['http:h/x', 'url', 'http:'],
  ['http:', 'url', 'http:'],
  ['http:?x', 'url', 'http:'],
  ['http://h:65536/', 'url', '65536'],
  ['http://h:99999999999999999999/', 'url', '99999999999999999999'],
  ['http://h:8x/', 'url', '8x'],
  ['http://h:-1/', 'url', '-1'],
  ['http://h:+1/', 'url', '+1'],
  ['http://h:1e3/', 'url', '1e3'],
  ['http://h:٣/', 'url', '٣'],
  ['http://a:b:80/', 'url', 'a:b'],
  ['::1', 'url', ':'],
  ['http://::1/', 'url', ':'],
  ['http://[::1/', 'url', '[:'],
  ['http://[::1]x/', 'url', '[::1]x'],
  ['http://[1.2.3.4]/', 'url', '[1.2.3.4]'],
  ['http://[fe80::1%25a b]/', 'url', ' '],
  ['http://[1.2.3.4%25eth0]/', 'url', '[1.2.3.4%25eth0]'],
  ['http://256.1.1.1/', 'url', '256.1.1.1'],
  // Encoded separators would move the border between host and path (CVE-2022-27780).
  ['http://a%2Fb/', 'url', 'a%2Fb'],
  ['http://a%2fb/', 'url', 'a%2fb'],
  ['http://a%40b/', 'url', 'a%40b'],
  ['http://a%3Ab/', 'url', 'a%3Ab'],
  ['http://a%23b/', 'url', 'a%23b'],
  ['http://a%3Fb/', 'url', 'a%3Fb'],
  ['http://a%5Cb/', 'url', 'a%5Cb'],
  ['http://a%252Fb/', 'url', 'a%252Fb'],
  ['http://a%00b/', 'url', 'a%00b'],
  ['http://a%20b/', 'url', 'a%20b'],
  ['http://a\\b/', 'url', 'a\\b'],
  ['http://h:80\\x', 'url', '80\\x'],
  ['http://a b/', 'url', ' '],
  ['http://h /', 'url', ' '],
  ['http://a\u00a0b/', 'url', '\u00a0'],
  [' http://h/', 'url', ' '],
  ['http://h/\ta', 'url', '\t'],
  ['http://h/a\nb', 'url', '\n'],
  ['http://h/?a\rb', 'url', '\r'],
  ['http://h/\0', 'url', '\0'],
  ['http://h/\x7f', 'url', '\x7f'],
  ['ftp://h/', 'protocol', 'ftp'],
  ['file:///etc/passwd', 'protocol', 'file'],
  ['ws://h/', 'protocol', 'ws'],
  ['htp://h/', 'protocol', 'htp'],
];

for (const [text, kind, underlined] of REFUSED) {
  test(`${JSON.stringify(text)} is refused`, () => {
    const failure = failureOf(() => parseUrl(text));
    assert.equal(failure.kind, kind);
    assert.ok(failure.at !== undefined);
    assert.equal(failure.at.text.slice(failure.at.start, failure.at.end), underlined);
  });
}

const FAULTY_WITH_PASSWORD = [
  'http://u:hunter2@/x',
  'http://u:hunter2@a b/',
  'http://u:hunter2@h:99999/',
  'http://u:hunt er2@h/',
  'http://u:hunter2@w@a%2Fb/',
  'http://u:x@hunter2@a%2Fb/',
  'u:hunter2@a b/',
  '://u:hunter2@a b/',
  'ftp://u:hunter2@h/',
  'http://a b/?access_token=hunter2',
  'http://a b/?x=1&api%5Fkey=hunter2&y=2',
];

for (const text of FAULTY_WITH_PASSWORD) {
  test(`the failure of ${text} does not show the credential`, () => {
    const { message, hint, at } = failureOf(() => parseUrl(text));
    assert.doesNotMatch(`${message} ${hint} ${at?.text}`, /hunter2|hunt er2|er2/);
  });
}

test('--path-as-is leaves dot segments where they are', () => {
  for (const target of ['/a/../b/./c', '/..', '/%2e%2e/x', '/a/.', '//../x']) {
    assert.equal(targetOf(parseUrl(`http://h${target}`, { pathAsIs: true })), target);
  }
});

test('a default scheme counts only where none is typed', () => {
  assert.equal(hrefOf(parseUrl('example.com', { defaultScheme: 'http' })), 'http://example.com/');
  assert.equal(hrefOf(parseUrl('localhost', { defaultScheme: 'https' })), 'https://localhost/');
  assert.equal(hrefOf(parseUrl('https://h', { defaultScheme: 'http' })), 'https://h/');
});

test('an origin is scheme, host and port, the scheme’s own port left out', () => {
  assert.equal(originOf(parseUrl('https://A:443/x?y')), 'https://a');
  assert.equal(originOf(parseUrl('https://a:444/x?y')), 'https://a:444');
  assert.equal(originOf(parseUrl('http://u:p@[::1]:80/x')), 'http://[::1]');
  assert.equal(authorityOf(parseUrl('http://a:443')), 'a:443');
});

const MASKED_TARGETS: [target: string, shown: string][] = [
  ['/x', '/x'],
  ['/x?', '/x?'],
  ['/x?a=1&b=2', '/x?a=1&b=2'],
  ['/x?api_key=1&b=2', '/x?api_key=(secret)&b=2'],
  ['/x?b=2&ACCESS_TOKEN=1', '/x?b=2&ACCESS_TOKEN=(secret)'],
  ['/x?access%5Ftoken=1', '/x?access%5Ftoken=(secret)'],
  ['/x?token=a=b', '/x?token=(secret)'],
  ['/x?token=', '/x?token=(secret)'],
  ['/x?token', '/x?token'],
  ['/x?a=1?token=2', '/x?a=1?token=2'],
  ['/token=1', '/token=1'],
  ['/x?%zz=1&sig=2', '/x?%zz=1&sig=(secret)'],
];

for (const [target, shown] of MASKED_TARGETS) {
  test(`the target ${target} is shown as ${shown}`, () => assert.equal(maskTarget(target), shown));
}

const MASKED_TEXTS: [text: string, shown: string][] = [
  ['http://h/', 'http://h/'],
  ['http://u@h/', 'http://u@h/'],
  ['http://u:p@h/', 'http://u:(secret)@h/'],
  ['HTTP://u:p@h/', 'HTTP://u:(secret)@h/'],
  ['http://u:p:q@h/', 'http://u:(secret)@h/'],
  ['http://u:p@q@h/', 'http://u:(secret)@h/'],
  ['http://:p@h/', 'http://:(secret)@h/'],
  ['u:p@h/', 'u:(secret)@h/'],
  ['://u:p@h/', '://u:(secret)@h/'],
  ['http://h:80/a:b@c', 'http://h:80/a:b@c'],
  ['http://h:80?m=a@b', 'http://h:80?m=a@b'],
  ['http://u:p@h/?token=1', 'http://u:(secret)@h/?token=(secret)'],
  [':3000/x?key=1', ':3000/x?key=(secret)'],
  ['', ''],
];

for (const [text, shown] of MASKED_TEXTS) {
  test(`the typed URL ${text} is shown as ${shown}`, () => assert.equal(maskUrlText(text), shown));
}

test('a URL is shown without its user', () => {
  assert.equal(displayUrl(parseUrl('http://u:p@h:1/x?token=1&a=2')), 'http://h:1/x?token=(secret)&a=2');
});

const QUERIES: [url: string, pairs: string[], target: string][] = [
  ['http://h/x', [], '/x'],
  ['http://h/x?', [], '/x?'],
  ['http://h/x', ['a=1'], '/x?a=1'],
  ['http://h/x?', ['a=1'], '/x?a=1'],
  ['http://h/x?q', ['a=1', 'b'], '/x?q&a=1&b'],
  ['http://h/x?q&', ['a=1'], '/x?q&&a=1'],
  ['http://h/x#f', ['a=1'], '/x?a=1'],
  ['http://h/x', ['a=ä b'], '/x?a=%C3%A4%20b'],
];

for (const [url, pairs, target] of QUERIES) {
  test(`${url} with ${pairs.join(' and ') || 'nothing'} added asks for ${target}`, () => {
    assert.equal(targetOf(withQuery(parseUrl(url), pairs)), target);
  });
}

test('only this machine is loopback', () => {
  for (const host of ['localhost', 'a.b.localhost', 'localhost.', '127.0.0.1', '127.9.9.9', '[::1]']) {
    assert.equal(isLoopback(host), true, host);
  }
  for (const host of [
    'localhost.example',
    '.localhost.x',
    '1.127.0.0',
    '128.0.0.1',
    '[::2]',
    '127.example',
    '0.0.0.0',
  ]) {
    assert.equal(isLoopback(host), false, host);
  }
});

const urlText = fc.string({
  unit: fc.constantFrom(
    'a',
    'h',
    'ü',
    '/',
    '.',
    '%2e',
    '%',
    '?',
    '#',
    '@',
    ':',
    '8',
    '[',
    ']',
    '\\',
    ' ',
    '&',
    '=',
    '\n',
  ),
  maxLength: 20,
});

test('a URL that was read reads the same again', () => {
  fc.assert(
    fc.property(fc.constantFrom('', 'http://', 'https://', ':', 'http://h/'), urlText, (start, rest) => {
      const url = readable(`${start}${rest}`);
      if (url === undefined) return;
      const again = parseUrl(hrefOf(url));
      const { fragment: _fragment, ...whole } = url;
      assert.deepEqual({ ...again, user: undefined }, { ...whole, user: undefined });
      assert.match(targetOf(url), /^\/[\x21-\x7e]*$/);
      assert.doesNotMatch(url.path, /\/\.{1,2}(?:\/|$)/);
    }),
    { numRuns: 2000 },
  );
});

function readable(text: string): ReturnType<typeof parseUrl> | undefined {
  try {
    return parseUrl(text);
  } catch (error) {
    assert.ok(error instanceof Failure);
    return undefined;
  }
}

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

// curl(1) "URL": what is typed by hand may have one slash, or three, for the two behind a scheme.
for (const typed of ['http:/h/x', 'http://h/x', 'http:///h/x', 'HTTP:/h/x']) {
  test(`slashes are forgiven in ${typed}`, () => {
    assert.equal(hrefOf(parseUrl(typed, { asCurl: true })), 'http://h/x');
  });
}

for (const typed of ['http:h', 'http:////h', 'http:/', 'http://']) {
  test(`slashes are not forgiven in ${typed}`, () => {
    assert.throws(() => parseUrl(typed, { asCurl: true }), Failure);
  });
}

test('in curl’s manner a host is written as it was typed, and is the same host', () => {
  const url = parseUrl('http://U@MiXed.Example:81/A?b#C', { asCurl: true });
  assert.deepEqual([url.host, hrefOf(url), url.fragment], ['mixed.example', 'http://MiXed.Example:81/A?b', '#C']);
  assert.equal(originOf(url), 'http://mixed.example:81');
  assert.equal(hrefOf(resolveReference(url, 'd', { asCurl: true })), 'http://MiXed.Example:81/d');
  assert.equal(hrefOf(parseUrl('http://Ä.example/', { asCurl: true })), 'http://xn--4ca.example/');
  assert.equal(hrefOf(parseUrl('http://0X7f.1/', { asCurl: true })), 'http://127.0.0.1/');
});

test('in curl’s manner the first @ ends the user information', () => {
  for (const host of ['example.com:80@localhost', '[::1]@localhost', 'desk.example@localhost']) {
    assert.throws(() => parseUrl(`http://user@${host}`, { asCurl: true }), Failure, host);
  }
  assert.equal(parseUrl('http://user@example.com:80@localhost').host, 'localhost');
});

test('a label that is too long once it is encoded is refused', () => {
  assert.throws(() => parseUrl(`http://${'ü'.repeat(60)}.example/`), Failure);
  assert.equal(parseUrl(`http://${'ü'.repeat(20)}.example/`).host.length, 34);
});

// A name of the DNS, which the URL standard would have for an IPv4 address.
test('a name may end with a number', () => {
  assert.equal(parseUrl('http://We.want.1213/').host, 'we.want.1213');
  for (const host of ['1.2.3.4.5', '1.2.3.256', 'a b.1']) assert.throws(() => parseUrl(`http://${host}/`), Failure);
});
