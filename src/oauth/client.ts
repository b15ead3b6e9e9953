import { ATTENDED, clientAuthOf, flowOf, secretRole } from '../auth/kinds/oauth.ts';
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

/** Whether a profile has a secret that is kept: that of the client, a key, what opens a key's file, or a token. */
export async function keepsSecret(profile: Profile, host: KeyFileHost): Promise<boolean> {
  if (profile.exec !== undefined) return false;
  const role = secretRole(profile.settings);
  const file = role === 'key' ? await readKeyFile(profile, host) : undefined;
  return file?.isLocked ?? role !== undefined;
}

/** Server and client in one text, by which tokens are known to be theirs. */
export function identityOf(profile: Profile): string {
  const { clientId, issuer } = clientOf(profile);
  return `${clientId} at ${issuer ?? profile.settings['token-endpoint']}`;
}
