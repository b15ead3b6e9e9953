import type { ServerMetadata } from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import type { Host } from '../host.ts';
import { claimsText, saysClaim } from '../jwt/claims.ts';
import { lifeOf, type SigningKey, signedNow } from '../profiles/signer.ts';
import { clientOf } from './client.ts';

/**
 * Refuses, before anything is sent, claims that cannot stand in an assertion.
 *
 * @throws Failure `usage`
 */
export function refuseClaims({ settings, lists }: Profile): void {
  claimsText({ words: lists.claim ?? [], ttl: settings.ttl }, 0);
}

/** What is shown for a token in the flow `jwt-bearer` (RFC 7523 §3): a signed word of the client on whose it is to be. */
export async function grantAssertion(
  profile: Profile,
  key: SigningKey,
  server: ServerMetadata,
  host: Pick<Host, 'now' | 'randomBytes'>,
): Promise<string> {
  const { settings, lists } = profile;
  const { clientId, scope } = clientOf(profile);
  const typed = lists.claim ?? [];
  const usual = {
    iss: clientId,
    sub: clientId,
    aud: settings['assertion-audience'] ?? server.token_endpoint ?? '',
    scope,
  };
  const added = Object.entries(usual).flatMap(([name, value]) => (saysClaim(typed, name) ? [] : [`${name}=${value}`]));
  // Google takes a subject for somebody else than the account itself, so that there has to be a way to say none.
  const words = [...typed, ...added].filter((word) => !/^[^=:]+=$/.test(word));
  return await signedNow(words, lifeOf(typed, settings.ttl), key, host);
}
