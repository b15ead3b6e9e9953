import assert from 'node:assert/strict';
import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { type Expected, type KeyRing, verifyToken } from '../src/jwt/check.ts';
import { readKeySet, readPublicKeys, secretKey } from '../src/jwt/keys.ts';
import { readToken } from '../src/jwt/token.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const NOW = NOW_MS / 1000;
const ANY: Expected = { alg: undefined, iss: undefined, aud: undefined };

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const WEAK = generateKeyPairSync('rsa', { modulusLength: 1024 });
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const P521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const ED = generateKeyPairSync('ed25519');
const SECRET = Buffer.alloc(64, 7);

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** A token made by Node's own means, not by the library that verifies it. */
function made(header: object, claims: object | string, privateKey: KeyObject | undefined): string {
  const { alg } = header as { alg: string }; // every header here has one
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
  const input = [JSON.stringify(header), payload].map((text) => Buffer.from(text).toString('base64url')).join('.');
  return `${input}.${signatureOf(alg, input, privateKey).toString('base64url')}`;
}

function signatureOf(alg: string, input: string, key: KeyObject | undefined): Buffer {
  const hash = `sha${alg.slice(2)}`;
  if (key === undefined) return createHmac(hash, SECRET).update(input).digest();
  const data = Buffer.from(input);
  if (/^Ed/.test(alg)) return sign(null, data, key);
  if (alg.startsWith('ES')) return sign(hash, data, { key, dsaEncoding: 'ieee-p1363' });
  if (alg.startsWith('RS')) return sign(hash, data, key);
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants;
  return sign(hash, data, { key, padding, saltLength });
}

function pemOf({ publicKey }: Pair): string {
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

function ringOf(pair: Pair | undefined): KeyRing {
  return { keys: pair ? readPublicKeys(pemOf(pair), 'k.pem') : [secretKey(SECRET)], isSet: false, name: 'k.pem' };
}

async function verify(token: string, ring: KeyRing, expected = ANY): Promise<string | undefined> {
  return (await verifyToken(readToken(token), ring, expected, NOW_MS)).kid;
}

const ALGORITHMS: readonly (readonly [alg: string, pair: Pair | undefined])[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => [alg, RSA] as const),
  ['ES256', P256],
  ['ES384', P384],
  ['ES512', P521],
  ['EdDSA', ED],
  ['Ed25519', ED],
  ...['HS256', 'HS384', 'HS512'].map((alg) => [alg, undefined] as const),
];

for (const [alg, pair] of ALGORITHMS) {
  test(`${alg} is verified, and one changed byte refused`, async () => {
    const token = made({ alg }, { sub: 'ada' }, pair?.privateKey);
    await verify(token, ringOf(pair));
    const changed = token.replace(/\.[^.]*\./, `.${Buffer.from('{"sub":"bob"}').toString('base64url')}.`);
    await assert.rejects(verify(changed, ringOf(pair)), refusal(/the signature is wrong: no key of k\.pem/));
  });

  for (const other of [RSA, P256, P384, P521, ED, undefined].filter((one) => one !== pair)) {
    const type = other?.publicKey.asymmetricKeyDetails?.namedCurve ?? other?.publicKey.asymmetricKeyType ?? 'secret';
    test(`${alg} is not allowed for a key that is ${type}`, async () => {
      const token = made({ alg }, {}, pair?.privateKey);
      await assert.rejects(verify(token, ringOf(other)), refusal(/^alg \w+ is not allowed for the key, which is /));
    });
  }
}

