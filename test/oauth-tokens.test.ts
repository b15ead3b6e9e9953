/** Tokens of a real authorization server: got, kept, shown, replaced and forgotten. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import { CLIENT_SECRET, type OidcServer } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;

oauthTests((...made) => {
  [server, world] = made;
});

const login = (...more: readonly string[]): readonly string[] => [
  'auth',
  'login',
  'work',
  '--issuer',
  server.issuer,
  '--client-id',
  'robot',
  '--flow',
  'client-credentials',
  '--for',
  `${server.origin}/api`,
  ...more,
];

test('client credentials: one token for many requests', async () => {
  const done = await world.slip(login());
  assert.equal(done.stderr, `slip: profile work has a token for 1 hour; it goes to ${server.origin}/api\n`);
  assert.equal(done.status, 0);
  assert.equal(world.keychain.entries.get('work'), CLIENT_SECRET);
  for (const path of ['books', 'members']) {
    const { stdout } = await world.slip([`${server.origin}/api/${path}`]);
    assert.deepEqual(JSON.parse(stdout), { scheme: 'Bearer', sub: 'robot' });
  }
  assert.equal(server.tokenRequests(), 1);
});

test('the secret in the body, a server that tells no endpoints, a secret from stdin', async () => {
  const done = await world.slip(
    [
      ...['auth', 'login', 'work', '--token-endpoint', `${server.origin}/token`, '--client-id', 'poster'],
      ...[
        '--client-auth',
        'post',
        '--flow',
        'client-credentials',
        '--scope',
        'read',
        '--scope',
        'write',
        '--secret-stdin',
      ],
    ],
    { stdin: `${CLIENT_SECRET}\n` },
  );
  assert.equal(
    done.stderr,
    'slip: profile work has a token for 1 hour; slip auth token work prints it, and --for URL says where it is to go by itself\n',
  );
  const { stdout } = await world.slip(['auth', 'token', 'work']);
  const answer = await world.slip([`${server.origin}/api/a`, '--oauth2-bearer', stdout.trim()]);
  assert.equal(JSON.parse(answer.stdout).scope, 'read write');
  assert.deepEqual(
    server.heard.map(({ path }) => path),
    ['/token', '/api/a'],
  );
});

test('a token that is over, or nearly, is replaced before the request', async () => {
  await world.slip(login());
  world.aheadMs = 3_600_000 - 20_000;
  const { stdout, stderr } = await world.slip([`${server.origin}/api/a`]);
  assert.equal(JSON.parse(stdout).sub, 'robot', stderr);
  assert.equal(server.tokenRequests(), 2);
  // It counts from when it was got, whatever the server's clock says.
  await world.slip([`${server.origin}/api/a`]);
  assert.equal(server.tokenRequests(), 2);
});

test('a token that is turned down is replaced once', async () => {
  await world.slip(login());
  await (await server.provider.ClientCredentials.find(await keptToken()))?.destroy();
  const { stdout, stderr, status } = await world.slip([`${server.origin}/api/a`, 'a=1']);
  assert.deepEqual([status, stderr], [0, '']);
  assert.equal(JSON.parse(stdout).sub, 'robot');
  assert.equal(server.heard.filter(({ path }) => path === '/api/a').length, 2);
  server.misbehave = ({ url }, response) => {
    if (url !== '/api/b') return false;
    response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    return true;
  };
  const refused = await world.slip([`${server.origin}/api/b`]);
  assert.equal(refused.stderr, 'slip: 127.0.0.1 turned profile work down: slip auth login work gets another token\n');
  assert.equal(server.heard.filter(({ path }) => path === '/api/b').length, 2);
  assert.equal(server.tokenRequests(), 3);
});

test('in CI the secret is in the environment, and the token lives for one run', async () => {
  const env = { SLIP_KEYCHAIN: 'env', SLIP_SECRET_WORK: CLIENT_SECRET };
  assert.equal((await world.slip(login(), { env })).status, 0);
  const { stdout } = await world.slip([`${server.origin}/api/{a,b}`], { env });
  assert.equal(stdout.split('robot').length, 3);
  assert.equal(server.tokenRequests(), 2);
  // Requests at once wait for one token, too.
  await world.slip(['-Z', `${server.origin}/api/{c,d,e,f}`], { env });
  assert.equal(server.tokenRequests(), 3);
  assert.equal(world.keychain.entries.size, 0);
});

test('logout forgets the token, and remove the secret too', async () => {
  await world.slip(login());
  assert.equal(
    (await world.slip(['auth', 'logout', 'work'])).stderr,
    'slip: the tokens of profile work are forgotten\n',
  );
  assert.deepEqual([...world.keychain.entries.keys()], ['work']);
  assert.equal((await world.slip(['auth', 'logout', 'work'])).stderr, 'slip: profile work was not logged in\n');
  await world.slip(['auth', 'login', 'work'], { password: null });
  assert.deepEqual([...world.keychain.entries.keys()].sort(), ['work', 'work:tokens']);
  await world.slip(['auth', 'remove', 'work']);
  assert.equal(world.keychain.entries.size, 0);
});

test('nothing is kept of a login that failed', async () => {
  const done = await world.slip(login(), { password: 'wrong' });
  assert.match(
    done.stderr,
    /^slip: got no token for profile work: 127.0.0.1:\d+ does not know the client, or not by this secret \(invalid_client: /,
  );
  assert.equal(done.status, 102);
  assert.equal(world.keychain.entries.size, 0);
  assert.match((await world.slip(['auth', 'list'])).stderr, /there are no profiles/);
});

async function keptToken(): Promise<string> {
  return JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}').accessToken;
}

test('show tells when the token ends, and with --remote what the server knows of it', async () => {
  await world.slip(login('--scope', 'read'));
  world.aheadMs = 600_000;
  const { stdout } = await world.slip(['auth', 'show', 'work', '--remote']);
  const [rows = '', remote = ''] = stdout.split('\nits server says\n');
  assert.match(
    rows,
    /^tokens in +keychain\nstate +expires in 49 minutes\nexpires at +20.*Z\ngranted +read\nrefresh token +none\n$/m,
  );
  const { active, client_id: client, scope } = JSON.parse(remote);
  assert.deepEqual([active, client, scope], [true, 'robot', 'read']);
  const shown = JSON.parse((await world.slip(['auth', 'show', 'work', '--json', '--remote'])).stdout);
  assert.deepEqual([shown.state, shown.granted, shown.refreshable, shown.remote.active], ['ok', 'read', false, true]);
  world.aheadMs = 3_700_000;
  const list = await world.slip(['auth', 'list']);
  assert.match(list.stdout, /work +oauth .* keychain +expired 1 minute ago\n/);
});

test('refresh gets another token at once', async () => {
  await world.slip(login());
  const before = await keptToken();
  const { stderr } = await world.slip(['auth', 'refresh', 'work']);
  assert.equal(stderr, 'slip: profile work has another token for 1 hour\n');
  assert.notEqual(await keptToken(), before);
  assert.equal((await world.slip(['auth', 'token', 'work'])).stdout, `${await keptToken()}\n`);
});

test('a scope that is not said again is still what was granted', async () => {
  let count = 0;
  server.misbehave = ({ url }, response) => {
    if (url !== '/token') return false;
    const scope = count++ === 0 ? { scope: 'read write' } : {};
    const tokens = { access_token: `a${count}`, token_type: 'bearer', refresh_token: 'r', ...scope };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(tokens));
    return true;
  };
  await world.slip(login());
  await world.slip(['auth', 'refresh', 'work']);
  server.misbehave = () => false;
  const { stdout } = await world.slip(['auth', 'show', 'work', '--json']);
  assert.equal(JSON.parse(stdout).granted, 'read write');
  assert.equal(count, 2);
});

test('logout revokes, and forgets also where the server is not there', async () => {
  await world.slip(login());
  const token = await keptToken();
  await world.slip(['auth', 'logout', 'work']);
  assert.equal(await server.provider.ClientCredentials.find(token), undefined);
  await world.slip(['auth', 'login', 'work']);
  server.misbehave = (_request, response) => {
    response.writeHead(500).end();
    return true;
  };
  const done = await world.slip(['auth', 'logout', 'work']);
  assert.equal(done.status, 102);
  assert.match(done.stderr, /^slip: the tokens of profile work are forgotten, but found out nothing about the server/);
  assert.equal(world.keychain.entries.has('work:tokens'), false);
});

test('another kind in its place leaves no tokens behind', async () => {
  await world.slip(login());
  const done = await world.slip(['auth', 'add', 'work', '--replace', '--for', server.origin, '--bearer']);
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual([...world.keychain.entries.keys()], ['work']);
});

test('where nothing can be written beside auth.yaml, a token is got all the same', async () => {
  await world.slip(login());
  await world.slip(['auth', 'logout', 'work']);
  // A folder where the lock should be can be seen by whoever may write anywhere, too.
  await mkdir(join(world.folder, '.config', 'slip', 'work.token.lock'));
  const { status, stderr } = await world.slip([`${server.origin}/api/a`]);
  assert.deepEqual([status, stderr], [0, '']);
});

test('show reads a token that can be read, its numbers as they are written', async () => {
  await world.slip(login());
  const part = (text: string): string => Buffer.from(text).toString('base64url');
  const nowSeconds = Math.floor(Date.now() / 1000);
  const claims = `{"sub":"ada","big":12345678901234567890,"exp":${nowSeconds + 7200}}`;
  const token = `${part('{"alg":"RS256"}')}.${part(claims)}.c2lnbmF0dXJl`;
  const record = JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
  world.keychain.entries.set('work:tokens', JSON.stringify({ ...record, accessToken: token }));
  const { stdout } = await world.slip(['auth', 'show', 'work']);
  assert.match(
    stdout,
    /\naccess token\n\{\n {2}"sub": "ada",\n {2}"big": 12345678901234567890,\n.*\n\}\nexp 20\S+Z, in [12] hours?\n$/,
  );
  const shown = await world.slip(['auth', 'show', 'work', '--json']);
  assert.match(shown.stdout, /"access_token": \{\n {4}"sub": "ada",\n {4}"big": 12345678901234567890,/);
  for (const text of [stdout, shown.stdout]) assert.ok(!text.includes('c2lnbmF0dXJl'));
});
