import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeJsonText } from '../json/write.ts';
import { timesOf } from '../jwt/times.ts';
import { readToken } from '../jwt/token.ts';
import { logsInAgain } from '../oauth/log-in-again.ts';
import type { TokenRecord } from '../oauth/token-record.ts';
import { openTokens } from '../oauth/tokens.ts';
import { type OpenHunt, remarkOn } from '../profiles/hunt.ts';
import { spanText } from '../request/date.ts';
import type { Secret } from '../secret.ts';
import { withChannel } from './auth-channel.ts';
import { timeLine } from './jwt-decode.ts';
import { printJson } from './jwt-token.ts';

/** The access token of a profile, got anew where it is over. */
export async function freshToken(profile: Profile, hunt: OpenHunt): Promise<Secret> {
  const { host } = hunt;
  return await withChannel(host, async (channel) => {
    const record = await openTokens(logsInAgain({ ...hunt, channel })).fresh(profile, undefined, host.interrupted);
    if (record.proofKey !== undefined) {
      await remarkOn(host)(`the token of profile ${profile.name} is bound to a key: alone it is good for nothing`);
    }
    return record.accessToken;
  });
}

/** `slip auth refresh`: another token, whether the one that is kept is over or not. */
export async function renewToken(profile: Profile, hunt: OpenHunt): Promise<number> {
  const { host } = hunt;
  const record = await withChannel(host, async (channel) => {
    const tokens = openTokens({ ...hunt, channel });
    const before = await tokens.find(profile);
    return await tokens.fresh(profile, before?.accessToken, host.interrupted);
  });
  await remarkOn(host)(`profile ${profile.name} has another token${lifeText(record)}`);
  return 0;
}

/** How long a token is good for: ` for 3 hours`; nothing where the server has not said. */
export function lifeText({ obtainedAtMs, expiresAtMs }: TokenRecord): string {
  return expiresAtMs === undefined ? '' : ` for ${spanText(expiresAtMs - obtainedAtMs)}`;
}

/**
 * `slip auth logout` of a profile that has tokens: forgets them, and tells the server so. The client's secret stays.
 *
 * @throws Failure `credential` where the server was not told; they are forgotten all the same.
 */
export async function logOut(profile: Profile, hunt: OpenHunt): Promise<number> {
  const { host } = hunt;
  const { name } = profile;
  const remark = remarkOn(host);
  return await withChannel(host, async (channel) => {
    const parts = { ...hunt, channel };
    const record = await openTokens(parts).take(profile);
    if (record === undefined) {
      await remark(`profile ${name} was not logged in`);
      return 0;
    }
    try {
      const { revoked } = await import('../oauth/revocation.ts');
      const isTold = await revoked(profile, record, parts, host.interrupted);
      const others = isTold ? '' : '; its server cannot be told, where they end in their time';
      await remark(`the tokens of profile ${name} are forgotten${others}`);
      return 0;
    } catch (error) {
      if (!(error instanceof Failure) || error.kind === 'interrupted') throw error;
      throw new Failure(error.kind, `the tokens of profile ${name} are forgotten, but ${error.message}`, {
        hint: 'until they end, they are good for whoever has them',
      });
    }
  });
}

/** What the server of a profile says of its token. */
export async function remoteView(
  profile: Profile,
  record: TokenRecord | undefined,
  hunt: OpenHunt,
): Promise<Readonly<Record<string, unknown>>> {
  const { host } = hunt;
  if (record === undefined) {
    throw new Failure('credential', `profile ${profile.name} has no token to ask about`, {
      hint: `slip auth login ${profile.name}`,
    });
  }
  return await withChannel(host, async (channel) => {
    const { introspected } = await import('../oauth/introspection.ts');
    return await introspected(profile, record, { ...hunt, channel }, host.interrupted);
  });
}

/** What tokens say to whoever can read them, by what they are called. */
export function readableTokens({ accessToken, idToken }: TokenRecord): readonly (readonly [name: string, Secret])[] {
  const named = [['access token', accessToken] as const, ['ID token', idToken] as const];
  return named.flatMap(([name, token]) => (token !== undefined && isReadable(token) ? [[name, token] as const] : []));
}

/** The claims of a token, and its times in words. */
export async function printClaims(name: string, secret: Secret, host: Host): Promise<void> {
  const { claims } = readToken(secret.reveal());
  await host.stdout.write(`\n${name}\n`);
  await printJson(writeJsonText(claims), host);
  await host.stdout.write(timesOf(claims, host.now()).map(timeLine).join(''));
}

function isReadable(token: Secret): boolean {
  try {
    readToken(token.reveal());
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
