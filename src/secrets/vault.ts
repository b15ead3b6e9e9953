import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Secret } from '../secret.ts';
import { type LockHost, withLock } from '../store/lock.ts';
import { writeFailure } from '../store/output.ts';
import { writePrivateFile } from '../store/whole-file.ts';
import { newPassphrase, type PassphraseHost, passphrase } from './passphrase.ts';
import type { SecretStore } from './secret-store.ts';
import {
  isKeyOf,
  keyOf,
  newKey,
  openVault,
  readVault,
  type SealedVault,
  sealVault,
  type VaultContent,
  type VaultKey,
} from './vault-file.ts';

/** slip's encrypted file as a place for secrets. */
export interface Vault extends SecretStore {
  readonly path: string;
  /** Keeps several at once, in one writing. */
  putAll(secrets: VaultContent): Promise<void>;
  /** Forgets several at once; a vault without any is no file. */
  removeAll(names: readonly string[]): Promise<void>;
  /**
   * Seals everything with another passphrase.
   *
   * @param ask gives it, once the old one is known to be right.
   * @throws Failure `keychain` where there is no vault.
   */
  changePassphrase(ask: () => Promise<Secret>): Promise<void>;
}

/** What a vault needs of the world. */
export type VaultHost = LockHost & PassphraseHost & Pick<Host, 'files'>;

/** How often a passphrase may be mistyped. */
const MAX_TRIES = 3;

/** The vault at this path, which is made by the first secret that is put into it. */
export function vaultStore(host: VaultHost, path: string): Vault {
  /** What is known since it was last opened. */
  let known: { readonly key: VaultKey; readonly passphrase: Secret } | undefined;

  const read = async (): Promise<SealedVault | undefined> => {
    try {
      return readVault(await host.files.read(path), path);
    } catch (cause) {
      if (cause instanceof Failure) throw cause;
      const { code } = cause as { code?: string }; // files fail with system errors
      if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
      throw new Failure('keychain', `${path} cannot be read${code === undefined ? '' : ` (${code})`}`, { cause });
    }
  };
  const unlock = async (vault: SealedVault): Promise<VaultContent> => {
    if (known !== undefined && !isKeyOf(known.key, vault)) {
      // Somebody wrote meanwhile, with the same passphrase most likely.
      const key = await keyOf(vault, known.passphrase);
      known = key && { ...known, key };
    }
    for (let tries = 1; known === undefined; tries++) {
      const given = await passphrase(host, `${tries === 1 ? '' : 'that is not it; '}passphrase of the vault`);
      const key = await keyOf(vault, given.secret);
      if (key !== undefined) known = { key, passphrase: given.secret };
      else if (!given.isTyped || tries === MAX_TRIES) throw wrong(path);
    }
    return openVault(vault, known.key, path);
  };
  const content = async (): Promise<VaultContent> => {
    const vault = await read();
    return vault === undefined ? new Map() : await unlock(vault);
  };
  /** Seals what `changed` makes of it, with the passphrase that it has or with another one. */
  const rewrite = async (changed: (content: VaultContent) => VaultContent, another?: Secret): Promise<void> => {
    // Nobody is asked while others wait for the lock.
    await content();
    const secret = another ?? known?.passphrase ?? (await newPassphrase(host));
    const key = await newKey(secret, host.randomBytes);
    await withLock(host, path, async () => {
      const vault = await read();
      if (vault !== undefined) known ??= await keyFor(vault, secret, path);
      const next = changed(await content());
      if (next.size > 0) await writePrivateFile(host, path, sealVault(next, key, host.randomBytes));
      else if (vault !== undefined) await removeFile(host, path);
    });
    known = { key, passphrase: secret };
  };
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, so that nobody is asked twice at once. */
  const inTurn = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    const turn = last.then(act);
    last = turn.catch(() => {});
    return await turn;
  };
  const putAll = async (secrets: VaultContent): Promise<void> => {
    for (const [name, secret] of secrets) {
      if (secret.reveal() === '') throw new Failure('usage', `the secret of ${name} is empty`);
    }
    await inTurn(() => rewrite((before) => new Map([...before, ...secrets])));
  };

  const forget = (names: readonly string[]): Promise<void> =>
    rewrite((before) => new Map([...before].filter(([name]) => !names.includes(name))));

  return {
    backend: 'vault',
    path,
    find: (name) => inTurn(async () => (await content()).get(name)),
    put: (name, secret) => putAll(new Map([[name, secret]])),
    putAll,
    removeAll: (names) => inTurn(() => forget(names)),
    remove: (name) =>
      inTurn(async () => {
        if (!(await content()).has(name)) return false;
        await forget([name]);
        return true;
      }),
    list: () => inTurn(async () => [...(await content()).keys()].sort()),
    async probe() {
      try {
        const vault = await read();
        return { state: 'ready', reason: vault === undefined ? `${path} is yet to be made` : `${path} is there` };
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        return { state: 'broken', reason: error.message, hint: error.hint ?? 'look at the file' };
      }
    },
    changePassphrase: (ask) =>
      inTurn(async () => {
        if ((await read()) === undefined) {
          throw new Failure('keychain', `there is no vault at ${path} yet`, {
            hint: 'keychain: vault in auth.yaml chooses it, and the first secret makes it',
          });
        }
        await content();
        await rewrite((before) => before, await ask());
      }),
  };
}

/** The key of a vault that another slip has just made. */
async function keyFor(
  vault: SealedVault,
  secret: Secret,
  path: string,
): Promise<{ readonly key: VaultKey; readonly passphrase: Secret }> {
  const key = await keyOf(vault, secret);
  if (key === undefined) throw wrong(path);
  return { key, passphrase: secret };
}

async function removeFile({ files }: VaultHost, path: string): Promise<void> {
  try {
    await files.remove(path);
  } catch (error) {
    throw writeFailure(error, path, false);
  }
}

function wrong(path: string): Failure {
  return new Failure('keychain', `that is not the passphrase of ${path}`, {
    hint: 'SLIP_VAULT_PASSPHRASE holds it, SLIP_VAULT_PASSPHRASE_FD gives it, or slip asks for it',
  });
}
