import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import type { ProfileEngine } from '../profiles/engine.ts';
import { refusalSentence } from '../profiles/refusal.ts';
import type { Exchange } from '../request/exchange.ts';

/**
 * What to say of a 401. Where no profile could be for the URL, none was loaded: they are looked up now.
 *
 * @param knowsProfiles what is not asked for (`--no-auth`) is not told of.
 */
export async function explained(
  exchange: Exchange,
  engine: ProfileEngine | undefined,
  knowsProfiles: boolean,
  host: Host,
): Promise<string | undefined> {
  const later = await engine?.renewForLater(exchange, host.interrupted);
  if (later !== undefined) return later;
  const profiles = engine?.profiles ?? (knowsProfiles ? await profilesOf(host) : []);
  if (profiles.length === 0 && !host.stderr.isTerminal) return undefined;
  return refusalSentence(exchange, profiles);
}

/** A file with a mistake is told of when it is needed. */
async function profilesOf(host: Host): Promise<readonly Profile[]> {
  try {
    return (await readAuthFile(host)).profiles;
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}
