import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { verifyToken } from '../src/jwt/check.ts';
import { claimsText } from '../src/jwt/claims.ts';
import { readPublicKeys } from '../src/jwt/keys.ts';
import { readToken } from '../src/jwt/token.ts';
import { fakeKeychain } from './support/fake-keychain.ts';
import { slip } from './support/slip.ts';

const NOW_MS = Date.UTC(2026, 0, 2, 3, 4, 5);
const NOW = NOW_MS / 1000;

const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 });
const P256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const P384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const P521 = generateKeyPairSync('ec', { namedCurve: 'P-521' });
const ED = generateKeyPairSync('ed25519');

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slip-jwt-'));
});
after(() => rm(folder, { recursive: true, force: true }));

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Typed {
  readonly password?: string;
  readonly stdin?: string | Buffer;
}

const KEYCHAIN = fakeKeychain();

const sign = (words: readonly string[], typed?: Typed): Promise<Ran> => run(['jwt', 'sign', ...words], typed);

async function run(words: readonly string[], { password, stdin = '' }: Typed = {}): Promise<Ran> {
  const { status, stdout, stderr } = await slip(words, {
    folder,
    env: { HOME: folder },
    terminals: [],
    columns: 80,
    stdin: Buffer.from(stdin),
    password,
    nowMs: NOW_MS,
    uptimeMs: () => 0,
    pass: () => {},
    readerBytes: undefined,
    interrupted: new AbortController().signal,
    keychain: KEYCHAIN,
  });
  return { status, stdout: stdout.toString(), stderr: stderr.toString() };
}

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

type Form = (key: KeyObject) => string | Buffer;
const pkcs8: Form = (key) => key.export({ type: 'pkcs8', format: 'pem' });
const pkcs1: Form = (key) => key.export({ type: 'pkcs1', format: 'pem' });
const sec1: Form = (key) => key.export({ type: 'sec1', format: 'pem' });
const jwk: Form = (key) => JSON.stringify({ ...key.export({ format: 'jwk' }), kid: 'own' });
const locked: Form = (key) =>
  key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' });
const oldLocked: Form = (key) =>
  key.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'correct horse' });

const KEYS: readonly (readonly [alg: string, pair: Pair, form: Form, words: readonly string[]])[] = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((alg) => [alg, RSA, pkcs8, ['--alg', alg]] as const),
  ['RS256', RSA, pkcs1, ['--alg', 'RS256']],
  ['RS256', RSA, oldLocked, ['--alg', 'RS256']],
  ['PS256', RSA, jwk, ['--alg', 'PS256']],
  ['ES256', P256, pkcs8, []],
  ['ES256', P256, sec1, ['--alg', 'ES256']],
  ['ES256', P256, locked, []],
  ['ES384', P384, pkcs8, []],
  ['ES512', P521, jwk, []],
  ['EdDSA', ED, pkcs8, []],
  ['EdDSA', ED, locked, []],
];

for (const [index, [alg, pair, form, words]] of KEYS.entries()) {
  test(`${alg} signs (${index})`, async () => {
    const path = `key-${index}`;
    await writeFile(join(folder, path), form(pair.privateKey));
    const { status, stdout, stderr } = await sign(['--key', path, ...words, '--claim', 'sub=ada', '--ttl', '5m'], {
      password: 'correct horse',
    });
    assert.equal(status, 0, stderr);
    await refuseForged(stdout, pair);
    const [header, claims] = stdout.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    assert.equal(header, JSON.stringify({ alg, typ: 'JWT', ...(form === jwk ? { kid: 'own' } : {}) }));
    assert.equal(claims, `{"sub":"ada","iat":${NOW},"exp":${NOW + 300}}`);
  });
}

/** Whether this key has signed the token, and it counts. */
async function refuseForged(token: string, { publicKey }: Pair): Promise<void> {
  const keys = readPublicKeys(publicKey.export({ type: 'spki', format: 'pem' }).toString(), 'k');
  const ring = { keys, isSet: false, name: 'k' };
  await verifyToken(readToken(token), ring, { alg: undefined, iss: undefined, aud: undefined }, NOW_MS);
}

