import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readScope } from '../src/auth/scope.ts';
import { Failure } from '../src/failure.ts';
import type { Host } from '../src/host.ts';
import { withProfile } from '../src/profiles/auth-file.ts';
import { changeAuthFile, readAuthFile } from '../src/profiles/auth-yaml.ts';
import { realHost } from '../src/real-host.ts';

const home = mkdtempSync(join(tmpdir(), 'slip-auth-'));
const real = realHost(process);
after(() => {
  real.close();
  rmSync(home, { recursive: true });
});

function hostIn(folder: string): Host {
  return { ...real, processName: real.processName, env: { SLIP_CONFIG_DIR: join(home, folder) }, platform: 'linux' };
}

const SCOPE = readScope('api.example.com');

test('changes made at once are all kept, and only the file is left', async () => {
  assert.ok('scheme' in SCOPE);
  const host = hostIn('many');
  const names = Array.from({ length: 20 }, (_, index) => `profile-${index}`);
  const profileOf = (name: string) => ({
    name,
    kind: 'bearer',
    scopes: [SCOPE],
    settings: {},
    lists: {},
    exec: undefined,
  });
  await Promise.all(
    names.map((name) => changeAuthFile(host, (text, path) => withProfile({ text, path }, profileOf(name)))),
  );
  const { profiles } = await readAuthFile(host);
  assert.deepEqual(profiles.map(({ name }) => name).sort(), [...names].sort());
  assert.deepEqual(readdirSync(join(home, 'many')), ['auth.yaml']);
  assert.equal(statSync(join(home, 'many', 'auth.yaml')).mode & 0o777, 0o600);
  assert.equal(statSync(join(home, 'many')).mode & 0o777, 0o700);
});

test('a change that could not be read again is not written', async () => {
  const host = hostIn('bad');
  await changeAuthFile(host, () => 'keychain: vault\n');
  await assert.rejects(
    changeAuthFile(host, () => 'keychain: plain\n'),
    (failure) => failure instanceof Failure && failure.kind === 'config',
  );
  assert.equal((await readAuthFile(host)).keychain, 'vault');
});

test('without a folder there are no profiles, and none can be made', async () => {
  const host: Host = { ...hostIn('x'), env: {} };
  assert.deepEqual((await readAuthFile(host)).profiles, []);
  await assert.rejects(
    changeAuthFile(host, (text) => text),
    /there is no folder for auth.yaml/,
  );
});

test('a file that cannot be read is told', async () => {
  writeFileSync(join(home, 'file'), '');
  const host = hostIn('file');
  assert.deepEqual((await readAuthFile(host)).profiles, []);
  await assert.rejects(
    changeAuthFile(host, (text) => `${text}# x\n`),
    Failure,
  );
});
