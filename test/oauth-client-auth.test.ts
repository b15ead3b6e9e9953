/** A client says who it is to a real authorization server, in every way that there is. */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { type Certificates, makeCertificates, PASSPHRASE } from './support/servers/certificates.ts';
import { CLIENT_SECRET, type OidcServer, startOidc } from './support/servers/oidc.ts';

const PAIRS: Readonly<Record<string, KeyObject>> = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey,
  EdDSA: generateKeyPairSync('ed25519').privateKey,
};
const MACHINE = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };

let folder = '';
let server: OidcServer;
let world: OAuthWorld;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'slip-client-auth-'));
});
after(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  world = await oauthWorld();
});
afterEach(() => world.close());

/** A file, whose path this gives. */
function fileOf(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function pem(key: KeyObject, passphrase?: string): string {
  const locked = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  return String(key.export({ type: 'pkcs8', format: 'pem', ...locked }));
}

const login = (clientId: string, ...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', clientId],
  ...['--flow', 'client-credentials', '--for', `${server.origin}/api`, ...more],
];

async function subOf(env: Readonly<Record<string, string>> = {}): Promise<unknown> {
  const { stdout, stderr } = await world.slip([`${server.origin}/api/a`], { env });
  assert.equal(stderr, '');
  return JSON.parse(stdout).sub;
}

describe('a signed assertion', () => {
  before(async () => {
    const algorithms = ['HS256', 'RS256', 'PS256', 'ES256', 'ES512', 'EdDSA'];
    const clients = Object.entries(PAIRS).map(([alg, key]) => ({
      ...MACHINE,
      client_id: `signer-${alg}`,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ ...createPublicKey(key).export({ format: 'jwk' }), kid: 'first', use: 'sig' }] },
    }));
    const sharer = { ...MACHINE, client_id: 'sharer', client_secret: CLIENT_SECRET };
    server = await startOidc({
      clients: [...clients, { ...sharer, token_endpoint_auth_method: 'client_secret_jwt' }],
      configuration: {
        clientAuthMethods: [
          'none',
          'client_secret_basic',
          'client_secret_post',
          'client_secret_jwt',
          'private_key_jwt',
        ],
        enabledJWA: { clientAuthSigningAlgValues: algorithms },
      },
    });
  });
  after(() => server.close());
  beforeEach(() => {
    server.heard.length = 0;
  });

  test('by the secret', async () => {
    const done = await world.slip(login('sharer', '--client-auth', 'client-secret-jwt'));
    assert.equal(done.status, 0, done.stderr);
    assert.equal(await subOf(), 'sharer');
    assert.equal(world.keychain.entries.get('work'), CLIENT_SECRET);
  });

  for (const [alg, key] of Object.entries(PAIRS)) {
    test(`by a key in PEM, ${alg}`, async () => {
      const words = ['--client-auth', 'private-key-jwt', '--key', fileOf('key.pem', pem(key))];
      const done = await world.slip(login(`signer-${alg}`, ...words), { password: null });
      assert.equal(done.status, 0, done.stderr);
      assert.equal(await subOf(), `signer-${alg}`);
      assert.ok(!world.keychain.entries.has('work'));
    });
  }

  test('by RSA in another way, with a name for the key', async () => {
    const words = ['--client-auth', 'private-key-jwt', '--key', fileOf('key.pem', pem(PAIRS.RS256 as KeyObject))]; // there is one
    const done = await world.slip(login('signer-RS256', ...words, '--alg', 'PS256', '--kid', 'first'));
    assert.equal(done.status, 0, done.stderr);
    const other = await world.slip(login('signer-RS256', ...words, '--alg', 'RS256', '--kid', 'second'));
    assert.match(
      other.stderr,
      /^slip: got no token .* not by what this key has signed \(invalid_client: .*\nhint: .* --key FILE/,
    );
  });

  const ec = PAIRS.ES256 as KeyObject; // there is one
  test('by a JWK', async () => {
    const jwk = JSON.stringify({ ...ec.export({ format: 'jwk' }), kid: 'first', alg: 'ES256' });
    const words = ['--client-auth', 'private-key-jwt', '--key', fileOf('key.json', jwk)];
    assert.equal((await world.slip(login('signer-ES256', ...words))).status, 0);
  });

  test('by a locked key, whose passphrase is asked for once and kept', async () => {
    const words = ['--client-auth', 'private-key-jwt', '--key', fileOf('locked.pem', pem(ec, 'open sesame'))];
    const done = await world.slip(login('signer-ES256', ...words), { password: 'open sesame' });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(world.keychain.entries.get('work'), 'open sesame');
    world.aheadMs = 3_600_000;
    assert.equal(await subOf(), 'signer-ES256');
    const wrong = await world.slip(login('signer-ES256', ...words, '--secret-stdin'), { stdin: 'shut\n' });
    assert.match(wrong.stderr, /^slip: the passphrase does not open the key in .*locked\.pem\n/);
  });

  test('by a key in the keychain', async () => {
    const words = ['--client-auth', 'private-key-jwt', '--secret-stdin'];
    const done = await world.slip(login('signer-ES256', ...words), { stdin: pem(ec) });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(`${world.keychain.entries.get('work')}\n`, pem(ec));
    world.aheadMs = 3_600_000;
    assert.equal(await subOf(), 'signer-ES256');
  });

  test('for an endpoint whose server is not asked what it calls itself', async () => {
    const key = fileOf('key.pem', pem(ec));
    const words = [
      '--token-endpoint',
      `${server.origin}/token`,
      '--client-id',
      'signer-ES256',
      '--flow',
      'client-credentials',
    ];
    const auth = ['--client-auth', 'private-key-jwt', '--key', key];
    const done = await world.slip(['auth', 'login', 'work', ...words, ...auth]);
    assert.equal(done.status, 0, done.stderr);
    const other = await world.slip(['auth', 'login', 'work', '--assertion-audience', 'https://elsewhere.example']);
    assert.match(other.stderr, /^slip: got no token .* \(invalid_client: /);
  });

  const key = (name: string, text?: string): readonly string[] => {
    const path = text === undefined ? join(folder, name) : fileOf(name, text);
    return ['--client-auth', 'private-key-jwt', '--key', path];
  };
  const FAULTS: [what: string, words: () => readonly string[], sentence: RegExp, typed?: string][] = [
    ['a file that is not there', () => key('nowhere.pem'), /nowhere\.pem/],
    ['a file without a key', () => key('note.txt', 'hello\n'), /note\.txt holds no private key/],
    [
      'an algorithm that the key is not for',
      () => [...key('ec.pem', pem(ec)), '--alg', 'RS256'],
      /alg RS256 is not allowed for the key, which is EC prime256v1/,
    ],
    [
      'a public key',
      () => key('public.pem', String(createPublicKey(ec).export({ type: 'spki', format: 'pem' }))),
      /public\.pem holds no private key/,
    ],
    [
      'a shared secret',
      () => key('oct.json', '{"kty":"oct","k":"MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE"}'),
      /the key of profile work is a shared secret, and it has to be a private key/,
    ],
    [
      'no key, and nobody to ask',
      () => ['--client-auth', 'private-key-jwt'],
      /a key has several lines, which cannot be typed/,
    ],
    [
      'another hash than HS256',
      () => ['--client-auth', 'client-secret-jwt', '--alg', 'HS512'],
      /the client of profile work signs with its secret by HS256, not by HS512/,
    ],
    [
      'the key itself in place of its file',
      () => ['--client-auth', 'private-key-jwt', '--key', pem(ec)],
      /--key is a file, not the key itself/,
    ],
    ['no certificate', () => ['--client-auth', 'mtls'], /profile work is known by its certificate, and none is named/],
  ];
  for (const [what, words, sentence] of FAULTS) {
    test(`${what} is told before anything is sent`, async () => {
      const done = await world.slip(login('signer-ES256', ...words()));
      assert.match(done.stderr, sentence);
      assert.notEqual(done.status, 0);
      assert.ok(!done.stderr.includes('PRIVATE'), done.stderr);
      assert.deepEqual(server.heard, []);
    });
  }
});

