import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { parseNoProxy } from '../src/config/no-proxy.ts';
import { type ProxyScheme, type ProxyWishes, proxyChooser } from '../src/config/proxy.ts';
import { Failure, type FailureKind } from '../src/failure.ts';
import type { SocksProxy } from '../src/request/network.ts';
import type { Proxies } from '../src/request/plan.ts';
import { hrefOf, parseUrl } from '../src/request/url.ts';

type Wishes = Partial<Omit<ProxyWishes, 'env' | 'proxy'>> & {
  readonly proxy?: string;
  readonly scheme?: ProxyScheme;
  readonly env?: Readonly<Record<string, string>>;
};

function proxiesOf({ proxy, scheme = 'http', ...wishes }: Wishes, url = 'http://h/'): Proxies {
  const choose = proxyChooser({
    proxy: proxy === undefined ? undefined : { text: proxy, scheme },
    preproxy: undefined,
    proxyUser: undefined,
    schemes: ['basic'],
    noProxy: undefined,
    env: {},
    ...wishes,
  });
  return choose(parseUrl(url));
}

/** What a connection to a URL goes through: `socks5h://u:p@host:1080 http://p:1`, or `none`. */
function proxyOf(wishes: Wishes, url: string): string {
  const { socks, proxy } = proxiesOf(wishes, url);
  const ways = [
    ...(socks === undefined ? [] : [socksText(socks)]),
    ...(proxy === undefined ? [] : [hrefOf(proxy.url).replace(/\/$/, '')]),
  ];
  return ways.length === 0 ? 'none' : ways.join(' ');
}

function socksText({ version, findsNames, at, user }: SocksProxy): string {
  const scheme = `socks${version}${findsNames ? { 4: 'a', 5: 'h' }[version] : ''}`;
  const told = user === undefined ? '' : `${user.name}:${user.password?.reveal() ?? ''}@`;
  return `${scheme}://${told}${at.kind === 'unix' ? at.path : `${at.host}:${at.port}`}`;
}

const CHOICES: [what: string, wishes: Wishes, plain: string, secure: string][] = [
  ['nothing', {}, 'none', 'none'],
  ['http_proxy', { env: { http_proxy: 'http://p:1' } }, 'http://p:1', 'none'],
  // A CGI program finds a visitor's `Proxy:` field there (CVE-2016-5385).
  ['HTTP_PROXY', { env: { HTTP_PROXY: 'http://p:1' } }, 'none', 'none'],
  ['https_proxy', { env: { https_proxy: 'http://p:1' } }, 'none', 'http://p:1'],
  ['HTTPS_PROXY', { env: { HTTPS_PROXY: 'http://p:1' } }, 'none', 'http://p:1'],
  [
    'https_proxy before HTTPS_PROXY',
    { env: { https_proxy: 'http://p:1', HTTPS_PROXY: 'http://p:2' } },
    'none',
    'http://p:1',
  ],
  ['all_proxy', { env: { all_proxy: 'http://p:1' } }, 'http://p:1', 'http://p:1'],
  ['ALL_PROXY', { env: { ALL_PROXY: 'http://p:1' } }, 'http://p:1', 'http://p:1'],
  [
    'all_proxy before ALL_PROXY',
    { env: { all_proxy: 'http://p:1', ALL_PROXY: 'http://p:2' } },
    'http://p:1',
    'http://p:1',
  ],
  [
    'a scheme’s own before all_proxy',
    { env: { http_proxy: 'http://p:1', all_proxy: 'http://p:2' } },
    'http://p:1',
    'http://p:2',
  ],
  ['an empty http_proxy', { env: { http_proxy: '' } }, 'none', 'none'],
  // An empty variable counts as none at all, as curl 7.88 reads it.
  [
    'an empty https_proxy before HTTPS_PROXY',
    { env: { https_proxy: '', HTTPS_PROXY: 'http://p:1' } },
    'none',
    'http://p:1',
  ],
  [
    'an empty http_proxy beside all_proxy',
    { env: { http_proxy: '', all_proxy: 'http://p:1' } },
    'http://p:1',
    'http://p:1',
  ],
  [
    '--proxy before the environment',
    { proxy: 'http://q:1', env: { http_proxy: 'http://p:1' } },
    'http://q:1',
    'http://q:1',
  ],
  ['an empty --proxy', { proxy: '', env: { http_proxy: 'http://p:1', all_proxy: 'http://p:1' } }, 'none', 'none'],
  ['NO_PROXY', { env: { all_proxy: 'http://p:1', NO_PROXY: 'h' } }, 'none', 'none'],
  [
    'no_proxy before NO_PROXY',
    { env: { all_proxy: 'http://p:1', no_proxy: 'x', NO_PROXY: 'h' } },
    'http://p:1',
    'http://p:1',
  ],
  [
    'an empty no_proxy beside NO_PROXY',
    { env: { all_proxy: 'http://p:1', no_proxy: '', NO_PROXY: 'h' } },
    'none',
    'none',
  ],
  ['NO_PROXY against --proxy', { proxy: 'http://q:1', env: { NO_PROXY: 'h' } }, 'none', 'none'],
  // curl(1), --noproxy: it overrides the variable, empty too.
  [
    '--noproxy before NO_PROXY',
    { noProxy: 'x', env: { all_proxy: 'http://p:1', NO_PROXY: 'h' } },
    'http://p:1',
    'http://p:1',
  ],
  ['an empty --noproxy', { noProxy: '', env: { all_proxy: 'http://p:1', NO_PROXY: '*' } }, 'http://p:1', 'http://p:1'],
  ['--noproxy *', { noProxy: '*', proxy: 'http://q:1' }, 'none', 'none'],
];

