import assert from 'node:assert/strict';
import { test } from 'node:test';
import { proxyTls, serverTls } from '../src/config/tls.ts';
import { Failure } from '../src/failure.ts';
import type { TlsPolicy } from '../src/request/tls.ts';
import { tlsIdentity } from '../src/request/tls.ts';

type Typed = Parameters<typeof serverTls>[0];

const CA = { kind: 'file', path: 'ca.pem' };
const FOLDER = { kind: 'folder', path: 'certs' };
const BUNDLED = { kind: 'bundled' };
const SYSTEM = { kind: 'system' };

const BUNDLE = { CURL_CA_BUNDLE: 'ca.pem' };
const CERTS = { SSL_CERT_DIR: 'certs' };
const FILE = { SSL_CERT_FILE: 'ca.pem' };

// curl(1): --cacert, --capath, --ca-native, ENVIRONMENT. What is the default is the dialect's.
const TRUSTED: [what: string, typed: Typed, env: Record<string, string>, slip: unknown[], curl: unknown[]][] = [
  ['nothing', {}, {}, [BUNDLED], [SYSTEM]],
  ['--ca-native', { 'ca-native': true }, {}, [BUNDLED, SYSTEM], [SYSTEM]],
  ['--cacert', { cacert: 'ca.pem' }, {}, [CA], [CA]],
  ['--capath', { capath: 'certs' }, {}, [FOLDER], [FOLDER]],
  ['both', { cacert: 'ca.pem', capath: 'certs' }, {}, [CA, FOLDER], [CA, FOLDER]],
  ['--cacert --ca-native', { cacert: 'ca.pem', 'ca-native': true }, {}, [CA, SYSTEM], [CA, SYSTEM]],
  ['CURL_CA_BUNDLE', {}, BUNDLE, [CA], [CA]],
  ['SSL_CERT_FILE', {}, FILE, [CA], [CA]],
  ['SSL_CERT_DIR', {}, CERTS, [FOLDER], [FOLDER]],
  ['SSL_CERT_FILE and SSL_CERT_DIR', {}, { ...FILE, ...CERTS }, [CA, FOLDER], [CA, FOLDER]],
  ['CURL_CA_BUNDLE before SSL_CERT_DIR', {}, { ...BUNDLE, ...CERTS }, [CA], [CA]],
  ['an empty variable', {}, { CURL_CA_BUNDLE: '', SSL_CERT_FILE: '' }, [BUNDLED], [SYSTEM]],
  ['--capath before the environment', { capath: 'certs' }, BUNDLE, [FOLDER], [FOLDER]],
  ['-k, which asks no environment', { insecure: true }, BUNDLE, [BUNDLED], [SYSTEM]],
];

for (const [what, typed, env, slip, curl] of TRUSTED) {
  test(`trusted: ${what}`, () => {
    assert.deepEqual(serverTls(typed, env, 'slip').trusted, slip);
    assert.deepEqual(serverTls(typed, env, 'curl').trusted, curl);
  });
}

const server = (typed: Typed): TlsPolicy => serverTls(typed, {}, 'curl');
const proxy = (typed: Typed): TlsPolicy => proxyTls(typed, {}, 'curl');

