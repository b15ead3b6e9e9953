/**
 * Every option that slip honours is held by what it does: some case fails when it is taken off its command lines. What a
 * case cannot show, since it takes TLS, a proxy, name servers or a clock, is held by a suite that is named here.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../src/cli/commands.ts';
import { OPTION_TABLE, type OptionName, optionForm } from '../src/cli/options.ts';
import { type CaseFile, type CaseStep, parseCase } from './support/case-file.ts';
import { runCase } from './support/run-case.ts';
import { withoutOption } from './support/without-option.ts';

const TESTS = fileURLToPath(new URL('../../test/', import.meta.url));

const CASES: readonly CaseFile[] = readdirSync(`${TESTS}cases`, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.txt'))
  .sort()
  .map((path) => parseCase(readFileSync(`${TESTS}cases/${path}`, 'utf8')));

/** Suites in which a test fails without the option: what others do with the connection is seen there. */
const SUITES: Readonly<Record<string, readonly OptionName[]>> = {
  servers: ['doh-url', 'doh-insecure', 'http1.1', 'http2'],
  tls: [
    ...([
      'cacert',
      'capath',
      'crlfile',
      'cert-status',
      'pinnedpubkey',
      'cert',
      'cert-type',
      'key',
      'key-type',
    ] as const),
    ...(['pass', 'tlsv1', 'tlsv1.1', 'tlsv1.2', 'tlsv1.3', 'tls-max', 'ciphers', 'tls13-ciphers', 'curves'] as const),
    ...([
      'insecure',
      'sigalgs',
      'alpn',
      'sessionid',
      'proxy-insecure',
      'proxy-cacert',
      'proxy-capath',
      'proxy-crlfile',
      'proxy-cert',
    ] as const),
    ...(['proxy-cert-type', 'proxy-key', 'proxy-key-type', 'proxy-pass', 'proxy-pinnedpubkey', 'proxy-tlsv1'] as const),
    ...(['proxy-ciphers', 'proxy-tls13-ciphers'] as const),
  ],
  proxies: ['preproxy', 'socks4', 'socks4a', 'socks5', 'socks5-hostname'],
  connections: [
    ...(['abstract-unix-socket', 'local-port', 'limit-rate', 'haproxy-protocol', 'haproxy-clientip'] as const),
    ...(['dns-servers', 'dns-interface', 'dns-ipv4-addr', 'dns-ipv6-addr'] as const),
  ],
  'host-memory': ['hsts', 'alt-svc'],
  'insight-servers': ['certs'],
  'json-report': ['json-report'],
  parallel: ['parallel', 'parallel-max'],
  http2: ['parallel-immediate'],
  terminal: ['progress-meter'],
};

/** What only the system sees, a clock, or a fault of slip's own: held up to where it is handed over. */
const TABLES: Readonly<Record<string, readonly OptionName[]>> = {
  network: ['keepalive', 'keepalive-time', 'happy-eyeballs-timeout-ms'],
  'curl-round-trip': ['expect100-timeout'],
  'tls-policy': ['ca-native', 'proxy-ca-native', 'ssl-allow-beast', 'proxy-ssl-allow-beast'],
  canary: ['debug'],
};

/** What is done anyway: the option can only take another back. */
const DEFAULTS: readonly OptionName[] = ['tcp-nodelay', 'proxy-basic'];

const ELSEWHERE = [...Object.values(SUITES).flat(), ...Object.values(TABLES).flat(), ...DEFAULTS];

for (const name of OPTION_TABLE.names) {
  if (optionForm(name).inert !== undefined || ELSEWHERE.includes(name)) continue;
  test(`a case fails without --${name}`, async () => {
    for (const file of CASES) {
      const steps = file.steps.map((step) => without(step, name));
      if (steps.every((step, index) => step === file.steps[index])) continue;
      if ((await runCase({ ...file, steps }, AbortSignal.timeout(PATIENCE_MS))).length > 0) return;
    }
    assert.fail(`--${name} has no case that would fail if it did nothing`);
  });
}

for (const [suite, names] of Object.entries({ ...SUITES, ...TABLES })) {
  test(`${suite}.test.ts holds ${names.map((name) => `--${name}`).join(' ')}`, () => {
    const text = readFileSync(`${TESTS}${suite}.test.ts`, 'utf8');
    for (const name of names) {
      const { short } = optionForm(name);
      const long = String.raw`--(?:no-)?${name.replaceAll('.', String.raw`\.`)}(?![\w.-])|'${name}'`;
      assert.match(text, new RegExp(short === undefined ? long : String.raw`${long}|\B-${short}\b`), name);
    }
  });
}

/** Some lines wait for ever where the option that would have ended them is gone: these get a Ctrl-C, and have failed. */
const PATIENCE_MS = 2000;

/** Statuses of a value that is none, or a file that is not there, before anything is done with it. */
const FAULTS: readonly number[] = [2, 26, 43, 49, 58, 77];

/** Options that tell of others, in place of doing what they say. */
const TELLING = ['--as-curl', '--explain', '-h', '--help', '--manual', '-M'];

/** A step without an option, where what it does shows in it; else the same one. */
function without(step: CaseStep, name: OptionName): CaseStep {
  const [first = ''] = step.argv;
  const own = [`--${name}`, `-${optionForm(name).short}`];
  if (first !== 'curl' && first !== 'run' && first !== 'diff' && Object.hasOwn(COMMANDS, first)) return step;
  if (step.argv.some((word) => TELLING.includes(word) && !own.includes(word))) return step;
  if (FAULTS.includes(step.status) && step.exchanges.length === 0) return step;
  const argv = withoutOption(step.argv, name);
  return argv.join('\n') === step.argv.join('\n') ? step : { ...step, argv };
}
