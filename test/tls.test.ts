/**
 * TLS against nginx and openssl's own server, which says on its page what was agreed on. The exit codes are those of
 * curl 8.21 with the same words.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PASSPHRASE } from './support/servers/certificates.ts';
import { playground, testLines } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';

const ground = playground('nginx', 'tls10', 'tls12', 'tls13', 'statusGood', 'statusRevoked', 'statusForged');

before(() => ground.open());
after(() => ground.close());

const NEITHER = /trusted here\n/;

describe('TLS: whom to trust', { skip: missing('nginx', 'openssl') }, () => {
  testLines(ground, [
    ['slip {old}/book.json -o /dev/null --capath {trusted}', 0, ''],
    ['slip {old}/book.json -o /dev/null --capath {hashed}', 0, ''],
    ['slip {old}/book.json -o /dev/null --capath {nowhere}:{hashed}', 0, ''],
    ['slip {old}/book.json --capath {nowhere}', 60, '', NEITHER],
    ['slip {old}/book.json --ca-native', 60, '', NEITHER],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --ca-native', 0, ''],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --capath {nowhere}', 0, ''],
    ['CURL_CA_BUNDLE={ca} slip {old}/book.json -o /dev/null', 0, ''],
    ['SSL_CERT_FILE={ca} slip {old}/book.json -o /dev/null', 0, ''],
    ['SSL_CERT_DIR={trusted} slip {old}/book.json -o /dev/null', 0, ''],
    ['CURL_CA_BUNDLE={nowhere} SSL_CERT_FILE={ca} slip {old}/book.json', 77, '', /nowhere cannot be read/],
    ['CURL_CA_BUNDLE={nowhere} slip {old}/book.json -o /dev/null -k', 0, ''],
    ['slip {old}/book.json --cacert {visitorKey}', 77, '', /does not hold PEM certificates/],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --crlfile {crl}', 0, ''],
    [
      'slip {old}/book.json --cacert {ca} --crlfile {revokingCrl}',
      60,
      '',
      /certificate of localhost has been revoked\n/,
    ],
    ['slip {expired}/book.json --cacert {ca} --crlfile {crl}', 60, '', /localhost expired 1 day ago\n/],
    ['slip {old}/book.json --cacert {ca} --crlfile {ca}', 82, '', /does not hold a PEM list of revoked certificates\n/],
    ['slip {old}/book.json --cacert {ca} --crlfile {nowhere}', 82, '', /nowhere cannot be read\n/],
    ['slip {old}/book.json -o /dev/null -k --crlfile {revokingCrl}', 0, ''],
    ['slip {old}/book.json -o /dev/null -w %{ssl_verify_result}/%{num_certs} --cacert {ca}', 0, '0/1'],
    ['slip {old}/book.json -o /dev/null -w %{ssl_verify_result}/%{num_certs} -k', 0, '20/1'],
    ['slip {old}/book.json -w %{ssl_verify_result}/%{num_certs}', 60, '20/1', NEITHER],
    ['slip {selfSigned}/book.json -w %{ssl_verify_result}', 60, '18', /signed by itself/],
    ['slip {expired}/book.json --cacert {ca} -w %{ssl_verify_result}/%{num_certs}', 60, '10/1', /expired/],
    ['slip {wrongName}/book.json --cacert {ca} -w %{ssl_verify_result}', 60, '1', /is for elsewhere\.example/],
    ['slip {old}/book.json --cacert {ca} --crlfile {revokingCrl} -w %{ssl_verify_result}', 60, '23', /revoked/],
    ['slip https://localhost.:{oldPort}/book.json -o /dev/null --cacert {ca}', 0, ''],
    ['slip curl {old}/book.json -s --cacert {ca} -o /dev/null', 0, ''],
    ['slip curl {old}/book.json -s --capath {hashed} -o /dev/null', 0, ''],
    ['slip curl {old}/book.json -sk -o /dev/null', 0, ''],
  ]);
});

describe('TLS: word of revocation', { skip: missing('nginx', 'openssl') }, () => {
  testLines(ground, [
    ['slip {statusGood}/ --cacert {ca} --cert-status -o /dev/null', 0, ''],
    ['slip {statusGood}/ --cacert {ca} --cert-status --tls-max 1.2 -o /dev/null', 0, ''],
    ['slip {statusRevoked}/ --cacert {ca} -o /dev/null', 0, ''],
    ['slip {statusRevoked}/ --cacert {ca} --cert-status', 91, '', /certificate of localhost has been revoked\n/],
    ['slip {statusForged}/ --cacert {ca} --cert-status', 91, '', /comes with word that its authority has not signed\n/],
    ['slip {old}/ --cacert {ca} --cert-status', 91, '', /comes without word of whether it was revoked\n/],
    ['slip {statusGood}/ -k --cert-status', 91, '', /whose word does not count here\n/],
    ['slip {statusGood}/ --cert-status', 60, '', NEITHER],
  ]);
});

describe('TLS: pinned keys', { skip: missing('nginx', 'openssl') }, () => {
  const another =
    /^slip: the key of localhost is none of those that are pinned\nhint: its key is sha256\/\/[\w+/]{43}=\n$/;
  testLines(ground, [
    ['slip {old}/book.json -o /dev/null --cacert {ca} --pinnedpubkey {pin}', 0, ''],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --pinnedpubkey sha256//AAAA;{pin}', 0, ''],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --pinnedpubkey {pinPem}', 0, ''],
    ['slip {old}/book.json -o /dev/null --cacert {ca} --pinnedpubkey {pinDer}', 0, ''],
    ['slip {old}/book.json -o /dev/null -k --pinnedpubkey {pin}', 0, ''],
    ['slip {old}/book.json -k --pinnedpubkey sha256//AAAA', 90, '', another],
    ['slip {old}/book.json --cacert {ca} --pinnedpubkey {ca}', 90, '', another],
    ['slip {selfSigned}/book.json -k --pinnedpubkey {pin}', 90, '', another],
    ['slip {secure}/book.json -k --pinnedpubkey sha256//AAAA', 90, '', another],
    ['slip {old}/book.json --pinnedpubkey {pin}', 60, '', NEITHER],
    ['slip {old}/book.json -k --pinnedpubkey {nowhere}', 90, '', /nowhere cannot be read\n/],
  ]);

  test('a request to a host without the pinned key is not sent', async () => {
    const { stdout } = await ground.slip(
      'slip {secure}/echo -d secret -k --pinnedpubkey sha256//AAAA -w %{size_upload}',
    );
    assert.equal(stdout, '0');
  });
});

describe('TLS: client certificates', { skip: missing('nginx', 'openssl') }, () => {
  const known = /"x-visitor":"CN=visitor"/;
  testLines(ground, [
    [`slip {members}/echo --cacert {ca} --cert {visitorP12}:${PASSPHRASE} --cert-type P12`, 0, known],
    [`slip {members}/echo --cacert {ca} --cert {visitorP12} --pass ${PASSPHRASE} --cert-type p12`, 0, known],
    ['slip {members}/echo --cacert {ca} --cert {visitorDer} --cert-type DER --key {visitorKey}', 0, known],
    [
      'slip {members}/echo --cacert {ca} --cert {visitorDer} --cert-type DER --key {visitorKeyDer} --key-type DER',
      0,
      known,
    ],
    [`slip {members}/echo --cacert {ca} --cert {visitor} --key {lockedKey} --pass ${PASSPHRASE}`, 0, known],
    ['slip {members}/echo --cacert {ca} --cert {visitorP12}:no --cert-type P12', 58, '', /its passphrase opens\n/],
    ['slip {members}/echo --cacert {ca} --cert {visitor} --cert-type P12', 58, '', /is no PKCS #12 file/],
    [
      'slip {members}/echo --cacert {ca} --cert {visitorDer} --key {visitorKey}',
      58,
      '',
      /not hold a PEM certificate\n/,
    ],
    ['slip {members}/echo --cacert {ca} --cert {visitor} --cert-type DER', 58, '', /not hold a DER certificate\n/],
    [
      'slip {members}/echo --cacert {ca} --cert {visitor} --key {visitorKeyDer}',
      43,
      '',
      /not hold a PEM private key\n/,
    ],
    ['slip {tls13}/ --cacert {ca} --cert {visitor} --key {visitorKey}', 0, /Cipher is TLS_/],
    ['slip {tls13}/ --cacert {ca}', 56, '', /certificate required\nhint: --cert FILE shows the server a certificate\n/],
    ['slip curl -s {members}/echo --cacert {ca} -E {visitor} --key {visitorKey}', 0, known],
  ]);
});

describe('TLS: versions, ciphers, groups', { skip: missing('nginx', 'openssl') }, () => {
  const none = /^slip: TLS with localhost came to nothing: /;
  const version = (number: string): RegExp => new RegExp(`^New, TLSv${number}`, 'm');
  testLines(ground, [
    ['slip {tls12}/ --cacert {ca}', 0, version('1\\.2')],
    ['slip {tls12}/ --cacert {ca} --tlsv1.2', 0, version('1\\.2')],
    ['slip {tls12}/ --cacert {ca} --tlsv1.3 -w %{ssl_verify_result}', 35, '1', none],
    ['slip {old}/book.json --cacert {ca} --tls-max 1.2 -o /dev/null -v', 0, '', /, TLSv1\.2 ECDHE-/],
    ['slip {old}/book.json --cacert {ca} --tls-max default -o /dev/null -v', 0, '', /, TLSv1\.3 TLS_/],
    ['slip {old}/book.json --cacert {ca} --tls-max 1.1', 35, '', none],
    ['slip {tls10}/ --cacert {ca}', 35, '', none],
    ['slip {tls10}/ --cacert {ca} -1', 35, '', /hint: --ciphers DEFAULT@SECLEVEL=0/],
    ['slip {tls10}/ --cacert {ca} -1 --ciphers DEFAULT@SECLEVEL=0', 0, version('1\\.0')],
    ['slip {tls10}/ --cacert {ca} --tls-max 1.0 --ciphers DEFAULT:@SECLEVEL=0', 0, version('1\\.0')],
    ['slip {tls10}/ --cacert {ca} --ciphers DEFAULT@SECLEVEL=0', 35, '', none],
    ['slip {tls10}/ --cacert {ca} --tlsv1 --ciphers DEFAULT@SECLEVEL=0', 0, version('1\\.0')],
    // The last of them counts.
    ['slip curl -sS {tls10}/ --cacert {ca} -1 --tlsv1.1 --ciphers DEFAULT@SECLEVEL=0', 35, '', none],
    ['slip curl -sS {tls10}/ --cacert {ca} -1 --tlsv1.2 --ciphers DEFAULT@SECLEVEL=0', 35, '', none],
    [
      'slip {tls12}/ --cacert {ca} --ciphers ECDHE-ECDSA-AES128-GCM-SHA256',
      0,
      /Cipher is ECDHE-ECDSA-AES128-GCM-SHA256/,
    ],
    ['slip {tls12}/ --cacert {ca} --ciphers nope,ECDHE-ECDSA-CHACHA20-POLY1305', 0, /Cipher is ECDHE-ECDSA-CHACHA20/],
    ['slip {tls12}/ --cacert {ca} --ciphers AES256-SHA', 35, '', none],
    ['slip {tls12}/ --cacert {ca} --ciphers nope', 59, '', /^slip: --ciphers nope names no cipher that there is\n/],
    ['slip {tls12}/ --cacert {ca} --ciphers TLS_AES_128_GCM_SHA256', 59, '', /names no cipher/],
    [
      'slip {old}/book.json --cacert {ca} --tls13-ciphers TLS_AES_128_GCM_SHA256 -o /dev/null -v',
      0,
      '',
      /TLS_AES_128_GCM_SHA256/,
    ],
    ['slip {tls12}/ --cacert {ca} --tls13-ciphers TLS_AES_128_GCM_SHA256', 0, version('1\\.2')],
    ['slip {old}/book.json --cacert {ca} --ciphers ECDHE-ECDSA-AES128-GCM-SHA256 -o /dev/null -v', 0, '', /TLSv1\.3/],
    ['slip {old}/book.json --cacert {ca} --tls13-ciphers nope', 59, '', /--tls13-ciphers nope has a suite/],
    ['slip {old}/book.json --cacert {ca} --tls13-ciphers nope --tls-max 1.2 -o /dev/null', 0, ''],
    ['slip {old}/book.json --cacert {ca} --ciphers nope --tlsv1.3 -o /dev/null', 0, ''],
    ['slip {tls12}/ --cacert {ca} --curves P-521:P-256', 0, /^Supported groups: secp521r1:secp256r1$/m],
    ['slip {old}/book.json --cacert {ca} --curves nope', 59, '', /--curves nope has a group that there is not\n/],
    [
      'slip {tls12}/ --cacert {ca} --sigalgs ECDSA+SHA384:ECDSA+SHA256',
      0,
      /^Signature Algorithms: ECDSA\+SHA384:ECDSA\+SHA256$/m,
    ],
    ['slip {old}/book.json --cacert {ca} --sigalgs nope', 59, '', /--sigalgs nope has an algorithm/],
    ['slip {secure}/book.json --cacert {ca} --no-alpn -o /dev/null -w %{http_version}', 0, '1.1'],
    ['slip {tls12}/?[1-2] --cacert {ca}', 0, /^New, TLSv1\.2[\s\S]*^Reused, TLSv1\.2/m],
    ['slip {tls12}/?[1-2] --cacert {ca} --no-sessionid', 0, /^(?![\s\S]*^Reused)[\s\S]*^New, [\s\S]*^New, /m],
    [
      'slip {tls13}/?[1-2] --cacert {ca} --cert {visitor} --key {visitorKey}',
      0,
      /^New, TLSv1\.3[\s\S]*^Reused, TLSv1\.3/m,
    ],
    [
      'slip {old}/book.json {old}/book.json --cacert {ca} -H Connection:close -o /dev/null -o /dev/null -v',
      0,
      '',
      /TLSv1\.3 TLS_\w+$[\s\S]*TLSv1\.3 TLS_\w+ resumed$/m,
    ],
    ['slip {secure}/book.json --cacert {ca} -2 -3 --no-npn --no-sessionid -o /dev/null -w %{http_version}', 0, '2'],
  ]);
});

describe('TLS: https proxies, each option with a name of its own', { skip: missing('nginx', 'openssl') }, () => {
  const through = 'slip http://elsewhere.example/book.json -o /dev/null -w %{http_code}/%{proxy_ssl_verify_result}';
  testLines(ground, [
    [
      `${through} -x {old}`,
      60,
      '000/20',
      /^slip: the certificate of the proxy localhost .*\nhint: --proxy-cacert FILE/,
    ],
    [`${through} -x {old} -k`, 60, '000/20', /--proxy-insecure goes on/],
    [`${through} -x {old} --cacert {ca}`, 60, '000/20', /of the proxy localhost/],
    [`${through} -x {old} --proxy-insecure`, 0, '200/20'],
    [`${through} -x {old} --proxy-cacert {ca}`, 0, '200/0'],
    [`${through} -x {old} --proxy-capath {hashed}`, 0, '200/0'],
    [`${through} -x {old} --capath {hashed}`, 0, '200/0'],
    [`${through} -x {old} --proxy-cacert {ca} --proxy-crlfile {revokingCrl}`, 60, '000/23', /proxy localhost has been/],
    [`${through} -x {old} --proxy-insecure --proxy-pinnedpubkey sha256//AAAA`, 90, '000/20', /the key of the proxy/],
    [`${through} -x {members} --proxy-insecure --proxy-cert {visitor} --proxy-key {visitorKey}`, 0, '200/20'],
    [
      `${through} -x {members} --proxy-insecure --proxy-cert {visitorDer} --proxy-cert-type DER --proxy-key {visitorKey}`,
      0,
      '200/20',
    ],
    [
      `${through} -x {members} --proxy-insecure --proxy-cert {visitor} --proxy-key {visitorKeyDer} --proxy-key-type DER`,
      0,
      '200/20',
    ],
    [
      `${through} -x {members} --proxy-insecure --proxy-cert {visitor} --proxy-key {lockedKey} --proxy-pass ${PASSPHRASE}`,
      0,
      '200/20',
    ],
    [`${through} -x {members} --proxy-insecure --cert {visitor} --key {visitorKey}`, 0, '400/20'],
    [`${through} -x {old} --proxy-insecure --proxy-ciphers nope`, 59, '000/1', /names no cipher/],
    [`${through} -x {old} --proxy-insecure --proxy-tls13-ciphers nope`, 59, '000/1', /has a suite/],
    [`${through} -x {old} --proxy-insecure --proxy-tlsv1`, 0, '200/20'],
    [`${through} -x {tls10} --proxy-insecure --proxy-tlsv1 --proxy-ciphers DEFAULT@SECLEVEL=0`, 0, '200/19'],
  ]);
});

test('SSLKEYLOGFILE takes the secrets of each handshake', { skip: missing('nginx', 'openssl') }, async () => {
  const file = join(await ground.newFolder(), 'keys.log');
  const outcome = await ground.slip(`SSLKEYLOGFILE=${file} slip {old}/book.json {secure}/book.json -k -o a -o b`);
  assert.equal(outcome.status, 0, outcome.stderr);
  const lines = (await readFile(file, 'latin1')).trimEnd().split('\n');
  assert.equal(lines.filter((line) => /^CLIENT_TRAFFIC_SECRET_0 [\da-f]{64} [\da-f]+$/.test(line)).length, 2);
});

test('connections are not shared where trust differs', { skip: missing('nginx', 'openssl') }, async () => {
  const line = 'slip curl -s -w %{num_connects}/%{exitcode} -o /dev/null -k {old}/book.json --next -s -o /dev/null';
  const outcome = await ground.slip(`${line} -w ,%{exitcode} {old}/book.json`);
  assert.equal(outcome.stdout, '1/0,60', outcome.stderr);
});
