import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { isUnattended } from '../oauth/client.ts';
import type { TokenRecord } from '../oauth/token-record.ts';
import { readTokens } from '../oauth/tokens.ts';
import type { AuthFile } from '../profiles/auth-file.ts';
import { kindOf } from '../profiles/engine.ts';
import { countingVariables, remarkOn, secretHunt } from '../profiles/hunt.ts';
import { type SecretSource, secretSource } from '../profiles/key-file.ts';
import { backendName } from '../secrets/choice.ts';
import { type SecretStore, tokensEntry } from '../secrets/secret-store.ts';

/** What is known of a profile's secret, or of the tokens that it gets. */
export interface Whereabouts {
  /** `keychain`, `vault`, `environment`, `command` or `file`. */
  readonly backend: string;
  readonly state: 'ok' | 'expired' | 'missing' | 'locked' | 'unknown';
  /** Milliseconds since the epoch, of a secret that has an end. */
  readonly endMs?: number | undefined;
  readonly tokens?: TokenRecord | undefined;
}

/** Of a profile that nothing was found out about. */
export const NOWHERE: Whereabouts = { backend: 'nowhere', state: 'unknown' };

/** Looks without a question to the user; what cannot be seen is told once. */
export async function whereaboutsOf(
  file: AuthFile,
  profiles: readonly Profile[],
  host: Host,
): Promise<readonly Whereabouts[]> {
  const environment = countingVariables(file, host);
  const sources = await Promise.all(profiles.map((profile) => secretSource(profile, host)));
  const isAsked = sources.includes('store') || profiles.some((profile) => kindOf(profile).getsTokens);
  const kept = isAsked ? await lookIntoStore(file, host) : undefined;
  const known: Whereabouts[] = [];
  for (const [index, profile] of profiles.entries()) {
    const source = sources[index] ?? 'store';
    if (kindOf(profile).getsTokens) known.push((await kept?.(profile)) ?? NOWHERE);
    else if (source !== 'store') known.push(SOURCES[source]);
    else {
      const secret = await environment.find(profile.name);
      known.push(
        secret === undefined
          ? ((await kept?.(profile)) ?? NOWHERE)
          : inForce(backendName('env'), kindOf(profile).endMs?.(secret), host.now()),
      );
    }
  }
  return known;
}

const SOURCES: Readonly<Record<Exclude<SecretSource, 'store'>, Whereabouts>> = {
  command: { backend: 'command', state: 'unknown' },
  keyFile: { backend: 'file', state: 'ok' },
  lost: { backend: 'file', state: 'missing' },
};

function inForce(backend: string, endMs: number | undefined, nowMs: number): Whereabouts {
  return { backend, state: endMs !== undefined && nowMs >= endMs ? 'expired' : 'ok', endMs };
}

/** What the place in force says of a profile; it is read only for secrets that may have an end. */
async function lookIntoStore(file: AuthFile, host: Host): Promise<(profile: Profile) => Promise<Whereabouts>> {
  const store = await secretHunt(file, host).store();
  const backend = backendName(store.backend);
  const look = await store.probe();
  if (look.state !== 'ready') {
    await remarkOn(host)(`${look.reason}: ${look.hint}`);
    return async () => ({ backend, state: look.state === 'locked' ? 'locked' : 'unknown' });
  }
  try {
    const names = new Set(store.backend === 'env' ? [] : await store.list());
    return async (profile) => {
      if (kindOf(profile).getsTokens) return await tokensIn(store, names, profile, host);
      if (!names.has(profile.name)) return { backend, state: 'missing' };
      const { endMs } = kindOf(profile);
      const secret = endMs && (await store.find(profile.name));
      return inForce(backend, secret && endMs?.(secret), host.now());
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await remarkOn(host)(error.message);
    return async () => ({ backend, state: 'unknown' });
  }
}

/** A token that can be got without the user is never missing. */
async function tokensIn(
  store: SecretStore,
  names: ReadonlySet<string>,
  profile: Profile,
  host: Host,
): Promise<Whereabouts> {
  const backend = backendName(store.backend);
  const entry = tokensEntry(profile.name);
  const tokens = names.has(entry) ? readTokens(profile, await store.find(entry)) : undefined;
  if (tokens !== undefined) return { ...inForce(backend, tokens.expiresAtMs, host.now()), tokens };
  return { backend, state: isUnattended(profile) ? 'ok' : 'missing' };
}
