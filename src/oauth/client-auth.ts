import { webcrypto } from 'node:crypto';
import {
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretJwt,
  ClientSecretPost,
  type CryptoKey,
  type ModifyAssertionOptions,
  modifyAssertion,
  None,
  PrivateKeyJwt,
  TlsClientAuth,
} from 'openid-client';
import { OAUTH, sharesSecret } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import type { Algorithm } from '../cli/algorithms.ts';
import { Failure } from '../failure.ts';
import { chooseAlgorithm, type JwtKey } from '../jwt/keys.ts';
import { findSecret } from '../profiles/find-secret.ts';
import { openKey, type SigningKey } from '../profiles/signer.ts';
import type { Secret } from '../secret.ts';
import { clientOf } from './client.ts';
import type { GrantParts } from './server.ts';

/**
 * How the client of a profile says who it is, as the library takes it.
 *
 * @throws Failure `credential` for a secret or a key that is not there, or not for this.
 */
export async function clientAuthentication(
  profile: Profile,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<ClientAuth> {
  const { clientAuth } = clientOf(profile);
  const clear = async (): Promise<string> => (await secretOf(profile, parts, signal)).reveal();
  switch (clientAuth) {
    case 'basic':
      return ClientSecretBasic(await clear());
    case 'post':
      return ClientSecretPost(await clear());
    case 'client-secret-jwt':
      refuseAlgorithm(profile);
      return ClientSecretJwt(await clear(), assertionOptions(profile, undefined));
    case 'private-key-jwt': {
      const { key, alg, kid } = await signingKey(profile, parts, signal);
      const own = { key: await libraryKey(key, alg), ...(kid === undefined ? {} : { kid }) };
      return PrivateKeyJwt(own, assertionOptions(profile, alg));
    }
    case 'mtls':
      return TlsClientAuth();
    case 'assertion':
      // What is shown for a token says whose it is (RFC 7523 §3.1).
      return () => {};
    default:
      return None();
  }
}

/** The secret of a profile, be it typed for this login or kept. */
export async function secretOf(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<Secret> {
  return parts.typedSecret ?? (await findSecret(profile, OAUTH, parts, signal));
}

/**
 * The key that a profile signs with.
 *
 * @throws Failure `credential` where it is not there, or not for the algorithm.
 */
export async function signingKey(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<SigningKey> {
  const { settings } = profile;
  const key = await openKey(profile, parts.host, () => {
    if (!sharesSecret(settings)) return secretOf(profile, parts, signal);
    throw new Failure(
      'credential',
      `the key of profile ${profile.name} has no place: its secret is that of the client`,
      {
        hint: '--key FILE signs with a key in a file, which may not be locked',
      },
    );
  });
  if (key.key.type !== 'private') {
    throw new Failure(
      'credential',
      `the key of profile ${profile.name} is a shared secret, and it has to be a private key`,
    );
  }
  // Servers take RS256 unless another one was agreed on with them.
  const usual = key.key.asymmetricKeyType === 'rsa' ? 'RS256' : undefined;
  return { key, alg: chooseAlgorithm(settings.alg ?? key.alg ?? usual, key), kid: settings.kid ?? key.kid };
}

/** The library signs with the hash that every server has. */
function refuseAlgorithm({ name, settings: { alg } }: Profile): void {
  if (alg === undefined || alg === 'HS256') return;
  throw new Failure('credential', `the client of profile ${name} signs with its secret by HS256, not by ${alg}`, {
    hint: 'leave --alg out',
  });
}

/**
 * What a client's assertion says of its audience: the server as it calls itself (RFC 7523 §3, as RFC 9700 wants it), the
 * endpoint where nothing else is known of it, or what is said to be right.
 */
function assertionOptions({ settings }: Profile, alg: Algorithm | undefined): ModifyAssertionOptions {
  const endpoint = settings.issuer === undefined ? settings['token-endpoint'] : undefined;
  const audience = settings['assertion-audience'] ?? endpoint;
  return {
    [modifyAssertion](header, payload) {
      if (audience !== undefined) payload.aud = audience;
      // The name that servers know, in place of the one of RFC 9864.
      if (alg === 'EdDSA') header.alg = alg;
    },
  };
}

/** A private key as Web Crypto has it; Node 20 has no shorter way. */
async function libraryKey({ key }: JwtKey, alg: Algorithm): Promise<CryptoKey> {
  const der = key.export({ type: 'pkcs8', format: 'der' });
  return await webcrypto.subtle.importKey('pkcs8', der, webAlgorithm(alg), false, ['sign']);
}

function webAlgorithm(alg: Algorithm): { name: string; hash?: string; namedCurve?: string } {
  const bits = alg.slice(2);
  switch (alg) {
    case 'EdDSA':
      return { name: 'Ed25519' };
    case 'ES256':
    case 'ES384':
    case 'ES512':
      return { name: 'ECDSA', namedCurve: `P-${bits === '512' ? '521' : bits}` };
    default:
      return { name: alg.startsWith('PS') ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` };
  }
}