for (const [what, wishes, plain, secure] of CHOICES) {
  test(`${what} chooses ${plain} for http, ${secure} for https`, () => {
    assert.deepEqual([proxyOf(wishes, 'http://h/'), proxyOf(wishes, 'https://h/')], [plain, secure]);
  });
}

const PROXIES: [text: string, href: string][] = [
  // curl(1), --proxy: port 1080 where none is given; https proxies have 443.
  ['http://p', 'http://p:1080'],
  ['p', 'http://p:1080'],
  ['p:3128', 'http://p:3128'],
  ['localhost', 'http://localhost:1080'],
  ['127.0.0.1:8080', 'http://127.0.0.1:8080'],
  ['http://p:80', 'http://p'],
  ['http://p/', 'http://p:1080'],
  ['http://p:3128/', 'http://p:3128'],
  ['HTTP://P:3128', 'http://p:3128'],
  ['https://p', 'https://p'],
  ['https://p:443', 'https://p'],
  ['https://p:8443', 'https://p:8443'],
  ['http://[::1]:3128', 'http://[::1]:3128'],
  ['http://[::1]', 'http://[::1]:1080'],
  ['[::1]:3128', 'http://[::1]:3128'],
  ['http://u:80@p', 'http://p:1080'],
  ['http://u:80@p:3128', 'http://p:3128'],
  ['u:80@p', 'http://p:1080'],
  ['http://u:p@80@p', 'http://p:1080'],
];

for (const [text, href] of PROXIES) {
  test(`the proxy ${text} is ${href}`, () => assert.equal(proxyOf({ proxy: text }, 'http://h/'), href));
}

const CREDENTIALS: [text: string, user: string | undefined, credentials: string | undefined][] = [
  ['http://p', undefined, undefined],
  ['http://u:p@p', undefined, 'u:p'],
  ['http://u@p', undefined, 'u:'],
  ['http://u%40x:p%3Aq@p', undefined, 'u@x:p:q'],
  ['http://p', 'u:p', 'u:p'],
  ['http://p', 'u:p:q', 'u:p:q'],
  ['http://p', 'u:', 'u:'],
  ['http://p', ':', undefined],
  ['http://:@p', undefined, undefined],
  ['http://p', ':p', ':p'],
  ['http://p', 'u%40:p', 'u%40:p'],
  // As curl 7.88 and 8.21 do.
  ['http://x:y@p', 'u:p', 'x:y'],
];

for (const [text, user, credentials] of CREDENTIALS) {
  test(`the proxy ${text}${user === undefined ? '' : ` with ${user}`} is told ${credentials ?? 'nothing'}`, () => {
    const { proxy } = proxiesOf({ proxy: text, proxyUser: user });
    const login = proxy?.login;
    assert.equal(login && `${login.name}:${login.password.reveal()}`, credentials);
  });
}

test('a printed proxy shows no credential', () => {
  for (const scheme of ['http', 'socks4', 'socks5h']) {
    const proxies = proxiesOf({ proxy: `${scheme}://u:hunter2@p` });
    const printed = `${inspect(proxies, { depth: 9 })} ${JSON.stringify(proxies)}`;
    assert.ok(!printed.includes('hunter2') && !printed.includes(Buffer.from('u:hunter2').toString('base64')));
  }
});

