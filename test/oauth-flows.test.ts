/** Flows in which something is shown for a token, and what is asked for beside it, against a real authorization server. */
import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { CLIENT_SECRET, type OidcServer, startOidc } from './support/servers/oidc.ts';

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const PEM = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));

let folder = '';
let keyFile = '';
let server: OidcServer;
let world: OAuthWorld;
/** The parameters of the last request for a token. */
let asked = new URLSearchParams();

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slip-flows-'));
  keyFile = fileOf('key.pem', PEM);
  const resources = {
    enabled: true,
    defaultResource: () => undefined,
    useGrantedResource: () => true,
    getResourceServerInfo: (_context: unknown, resource: string) => {
      if (resource.startsWith('https://books.example')) return { scope: 'read write', audience: resource };
      throw Object.assign(new Error('invalid_target'), { error: 'invalid_target', statusCode: 400, expose: true });
    },
  };
  const reader = {
    client_id: 'reader',
    client_secret: CLIENT_SECRET,
    scope: 'read',
    redirect_uris: [],
    response_types: [],
  };
  server = await startOidc({
    features: { resourceIndicators: resources },
    clients: [{ ...reader, grant_types: ['client_credentials'] }],
  });
});
after(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});
beforeEach(async () => {
  server.heard.length = 0;
  server.misbehave = () => false;
  world = await oauthWorld();
});
afterEach(() => world.close());

function fileOf(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const login = (flow: string, ...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', server.issuer, '--flow', flow, '--for', `${server.origin}/api`, ...more],
];

/** Answers requests for tokens in place of the server, and remembers what they say. */
function answerTokens(answer: object = { access_token: 'given', token_type: 'Bearer', expires_in: 60 }): void {
  server.misbehave = (request, response) => {
    if (request.method !== 'POST') return false;
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      asked = new URLSearchParams(text);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    });
    return true;
  };
}

function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

async function apiAnswer(): Promise<Readonly<Record<string, unknown>>> {
  const { stdout, stderr } = await world.slip([`${server.origin}/api/a`]);
  assert.equal(stderr, '');
  return JSON.parse(stdout);
}