for (const [index, [alg, pair, form, words]] of KEYS.entries()) {
  test(`${alg} signs for a profile, with a key in a file or in the keychain (${index})`, async () => {
    const path = `key-of-${index}`;
    const isLocked = form === locked || form === oldLocked;
    const key = form(pair.privateKey);
    await writeFile(join(folder, path), key);
    const made = ['--for', 'desk.example', '--jwt', '--claim', 'sub=ada'];
    const lines = [
      ['auth', 'add', `file${index}`, ...made, '--key', path, ...words],
      ['auth', 'add', `kept${index}`, ...made, '--alg', alg, '--secret-stdin'],
    ];
    for (const line of lines) {
      const isKept = line.includes('--secret-stdin');
      const { status, stderr } = await run(line, { password: 'correct horse', stdin: key.toString() });
      if (isKept && isLocked) {
        assert.match(stderr, /^slip: the key of profile \S+ is locked with a passphrase/);
        continue;
      }
      assert.equal(status, 0, stderr);
      const [, , name = ''] = line;
      assert.equal(
        KEYCHAIN.entries.get(name),
        isKept ? key.toString().trimEnd() : isLocked ? 'correct horse' : undefined,
      );
      const { stdout } = await run(['auth', 'token', name]);
      await refuseForged(stdout, pair);
      const [header, claims] = stdout.split('.').map((part) => Buffer.from(part, 'base64url').toString());
      assert.equal(header, JSON.stringify({ alg, typ: 'JWT', ...(form === jwk ? { kid: 'own' } : {}) }));
      assert.match(claims ?? '', new RegExp(`^{"sub":"ada","iat":${NOW},"jti":"[\\w-]{22}","exp":${NOW + 300}}$`));
    }
  });
}

test('a shared secret signs for a profile', async () => {
  const line = ['auth', 'add', 'shared', '--for', 'desk.example', '--jwt', '--alg', 'HS256'];
  assert.equal((await run(line, { password: 's'.repeat(32) })).status, 0);
  const { stdout } = await run(['auth', 'token', 'shared']);
  assert.equal((await run(['jwt', 'verify', '--secret-stdin', stdout.trim()], { stdin: 's'.repeat(32) })).status, 0);
});

test('a shared secret signs, and a short one is told of', async () => {
  const long = await sign(['--secret-stdin', '--alg', 'HS256', '--header', 'cty=x'], { stdin: `${'s'.repeat(32)}\n` });
  assert.deepEqual([long.status, long.stderr], [0, '']);
  const short = await sign(['--secret-stdin', '--alg', 'HS512'], { stdin: 'hush' });
  assert.equal(short.status, 0);
  assert.equal(
    short.stderr,
    'slip: the secret has 4 bytes, and HS512 wants 64: a short one can be guessed from a token\n',
  );
});

const REFUSED: readonly (readonly [
  name: string,
  words: readonly string[],
  key: string | Buffer,
  status: number,
  message: RegExp,
])[] = [
  ['no key', [], '', 2, /there is no key to sign with/],
  ['a key that is none', ['--key', 'k'], 'hello', 102, /k holds no private key/],
  [
    'a public key',
    ['--key', 'k'],
    P256.publicKey.export({ type: 'spki', format: 'pem' }),
    102,
    /k holds no private key/,
  ],
  ['a wrong passphrase', ['--key', 'k'], pkcs8Locked(), 102, /the passphrase does not open the key in k/],
  [
    'an RSA key without --alg',
    ['--key', 'k'],
    pkcs8(RSA.privateKey),
    2,
    /signs in several ways\nhint: such as --alg RS256/,
  ],
  [
    'an algorithm of other keys',
    ['--key', 'k', '--alg', 'RS256'],
    pkcs8(P256.privateKey),
    102,
    /alg RS256 is not allowed/,
  ],
  ['a claim without a value', ['--key', 'k', '--claim', 'sub'], pkcs8(P256.privateKey), 2, /a claim is name=text/],
  ['a claim that is no JSON', ['--key', 'k', '--claim', 'n:=01'], pkcs8(P256.privateKey), 2, /claim n is not JSON/],
  [
    'a time that is none',
    ['--key', 'k', '--ttl', 'soon'],
    pkcs8(P256.privateKey),
    2,
    /--ttl is a number with s, m, h or d/,
  ],
  [
    'a header without a value',
    ['--key', 'k', '--header', 'b64:=false'],
    pkcs8(P256.privateKey),
    2,
    /--header is NAME=TEXT/,
  ],
  ['alg as a header', ['--key', 'k', '--header', 'alg=none'], pkcs8(P256.privateKey), 2, /--alg says the alg/],
];

function pkcs8Locked(): string | Buffer {
  return P256.privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'other' });
}

for (const [name, words, key, status, message] of REFUSED) {
  test(`${name} is refused`, async () => {
    await writeFile(join(folder, 'k'), key);
    const ran = await sign(words, { password: 'correct horse' });
    assert.equal(ran.status, status, ran.stderr);
    assert.match(ran.stderr, message);
    assert.equal(ran.stdout, '');
  });
}

test('claims stay as they were typed', () => {
  const words = ['a=1', 'n:=9007199254740993', 'r:=1.0', 'x=y=z', 'http://e/=q', 'iat:=7'];
  assert.equal(
    claimsText({ words, ttl: '2h' }, NOW),
    `{"a":"1","n":9007199254740993,"r":1.0,"x":"y=z","http://e/":"q","iat":7,"exp":${NOW + 7200}}`,
  );
  assert.throws(() => claimsText({ words: ['a=1', 'a=2'], ttl: undefined }, NOW), /claim a is said twice/);
  assert.throws(() => claimsText({ words: ['exp:=1'], ttl: '5m' }, NOW), /the end is said twice/);
});
