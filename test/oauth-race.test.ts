/** Many slips at once that find the same token over: one gets another, and all send it. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { startClerk } from './support/servers/clerk.ts';
import { CLIENT_SECRET, type OidcServer, startOidc } from './support/servers/oidc.ts';
import { type Outcome, runSlip } from './support/servers/spawned-slip.ts';

const SLIPS = 20;

let folder = '';
let server: OidcServer;
let run: (words: readonly string[], stdin?: string) => Promise<Outcome>;

beforeEach(async () => {
  server = await startOidc();
  folder = await mkdtemp(join(tmpdir(), 'slip-race-'));
  const env = { SLIP_CONFIG_DIR: folder, SLIP_KEYCHAIN: 'vault', SLIP_VAULT_PASSPHRASE: 'correct horse' };
  run = (words, stdin = '') => runSlip(words, { folder, env, stdin });
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

test(`of ${SLIPS} slips with a token that was turned down one gets another`, async () => {
  const { status, stderr } = await run(
    [
      ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', 'robot', '--flow', 'client-credentials'],
      ...['--for', server.origin, '--secret-stdin'],
    ],
    CLIENT_SECRET,
  );
  assert.equal(status, 0, stderr);
  const { stdout: token } = await run(['auth', 'token', 'work']);
  await (await server.provider.ClientCredentials.find(token.trim()))?.destroy();
  server.heard.length = 0;
  await raceFor('robot');
});

test(`of ${SLIPS} slips with a token that is over one refreshes it`, async () => {
  const profile = ['kind: oauth', 'flow: client-credentials', 'client-auth: none', 'client-id: desk'];
  const lines = ['profiles:', '  work:', `    for: ${server.origin}`, `    issuer: ${server.issuer}`];
  const text = [...lines, ...profile.map((line) => `    ${line}`), ''].join('\n');
  await writeFile(join(folder, 'auth.yaml'), text, { mode: 0o600 });
  const first = await server.refreshToken('desk');
  const over = { accessToken: 'over', tokenType: 'bearer', obtainedAtMs: 0, expiresAtMs: 3_600_000 };
  await clerk('put', JSON.stringify({ ...over, refreshToken: first, madeFor: `desk at ${server.issuer}` }));
  await raceFor('ada');
  // The one that came with the token is kept, and good: the first was good for one use.
  const kept = JSON.parse(String(await clerk('find')));
  assert.notEqual(kept.refreshToken, first);
  assert.equal((await run(['auth', 'refresh', 'work'])).status, 0);
  assert.equal(server.tokenRequests(), 2);
});

/** All send a request at once, and one request for a token is made. */
async function raceFor(user: string): Promise<void> {
  server.heard.length = 0;
  const outcomes = await Promise.all(Array.from({ length: SLIPS }, () => run([`${server.origin}/api/a`])));
  for (const { status, stdout, stderr } of outcomes) {
    assert.deepEqual([status, stderr], [0, '']);
    assert.equal(JSON.parse(stdout).sub, user);
  }
  assert.equal(server.tokenRequests(), 1);
  // No lock is left behind.
  const locks = (await readdir(folder)).filter((name) => name.includes('lock'));
  assert.deepEqual(locks, []);
}

/** Puts or finds the tokens of the profile. */
async function clerk(call: 'put' | 'find', text?: string): Promise<unknown> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, SLIP_VAULT_PASSPHRASE: 'correct horse' };
  const started = startClerk('vault', env);
  const { value, failure } = await started.ask(call, 'work:tokens', ...(text === undefined ? [] : [text]));
  assert.equal(failure, undefined);
  await started.close();
  return value;
}
