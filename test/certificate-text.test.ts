import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateText } from '../src/render/certificate-text.ts';

/** Of a desk that nobody keeps, signed by itself, and long out of date. */
const BASE64 = [
  'MIIB5TCCAYygAwIBAgIUaffUCsy81ZyTRXXt4kNfX+/2b3IwCgYIKoZIzj0EAwIw',
  'OTELMAkGA1UEBhMCU0UxEzARBgNVBAoMCkJvb2tzLCBJbmMxFTATBgNVBAMMDGRl',
  'c2suZXhhbXBsZTAeFw0yNjExMjUyMzE5MjlaFw0yNjExMjYyMzE5MjlaMDkxCzAJ',
  'BgNVBAYTAlNFMRMwEQYDVQQKDApCb29rcywgSW5jMRUwEwYDVQQDDAxkZXNrLmV4',
  'YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATXpL6cQ5bCTppJhXCFL602',
  '/d7prZ0sL0q/Gu56CU1+o9VlMB2CUK1K7GE5M1z585jUR7eJvA3hbYOHYDVL2KdQ',
  'o3IwcDAdBgNVHQ4EFgQURs2mwrNUXKyBHXysg6eLDrR44eQwHwYDVR0jBBgwFoAU',
  'Rs2mwrNUXKyBHXysg6eLDrR44eQwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHREEFjAU',
  'ggxkZXNrLmV4YW1wbGWHBH8AAAEwCgYIKoZIzj0EAwIDRwAwRAIgYPogxwK5UQUq',
  'xAiBR17mFmk19OYHXlQU9esHJUMLfioCIFfypWlrGKSN4VBjDZzgXC8kZUvhWHAM',
  'PNHF4cODF7Bs',
].join('\n');

// curl 8.21 writes these lines, among others, and in this order.
test('a certificate is written out with what people look for', () => {
  assert.equal(
    certificateText(Buffer.from(BASE64, 'base64')),
    `Subject:C = SE, O = "Books, Inc", CN = desk.example
Issuer:C = SE, O = "Books, Inc", CN = desk.example
Serial Number:69f7d40accbcd59c934575ede2435f5feff66f72
X509v3 Subject Alternative Name:DNS:desk.example, IP Address:127.0.0.1
Start date:Nov 25 23:19:29 2026 GMT
Expire date:Nov 26 23:19:29 2026 GMT
-----BEGIN CERTIFICATE-----
${BASE64}
-----END CERTIFICATE-----
`,
  );
});

test('bytes that are no certificate are armoured all the same', () => {
  assert.equal(certificateText(new Uint8Array(3)), '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
});