describe('a certificate', () => {
  let certificates: Certificates;
  let env: Readonly<Record<string, string>> = {};

  before(async () => {
    certificates = await makeCertificates(mkdtempSync(join(folder, 'tls-')));
    const { server: pair, authority, visitor, selfSigned } = certificates;
    const own = new X509Certificate(readFileSync(selfSigned.certificate));
    const jwk = { ...own.publicKey.export({ format: 'jwk' }), x5c: [own.raw.toString('base64')] };
    const bound = { ...MACHINE, tls_client_certificate_bound_access_tokens: true };
    server = await startOidc({
      tls: {
        cert: readFileSync(pair.certificate),
        key: readFileSync(pair.key),
        ca: readFileSync(authority),
        requestCert: true,
        rejectUnauthorized: false,
      },
      configuration: {
        clientAuthMethods: [
          'none',
          'client_secret_basic',
          'client_secret_post',
          'tls_client_auth',
          'self_signed_tls_client_auth',
        ],
      },
      clients: [
        {
          ...bound,
          client_id: 'visitor',
          token_endpoint_auth_method: 'tls_client_auth',
          tls_client_auth_subject_dn: `CN=${new X509Certificate(readFileSync(visitor.certificate)).subject.replace('CN=', '')}`,
        },
        {
          ...bound,
          client_id: 'own',
          token_endpoint_auth_method: 'self_signed_tls_client_auth',
          jwks: { keys: [jwk] },
        },
      ],
    });
    env = { CURL_CA_BUNDLE: authority };
  });
  after(() => server.close());

  test('of an authority; the token is bound to it, and goes to the API with it', async () => {
    const { certificate, key } = certificates.visitor;
    const done = await world.slip(login('visitor', '--client-auth', 'mtls', '--cert', certificate, '--key', key), {
      env,
    });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(await subOf(env), 'visitor');
    const { stdout: token } = await world.slip(['auth', 'token', 'work'], { env });
    const bare = await world.slip([`${server.origin}/api/a`, '--no-auth', '--oauth2-bearer', token.trim(), '-v'], {
      env,
    });
    assert.match(bare.stderr, /another certificate/);
    const shown = await world.slip([`${server.origin}/api/a`, '--as-curl'], { env });
    assert.match(shown.stdout, /--cert \S+visitor.pem --key \S+visitor.key/);
  });

  test('that the client has signed itself', async () => {
    const { certificate, key } = certificates.selfSigned;
    const both = fileOf('both.pem', Buffer.concat([readFileSync(certificate), readFileSync(key)]));
    const done = await world.slip(login('own', '--client-auth', 'mtls', '--cert', both), { env });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(await subOf(env), 'own');
  });

  test('with a locked key, whose passphrase is kept', async () => {
    const words = [
      '--client-auth',
      'mtls',
      '--cert',
      certificates.visitor.certificate,
      '--key',
      certificates.lockedKey,
    ];
    const done = await world.slip(login('visitor', ...words), { env, password: PASSPHRASE });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(world.keychain.entries.get('work'), PASSPHRASE);
    assert.equal(await subOf(env), 'visitor');
  });

  test('stays behind where the profile does not go', async () => {
    const { certificate, key } = certificates.visitor;
    await world.slip(login('visitor', '--client-auth', 'mtls', '--cert', certificate, '--key', key), { env });
    const seen: string[] = [];
    server.misbehave = ({ url, socket }, response) => {
      if (!url?.startsWith('/api/moved') && !url?.startsWith('/elsewhere')) return false;
      seen.push(String((socket as TLSSocket).getPeerCertificate().subject?.CN)); // it serves https
      if (url.startsWith('/api')) response.writeHead(302, { location: '/elsewhere' }).end();
      else response.end('{}');
      return true;
    };
    await world.slip([`${server.origin}/api/moved`, '-L'], { env });
    assert.deepEqual(seen, ['visitor', 'undefined']);
  });

  test('of the line is for its own server: a server of tokens that knows the client otherwise does not see it', async () => {
    const { certificate, key } = certificates.visitor;
    await world.slip([...login('poster', '--client-auth', 'post')], { env, password: CLIENT_SECRET });
    world.aheadMs = 7_200_000;
    const seen: string[] = [];
    server.misbehave = ({ url = '', socket }, response) => {
      seen.push(`${url} ${(socket as TLSSocket).getPeerCertificate().subject?.CN}`); // it serves https
      if (url.startsWith('/api/')) response.writeHead(200).end();
      return url.startsWith('/api/');
    };
    await world.slip([`${server.origin}/api/a`, '--cert', certificate, '--key', key], { env });
    assert.deepEqual(seen.slice(-2), ['/token undefined', '/api/a visitor']);
  });

  test('is shown at the addresses that a server has for it', async () => {
    const { certificate, key } = certificates.visitor;
    const asked: string[] = [];
    server.misbehave = (request, response) => {
      asked.push(request.url ?? '');
      if (request.url === '/certified/token') request.url = '/token';
      if (!request.url?.startsWith('/.well-known')) return false;
      const metadata = {
        issuer: server.issuer,
        token_endpoint: `${server.origin}/refused/token`,
        mtls_endpoint_aliases: { token_endpoint: `${server.origin}/certified/token` },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(metadata));
      return true;
    };
    const done = await world.slip(login('visitor', '--client-auth', 'mtls', '--cert', certificate, '--key', key), {
      env,
    });
    assert.equal(done.status, 0, done.stderr);
    assert.ok(asked.includes('/certified/token'));
  });

  test('that the key does not belong to is told before anything is sent', async () => {
    server.heard.length = 0;
    const { certificate } = certificates.visitor;
    const words = ['--client-auth', 'mtls', '--cert', certificate];
    const other = await world.slip(login('visitor', ...words, '--key', certificates.server.key), { env });
    assert.match(other.stderr, /the key in \S+ does not belong to the certificate in \S+/);
    const none = await world.slip(login('visitor', ...words), { env });
    assert.match(none.stderr, /visitor\.pem does not hold a PEM private key/);
    assert.deepEqual(server.heard, []);
  });
});