const SOCKS: [wishes: Wishes, ways: string][] = [
  [{ proxy: 'socks4://p' }, 'socks4://p:1080'],
  [{ proxy: 'socks://p' }, 'socks4://p:1080'],
  [{ proxy: 'socks4a://p' }, 'socks4a://p:1080'],
  [{ proxy: 'socks5://p' }, 'socks5://p:1080'],
  [{ proxy: 'SOCKS5H://P:99/' }, 'socks5h://p:99'],
  [{ proxy: 'socks5://p:80' }, 'socks5://p:80'],
  [{ proxy: 'socks5://[::1]' }, 'socks5://[::1]:1080'],
  [{ env: { all_proxy: 'socks5h://p' } }, 'socks5h://p:1080'],
  [{ proxy: 'p', scheme: 'socks4' }, 'socks4://p:1080'],
  [{ proxy: 'p:9', scheme: 'socks4a' }, 'socks4a://p:9'],
  [{ proxy: 'p', scheme: 'socks5' }, 'socks5://p:1080'],
  [{ proxy: 'u:w@p', scheme: 'socks5h' }, 'socks5h://u:w@p:1080'],
  // As in curl, a scheme that is typed is what the proxy speaks, whatever the option's name says.
  [{ proxy: 'socks4://p', scheme: 'socks5' }, 'socks4://p:1080'],
  [{ proxy: 'http://p', scheme: 'socks5' }, 'http://p:1080'],
  [{ proxy: 'socks5://u%40x:w%3A@p' }, 'socks5://u@x:w:@p:1080'],
  [{ proxy: 'socks5://p', proxyUser: 'u:w' }, 'socks5://u:w@p:1080'],
  [{ proxy: 'socks5://a:b@p', proxyUser: 'u:w' }, 'socks5://a:b@p:1080'],
  [{ proxy: 'socks4://u@p' }, 'socks4://u:@p:1080'],
  [{ proxy: 'socks5h://localhost/run/tor/socks' }, 'socks5h:///run/tor/socks'],
  [{ proxy: 'localhost/run/a%20b', scheme: 'socks5' }, 'socks5:///run/a b'],
  [{ proxy: 'socks5://localhost' }, 'socks5://localhost:1080'],
  [{ proxy: 'socks5://p/run/x' }, 'socks5://p:1080'],
  [{ preproxy: 'p', proxy: 'http://q:3128' }, 'socks4://p:1080 http://q:3128'],
  [{ preproxy: 'socks5h://u:w@p', proxy: 'q:3128', proxyUser: 'a:b' }, 'socks5h://u:w@p:1080 http://q:3128'],
  [{ preproxy: 'socks5://p', proxyUser: 'a:b' }, 'socks5://p:1080'],
  [{ preproxy: 'socks5://p', env: { all_proxy: 'http://q:1' } }, 'socks5://p:1080'],
  [{ preproxy: '', env: { all_proxy: 'http://q:1' } }, 'http://q:1'],
  [{ preproxy: 'socks5://p', proxy: 'q', noProxy: 'h' }, 'none'],
];

for (const [wishes, ways] of SOCKS) {
  test(`${JSON.stringify(wishes)} goes through ${ways}`, () => assert.equal(proxyOf(wishes, 'http://h/'), ways));
}

const NO_WAY: [wishes: Wishes, kind: FailureKind, message: RegExp][] = [
  [{ proxy: 'ftp://p:1' }, 'connect', /^slip does not speak to ftp proxies$/],
  [{ proxy: 'socks6://p:1' }, 'connect', /socks6/],
  [{ proxy: 'http://a b/' }, 'proxyName', /^the proxy cannot be read: /],
  [{ proxy: 'http://u:hunter2@:99999' }, 'proxyName', /^the proxy cannot be read: (?!.*hunter2)/],
  [{ proxy: 'p:99999' }, 'proxyName', /^the proxy cannot be read: a port /],
  [{ preproxy: 'http://p', proxy: 'q' }, 'proxyName', /^--preproxy takes a SOCKS proxy, not http:\/\/p$/],
  [{ preproxy: 'socks5://p', proxy: 'socks5://q' }, 'proxyName', /^--preproxy leads to an HTTP proxy/],
];

for (const [wishes, kind, message] of NO_WAY) {
  test(`${JSON.stringify(wishes)} is a failure of the kind ${kind}`, () => {
    assert.throws(
      () => proxyOf(wishes, 'http://h/'),
      (thrown) => thrown instanceof Failure && thrown.kind === kind && message.test(thrown.message),
    );
  });
}

test('a proxy that is not asked for may be wrong', () => {
  const wishes: Wishes = { env: { https_proxy: 'http://a b/', NO_PROXY: 'inside' } };
  assert.equal(proxyOf(wishes, 'http://h/'), 'none');
  assert.equal(proxyOf(wishes, 'https://inside/'), 'none');
  assert.throws(() => proxyOf(wishes, 'https://h/'), Failure);
});

