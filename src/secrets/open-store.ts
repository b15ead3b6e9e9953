import { Failure } from '../failure.ts';
import type { KeychainChoice } from './choice.ts';
import { environmentStore } from './environment.ts';
import type { KeychainHost } from './keychain.ts';
import type { SecretStore } from './secret-store.ts';
import type { Vault, VaultHost } from './vault.ts';

/** What the stores are made from. */
export interface StoreParts {
  readonly host: KeychainHost & VaultHost;
  /** slip's config folder, in which the vault stands; `undefined` where there is no home. */
  readonly folder: string | undefined;
  /** Tells what slip waits for. */
  readonly remark: (sentence: string) => Promise<void>;
}

/**
 * The place that the user has chosen for secrets. With `auto` a variable of the environment comes before the keychain,
 * which is not even looked at then.
 *
 * @throws Failure `keychain` where a vault is chosen and there is no folder for it.
 */
export async function openSecretStore(choice: KeychainChoice, parts: StoreParts): Promise<SecretStore> {
  switch (choice) {
    case 'env':
      return environmentStore(parts.host.env);
    case 'vault':
      return await openVaultStore(parts);
    case 'system':
      return await openKeychain(parts);
    case 'auto': {
      const environment = environmentStore(parts.host.env);
      const keychain = await openKeychain(parts);
      return { ...keychain, find: async (name) => (await environment.find(name)) ?? (await keychain.find(name)) };
    }
  }
}

/**
 * The vault, whatever the user has chosen.
 *
 * @throws Failure `keychain` where there is no folder for it.
 */
export async function openVaultStore({ host, folder }: StoreParts): Promise<Vault> {
  if (folder === undefined) {
    throw new Failure('keychain', 'there is no folder for the vault: HOME is not set', {
      hint: 'SLIP_CONFIG_DIR names another folder',
    });
  }
  const { vaultStore } = await import('./vault.ts');
  return vaultStore(host, `${folder}/vault`);
}

/** The system's keychain, whatever the user has chosen. */
export async function openKeychain({ host, remark }: StoreParts): Promise<SecretStore> {
  const { keychainStore } = await import('./keychain.ts');
  return keychainStore(host, remark);
}
