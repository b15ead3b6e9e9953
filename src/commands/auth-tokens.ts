import type { Profile } from '../auth/profile.ts';
import { openTokens } from '../oauth/tokens.ts';
import { type OpenHunt, remarkOn } from '../profiles/hunt.ts';
import type { Secret } from '../secret.ts';
import { withChannel } from './auth-channel.ts';

/** The access token of a profile, got anew where it is over. */
export async function freshToken(profile: Profile, hunt: OpenHunt): Promise<Secret> {
  const { host } = hunt;
  return await withChannel(host, async (channel) => {
    const record = await openTokens({ ...hunt, channel }).fresh(profile, undefined, host.interrupted);
    return record.accessToken;
  });
}

/** `slip auth logout` of a profile that has tokens: forgets them, and keeps the client's secret. */
export async function logOut(profile: Profile, hunt: OpenHunt): Promise<number> {
  const { host } = hunt;
  const wereThere = await withChannel(host, (channel) => openTokens({ ...hunt, channel }).forget(profile));
  await remarkOn(host)(`profile ${profile.name} ${wereThere ? 'is logged out' : 'was not logged in'}`);
  return 0;
}