const CLAIMS: readonly (readonly [
  claims: object | string,
  expected: Partial<Expected>,
  message: RegExp | undefined,
])[] = [
  [{ exp: NOW + 1 }, {}, undefined],
  [{ exp: NOW }, {}, /^the token expired just now, at 2026-01-02T03:04:05Z$/],
  [{ exp: NOW - 7200.5 }, {}, /^the token expired 2 hours ago, at 2026-01-02T01:04:04.500Z$/],
  [{ exp: 'soon' }, {}, /^exp of the token is no time$/],
  ['{"exp":1e400}', {}, /^exp of the token is no time$/],
  [`{"exp":${NOW + 9},"exp":${NOW - 9}}`, {}, /expired 9 seconds ago/],
  [{ nbf: NOW }, {}, undefined],
  [{ nbf: NOW + 60 }, {}, /^the token is not valid yet: nbf is in 1 minute, at 2026/],
  [{ nbf: null }, {}, /^nbf of the token is no time$/],
  [{ iss: 'a' }, { iss: 'a' }, undefined],
  [{ iss: 'a' }, { iss: 'b' }, /^the token is from a, not from b$/],
  [{}, { iss: 'b' }, /^the token has no iss$/],
  [{ aud: 'a' }, { aud: 'a' }, undefined],
  [{ aud: ['x', 'a'] }, { aud: 'a' }, undefined],
  [{ aud: ['x', 'y'] }, { aud: 'a' }, /^the token is for x, y, not for a$/],
  [{}, { aud: 'a' }, /^the token has no aud$/],
  [{}, { alg: 'ES512' }, /^the token is signed with ES256, and --alg says ES512$/],
];

for (const [claims, expected, message] of CLAIMS) {
  test(`claims ${JSON.stringify(claims)}, of which is expected ${JSON.stringify(expected)}`, async () => {
    const verified = verify(made({ alg: 'ES256' }, claims, P256.privateKey), ringOf(P256), { ...ANY, ...expected });
    await (message === undefined ? verified : assert.rejects(verified, refusal(message)));
  });
}

function ringOfSet(...keys: readonly object[]): KeyRing {
  return { keys: readKeySet(JSON.stringify({ keys }), 'set'), isSet: true, name: 'set' };
}

test('of a set the key that the token names is used, and no other', async () => {
  const one = { ...P256.publicKey.export({ format: 'jwk' }), kid: 'one' };
  const other = {
    ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
    kid: 'other',
  };
  const by = (kid?: string): string => made({ alg: 'ES256', kid }, {}, P256.privateKey);
  assert.equal(await verify(by('one'), ringOfSet(other, one)), 'one');
  assert.equal(await verify(by(), ringOfSet(other, one)), 'one', 'without a name all that fit are tried');
  await assert.rejects(verify(by('other'), ringOfSet(other, one)), refusal(/^the signature is wrong/));
  await assert.rejects(
    verify(by('third'), ringOfSet(other, one)),
    refusal(/^set has no key third: it has other, one$/),
  );
  await assert.rejects(
    verify(by('one'), ringOfSet({ ...one, alg: 'ES384' })),
    refusal(/EC prime256v1 for ES384 alone$/),
  );
  await assert.rejects(verify(by('one'), ringOfSet({ ...one, use: 'enc' })), refusal(/^set has no key one$/));
  await assert.rejects(verify(by(), ringOfSet()), refusal(/^set has no keys for signatures$/));
});

test('what a token asks for and slip cannot do is no reason to take it', async () => {
  const critical = made({ alg: 'ES256', crit: ['exp2'], exp2: 1 }, {}, P256.privateKey);
  await assert.rejects(verify(critical, ringOf(P256)), refusal(/^the signature cannot be checked: /));
  const weak = made({ alg: 'RS256' }, {}, WEAK.privateKey);
  await assert.rejects(verify(weak, ringOf(WEAK)), refusal(/^the signature cannot be checked: .*2048/));
});

test('a key is read from a private key too, and from a private JWK', async () => {
  const token = made({ alg: 'EdDSA' }, {}, ED.privateKey);
  const pem = ED.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const jwk = JSON.stringify(ED.privateKey.export({ format: 'jwk' }));
  for (const text of [pem, jwk]) await verify(token, { keys: readPublicKeys(text, 'k'), isSet: false, name: 'k' });
  const locked = ED.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
  assert.throws(() => readPublicKeys(locked.toString(), 'k'), refusal(/^k is locked with a passphrase$/));
  assert.throws(() => readPublicKeys('{"kty":"EC"}', 'k'), refusal(/^k holds a JWK that is none of RSA/));
  assert.throws(() => readPublicKeys('{"kty":"oct","k":""}', 'k'), refusal(/^k holds a JWK that is none of RSA/));
  assert.throws(() => secretKey(Buffer.from('\n')), /^Failure: the secret is empty$/);
  assert.throws(() => readPublicKeys('{', 'k'), refusal(/^k is not JSON$/));
});

function refusal(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failure, String(error));
    assert.match(error.message, message);
    assert.equal(error.exitStatus, 102);
    return true;
  };
}
