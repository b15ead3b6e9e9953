import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { logsInAgain } from '../oauth/log-in-again.ts';
import { openTokens, type TokenParts, type Tokens } from '../oauth/tokens.ts';
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
  line: Pick<ProfileWish, 'attachesNone' | 'carries' | 'allowsInsecure' | 'isTrustBorrowed'>,
  console: Console,
  channel: TokenParts['channel'],
) => Promise<ProfileEngine> {
  let hunt: OpenHunt | undefined;
  let logIn: TokenParts['logIn'];
  return async (options, line, console, channel) => {
    const file = await readAuthFile(host);
    hunt ??= secretHunt(file, host, console.note);
    const parts = { ...hunt, channel };
    // Who wants to hear nothing is asked nothing.
    if (options.silent !== true) logIn ??= logsInAgain(parts).logIn;
    const tokens = openTokens({ ...parts, ...(logIn && { logIn }) });
    const isPreview = options.offline === true || options['as-curl'] === true;
    const wish = {
      ...line,
      named: options.auth || undefined,
      isMasked: isPreview && options['show-secrets'] !== true,
    };
    // Nothing is sent for a preview that shows what would be.
    const token = options.offline ? keptToken(tokens) : tokens.fresh;
    return profileEngine(file.profiles, wish, hunt, { canRenew: tokens.canRenew, token });
  };
}

function keptToken({ find }: Tokens): Tokens['fresh'] {
  return async (profile) => {
    const record = await find(profile);
    if (record !== undefined) return record;
    throw new Failure('credential', `profile ${profile.name} has no token to show, and --offline gets none`, {
      hint: `slip auth login ${profile.name}`,
    });
  };
}
