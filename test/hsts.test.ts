import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openStrictHosts, parseHstsFile, parseStrictTransport, updatedHstsFile } from '../src/hosts/hsts.ts';
import { hrefOf, parseUrl } from '../src/request/url.ts';

const NOW = Date.UTC(2030, 0, 1) / 1000;
const DAY = 86_400;

// RFC 6797 §6.1: a policy, or undefined for one that is to be passed over.
const POLICIES: [value: string, maxAgeSeconds: number | undefined, coversSubdomains?: boolean][] = [
  ['max-age=31536000', 31_536_000, false],
  ['max-age=31536000; includeSubDomains', 31_536_000, true],
  ['includesubdomains;MAX-AGE="10"', 10, true],
  [' max-age = 10 ; preload', 10, false],
  ['max-age=10;', 10, false],
  ['max-age=0', 0, false],
  ['max-age=10; x="a;includeSubDomains"', 10, false],
  ['max-age=10; x="a\\"; b"; includeSubDomains', 10, true],
  ['max-age=99999999999999999999999', 1e23, false],
  ['', undefined],
  ['includeSubDomains', undefined],
  ['max-age', undefined],
  ['max-age=', undefined],
  ['max-age=-1', undefined],
  ['max-age=1.5', undefined],
  ['max-age="10', undefined],
  ['max-age=10 20', undefined],
  ['max-age=10; max-age=20', undefined],
  ['max-age=10; includeSubDomains; includeSubDomains', undefined],
  [`max-age=10;${' '.repeat(5000)}`, undefined],
];

for (const [value, maxAgeSeconds, coversSubdomains] of POLICIES) {
  test(`Strict-Transport-Security: ${value.slice(0, 60)}`, () => {
    const expected = maxAgeSeconds === undefined ? undefined : { maxAgeSeconds, coversSubdomains };
    assert.deepEqual(parseStrictTransport(value), expected);
  });
}

const FILE = `# a comment
strict.example "20310101 00:00:00"
.covering.example "20310101 00:00:00"
always.example "unlimited"
past.example "20291231 23:59:59"
UPPER.example. "20310101 00:00:00"
`;

const URLS: [url: string, upgraded: string][] = [
  ['http://strict.example/a?b', 'https://strict.example/a?b'],
  ['http://STRICT.example/', 'https://strict.example/'],
  // CVE-2022-30115 and its kin: a dot at the end, and other spellings of the dots.
  ['http://strict.example./', 'https://strict.example./'],
  ['http://strict。example/', 'https://strict.example/'],
  ['http://strict%2eexample/', 'https://strict.example/'],
  ['http://upper.example/', 'https://upper.example/'],
  ['http://always.example/', 'https://always.example/'],
  // RFC 6797 §8.3: the port of http becomes that of https, another one stays.
  ['http://strict.example:80/', 'https://strict.example/'],
  ['http://strict.example:8080/', 'https://strict.example:8080/'],
  ['http://covering.example/', 'https://covering.example/'],
  ['http://a.b.covering.example/', 'https://a.b.covering.example/'],
  ['http://a.covering.example./', 'https://a.covering.example./'],
  ['http://a.strict.example/', 'http://a.strict.example/'],
  ['http://notcovering.example/', 'http://notcovering.example/'],
  ['http://example/', 'http://example/'],
  ['http://past.example/', 'http://past.example/'],
  ['https://strict.example:8443/', 'https://strict.example:8443/'],
];

for (const [url, upgraded] of URLS) {
  test(`HSTS makes ${url} ${upgraded}`, () => {
    const hosts = openStrictHosts();
    hosts.load(parseHstsFile(FILE, NOW));
    assert.equal(hrefOf(hosts.upgraded(parseUrl(url), NOW)), upgraded);
  });
}

