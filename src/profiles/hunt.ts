import { configFolder } from '../config/paths.ts';
import type { Host } from '../host.ts';
import { keychainChoice } from '../secrets/choice.ts';
import { environmentStore } from '../secrets/environment.ts';
import { openSecretStore } from '../secrets/open-store.ts';
import { type SecretStore, tokensEntry } from '../secrets/secret-store.ts';
import type { AuthFile } from './auth-file.ts';
import type { SecretHunt } from './find-secret.ts';

/** A hunt whose place for secrets can be asked for more than one. */
export interface OpenHunt extends SecretHunt {
  readonly store: () => Promise<SecretStore>;
}

/** How secrets are looked for: in the place that was chosen, which is opened once, and only when something is to be found. */
export function secretHunt({ keychain }: AuthFile, host: Host, remark = remarkOn(host)): OpenHunt {
  let opening: Promise<SecretStore> | undefined;
  return {
    host,
    store: () => {
      const folder = configFolder(host.env, host.platform);
      opening ??= openSecretStore(keychainChoice(host.env, keychain), { host, folder, remark });
      return opening;
    },
  };
}

/** Secrets of the environment, as far as they count in the place that was chosen. */
export function countingVariables({ keychain }: AuthFile, { env }: Pick<Host, 'env'>): SecretStore {
  const choice = keychainChoice(env, keychain);
  return environmentStore(choice === 'auto' || choice === 'env' ? env : {});
}

/** Forgets what is kept for a profile. What the environment has stays, and where there is no keychain nothing is in it. */
export async function forgetKept(name: string, file: AuthFile, host: Host): Promise<void> {
  await forgetEntries([name, tokensEntry(name)], file, host);
}

/** Forgets the tokens of a profile alone, likewise. */
export async function forgetTokens(name: string, file: AuthFile, host: Host): Promise<void> {
  await forgetEntries([tokensEntry(name)], file, host);
}

async function forgetEntries(entries: readonly string[], file: AuthFile, host: Host): Promise<void> {
  const store = await secretHunt(file, host).store();
  if (store.backend === 'env' || (await store.probe()).state === 'missing') return;
  for (const entry of entries) await store.remove(entry);
}

/** Says a sentence on stderr. */
export function remarkOn({ stderr }: Pick<Host, 'stderr'>): (sentence: string) => Promise<void> {
  // With nobody left to read stderr there is nothing to be done about it.
  return async (sentence) => await stderr.write(`slip: ${sentence}\n`).catch(() => {});
}
