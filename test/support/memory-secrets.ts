import { Failure } from '../../src/failure.ts';
import { Secret } from '../../src/secret.ts';
import type { SecretStore } from '../../src/secrets/secret-store.ts';

/** Secrets in memory, for tests of what is built on a SecretStore. */
export function memorySecrets(initial: Readonly<Record<string, string>> = {}): SecretStore {
  const secrets = new Map(Object.entries(initial).map(([name, clear]) => [name, new Secret(clear)]));
  return {
    backend: 'system',
    find: async (name) => secrets.get(name),
    async put(name, secret) {
      if (secret.reveal() === '') throw new Failure('usage', `the secret of ${name} is empty`);
      secrets.set(name, secret);
    },
    remove: async (name) => secrets.delete(name),
    list: async () => [...secrets.keys()].sort(),
    probe: async () => ({ state: 'ready', reason: 'it is in memory' }),
  };
}
