import type { Secret } from '../secret.ts';

/** Where secrets are kept: the system's keychain, slip's own encrypted file, or environment variables. */
export type Backend = 'system' | 'vault' | 'env';

/**
 * Secrets by the name of their profile. Every call may take seconds, as somebody may be asked for a password, and throws
 * a Failure `keychain` where the backend is missing, locked, denied, damaged or silent, with a hint for this platform.
 */
export interface SecretStore {
  readonly backend: Backend;
  /** `undefined` where there is none of this name. */
  find(name: string): Promise<Secret | undefined>;
  /** Keeps a secret, in place of one that has this name. An empty secret is a Failure `usage`. */
  put(name: string, secret: Secret): Promise<void>;
  /** Whether there was one. */
  remove(name: string): Promise<boolean>;
  /** The names of all secrets, in code-unit order. */
  list(): Promise<readonly string[]>;
  /** Looks whether the backend can be used, as far as that can be seen without a question to the user. Throws nothing. */
  probe(): Promise<StoreState>;
}

/** Whether a backend can be used, and why it cannot; `locked` ones can, once the user has answered a question. */
export type StoreState =
  | { readonly state: 'ready'; readonly reason: string }
  | { readonly state: 'locked' | 'missing' | 'broken'; readonly reason: string; readonly hint: string };

/** The name under which the tokens of a profile are kept, which no profile can have. */
export function tokensEntry(name: string): string {
  return `${name}:tokens`;
}
