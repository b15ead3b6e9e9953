import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { findProfile, kindOf } from '../profiles/engine.ts';
import { findSecret } from '../profiles/find-secret.ts';
import { type OpenHunt, secretHunt } from '../profiles/hunt.ts';

/** Kinds whose secret itself is what a server is shown. */
const SHOWN: ReadonlySet<string> = new Set(['api-key', 'bearer', 'basic', 'jwt']);

/**
 * Finds secrets of profiles to be put into requests. Where they may go is the engine's business, which has to be told of
 * them: `carries` of an Invocation.
 */
export function profileSecrets(host: Host): (name: string) => Promise<string> {
  let hunt: OpenHunt | undefined;
  return async (name) => {
    const file = await readAuthFile(host);
    const profile = findProfile(name, file.profiles);
    const kind = kindOf(profile);
    if (!SHOWN.has(kind.name) || kind.signs?.(profile.settings)) {
      throw new Failure('credential', `the secret of profile ${name} is not for sending, only what is made of it`, {
        hint: `auth: ${name} attaches that`,
      });
    }
    hunt ??= secretHunt(file, host);
    return (await findSecret(profile, kind, hunt, host.interrupted)).reveal();
  };
}
