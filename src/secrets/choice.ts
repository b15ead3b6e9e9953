import { Failure } from '../failure.ts';
import type { Backend } from './secret-store.ts';

/** `auto`: the environment, then the keychain; the others: that one alone. */
export type KeychainChoice = 'auto' | Backend;

const CHOICES: readonly KeychainChoice[] = ['auto', 'system', 'vault', 'env'];

/** What a backend is called in tables and sentences. */
export function backendName(backend: Backend): string {
  return { system: 'keychain', vault: 'vault', env: 'environment' }[backend];
}

/**
 * Where secrets are to be kept: `SLIP_KEYCHAIN`, else `keychain:` of auth.yaml, else `auto`.
 *
 * @throws Failure `usage` for a word of the environment that is none of them; auth.yaml's is checked with its place.
 */
export function keychainChoice(
  env: Readonly<Record<string, string | undefined>>,
  configured: KeychainChoice | undefined,
): KeychainChoice {
  const word = env.SLIP_KEYCHAIN;
  if (word === undefined || word === '') return configured ?? 'auto';
  if (isKeychainChoice(word)) return word;
  throw new Failure('usage', `SLIP_KEYCHAIN is ${JSON.stringify(word)}, which is no place for secrets`, {
    hint: `it may be ${CHOICES.join(', ')}`,
  });
}

/** Whether a word may stand behind `keychain:`. */
export function isKeychainChoice(word: string): word is KeychainChoice {
  return (CHOICES as readonly string[]).includes(word); // widened, to be asked of any word
}
