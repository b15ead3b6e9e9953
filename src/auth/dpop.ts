import { createHash, createPrivateKey, sign } from 'node:crypto';
import type { Host } from '../host.ts';
import type { RequestPlan } from '../request/plan.ts';
import { originOf } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { NOT_SHOWN, type Shown } from './kind.ts';

/** A token that is good only together with a proof that its key is there (RFC 9449). */
export interface BoundToken {
  readonly accessToken: Secret;
  /** The private key as a JWK, on P-256. */
  readonly proofKey: Secret;
}

/**
 * What one request shows of a bound token (RFC 9449 §7.1): the token, and a proof for this request alone.
 *
 * @param nonce what the server wants to see in it, as far as it has said.
 */
export function shownWithProof(
  token: BoundToken,
  request: Pick<RequestPlan, 'method' | 'url' | 'requestTarget'>,
  nonce: string | undefined,
  chance: Pick<Host, 'now' | 'randomBytes'>,
): Shown {
  return bound(`DPoP ${token.accessToken.reveal()}`, proofText(token, request, nonce, chance), {
    token: token.accessToken,
    nonce,
  });
}

/** The same where secrets are not shown. */
export function shownMasked(mask: Secret): Shown {
  return bound(`DPoP ${mask.reveal()}`, mask.reveal(), { token: mask, nonce: undefined });
}

function bound(authorization: string, proof: string, once: NonNullable<Shown['once']>): Shown {
  return {
    ...NOT_SHOWN,
    fields: [
      ['Authorization', new Secret(authorization)],
      ['DPoP', new Secret(proof)],
    ],
    once,
  };
}

/** RFC 9449 §4.2. */
function proofText(
  { accessToken, proofKey }: BoundToken,
  { method, url, requestTarget }: Pick<RequestPlan, 'method' | 'url' | 'requestTarget'>,
  nonce: string | undefined,
  { now, randomBytes }: Pick<Host, 'now' | 'randomBytes'>,
): string {
  const jwk = JSON.parse(proofKey.reveal());
  const { kty, crv, x, y } = jwk;
  const path = requestTarget === undefined ? url.path : requestTarget.replace(/[?#].*$/s, '');
  const header = { alg: 'ES256', typ: 'dpop+jwt', jwk: { kty, crv, x, y } };
  const claims = {
    jti: Buffer.from(randomBytes(16)).toString('base64url'),
    htm: method,
    htu: `${originOf(url)}${path}`,
    iat: Math.floor(now() / 1000),
    ath: createHash('sha256').update(accessToken.reveal()).digest('base64url'),
    ...(nonce === undefined ? {} : { nonce }),
  };
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
