import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  openAlternatives,
  parseAltSvc,
  parseAltSvcFile,
  type ServiceProtocol,
  type ToldAlternative,
  updatedAltSvcFile,
} from '../src/hosts/alt-svc.ts';

const NOW = Date.UTC(2030, 0, 1) / 1000;
const DAY = 86_400;

const told = (protocol: ServiceProtocol, port: number, more: Partial<ToldAlternative> = {}): ToldAlternative => ({
  protocol,
  host: undefined,
  port,
  maxAgeSeconds: DAY,
  persists: false,
  ...more,
});

// RFC 7838 §3.
const VALUES: [value: string, alternatives: ToldAlternative[] | undefined][] = [
  ['h2=":8443"', [told('h2', 8443)]],
  ['h2="other.example:443"', [told('h2', 443, { host: 'other.example' })]],
  ['h2="[2001:db8::1]:443"', [told('h2', 443, { host: '[2001:db8::1]' })]],
  ['h3=":443"; ma=3600; persist=1', [told('h3', 443, { maxAgeSeconds: 3600, persists: true })]],
  ['h3=":443";ma="60" , h2=":444"', [told('h3', 443, { maxAgeSeconds: 60 }), told('h2', 444)]],
  ['http%2F1.1=":80"', [told('h1', 80)]],
  ['h2 = ":1" ; x=y ; persist=2', [told('h2', 1)]],
  ['h3-29=":443", h2=":444"', [told('h2', 444)]],
  ['quic=":443"', undefined],
  ['clear', []],
  [' Clear ', []],
  ['clearly=":1"', undefined],
  ['h2=":0"', undefined],
  ['h2=":65536"', undefined],
  ['h2=":x"', undefined],
  ['h2="nowhere"', undefined],
  ['h2=":443', undefined],
  ['h2=:443', undefined],
  ['', undefined],
  ['h2=":443", nonsense', [told('h2', 443)]],
  ['h2="a b:443"', undefined],
  [`h2=":443";${'b= ;'.repeat(1000)}!`, undefined],
  [`h2=":443"${' '.repeat(5000)}`, undefined],
];

for (const [value, alternatives] of VALUES) {
  test(`Alt-Svc: ${value.slice(0, 60)}`, () => assert.deepEqual(parseAltSvc(value), alternatives));
}

const FILE = `# a comment
h2 a.example 443 h2 b.example 8443 "20310101 00:00:00" 1 0
h2 a.example 443 h3 b.example 8444 "20310101 00:00:00" 0 0
h1 a.example 443 h1 c.example 8080 "20310101 00:00:00" 0 0
h2 past.example 443 h2 b.example 8443 "20291231 00:00:00" 0 0
h1 [::1] 443 h1 [::1] 444 "20310101 00:00:00" 0 0
`;

const FOUND: [host: string, port: number, protocols: ServiceProtocol[], found: string | undefined][] = [
  ['a.example', 443, ['h2', 'h1'], 'h2 b.example 8443'],
  ['A.example.', 443, ['h2', 'h1'], 'h2 b.example 8443'],
  ['a.example', 443, ['h1'], 'h1 c.example 8080'],
  ['a.example', 444, ['h2', 'h1'], undefined],
  ['past.example', 443, ['h2', 'h1'], undefined],
  ['b.example', 443, ['h2', 'h1'], undefined],
  ['[::1]', 443, ['h2', 'h1'], 'h1 [::1] 444'],
];

for (const [host, port, protocols, found] of FOUND) {
  test(`${host}:${port} in ${protocols.join(' or ')} is at ${found}`, () => {
    const alternatives = openAlternatives();
    alternatives.load(parseAltSvcFile(FILE, NOW));
    const to = alternatives.find({ host, port }, protocols, NOW)?.to;
    assert.equal(to && `${to.protocol} ${to.host} ${to.port}`, found);
  });
}

const rows = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

const OTHER = 'h1 z.example 443 h1 y.example 1 "20310101 00:00:00" 1 0';

const LEARNT: [what: string, file: string[], values: string[], written: string[]][] = [
  [
    'alternatives, h3 too',
    [],
    ['h3=":8443"; ma=86400; persist=1, h2="b.example:1"; ma=60'],
    [
      'h2 a.example 443 h3 a.example 8443 "20300102 00:00:00" 1 0',
      'h2 a.example 443 h2 b.example 1 "20300101 00:01:00" 0 0',
    ],
  ],
  ['those of others', [OTHER], ['h2=":1"; ma=60'], [OTHER, 'h2 a.example 443 h2 a.example 1 "20300101 00:01:00" 0 0']],
  [
    'the last ones of an origin',
    ['h2 a.example 443 h2 old.example 1 "20310101 00:00:00" 0 0', OTHER],
    ['h2=":1"; ma=60', 'h2=":2"; ma=60'],
    [OTHER, 'h2 a.example 443 h2 a.example 2 "20300101 00:01:00" 0 0'],
  ],
  ['none after clear', ['h2 a.example 443 h2 old.example 1 "20310101 00:00:00" 0 0', OTHER], ['clear'], [OTHER]],
  [
    'what was known where nothing new can be noted',
    ['h2 a.example 443 h2 old.example 1 "20310101 00:00:00" 0 0'],
    ['quic=":1"'],
    ['h2 a.example 443 h2 old.example 1 "20310101 00:00:00" 0 0'],
  ],
  [
    'no time beyond four digits',
    [],
    ['h2=":1"; ma=9999999999999'],
    ['h2 a.example 443 h2 a.example 1 "99991231 23:59:59" 0 0'],
  ],
  [
    'no line of another form',
    ['h2 a 443 h9 b 1 "20310101 00:00:00" 0 0', 'h2 a 443 h2 b 99999 "20310101 00:00:00" 0 0', 'x'],
    [],
    [],
  ],
];

for (const [what, file, values, written] of LEARNT) {
  test(`an Alt-Svc file keeps ${what}`, () => {
    const alternatives = openAlternatives();
    alternatives.load(parseAltSvcFile(file.join('\n'), NOW));
    for (const value of values) alternatives.learn({ protocol: 'h2', host: 'a.example', port: 443 }, value, NOW);
    assert.deepEqual(rows(updatedAltSvcFile(file.join('\n'), alternatives, NOW)), written);
  });
}
