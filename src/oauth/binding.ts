import { webcrypto } from 'node:crypto';
import { type Configuration, type CryptoKeyPair, type DPoPOptions, getDPoPHandle } from 'openid-client';
import { ON } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import { Secret } from '../secret.ts';

/** What a token is bound to while it is asked for (RFC 9449 §5); nothing, of a profile that does not want it. */
export interface Binding {
  /** For the library, which proves it to the server, with the server's nonce where it wants one. */
  readonly proof: DPoPOptions;
  /** The private key as a JWK, for the record. */
  readonly key: Secret | undefined;
}

/** Every server of RFC 9449 knows it, and so does Node everywhere. */
const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };

/**
 * A binding for a new token.
 *
 * @param known the key of a refresh token, which the next one is bound to as well.
 */
export async function bindingFor(profile: Profile, server: Configuration, known: Secret | undefined): Promise<Binding> {
  if (known === undefined && profile.settings.dpop !== ON) return { proof: {}, key: undefined };
  const key = known ?? (await newKey());
  return { proof: { DPoP: getDPoPHandle(server, await keyPairOf(key)) }, key };
}

async function newKey(): Promise<Secret> {
  const { privateKey } = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
  const { kty, crv, x, y, d } = await webcrypto.subtle.exportKey('jwk', privateKey);
  return new Secret(JSON.stringify({ kty, crv, x, y, d }));
}

async function keyPairOf(key: Secret): Promise<CryptoKeyPair> {
  const { d, ...open } = JSON.parse(key.reveal());
  return {
    privateKey: await webcrypto.subtle.importKey('jwk', { ...open, d }, CURVE, false, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', open, CURVE, true, ['verify']),
  };
}
