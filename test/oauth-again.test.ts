/** A login that has ended: whoever sits before a terminal logs in again at once, others are told. */
import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { formUser } from './support/form-user.ts';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { type OidcServer, startOidc } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;
/** How often the user has logged in. */
let logins = 0;

const TERMINAL = { terminals: ['stdin', 'stderr'] as const, answerLine };

async function answerLine(stderr: string): Promise<string> {
  logins++;
  return await formUser().visit(/^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr));
}

before(async () => {
  server = await startOidc();
});
after(() => server.close());
beforeEach(async () => {
  world = await oauthWorld();
  const words = ['--issuer', server.issuer, '--client-id', 'desk', '--no-browser', '--scope', 'openid'];
  const done = await world.slip(['auth', 'login', 'work', ...words, '--for', `${server.origin}/api`], TERMINAL);
  assert.equal(done.status, 0, done.stderr);
  // The token is over, and the one that would refresh it is revoked.
  const { refreshToken } = JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
  await (await server.provider.RefreshToken.find(refreshToken))?.destroy();
  world.aheadMs = 2 * 3_600_000;
  logins = 0;
});
afterEach(() => world.close());

const ENDED = 'slip: the login of profile work has ended: its refresh token is good no more\n';

test('on a terminal the request goes on after a login, whatever asks for the token', async () => {
  const first = await world.slip([`${server.origin}/api/a`], TERMINAL);
  assert.equal(JSON.parse(first.stdout).sub, 'ada', first.stderr);
  assert.ok(first.stderr.startsWith(`${ENDED}slip: the browser opens to log in to profile work`), first.stderr);
  assert.equal(first.status, 0);
  await world.slip([`${server.origin}/api/a`], TERMINAL);
  assert.equal(logins, 1);
});

test('slip auth token logs in, too', async () => {
  const { stdout, status } = await world.slip(['auth', 'token', 'work'], TERMINAL);
  assert.deepEqual([status, logins], [0, 1]);
  const answer = await world.slip([
    `${server.origin}/api/a`,
    '--no-auth',
    '-H',
    `Authorization: Bearer ${stdout.trim()}`,
  ]);
  assert.equal(JSON.parse(answer.stdout).sub, 'ada');
});

test('requests at the same time wait for one login', async () => {
  const done = await world.slip(['-Z', `${server.origin}/api/{a,b,c}`], TERMINAL);
  assert.equal(done.status, 0, done.stderr);
  assert.equal(logins, 1);
  assert.equal(done.stdout.split('"ada"').length, 4);
});

test('a token that is exchanged for another needs the login of its own profile', async () => {
  const words = ['--issuer', server.issuer, '--client-id', 'broker', '--flow', 'token-exchange'];
  world.aheadMs = 0;
  const made = await world.slip([
    ...['auth', 'login', 'swap', ...words, '--subject-profile', 'work', '--for', `${server.origin}/api/swap`],
  ]);
  assert.equal(made.status, 0, made.stderr);
  world.aheadMs = 2 * 3_600_000;
  let locks: readonly string[] = [];
  const done = await world.slip([`${server.origin}/api/swap`], {
    ...TERMINAL,
    async answerLine(stderr) {
      locks = (await readdir(join(world.folder, '.config', 'slip'))).filter((name) => name.endsWith('.lock'));
      return await answerLine(stderr);
    },
  });
  assert.equal(JSON.parse(done.stdout).sub, 'ada', done.stderr);
  assert.ok(done.stderr.startsWith(ENDED), done.stderr);
  assert.equal(logins, 1);
  // Nobody waits for the user.
  assert.deepEqual(locks, []);
});

for (const [where, words, around] of [
  ['without a terminal', [], {}],
  ['with stdin from a pipe', [], { terminals: ['stderr'], answerLine }],
  ['with stderr in a file', [], { terminals: ['stdin'], answerLine }],
  ['where silence is wanted', ['-sS'], TERMINAL],
] as const) {
  test(`${where} it is told, and nothing waits`, async () => {
    const done = await world.slip([...words, `${server.origin}/api/a`], around);
    assert.deepEqual([done.stderr, done.status], [`${ENDED}hint: slip auth login work\n`, 102]);
    // What is good for nothing is dropped.
    assert.equal(world.keychain.entries.size, 0);
    assert.equal(logins, 0);
  });
}

test('who has logged out is not asked', async () => {
  await world.slip(['auth', 'logout', 'work']);
  const done = await world.slip([`${server.origin}/api/a`], TERMINAL);
  assert.deepEqual([done.status, logins], [102, 0]);
  assert.equal(done.stderr, 'slip: profile work is not logged in\nhint: slip auth login work\n');
});

test('a place for the tokens is looked for before the user is sent to log in', async () => {
  const done = await world.slip(['auth', 'login', 'work'], { ...TERMINAL, env: { SLIP_KEYCHAIN: 'env' } });
  assert.equal(
    done.stderr,
    'slip: the tokens of a login cannot be kept: secrets are in the environment\nhint: SLIP_KEYCHAIN=vault keeps them in an encrypted file\n',
  );
  assert.deepEqual([done.status, logins], [101, 0]);
});
