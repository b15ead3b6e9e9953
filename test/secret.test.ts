import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, inspect } from 'node:util';
import fc from 'fast-check';
import { isCredentialHeader, isCredentialParameter, maskCredential, Secret } from '../src/secret.ts';

const WAYS_TO_PRINT: Readonly<Record<string, (secret: Secret) => string>> = {
  'String()': (secret) => String(secret),
  'a template': (secret) => `${secret}`,
  'a sum': (secret) => ''.concat(secret as unknown as string), // as careless code would
  JSON: (secret) => JSON.stringify({ secret, list: [secret] }),
  inspect: (secret) => inspect(secret),
  'inspect of what holds it': (secret) => inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true }),
  'inspect without custom functions': (secret) => inspect(secret, { customInspect: false, showHidden: true }),
  'a format': (secret) => format('%s %j %o %O', secret, secret, secret, secret),
  'its own properties': (secret) => JSON.stringify([Reflect.ownKeys(secret), Object.entries(secret)]),
  'a copy': (secret) => JSON.stringify({ ...secret }) + inspect(structuredClone(secret)),
  'toLocaleString()': (secret) => secret.toLocaleString(),
  'an error': (secret) => inspect(new Error(`it was ${secret}`, { cause: secret })),
};

for (const [way, print] of Object.entries(WAYS_TO_PRINT)) {
  test(`a secret is not shown by ${way}`, () => assert.ok(!print(new Secret('hunter2')).includes('hunter2')));
}

test('a secret reveals what it was made of', () => {
  fc.assert(fc.property(fc.string(), (clear) => assert.equal(new Secret(clear).reveal(), clear)));
});

const CREDENTIAL_HEADERS = [
  'Authorization',
  'AUTHORIZATION',
  'Proxy-Authorization',
  'X-Authorization',
  'Cookie',
  'Cookie2',
  'Set-Cookie',
  'X-API-Key',
  'x-api-key',
  'Api-Key',
  'ApiKey',
  'X-ApiKey',
  'X_API_KEY',
  'X-Auth-Token',
  'X-Auth-Key',
  'X-Auth',
  'X-Access-Token',
  'X-Access-Key',
  'X-Secret-Key',
  'X-Client-Secret',
  'X-CSRF-Token',
  'X-XSRF-TOKEN',
  'Private-Token',
  'Job-Token',
  'X-Vault-Token',
  'X-Session-Id',
  'X-Session-Token',
  'X-Amz-Security-Token',
  'X-Goog-Api-Key',
  'Ocp-Apim-Subscription-Key',
  'DD-API-KEY',
  'DD-APPLICATION-KEY',
  'X-Functions-Key',
  'X-Master-Key',
  'X-Shopify-Access-Token',
  'X-Password',
  'X-JWT',
  'X-GitHub-OTP',
  'Token',
  'Signature',
];

for (const name of CREDENTIAL_HEADERS) {
  test(`the header ${name} carries a credential`, () => assert.equal(isCredentialHeader(name), true));
}

const PLAIN_HEADERS = [
  'Accept',
  'Content-Type',
  'Content-Length',
  'Host',
  'User-Agent',
  'Referer',
  'Origin',
  'Range',
  'If-None-Match',
  'ETag',
  'Location',
  'WWW-Authenticate',
  'Proxy-Authenticate',
  'Authentication-Info',
  'X-Request-Id',
  'X-Trace',
  'traceparent',
  'X-Author',
  'Author',
  // Names of operations, not of people: dropping one would make a repeated payment of a retried one.
  'Idempotency-Key',
  'Sec-WebSocket-Key',
  'Surrogate-Key',
  'Key',
  'X-Tokens-Used',
  'X-RateLimit-Remaining-Tokens',
  'Cookie-Policy',
  '',
];

for (const name of PLAIN_HEADERS) {
  test(`the header ${name || '(empty)'} carries none`, () => assert.equal(isCredentialHeader(name), false));
}

