import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCertificate } from '../src/insight/certificate.ts';
import { signatureAlgorithm } from '../src/insight/signature.ts';
import { DESK_DER } from './support/desk-certificate.ts';

test('a certificate says whose it is, for how long, and how it is signed', () => {
  assert.deepEqual(readCertificate(DESK_DER), {
    subject: 'C=SE, O=Books\\, Inc, CN=desk.example',
    issuer: 'C=SE, O=Books\\, Inc, CN=desk.example',
    names: ['desk.example', '127.0.0.1'],
    validFromMs: Date.UTC(2026, 10, 25, 23, 19, 29),
    validToMs: Date.UTC(2026, 10, 26, 23, 19, 29),
    serialNumber: '69f7d40accbcd59c934575ede2435f5feff66f72',
    key: 'EC P-256',
    signature: 'ECDSA with SHA-256',
    fingerprint: 'ad459ec55275c8caff56d4a5630a5e2c1681f1abbe924adce58a62572f402148',
  });
});

test('bytes that are no certificate are none', () => {
  assert.equal(readCertificate(new Uint8Array(3)), undefined);
});

const sequence = (...content: readonly number[]): readonly number[] => [0x30, content.length, ...content];
const TBS = sequence(0x02, 0x01, 0x00);

const ALGORITHMS: [identifier: readonly number[], name: string | undefined][] = [
  [[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b], 'RSA with SHA-256'],
  [[0x06, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a], 'RSA-PSS'],
  [[0x06, 3, 0x2b, 0x65, 0x70], 'Ed25519'],
  [[0x06, 9, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x03, 0x12], 'ML-DSA-65'],
  [[0x06, 3, 0x88, 0x37, 0x03], '2.999.3'],
  [[0x06, 1, 0x00], '0.0'],
  [[0x06, 9, 0x2b], undefined],
  [[0x04, 1, 0x00], undefined],
  [[], undefined],
];

for (const [identifier, name] of ALGORITHMS) {
  test(`the algorithm ${Buffer.from(identifier).toString('hex') || 'that is missing'} is ${name}`, () => {
    assert.equal(signatureAlgorithm(Uint8Array.from(sequence(...TBS, ...sequence(...identifier)))), name);
  });
}

test('no bytes make the reader of signatures stumble', () => {
  const cut = fc.tuple(fc.nat(DESK_DER.byteLength), fc.uint8Array({ maxLength: 8 }));
  fc.assert(
    fc.property(cut, ([at, bytes]) => {
      const spoiled = Buffer.from(DESK_DER);
      spoiled.set(bytes.subarray(0, spoiled.byteLength - at), at);
      const name = signatureAlgorithm(spoiled);
      assert.ok(name === undefined || name.length > 0);
    }),
  );
});
