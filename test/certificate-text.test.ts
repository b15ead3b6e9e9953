import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateText } from '../src/render/certificate-text.ts';
import { DESK_BASE64, DESK_DER } from './support/desk-certificate.ts';

// curl 8.21 writes these lines, among others, and in this order.
test('a certificate is written out with what people look for', () => {
  assert.equal(
    certificateText(DESK_DER),
    `Subject:C = SE, O = "Books, Inc", CN = desk.example
Issuer:C = SE, O = "Books, Inc", CN = desk.example
Serial Number:69f7d40accbcd59c934575ede2435f5feff66f72
X509v3 Subject Alternative Name:DNS:desk.example, IP Address:127.0.0.1
Start date:Nov 25 23:19:29 2026 GMT
Expire date:Nov 26 23:19:29 2026 GMT
-----BEGIN CERTIFICATE-----
${DESK_BASE64}
-----END CERTIFICATE-----
`,
  );
});

test('bytes that are no certificate are armoured all the same', () => {
  assert.equal(certificateText(new Uint8Array(3)), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
});
