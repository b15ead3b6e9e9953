import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMANDS, RESERVED_WORDS } from '../src/cli/commands.ts';
import { COMMON_METHODS } from '../src/cli/completion-words.ts';
import { optionRow, REFUSALS } from '../src/cli/option-rows.ts';
import { findLongOption, findShortOption, OPTION_TABLE, optionForm } from '../src/cli/options.ts';
import { CURL_ONE_WAY, CURL_SWITCHES, CURL_VALUES } from './support/curl-options.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Every short option of curl (curl(1)): a letter that means something else here would break what users know. */
const CURL_SHORTS: Readonly<Record<string, string>> = {
  '#': 'progress-bar',
  '0': 'http1.0',
  '1': 'tlsv1',
  '2': 'sslv2',
  '3': 'sslv3',
  '4': 'ipv4',
  '6': 'ipv6',
  ':': 'next',
  A: 'user-agent',
  B: 'use-ascii',
  C: 'continue-at',
  D: 'dump-header',
  E: 'cert',
  F: 'form',
  G: 'get',
  H: 'header',
  I: 'head',
  J: 'remote-header-name',
  K: 'config',
  L: 'location',
  M: 'manual',
  N: 'no-buffer',
  O: 'remote-name',
  P: 'ftp-port',
  Q: 'quote',
  R: 'remote-time',
  S: 'show-error',
  T: 'upload-file',
  U: 'proxy-user',
  V: 'version',
  X: 'request',
  Y: 'speed-limit',
  Z: 'parallel',
  a: 'append',
  b: 'cookie',
  c: 'cookie-jar',
  d: 'data',
  e: 'referer',
  f: 'fail',
  g: 'globoff',
  h: 'help',
  i: 'include',
  j: 'junk-session-cookies',
  k: 'insecure',
  l: 'list-only',
  m: 'max-time',
  n: 'netrc',
  o: 'output',
  p: 'proxytunnel',
  q: 'disable',
  r: 'range',
  s: 'silent',
  t: 'telnet-option',
  u: 'user',
  v: 'verbose',
  w: 'write-out',
  x: 'proxy',
  y: 'speed-time',
  z: 'time-cond',
};

const ROWS = [
  ...OPTION_TABLE.names.map((name) => [name, optionForm(name)] as const),
  ...Object.entries(REFUSALS).map((entry) => entry),
];
const LONGS = ROWS.flatMap(([name, { aliases }]) => [name, ...(aliases ?? [])]);
const SHORTS = ROWS.flatMap(([, { short }]) => short ?? []);

test('no two options share a name', () => {
  assert.equal(new Set(LONGS).size, LONGS.length);
  assert.equal(new Set(SHORTS).size, SHORTS.length);
});

test('no name is what takes another option back', () => {
  assert.deepEqual(
    LONGS.filter((long) => long.startsWith('no-')),
    [],
  );
});

for (const name of OPTION_TABLE.names) {
  const row = optionRow(name);

  test(`--${name} is named as options are`, () => {
    for (const long of [name, ...(row.aliases ?? [])]) assert.match(long, /^[a-z][a-z0-9.]*(?:-[a-z0-9.]+)*$/);
    if (row.takes !== 'nothing') assert.match(row.value, /^[A-Z]+(?:[:=][A-Z]+)*(?:\[:[A-Z]+\])?$/);
  });

  test(`--${name} is described as options are`, () => {
    assertSummary(row.summary);
    if (row.inert !== undefined) assert.ok(row.rare, 'what changes nothing is not worth a line of -h');
    if (row.detail === undefined) return;
    assert.match(row.detail, /\.$/);
    assert.equal(row.detail.split('`').length % 2, 1, 'backticks come in pairs');
  });

  test(`--${name} excludes options that there are, and not itself`, () => {
    for (const rival of row.excludes ?? []) {
      assert.ok(OPTION_TABLE.names.some((other) => other === rival && other !== name));
    }
  });

  if (row.takes === 'choice') {
    test(`--${name} has a choice`, () => {
      assert.ok(row.choices.length > 1);
      assert.equal(new Set(row.choices).size, row.choices.length);
    });
  }
}