const DECIDED: [what: string, policy: TlsPolicy, part: keyof TlsPolicy, value: unknown][] = [
  ['certificates are checked', server({}), 'verified', true],
  ['-k', server({ insecure: true }), 'verified', false],
  ['-k is not about the proxy', proxy({ insecure: true }), 'verified', true],
  ['--proxy-insecure', proxy({ 'proxy-insecure': true }), 'verified', false],
  ['--cacert is not about the proxy', proxy({ cacert: 'ca.pem' }), 'trusted', [SYSTEM]],
  ['--capath is about the proxy too', proxy({ capath: 'certs' }), 'trusted', [FOLDER]],
  ['--proxy-capath', proxy({ capath: 'other', 'proxy-capath': 'certs' }), 'trusted', [FOLDER]],
  ['--crlfile is about the proxy too', proxy({ crlfile: 'list' }), 'crlPath', 'list'],
  ['--proxy-crlfile', proxy({ crlfile: 'other', 'proxy-crlfile': 'list' }), 'crlPath', 'list'],
  ['--cert is not about the proxy', proxy({ cert: 'c.pem' }), 'certificate', undefined],
  ['-1', server({ tlsv1: true }), 'minVersion', 'TLSv1'],
  ['--tlsv1.1', server({ 'tlsv1.1': true }), 'minVersion', 'TLSv1.1'],
  ['--tlsv1.2', server({ 'tlsv1.2': true }), 'minVersion', 'TLSv1.2'],
  ['--tlsv1.3', server({ 'tlsv1.3': true }), 'minVersion', 'TLSv1.3'],
  ['the latest of several', server({ tlsv1: true, 'tlsv1.2': true }), 'minVersion', 'TLSv1.2'],
  ['--tlsv1 is not about the proxy', proxy({ 'tlsv1.3': true }), 'minVersion', undefined],
  ['--proxy-ca-native', proxyTls({ 'proxy-ca-native': true }, {}, 'slip'), 'trusted', [BUNDLED, SYSTEM]],
  ['--ssl-allow-beast', server({ 'ssl-allow-beast': true }), 'toleratesBeast', true],
  ['--ssl-allow-beast is not about the proxy', proxy({ 'ssl-allow-beast': true }), 'toleratesBeast', false],
  ['--proxy-ssl-allow-beast', proxy({ 'proxy-ssl-allow-beast': true }), 'toleratesBeast', true],
  ['--proxy-tlsv1', proxy({ 'proxy-tlsv1': true }), 'minVersion', 'TLSv1'],
  ['--tls-max', server({ 'tls-max': '1.2' }), 'maxVersion', 'TLSv1.2'],
  ['--tls-max leaves the minimum', server({ 'tls-max': '1.2' }), 'minVersion', undefined],
  ['--tls-max below the usual minimum', server({ 'tls-max': '1.1' }), 'minVersion', 'TLSv1.1'],
  ['--tls-max default', server({ 'tls-max': 'default', 'tlsv1.3': true }), 'maxVersion', undefined],
  ['ALPN', server({}), 'offersProtocols', true],
  ['--no-alpn', server({ alpn: false }), 'offersProtocols', false],
  ['sessions', server({}), 'resumesSessions', true],
  ['--no-sessionid', server({ sessionid: false }), 'resumesSessions', false],
  ['--no-sessionid is about the proxy, too', proxy({ sessionid: false }), 'resumesSessions', false],
  ['any key', server({}), 'pinnedKeys', undefined],
  ['a key in a file', server({ pinnedpubkey: 'key.pem' }), 'pinnedKeys', { kind: 'file', path: 'key.pem' }],
  ['a hash', server({ pinnedpubkey: 'sha256//A=' }), 'pinnedKeys', { kind: 'hashes', hashes: ['A='] }],
  ['hashes', server({ pinnedpubkey: 'sha256//A=;sha256//B=' }), 'pinnedKeys', { kind: 'hashes', hashes: ['A=', 'B='] }],
  // curl stops reading there.
  [
    'hashes up to what is none',
    server({ pinnedpubkey: 'sha256//A=; sha256//B=;sha256//C=' }),
    'pinnedKeys',
    { kind: 'hashes', hashes: ['A='] },
  ],
];

for (const [what, policy, part, value] of DECIDED) {
  test(`TLS: ${what}`, () => assert.deepEqual(policy[part], value));
}

