import { Failure } from '../../failure.ts';
import { algorithmFault, claimFault, ttlFault } from '../../jwt/claims.ts';
import { type AuthKind, IN_AUTHORIZATION, type Settings } from '../kind.ts';
import { isToken } from '../token-end.ts';
import { BEARER } from './bearer.ts';

/** A token with claims (RFC 7519), shown as a bearer token: one that is kept, or signed for each request with a key. */
export const JWT: AuthKind = {
  ...BEARER,
  name: 'jwt',
  secretName: (settings) =>
    settings.key !== undefined ? `passphrase of ${settings.key}` : signs(settings) ? 'signing key' : 'token',
  settings: {
    key: {
      mayBeSecret: true,
      fault: keyFileFault,
    },
    alg: { fault: algorithmFault },
    kid: {},
    ttl: { fault: ttlFault },
    claim: { repeats: true, fault: claimFault },
  },
  place: () => IN_AUTHORIZATION,
  signs,
  async attach(profile, secret) {
    const text = secret.reveal();
    // What is only to be shown masked is no token.
    if (!isToken(text) && text !== String(secret)) {
      throw new Failure('credential', `the token of profile ${profile.name} is no JSON Web Token`, {
        hint: 'slip auth add --jwt --alg ES256 keeps a key that signs one, --bearer any token',
      });
    }
    return await BEARER.attach(profile, secret);
  },
};

/** What is wrong with the name of a key's file, behind the name of its option: it may be the key. */
export function keyFileFault(value: string): string | undefined {
  return /^\s*(?:-----|\{)|\n/.test(value) ? 'is a file, not the key itself' : undefined;
}

function signs({ key, alg }: Settings): boolean {
  return key !== undefined || alg !== undefined;
}
