import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../src/secret.ts';
import type { KeychainChoice } from '../src/secrets/choice.ts';
import { openSecretStore } from '../src/secrets/open-store.ts';
import { fakeKeychain } from './support/fake-keychain.ts';
import { memoryFiles } from './support/memory-files.ts';

function parts(env: Readonly<Record<string, string>>, folder: string | undefined) {
  const keychain = fakeKeychain({ work: 'from the keychain' });
  return {
    keychain,
    folder,
    remark: async () => {},
    host: {
      env,
      platform: 'linux' as const,
      keychain: async () => keychain,
      files: memoryFiles(),
      askSecret: async () => undefined,
      randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
      now: () => 0,
      uptimeMs: () => 0,
      wait: () => new Promise<void>(() => {}),
      processName: '1@a',
      hasEnded: () => false,
      interrupted: new AbortController().signal,
    },
  };
}

const VARIABLE = { SLIP_SECRET_WORK: 'from the environment' };

const FOUND: [
  choice: KeychainChoice,
  env: Readonly<Record<string, string>>,
  clear: string | undefined,
  calls: number,
][] = [
  ['auto', VARIABLE, 'from the environment', 0],
  ['auto', {}, 'from the keychain', 2],
  ['system', VARIABLE, 'from the keychain', 2],
  ['env', VARIABLE, 'from the environment', 0],
  ['env', {}, undefined, 0],
  ['vault', VARIABLE, undefined, 0],
];

for (const [choice, env, clear, calls] of FOUND) {
  test(`${choice} with ${Object.keys(env).join() || 'no variable'} finds ${clear ?? 'nothing'}`, async () => {
    const given = parts(env, '/c');
    const store = await openSecretStore(choice, given);
    assert.equal((await store.find('work'))?.reveal(), clear);
    assert.equal(given.keychain.calls.length, calls);
  });
}

test('what is put goes where the choice says, and nowhere else', async () => {
  const given = parts({ SLIP_VAULT_PASSPHRASE: 'p' }, '/c');
  await (await openSecretStore('auto', given)).put('home', new Secret('s'));
  assert.equal(given.keychain.entries.get('home'), 's');
  await (await openSecretStore('vault', given)).put('office', new Secret('s'));
  assert.equal(given.keychain.entries.has('office'), false);
  assert.deepEqual(given.host.files.paths(), ['/c/vault']);
});

test('a vault needs a folder', async () => {
  await assert.rejects(openSecretStore('vault', parts({}, undefined)), { kind: 'keychain' });
});
