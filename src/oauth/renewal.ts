import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { remarkOn } from '../profiles/hunt.ts';
import { isUnattended } from './client.ts';
import { granted, refreshed } from './grants.ts';
import type { GrantParts } from './server.ts';
import type { TokenRecord } from './token-record.ts';
import { LoginEnded, type Tokens } from './tokens.ts';
import { isInvalidGrant } from './trouble.ts';

/**
 * Another token in place of the one that is kept, if there is one: by its refresh token, or by the profile's flow where
 * that needs nobody. It is kept before it is given, since a refresh token that was used may be good for nothing; where it
 * cannot be kept, it is good for this run all the same.
 *
 * @throws LoginEnded where only the user can get one; Failure `credential` where they never did, or have logged out.
 */
export async function renewed(
  profile: Profile,
  before: TokenRecord | undefined,
  parts: GrantParts & Pick<Tokens, 'keep' | 'drop'>,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const record = await another(profile, before, parts, signal);
  try {
    await parts.keep(profile, record);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'interrupted') throw error;
    const isSpent =
      before?.refreshToken !== undefined && record.refreshToken?.reveal() !== before.refreshToken.reveal();
    const next = isSpent ? `, and slip auth login ${profile.name} is needed for the next` : '';
    await remarkOn(parts.host)(`the new token of profile ${profile.name} is for this run: ${error.message}${next}`);
  }
  return record;
}

async function another(
  profile: Profile,
  before: TokenRecord | undefined,
  parts: GrantParts & Pick<Tokens, 'drop'>,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const { name } = profile;
  if (before?.refreshToken !== undefined) {
    const { refreshToken, proofKey, scope } = before;
    try {
      return await refreshed(profile, { refreshToken, proofKey, scope }, parts, signal);
    } catch (error) {
      if (!isInvalidGrant(error)) throw error;
      const meanwhile = await parts.drop(profile, before);
      if (meanwhile !== undefined) return meanwhile;
      if (!isUnattended(profile)) {
        throw new LoginEnded(
          profile,
          `the login of profile ${name} has ended: its refresh token is good no more`,
          error,
        );
      }
    }
  }
  if (isUnattended(profile)) return await granted(profile, parts, signal);
  if (before === undefined)
    throw new Failure('credential', `profile ${name} is not logged in`, {
      hint: `slip auth login ${name}`,
    });
  throw new LoginEnded(profile, `the token of profile ${name} is over, and cannot be refreshed`);
}
