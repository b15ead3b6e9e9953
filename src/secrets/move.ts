import { Failure } from '../failure.ts';
import type { Secret } from '../secret.ts';
import { backendName } from './choice.ts';
import type { SecretStore } from './secret-store.ts';

/** A place that secrets are moved to or from; a vault takes many at once. */
export interface MovingPlace extends SecretStore {
  putAll?(secrets: ReadonlyMap<string, Secret>): Promise<void>;
  removeAll?(names: readonly string[]): Promise<void>;
}

/** What a move is to do beside moving. */
export interface MoveRules {
  /** Secrets of the same name that are there already are replaced. */
  readonly replaces: boolean;
  /** Makes the new place the one in force; called when every secret is there and has been read again. */
  readonly enforce: () => Promise<void>;
}

/**
 * Moves all secrets: copies them, reads the copies, enforces the new place, and only then removes the old ones. Wherever
 * that is broken off, each secret is in the place that is in force, and the next move goes on from there.
 *
 * @returns the names of those that were moved.
 * @throws Failure `usage` where another secret of the same name is there, which is not to be replaced; `keychain`.
 */
export async function moveSecrets(from: MovingPlace, to: MovingPlace, rules: MoveRules): Promise<readonly string[]> {
  const secrets = new Map<string, Secret>();
  for (const name of await from.list()) {
    const secret = await from.find(name);
    if (secret !== undefined) secrets.set(name, secret);
  }
  const there = await clearTexts(to, secrets.keys());
  const missing = new Map([...secrets].filter(([name, secret]) => there.get(name) !== secret.reveal()));
  const others = [...missing.keys()].filter((name) => there.get(name) !== undefined);
  if (others.length > 0 && !rules.replaces) {
    throw new Failure('usage', `the ${backendName(to.backend)} has another secret for ${others.join(', ')}`, {
      hint: `--replace puts the one of the ${backendName(from.backend)} in its place`,
    });
  }
  if (missing.size > 0) await putAll(to, missing);
  const copies = await clearTexts(to, missing.keys());
  const lost = [...missing].find(([name, secret]) => copies.get(name) !== secret.reveal());
  if (lost !== undefined) {
    throw new Failure('keychain', `the ${backendName(to.backend)} did not keep the secret of ${lost[0]} as it was`, {
      hint: `nothing was removed from the ${backendName(from.backend)}`,
    });
  }
  await rules.enforce();
  await removeAll(from, [...secrets.keys()]);
  return [...secrets.keys()];
}

async function clearTexts(
  place: SecretStore,
  names: Iterable<string>,
): Promise<ReadonlyMap<string, string | undefined>> {
  const texts = new Map<string, string | undefined>();
  for (const name of names) texts.set(name, (await place.find(name))?.reveal());
  return texts;
}

async function putAll(place: MovingPlace, secrets: ReadonlyMap<string, Secret>): Promise<void> {
  if (place.putAll !== undefined) return await place.putAll(secrets);
  for (const [name, secret] of secrets) await place.put(name, secret);
}

async function removeAll(place: MovingPlace, names: readonly string[]): Promise<void> {
  if (place.removeAll !== undefined) return await place.removeAll(names);
  for (const name of names) await place.remove(name);
}
