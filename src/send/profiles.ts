import type { Options } from '../cli/options.ts';
import type { Host } from '../host.ts';
import type { PlanAndSend } from '../oauth/back-channel.ts';
import { openTokens } from '../oauth/tokens.ts';
import { readAuthFile } from '../profiles/auth-yaml.ts';
import { type ProfileEngine, type ProfileWish, profileEngine } from '../profiles/engine.ts';
import type { OpenHunt } from '../profiles/hunt.ts';
import { secretHunt } from '../profiles/hunt.ts';
import type { Console } from './console.ts';

/** Opens the profiles for one part of a command line; all parts have the same secrets. Loaded where there is an auth.yaml. */
export function profilesFor(
  host: Host,
): (
  options: Options,
  line: Pick<ProfileWish, 'attachesNone' | 'carries'>,
  console: Console,
  channel: PlanAndSend,
) => Promise<ProfileEngine> {
  let hunt: OpenHunt | undefined;
  return async (options, line, console, channel) => {
    const file = await readAuthFile(host);
    hunt ??= secretHunt(file, host, console.note);
    const tokens = openTokens({ ...hunt, channel: async () => channel });
    const isPreview = options.offline === true || options['as-curl'] === true;
    const wish = {
      ...line,
      named: options.auth || undefined,
      allowsInsecure: options['allow-insecure-auth'] === true,
      isMasked: isPreview && options['show-secrets'] !== true,
    };
    return profileEngine(file.profiles, wish, hunt, { canRenew: tokens.canRenew, token: tokens.fresh });
  };
}