// curl(1), --cert: a colon begins the password, unless a backslash stands before it or a drive letter.
const CERTIFICATES: [
  cert: string,
  more: Typed,
  path: string,
  form: string,
  keyPath: string,
  keyForm: string,
  passphrase: string | undefined,
][] = [
  ['c.pem', {}, 'c.pem', 'PEM', 'c.pem', 'PEM', undefined],
  ['c.pem', { key: 'k.pem' }, 'c.pem', 'PEM', 'k.pem', 'PEM', undefined],
  ['c.pem:pass', {}, 'c.pem', 'PEM', 'c.pem', 'PEM', 'pass'],
  ['c.pem', { pass: 'pass' }, 'c.pem', 'PEM', 'c.pem', 'PEM', 'pass'],
  ['c.pem:pa:ss\\', {}, 'c.pem', 'PEM', 'c.pem', 'PEM', 'pa:ss\\'],
  ['c.pem:', {}, 'c.pem', 'PEM', 'c.pem', 'PEM', undefined],
  [':pass', {}, '', 'PEM', '', 'PEM', 'pass'],
  ['a\\:b.pem:pass', {}, 'a:b.pem', 'PEM', 'a:b.pem', 'PEM', 'pass'],
  ['a\\\\b.pem:pass', {}, 'a\\b.pem', 'PEM', 'a\\b.pem', 'PEM', 'pass'],
  ['a\\\\:pass', {}, 'a\\', 'PEM', 'a\\', 'PEM', 'pass'],
  ['a\\', {}, 'a\\', 'PEM', 'a\\', 'PEM', undefined],
  ['C:\\certs\\c.pem:pass', {}, 'C:\\certs\\c.pem', 'PEM', 'C:\\certs\\c.pem', 'PEM', 'pass'],
  ['C:/certs/c.pem', {}, 'C:/certs/c.pem', 'PEM', 'C:/certs/c.pem', 'PEM', undefined],
  ['dir\\c.pem', {}, 'dir\\c.pem', 'PEM', 'dir\\c.pem', 'PEM', undefined],
  ['c.p12:pass', { 'cert-type': 'p12' }, 'c.p12', 'P12', 'c.p12', 'PEM', 'pass'],
  ['c.der', { 'cert-type': 'DER', key: 'k.pem' }, 'c.der', 'DER', 'k.pem', 'PEM', undefined],
  ['c.pem', { 'key-type': 'der', key: 'k.der' }, 'c.pem', 'PEM', 'k.der', 'DER', undefined],
];

for (const [cert, more, path, form, keyPath, keyForm, passphrase] of CERTIFICATES) {
  test(`--cert ${cert} ${JSON.stringify(more)} is ${form} in ${path}, ${keyForm} in ${keyPath}`, () => {
    const certificate = server({ cert, ...more }).certificate;
    assert.deepEqual(
      { ...certificate, passphrase: certificate?.passphrase?.reveal() },
      { path, form, keyPath, keyForm, passphrase },
    );
  });
}

test('a key alone shows no certificate', () =>
  assert.equal(server({ key: 'k.pem', pass: 'x' }).certificate, undefined));

const REFUSED: [typed: Typed, sentence: RegExp][] = [
  [{ cert: '' }, /--cert takes the name of a file/],
  [{ cert: 'pkcs11:token=x' }, /--cert takes a file: Node reaches no keys on a device/],
  [{ cert: 'c', 'cert-type': 'ENG' }, /--cert-type takes PEM, DER, P12, not ENG: Node reaches no keys/],
  [{ cert: 'c', 'cert-type': 'XYZ' }, /--cert-type takes PEM, DER, P12, not XYZ$/],
  [{ cert: 'c', key: 'k', 'key-type': 'P12' }, /--key-type takes PEM, DER, not P12/],
  [{ 'tls-max': '1.4' }, /--tls-max takes default, 1\.0, 1\.1, 1\.2, 1\.3, not 1\.4/],
  [{ 'tls-max': '1.2', 'tlsv1.3': true }, /--tls-max 1\.2 is below/],
  [{ pinnedpubkey: '' }, /--pinnedpubkey takes/],
];

for (const [typed, sentence] of REFUSED) {
  test(`TLS refuses ${JSON.stringify(typed)}`, () => {
    assert.throws(
      () => server(typed),
      (thrown) => thrown instanceof Failure && thrown.kind === 'usage' && sentence.test(thrown.message),
    );
  });
}

// CVE-2022-27782: a connection was taken over although its trust or its certificate was another one.
const APART: Typed[] = [
  {},
  { insecure: true },
  { cacert: 'a' },
  { crlfile: 'a' },
  { pinnedpubkey: 'sha256//A=' },
  { pinnedpubkey: 'sha256//B=' },
  { cert: 'c:a' },
  { cert: 'c:b' },
  { cert: 'c', key: 'k' },
  { 'tls-max': '1.2' },
  { ciphers: 'a' },
  { curves: 'a' },
  { alpn: false },
];

test('policies that differ in anything share no connection', () => {
  assert.equal(new Set(APART.map((typed) => tlsIdentity(server(typed)))).size, APART.length);
  assert.equal(tlsIdentity(server({ cert: 'c:a' })), tlsIdentity(server({ cert: 'c:a' })));
});