for (const [letter, name] of Object.entries(CURL_SHORTS)) {
  test(`-${letter} is what it is in curl`, () => {
    assert.equal(findShortOption(letter)?.name, findLongOption(name)?.name);
    assert.equal(findShortOption(letter)?.row, findLongOption(name)?.row);
  });
}

test('every option of curl is there and takes what it takes there', () => {
  for (const name of [...CURL_SWITCHES, ...CURL_ONE_WAY])
    assert.equal(findLongOption(name)?.row.takes, 'nothing', name);
  for (const name of CURL_VALUES) assert.notEqual(findLongOption(name)?.row.takes ?? 'nothing', 'nothing', name);
});

test('what cannot be taken back in curl is marked, and nothing else', () => {
  const marked = ROWS.filter(([, row]) => 'oneWay' in row && row.oneWay).map(([name]) => name);
  const names = CURL_ONE_WAY.map(findLongOption).flatMap((found) => (found?.kind === 'option' ? found.name : []));
  assert.deepEqual([...marked].sort(), [...new Set(names)].sort());
});

test("what curl does not have is marked as slip's own", () => {
  const own = ROWS.filter(([, row]) => 'own' in row && row.own).map(([name]) => name);
  const curls = new Set([...CURL_SWITCHES, ...CURL_ONE_WAY, ...CURL_VALUES]);
  assert.deepEqual(
    own,
    LONGS.filter((name) => !curls.has(name)),
  );
});

for (const [name, { refused }] of Object.entries(REFUSALS)) {
  test(`the reason for not having --${name} ends a sentence`, () => assert.match(refused, /^[a-zA-Z].*[^.]$/));
}

for (const [name, { summary }] of Object.entries(COMMANDS)) {
  test(`the command ${name} is described as options are`, () => assertSummary(summary));
}

test('no first word means two things', () => {
  const words = [...Object.keys(COMMANDS), ...RESERVED_WORDS, ...COMMON_METHODS];
  assert.equal(new Set(words).size, words.length);
});

function assertSummary(summary: string): void {
  assert.ok(summary.length <= 60, `${summary.length} columns`);
  assert.match(summary, /^[A-Z].*[^.]$/);
  assert.equal(summary.split('`').length % 2, 1, 'backticks come in pairs');
}

/** Every option of curl is seen at work, or being refused: in a case file, beside curl, or with real servers. */
test('every option of curl stands in a case file, in the differential test or in a suite', () => {
  const cases = readdirSync(`${ROOT}test/cases`, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.txt'))
    .map(
      (path) =>
        readFileSync(`${ROOT}test/cases/${path}`, 'utf8')
          .match(/^\$ .*$/gm)
          ?.join('\n') ?? '',
    );
  const suites = [
    'support/differential/lines',
    'tls',
    'tls-policy',
    'host-memory',
    'network',
    'proxies',
    'servers',
    'socks',
  ];
  const texts = suites.map((name) =>
    readFileSync(`${ROOT}test/${name}${name.includes('/') ? '' : '.test'}.ts`, 'utf8'),
  );
  const seen = [...cases, ...texts].join('\n');
  const unseen = [...OPTION_TABLE.names.filter((name) => !optionForm(name).own), ...Object.keys(REFUSALS)].filter(
    (name) => {
      const { short, aliases = [] } = findLongOption(name)?.row ?? {};
      const longs = [name, ...aliases].map(
        (long) => `--(?:no-|expand-)?${long.replaceAll('.', '\\.')}(?![\\w.-])|\\b'?${long}'?:`,
      );
      const letters = short === undefined ? [] : [`(?<=^|\\s|')-[\\w#:]*${short}`];
      return !new RegExp([...longs, ...letters].join('|'), 'm').test(seen);
    },
  );
  assert.deepEqual(unseen, []);
});