const CREDENTIAL_PARAMETERS = [
  'access_token',
  'ACCESS_TOKEN',
  'accessToken',
  'access-token',
  'api_key',
  'apikey',
  'apiKey',
  'api-key',
  'x-api-key',
  'key',
  'token',
  'auth',
  'auth_token',
  'id_token',
  'refresh_token',
  'oauth_token',
  'oauth_signature',
  'private_token',
  'client_secret',
  'client_assertion',
  'code_verifier',
  'password',
  'passwd',
  'pwd',
  'secret',
  'secret_key',
  'secret-access-key',
  'SecretAccessKey',
  'subscription-key',
  'jwt',
  'sig',
  'signature',
  'X-Amz-Signature',
  'X-Amz-Security-Token',
  'X-Goog-Signature',
];

for (const name of CREDENTIAL_PARAMETERS) {
  test(`the parameter ${name} is a credential`, () => assert.equal(isCredentialParameter(name), true));
}

const PLAIN_PARAMETERS = [
  '',
  'q',
  'page',
  'id',
  'sort_key',
  'keyword',
  'keys',
  'page_token',
  'tokens',
  'author',
  'design',
  'monkey',
];

for (const name of PLAIN_PARAMETERS) {
  test(`the parameter ${name || '(empty)'} is none`, () => assert.equal(isCredentialParameter(name), false));
}

const MASKED: [name: string, value: string, shown: string][] = [
  ['Authorization', 'Bearer hunter2', 'Bearer (secret)'],
  ['authorization', 'Basic aHVudGVyMg==', 'Basic (secret)'],
  ['Authorization', 'Digest username="ada", response="hunter2"', 'Digest (secret)'],
  ['Authorization', 'hunter2', '(secret)'],
  ['Proxy-Authorization', 'Basic hunter2', 'Basic (secret)'],
  ['Cookie', 'a=hunter2', 'a=(secret)'],
  ['Cookie', 'a=hunter2; b=hunter2=; c=', 'a=(secret); b=(secret); c=(secret)'],
  ['cookie', 'a=hunter2;b=hunter2', 'a=(secret);b=(secret)'],
  // A cookie without a name is all value (RFC 6265bis §5.6).
  ['Cookie', 'hunter2', '(secret)'],
  ['Cookie', 'a=hunter2; ', 'a=(secret); '],
  ['Cookie', 'a=hunter2; hunter2', 'a=(secret); (secret)'],
  ['Set-Cookie', 'a=hunter2; Path=/; HttpOnly', 'a=(secret); Path=/; HttpOnly'],
  ['set-cookie', 'a=hunter2=x', 'a=(secret)'],
  ['Set-Cookie', 'hunter2; Path=/', '(secret); Path=/'],
  ['Set-Cookie', '=hunter2; Path=/', '=(secret); Path=/'],
  ['X-API-Key', 'hunter2', '(secret)'],
  ['X-Auth-Token', 'Bearer hunter2', '(secret)'],
];

for (const [name, value, shown] of MASKED) {
  test(`${name}: ${value} is shown as ${shown}`, () => assert.equal(maskCredential(name, value), shown));
}

test('no value of a credential header is shown, however it is put together', () => {
  const name = fc.constantFrom('Authorization', 'Cookie', 'Set-Cookie', 'X-API-Key', 'X-Authorization');
  const secret = fc.constantFrom('hunter2', 'a=hunter2', 'Bearer hunter2', '=hunter2', '"hunter2"');
  fc.assert(
    fc.property(name, secret, fc.constantFrom('', '; hunter2', ';hunter2=', ';'), (header, value, rest) => {
      fc.pre(header !== 'Set-Cookie' || rest === '' || rest === ';');
      // The name of a cookie is shown, and is none of its secret.
      const shown = maskCredential(header, `${value}${rest}`).replaceAll(/hunter2(?==\(secret\))/g, '');
      assert.doesNotMatch(shown, /hunter2/);
    }),
  );
});