// curl(1), --noproxy and NO_PROXY; where that is silent, as curl 8.21 does.
const EXCEPTIONS: [list: string, host: string, fits: boolean][] = [
  ['', 'h', false],
  [',', 'h', false],
  ['*', 'h', true],
  ['*', '[::1]', true],
  ['*.example.com', 'a.example.com', false],
  ['example.com', 'example.com', true],
  ['example.com', 'a.example.com', true],
  ['example.com', 'a.b.example.com', true],
  ['example.com', 'notexample.com', false],
  ['example.com', 'example.com.evil', false],
  ['example.com', 'com', false],
  ['.example.com', 'example.com', true],
  ['.example.com', 'a.example.com', true],
  ['example.com.', 'example.com', true],
  ['example.com', 'example.com.', true],
  ['EXAMPLE.com', 'example.com', true],
  ['a,example.com', 'example.com', true],
  ['a, example.com', 'example.com', true],
  ['a example.com', 'a', true],
  ['a example.com', 'example.com', false],
  ['a b,example.com', 'example.com', false],
  ['a , ,,example.com', 'example.com', true],
  ['a,*', 'example.com', false],
  ['.example.com.', 'a.example.com', true],
  ['  example.com\t', 'example.com', true],
  ['a;example.com', 'example.com', false],
  // curl knows no ports here.
  ['example.com:443', 'example.com', false],
  ['localhost', 'localhost', true],
  ['localhost', '127.0.0.1', false],
  ['127.0.0.1', '127.0.0.1', true],
  ['127.0.0.1', '127.0.0.11', false],
  ['7.0.0.1', '127.0.0.1', false],
  ['.0.0.1', '127.0.0.1', false],
  ['0.0.1', '127.0.0.1', false],
  ['127.0.0.1:80', '127.0.0.1', false],
  ['127.0.0.0/8', '127.1.2.3', true],
  ['127.0.0.0/8', '128.0.0.1', false],
  ['10.0.0.0/9', '10.127.0.1', true],
  ['10.0.0.0/9', '10.128.0.1', false],
  ['10.1.2.3/8', '10.9.9.9', true],
  ['10.0.0.1/32', '10.0.0.1', true],
  ['10.0.0.1/32', '10.0.0.2', false],
  ['10.0.0.1/0', '10.0.0.1', true],
  ['10.0.0.0/0', '10.0.0.1', false],
  ['10.0.0.0/33', '10.0.0.1', false],
  ['10.0.0.0/x', '10.0.0.1', false],
  ['10.0.0.0/-1', '10.0.0.1', false],
  ['10.0.0.0/8', 'ten.example', false],
  ['10.0.0.0/8', '10.example', false],
  ['::1', '[::1]', true],
  ['[::1]', '[::1]', true],
  ['::1', '[::2]', false],
  // One address, however it is written.
  ['0:0:0:0:0:0:0:1', '[::1]', true],
  ['2001:0DB8::1', '[2001:db8::1]', true],
  ['fd00::/8', '[fd12::1]', true],
  ['fd00::/8', '[fe00::1]', false],
  ['2001:db8::/32', '[2001:db8:1::]', true],
  ['2001:db8::/32', '[2001:db9::]', false],
  ['[2001:db8::]/32', '[2001:db8:1::]', true],
  ['::/129', '[::1]', false],
  ['::1/128', '[::1]', true],
  ['0.0.0.0/8', '[::1]', false],
  ['::/8', '127.0.0.1', false],
];

for (const [list, host, fits] of EXCEPTIONS) {
  test(`${host} ${fits ? 'takes no' : 'takes a'} proxy with NO_PROXY=${JSON.stringify(list)}`, () => {
    assert.equal(parseNoProxy(list)(host), fits);
  });
}

test('a block holds just the addresses that begin like it', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 1, max: 32 }), (left, right, prefixBits) => {
      const bits = (address: string): string =>
        address
          .split('.')
          .map((part) => Number(part).toString(2).padStart(8, '0'))
          .join('');
      const plain = (address: string): string => address.split('.').map(Number).join('.');
      assert.equal(
        parseNoProxy(`${plain(left)}/${prefixBits}`)(plain(right)),
        bits(left).slice(0, prefixBits) === bits(right).slice(0, prefixBits),
      );
    }),
  );
});

test('an address is itself in every spelling', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      fc.pre(!address.includes('.'));
      assert.equal(parseNoProxy(address)(parseUrl(`http://[${address}]/`).host), true);
    }),
  );
});

test('no list is refused', () => {
  const list = fc.string({ unit: fc.constantFrom('a', '.', '*', ':', '/', ',', ' ', '[', ']', '1', '9') });
  fc.assert(
    fc.property(list, fc.constantFrom('a', 'a.a', '1.1.1.1', '[::1]'), (text, host) => {
      assert.equal(typeof parseNoProxy(text)(host), 'boolean');
    }),
  );
});
