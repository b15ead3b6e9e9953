import { configFolder } from '../config/paths.ts';
import { Failure, type FailureKind } from '../failure.ts';
import type { Host } from '../host.ts';
import type { AuthFile } from '../profiles/auth-file.ts';
import { authFilePath, readAuthFile } from '../profiles/auth-yaml.ts';
import { remarkOn } from '../profiles/hunt.ts';
import { secretSource } from '../profiles/key-file.ts';
import { Secret } from '../secret.ts';
import { type KeychainChoice, keychainChoice } from '../secrets/choice.ts';
import { environmentStore } from '../secrets/environment.ts';
import { openKeychain, openVaultStore, type StoreParts } from '../secrets/open-store.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import { permissionFinding } from './doctor-surroundings.ts';

/** One thing that was looked at. */
export interface Finding {
  readonly about: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly says: string;
  readonly hint?: string | undefined;
  /** What a problem is; `config` unless said. */
  readonly kind?: FailureKind;
}

/** Who one is, and where secrets are kept: auth.yaml, the place in force and why, and how it fares. */
export async function secretFindings(host: Host): Promise<readonly Finding[]> {
  const { file, findings } = await profileFindings(host);
  let choice: KeychainChoice;
  try {
    choice = keychainChoice(host.env, file?.keychain);
  } catch (error) {
    return [...findings, problemOf('secrets', error)];
  }
  const sources = await Promise.all((file?.profiles ?? []).map((profile) => secretSource(profile, host)));
  const isNeeded = file === undefined || sources.includes('store');
  const parts = { host, folder: configFolder(host.env, host.platform), remark: remarkOn(host) };
  return [
    ...findings,
    { about: 'secrets', state: 'ok', says: `in the ${PLACES[choice]}, ${reasonFor(choice, file, host)}` },
    ...(choice === 'vault' || choice === 'env' ? [] : [await keychainFinding(parts, isNeeded)]),
    ...(await vaultFindings(parts, choice)),
    { about: 'environment', state: 'ok', says: (await environmentStore(host.env).probe()).reason },
  ];
}

const PLACES: Readonly<Record<KeychainChoice, string>> = {
  auto: 'environment, else in the keychain',
  system: 'keychain',
  vault: 'vault',
  env: 'environment',
};

function reasonFor(choice: KeychainChoice, file: AuthFile | undefined, { env }: Host): string {
  if (env.SLIP_KEYCHAIN) return `as SLIP_KEYCHAIN is ${choice}`;
  if (file?.keychain !== undefined) return `as auth.yaml says keychain: ${choice}`;
  return 'as neither SLIP_KEYCHAIN nor auth.yaml names another place';
}

async function profileFindings(
  host: Host,
): Promise<{ readonly file: AuthFile | undefined; readonly findings: readonly Finding[] }> {
  const about = 'auth.yaml';
  const path = authFilePath(host);
  const facts = path === undefined ? undefined : await host.files.facts(path).catch(() => undefined);
  try {
    const file = await readAuthFile(host);
    const { length } = file.profiles;
    const says = facts === undefined ? 'none yet' : length === 1 ? 'one profile' : `${length} profiles`;
    const finding = (path && facts && permissionFinding(about, path, facts, host)) || undefined;
    return { file, findings: [{ about, state: 'ok', says }, ...(finding === undefined ? [] : [finding])] };
  } catch (error) {
    return { file: undefined, findings: [problemOf(about, error)] };
  }
}

/** A keychain that is not there is a problem only for those who have something in it. */
async function keychainFinding(parts: StoreParts, isNeeded: boolean): Promise<Finding> {
  const about = 'keychain';
  const store = await openKeychain(parts);
  const look = await store.probe();
  if (look.state === 'ready') return await trial(about, store, parts);
  return { about, state: isNeeded ? 'problem' : 'note', kind: 'keychain', says: look.reason, hint: look.hint };
}

async function vaultFindings(parts: StoreParts, choice: KeychainChoice): Promise<readonly Finding[]> {
  const about = 'vault';
  const { folder, host } = parts;
  const path = folder === undefined ? undefined : `${folder}/vault`;
  const facts = path === undefined ? undefined : await host.files.facts(path).catch(() => undefined);
  const isChosen = choice === 'vault';
  if (path === undefined || facts === undefined) {
    return isChosen ? [{ about, state: 'ok', says: `${path ?? 'it'} is made by the first secret` }] : [];
  }
  const permissions = permissionFinding(about, path, facts, host);
  const others = permissions === undefined ? [] : [permissions];
  const store = await openVaultStore(parts);
  const look = await store.probe();
  if (look.state !== 'ready') {
    return [{ about, state: 'problem', kind: 'keychain', says: look.reason, hint: look.hint }, ...others];
  }
  if (!isChosen) return [{ about, state: 'note', says: `${path} is there, and not in force` }, ...others];
  if (!host.env.SLIP_VAULT_PASSPHRASE && !host.env.SLIP_VAULT_PASSPHRASE_FD) {
    return [{ about, state: 'ok', says: `${path} is there; its passphrase is asked for when it is needed` }, ...others];
  }
  return [await trial(about, store, parts), ...others];
}

/** Keeps a test entry, reads it and removes it. */
async function trial(
  about: string,
  store: SecretStore,
  { host }: { readonly host: Pick<Host, 'randomBytes'> },
): Promise<Finding> {
  const name = `slip-doctor-${Buffer.from(host.randomBytes(4)).toString('hex')}`;
  const entry = new Secret(Buffer.from(host.randomBytes(16)).toString('hex'));
  try {
    await store.put(name, entry);
    const found = await store.find(name);
    await store.remove(name);
    if (found?.reveal() !== entry.reveal()) {
      return { about, state: 'problem', kind: 'keychain', says: 'it gave back something else than it was given' };
    }
    return { about, state: 'ok', says: 'works: a test entry was kept, read and removed' };
  } catch (error) {
    await store.remove(name).catch(() => {});
    return problemOf(about, error);
  }
}

function problemOf(about: string, error: unknown): Finding {
  if (!(error instanceof Failure)) throw error;
  return { about, state: 'problem', kind: error.kind, says: error.message, hint: error.hint };
}
