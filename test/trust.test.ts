import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { stapledTrouble } from '../src/http/stapled.ts';
import { judgePeer, pinOfFile, type ShownPeer, verifyResult } from '../src/http/trust.ts';
import { HandshakeFailure } from '../src/request/tls.ts';
import { DESK_DER } from './support/desk-certificate.ts';

const BEGINS = Date.parse('2026-11-25T23:19:29Z');
const ENDS = Date.parse('2026-11-26T23:19:29Z');
const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

const shown = (more: Partial<ShownPeer> = {}): ShownPeer => ({
  host: 'desk.example',
  isProxy: false,
  trouble: undefined,
  statusTrouble: undefined,
  certificates: [DESK_DER],
  peer: {},
  ...more,
});

function verdict(
  peer: ShownPeer,
  pins?: readonly string[],
  nowMs = BEGINS,
  verified = true,
): HandshakeFailure | undefined {
  try {
    judgePeer(peer, verified, pins, nowMs);
    return undefined;
  } catch (error) {
    assert.ok(error instanceof HandshakeFailure);
    return error;
  }
}

const SENTENCES: [trouble: string, nowMs: number, sentence: string][] = [
  ['CERT_HAS_EXPIRED', ENDS + 500, 'the certificate of desk.example expired 1 second ago'],
  ['CERT_HAS_EXPIRED', ENDS + 59 * SECOND, 'the certificate of desk.example expired 59 seconds ago'],
  ['CERT_HAS_EXPIRED', ENDS + 90 * SECOND, 'the certificate of desk.example expired 1 minute ago'],
  ['CERT_HAS_EXPIRED', ENDS + 5 * HOUR, 'the certificate of desk.example expired 5 hours ago'],
  ['CERT_HAS_EXPIRED', ENDS + 3 * DAY + HOUR, 'the certificate of desk.example expired 3 days ago'],
  // Somebody else's clock has said so.
  ['CERT_HAS_EXPIRED', BEGINS, 'the certificate of desk.example has expired'],
  ['CERT_NOT_YET_VALID', BEGINS - 2 * MINUTE, 'the certificate of desk.example is not valid before 2 minutes from now'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', BEGINS, 'the certificate of desk.example is for desk.example, 127.0.0.1'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', BEGINS, 'the certificate of desk.example is signed by itself alone'],
  ['CERT_CHAIN_TOO_LONG', BEGINS, 'the certificate of desk.example is not good (CERT_CHAIN_TOO_LONG)'],
];

for (const [trouble, nowMs, sentence] of SENTENCES) {
  test(`${trouble} ${new Date(nowMs).toISOString()}: ${sentence}`, () => {
    const failure = verdict(shown({ trouble }), undefined, nowMs);
    assert.deepEqual([failure?.kind, failure?.message], ['certificate', sentence]);
  });
}

test('a proxy is told apart, and what goes on without a check of it', () => {
  const ofProxy = verdict(shown({ trouble: 'CERT_REVOKED', isProxy: true }));
  assert.equal(ofProxy?.message, 'the certificate of the proxy desk.example has been revoked');
  assert.equal(ofProxy?.hint, '--proxy-insecure goes on without any check');
});

const key = new X509Certificate(DESK_DER).publicKey;
const DER = key.export({ type: 'spki', format: 'der' });
const HASH = createHash('sha256').update(DER).digest('base64');

test('the order of complaints is that of curl: certificate, status, key', () => {
  const all = { trouble: 'CERT_REVOKED', statusTrouble: 'has been revoked' };
  assert.equal(verdict(shown(all), ['x'])?.kind, 'certificate');
  assert.equal(verdict(shown(all), ['x'], BEGINS, false)?.kind, 'certificateStatus');
  assert.equal(verdict(shown({ trouble: 'CERT_REVOKED' }), ['x'], BEGINS, false)?.kind, 'pinnedKey');
  assert.equal(verdict(shown(), ['x', HASH]), undefined);
  assert.equal(verdict(shown({ certificates: [] }), [HASH])?.kind, 'pinnedKey');
});

test('a pinned key may stand in a file in DER, or in PEM behind other text', () => {
  const pem = String(key.export({ type: 'spki', format: 'pem' }));
  for (const content of [DER, Buffer.from(pem), Buffer.from(`a key:\n${pem.replaceAll('\n', '\r\n')}`)]) {
    assert.equal(pinOfFile(content), HASH);
  }
  assert.notEqual(pinOfFile(DESK_DER), HASH);
});

// X509_V_ERR_… of OpenSSL, which curl prints.
const RESULTS: [trouble: string | undefined, result: number][] = [
  [undefined, 0],
  ['CERT_HAS_EXPIRED', 10],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 18],
  ['SELF_SIGNED_CERT_IN_CHAIN', 19],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 20],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 20],
  ['CERT_REVOKED', 23],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 1],
];

for (const [trouble, result] of RESULTS) {
  test(`ssl_verify_result of ${trouble} is ${result}`, () => assert.equal(verifyResult(trouble), result));
}

test('no bytes that a server staples are good, nor the end of the run', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      assert.notEqual(stapledTrouble(bytes, [DESK_DER, DESK_DER], BEGINS), undefined);
    }),
  );
});