// The header's text aside.
const rows = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const LEARNT: [what: string, file: string[], told: [host: string, value: string][], written: string[]][] = [
  ['a host', [], [['a.example', 'max-age=86400']], ['a.example "20300102 00:00:00"']],
  ['with subdomains', [], [['a.example', 'max-age=86400; includeSubDomains']], ['.a.example "20300102 00:00:00"']],
  ['without its dot and in lower case', [], [['A.Example.', 'max-age=86400']], ['a.example "20300102 00:00:00"']],
  ['for ever', [], [['a.example', 'max-age=999999999999999']], ['a.example "unlimited"']],
  [
    'what came last, in the last place',
    ['.a.example "20310101 00:00:00"', 'b.example "20310101 00:00:00"'],
    [['a.example', 'max-age=86400']],
    ['b.example "20310101 00:00:00"', 'a.example "20300102 00:00:00"'],
  ],
  ['no more', ['a.example "20310101 00:00:00"'], [['a.example', 'max-age=0']], []],
  ['no more of a name it is below', ['.example "unlimited"'], [['a.example', 'max-age=0']], ['.example "unlimited"']],
  [
    'nothing of an address',
    [],
    [
      ['127.0.0.1', 'max-age=1'],
      ['[::1]', 'max-age=1'],
    ],
    [],
  ],
  ['nothing that is malformed', [], [['a.example', 'max-age=x']], []],
  [
    'the longer time of two lines',
    ['a.example "20310101 00:00:00"', '.a.example "20300601 00:00:00"'],
    [],
    ['.a.example "20310101 00:00:00"'],
  ],
  [
    'no line of another form',
    ['a.example', 'b.example 20310101', 'c.example "2031"', '10.0.0.1 "unlimited"', 'a b "unlimited"'],
    [],
    [],
  ],
  ['no time that is none', ['a.example "20311399 00:00:00"', 'b.example "20310101 25:00:00"'], [], []],
  ['no line that is too long', [`${'a'.repeat(4096)} "unlimited"`], [], []],
];

for (const [what, file, told, written] of LEARNT) {
  test(`an HSTS file keeps ${what}`, () => {
    const hosts = openStrictHosts();
    hosts.load(parseHstsFile(file.join('\n'), NOW));
    for (const [host, value] of told) hosts.learn(host, value, NOW);
    assert.deepEqual(rows(updatedHstsFile(file.join('\n'), hosts, NOW)), written);
  });
}

test('what another program wrote in the meantime stays', () => {
  const hosts = openStrictHosts();
  hosts.load(parseHstsFile('a.example "20310101 00:00:00"', NOW));
  hosts.learn('b.example', `max-age=${DAY}`, NOW);
  const text = updatedHstsFile('c.example "20310101 00:00:00"', hosts, NOW);
  assert.deepEqual(rows(text), ['c.example "20310101 00:00:00"', 'b.example "20300102 00:00:00"']);
});

test('a host that is learnt counts at once, until its time is over', () => {
  const hosts = openStrictHosts();
  const url = parseUrl('http://a.example/');
  hosts.learn('a.example', 'max-age=10', NOW);
  assert.equal(hosts.upgraded(url, NOW).scheme, 'https');
  assert.equal(hosts.upgraded(url, NOW + 10).scheme, 'http');
});

test('ten thousand hosts are kept, the newest', () => {
  const hosts = openStrictHosts();
  for (let index = 0; index <= 10_000; index++) hosts.learn(`h${index}.example`, 'max-age=10', NOW);
  assert.equal(hosts.upgraded(parseUrl('http://h0.example/'), NOW).scheme, 'http');
  assert.equal(hosts.upgraded(parseUrl('http://h1.example/'), NOW).scheme, 'https');
});

test('a written file reads as what was written', () => {
  const host = fc
    .tuple(fc.domain(), fc.boolean(), fc.integer({ min: 1, max: 100_000 }))
    .map(([name, covers, days]) => ({
      host: name.toLowerCase(),
      coversSubdomains: covers,
      expiresAtSeconds: NOW + days * DAY,
    }));
  fc.assert(
    fc.property(fc.uniqueArray(host, { selector: ({ host: name }) => name }), (hosts) => {
      const memory = openStrictHosts();
      for (const { host: name, coversSubdomains, expiresAtSeconds } of hosts) {
        memory.learn(name, `max-age=${expiresAtSeconds - NOW}${coversSubdomains ? ';includeSubDomains' : ''}`, NOW);
      }
      assert.deepEqual(parseHstsFile(updatedHstsFile('', memory, NOW), NOW), hosts);
    }),
  );
});
