import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import type { SecretStore } from './secret-store.ts';

const PREFIX = 'SLIP_SECRET_';

/** The variable that holds a profile's secret: in capitals, with `_` for all that is no letter or digit. */
export function secretVariable(name: string): string {
  return PREFIX + name.toUpperCase().replace(/[^A-Z\d]/g, '_');
}

/** Secrets from environment variables, for CI. They are read and never written. */
export function environmentStore(env: Readonly<Record<string, string | undefined>>): SecretStore {
  const refuse = async (name: string): Promise<never> => {
    throw new Failure('keychain', `secrets are read from the environment, where slip cannot change them`, {
      hint: `set or unset ${secretVariable(name)} where slip is started`,
    });
  };
  /** Windows knows variables by any case. A line's end is no part of a secret: files put into variables end in one. */
  const variables = Object.entries(env).flatMap(([name, value]) => {
    const clear = value?.replace(/\r?\n$/, '');
    return clear && name.toUpperCase().startsWith(PREFIX) ? [[name.toUpperCase(), new Secret(clear)] as const] : [];
  });
  return {
    backend: 'env',
    // What is kept beside secrets, such as tokens, is never set from outside.
    find: async (name) =>
      name.includes(':') ? undefined : variables.find(([variable]) => variable === secretVariable(name))?.[1],
    put: refuse,
    remove: refuse,
    list: async () => variables.map(([variable]) => variable.slice(PREFIX.length).toLowerCase()).sort(),
    probe: async () => ({
      state: 'ready',
      reason: `${variables.length === 0 ? 'no' : variables.length} ${PREFIX}… variable${variables.length === 1 ? '' : 's'} set`,
    }),
  };
}
