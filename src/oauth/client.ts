import { ATTENDED, clientAuthOf, flowOf, keySigns, sharesSecret } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import { type KeyFileHost, readKeyFile } from '../profiles/key-file.ts';

/** What a profile of the kind `oauth` says of a client and its server, defaults filled in. */
export interface OAuthClient {
  readonly flow: string;
  readonly clientId: string;
  readonly clientAuth: string;
  readonly issuer: string | undefined;
  /** The scopes, as they stand in a request. */
  readonly scope: string;
}

/** The client of a profile. */
export function clientOf({ settings, lists }: Profile): OAuthClient {
  return {
    flow: flowOf(settings),
    clientId: settings['client-id'] ?? '',
    clientAuth: clientAuthOf(settings),
    issuer: settings.issuer,
    scope: (lists.scope ?? []).join(' '),
  };
}

/** Whether a token can be had without the user. */
export function isUnattended(profile: Profile): boolean {
  return !ATTENDED.includes(clientOf(profile).flow);
}

/** Whether a profile has a secret that is kept: that of the client, a key, or what opens a key's file. */
export async function keepsSecret(profile: Profile, host: KeyFileHost): Promise<boolean> {
  const { settings, exec } = profile;
  if (exec !== undefined) return false;
  if (sharesSecret(settings)) return true;
  const file = await readKeyFile(profile, host);
  return file?.isLocked ?? keySigns(settings);
}

/** Server and client in one text, by which tokens are known to be theirs. */
export function identityOf(profile: Profile): string {
  const { clientId, issuer } = clientOf(profile);
  return `${clientId} at ${issuer ?? profile.settings['token-endpoint']}`;
}