describe('jwt-bearer', () => {
  test('gives a token for a signed assertion, and another one when that is over', async () => {
    const words = ['--client-id', 'broker', '--client-auth', 'basic', '--key', keyFile, '--claim', 'sub=ada'];
    const done = await world.slip(login('jwt-bearer', ...words));
    assert.equal(done.status, 0, done.stderr);
    assert.equal((await apiAnswer()).sub, 'ada');
    world.aheadMs = 3_600_000;
    assert.equal((await apiAnswer()).sub, 'ada');
    assert.equal(server.tokenRequests(), 2);
  });

  test('shows the assertion alone, which says all that RFC 7523 wants', async () => {
    answerTokens();
    const done = await world.slip(
      login('jwt-bearer', '--client-id', 'robot', '--key', keyFile, '--kid', 'one', '--scope', 'read'),
    );
    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual([...asked.keys()].sort(), ['assertion', 'grant_type', 'scope']);
    assert.equal(asked.get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
    const [head = '', body = '', signature = ''] = (asked.get('assertion') ?? '').split('.');
    const isSigned = verify(
      'sha256',
      Buffer.from(`${head}.${body}`),
      createPublicKey(privateKey),
      Buffer.from(signature, 'base64url'),
    );
    assert.ok(isSigned);
    assert.deepEqual(JSON.parse(Buffer.from(head, 'base64url').toString()), { alg: 'RS256', typ: 'JWT', kid: 'one' });
    const { iat, exp, jti, ...rest } = claimsOf(asked.get('assertion') ?? '');
    assert.deepEqual(rest, { iss: 'robot', sub: 'robot', aud: `${server.origin}/token`, scope: 'read' });
    assert.equal(Number(exp) - Number(iat), 300);
    assert.match(String(jti), /^[\w-]{22}$/);
    assert.equal(server.heard.at(-1)?.headers.authorization, undefined);
  });

  test('claims that are typed count, and empty ones are left out', async () => {
    answerTokens();
    const claims = ['--claim', 'sub=', '--claim', 'aud=https://other.example', '--claim', 'level:=3', '--ttl', '1h'];
    await world.slip(login('jwt-bearer', '--client-id', 'robot', '--key', keyFile, ...claims));
    const { iat, exp, jti: _jti, ...rest } = claimsOf(asked.get('assertion') ?? '');
    assert.deepEqual(rest, { iss: 'robot', aud: 'https://other.example', level: 3 });
    assert.equal(Number(exp) - Number(iat), 3600);
  });

  test('takes the file that Google gives a service account', async () => {
    answerTokens();
    const file = { type: 'service_account', private_key_id: 'f00d', private_key: PEM, client_email: 'a@b.example' };
    const key = fileOf('service.json', JSON.stringify(file, undefined, 2));
    const done = await world.slip(login('jwt-bearer', '--client-id', 'a@b.example', '--key', key));
    assert.equal(done.status, 0, done.stderr);
    const [head = ''] = (asked.get('assertion') ?? '').split('.');
    assert.equal(JSON.parse(Buffer.from(head, 'base64url').toString()).kid, 'f00d');
  });

  test('an end that is said twice is told before anything is sent', async () => {
    const claims = ['--claim', 'exp:=1', '--ttl', '5m'];
    const done = await world.slip(login('jwt-bearer', '--client-id', 'robot', '--key', keyFile, ...claims));
    assert.equal(done.stderr, 'slip: the end is said twice: by --ttl and by claim exp\n');
    assert.deepEqual(server.heard, []);
  });

  test('a key in the keychain, and no place for one', async () => {
    answerTokens();
    const words = login('jwt-bearer', '--client-id', 'robot', '--secret-stdin');
    assert.equal((await world.slip(words, { stdin: PEM })).status, 0);
    assert.equal(`${world.keychain.entries.get('work')}\n`, PEM);
    const other = await world.slip(login('jwt-bearer', '--client-id', 'robot', '--client-auth', 'post'));
    assert.match(other.stderr, /^slip: the key of profile work has no place: its secret is that of the client\n/);
  });
});

describe('token-exchange', () => {
  const broker = ['--client-id', 'broker', '--client-auth', 'basic'];

  test('of the token of another profile, which is got anew when it is over', async () => {
    const user = [
      'auth',
      'login',
      'user',
      '--issuer',
      server.issuer,
      '--flow',
      'jwt-bearer',
      ...broker,
      '--key',
      keyFile,
    ];
    await world.slip([...user, '--claim', 'sub=ada']);
    const done = await world.slip(login('token-exchange', ...broker, '--subject-profile', 'user'));
    assert.equal(done.status, 0, done.stderr);
    assert.equal((await apiAnswer()).sub, 'ada');
    world.aheadMs = 3_600_000;
    server.heard.length = 0;
    assert.equal((await apiAnswer()).sub, 'ada');
    assert.equal(server.tokenRequests(), 2);
  });

  test('of a token in a file, with an actor; all of it has its type', async () => {
    answerTokens({ access_token: 'given', issued_token_type: 'urn:x', token_type: 'N_A' });
    const subject = ['--subject-file', fileOf('subject', 'subject-token\n'), '--subject-type', 'id-token'];
    const actor = ['--actor-file', fileOf('actor', 'actor-token'), '--actor-type', 'urn:example:badge'];
    const done = await world.slip(
      login(
        'token-exchange',
        ...broker,
        ...subject,
        ...actor,
        '--requested-type',
        'jwt',
        '--audience',
        'a',
        '--audience',
        'b',
      ),
    );
    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(asked.getAll('audience'), ['a', 'b']);
    asked.delete('audience');
    assert.deepEqual(Object.fromEntries(asked), {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: 'subject-token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      actor_token: 'actor-token',
      actor_token_type: 'urn:example:badge',
      requested_token_type: 'urn:ietf:params:oauth:token-type:jwt',
    });
  });

  test('of the secret, where the client has none', async () => {
    answerTokens();
    const words = login('token-exchange', '--client-id', 'broker', '--client-auth', 'none', '--secret-stdin');
    const done = await world.slip(words, { stdin: 'subject-token\n' });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(asked.get('subject_token'), 'subject-token');
    assert.equal(asked.get('client_id'), 'broker');
    assert.equal(world.keychain.entries.get('work'), 'subject-token');
  });

  const FAULTS: [what: string, words: readonly string[], sentence: RegExp][] = [
    [
      'nothing to exchange',
      [],
      /^slip: it is not said which token profile work exchanges for its own\n.*--subject-profile NAME/,
    ],
    ['no such profile', ['--subject-profile', 'nobody'], /^slip: there is no profile nobody\n/],
    ['itself', ['--subject-profile', 'work'], /^slip: profile work would have to exchange its own token for itself\n/],
    ['no such file', ['--subject-file', '/nowhere/at/all'], /\/nowhere\/at\/all/],
    ['a type that is none', ['--subject-type', 'badge'], /^slip: --subject-type is access-token, .* or a URI\n/],
  ];
  for (const [what, words, sentence] of FAULTS) {
    test(`${what} is told before anything is sent`, async () => {
      const done = await world.slip(login('token-exchange', ...broker, ...words));
      assert.match(done.stderr, sentence);
      assert.deepEqual(server.heard, []);
    });
  }

  test('a profile that has no such token says so', async () => {
    await world.slip([...login('client-credentials', '--client-id', 'robot').with(2, 'user')]);
    const words = ['--subject-profile', 'user', '--subject-type', 'id-token'];
    const done = await world.slip(login('token-exchange', ...broker, ...words));
    assert.match(done.stderr, /^slip: the tokens of profile user have no id token among them\n/);
  });
});

describe('what a token is to be good for', () => {
  const robot = ['--client-id', 'robot', '--secret-stdin'];
  const around = { stdin: CLIENT_SECRET };

  test('a resource (RFC 8707)', async () => {
    const words = login('client-credentials', ...robot, '--resource', 'https://books.example/', '--scope', 'read');
    const done = await world.slip(words, around);
    assert.equal(done.status, 0, done.stderr);
    const { aud, scope } = await apiAnswer();
    assert.deepEqual([aud, scope], ['https://books.example/', 'read']);
  });

  test('a resource that the server does not know', async () => {
    const done = await world.slip(
      login('client-credentials', ...robot, '--resource', 'https://films.example/'),
      around,
    );
    assert.match(done.stderr, /gives no tokens for this --resource or --audience \(invalid_target/);
    assert.match(done.stderr, /slip auth login work --resource URI names another one/);
  });

  test('a scope that the client may not have', async () => {
    const words = login('client-credentials', '--client-id', 'reader', '--secret-stdin', '--scope', 'write');
    const done = await world.slip(words, around);
    assert.match(done.stderr, /does not give what was asked for by --scope \(invalid_scope: /);
  });

  test('a flow that the client may not take', async () => {
    const words = login(
      'jwt-bearer',
      '--client-id',
      'robot',
      '--client-auth',
      'basic',
      '--key',
      keyFile,
      '--secret-stdin',
    );
    assert.match((await world.slip(words, around)).stderr, /\((?:unauthorized_client|invalid_request): /);
  });

  test('an audience and more, as the server wants them named', async () => {
    answerTokens();
    const more = ['--audience', 'books', '--parameter', 'tenant=a=b&c', '--parameter', 'tenant=d'];
    await world.slip(login('client-credentials', ...robot, ...more), around);
    assert.deepEqual([...asked].slice(0, 4), [
      ['audience', 'books'],
      ['tenant', 'a=b&c'],
      ['tenant', 'd'],
      ['grant_type', 'client_credentials'],
    ]);
  });

  test('endpoints are given in place of those that the server tells', async () => {
    const other = await startOidc();
    const words = login('client-credentials', ...robot, '--token-endpoint', `${other.origin}/token`);
    const done = await world.slip(words, around);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(other.tokenRequests(), 1);
    assert.equal(server.heard.length, 0);
    await other.close();
  });
});
