import type { Profile } from '../auth/profile.ts';

/** What a profile of the kind `oauth` says of a client and its server, defaults filled in. */
export interface OAuthClient {
  readonly flow: string;
  readonly clientId: string;
  readonly clientAuth: string;
  readonly issuer: string | undefined;
  /** The scopes, as they stand in a request. */
  readonly scope: string;
}

/** Flows in which the user says who they are, and so may a client that keeps no secret (RFC 8252 §8.4). */
const ATTENDED: readonly string[] = ['code', 'device'];

/** The client of a profile. */
export function clientOf({ settings, lists }: Profile): OAuthClient {
  const { flow = 'client-credentials', issuer } = settings;
  return {
    flow,
    clientId: settings['client-id'] ?? '',
    clientAuth: settings['client-auth'] ?? (ATTENDED.includes(flow) ? 'none' : 'basic'),
    issuer,
    scope: (lists.scope ?? []).join(' '),
  };
}

/** Whether a token can be had without the user. */
export function isUnattended(profile: Profile): boolean {
  return !ATTENDED.includes(clientOf(profile).flow);
}

/** Whether the client shows a secret. */
export function needsSecret(profile: Profile): boolean {
  return ['basic', 'post'].includes(clientOf(profile).clientAuth);
}

/** Server and client in one text, by which tokens are known to be theirs. */
export function identityOf(profile: Profile): string {
  const { clientId, issuer } = clientOf(profile);
  return `${clientId} at ${issuer ?? profile.settings['token-endpoint']}`;
}
