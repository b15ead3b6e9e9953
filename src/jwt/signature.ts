import { CompactSign, compactVerify, errors } from 'jose';
import type { Algorithm } from '../cli/algorithms.ts';
import { Failure } from '../failure.ts';
import type { JwtKey } from './keys.ts';

/**
 * Whether this key has signed the token.
 *
 * @throws Failure `credential` for a token that asks for more than can be done, and for a key that is too weak.
 */
export async function isSignedBy(token: string, { key }: JwtKey, alg: Algorithm): Promise<boolean> {
  try {
    await compactVerify(token, key, { algorithms: alg === 'EdDSA' ? [alg, 'Ed25519'] : [alg] });
    return true;
  } catch (cause) {
    if (cause instanceof errors.JWSSignatureVerificationFailed) return false;
    const { message } = cause as Error; // jose throws nothing else
    throw new Failure('credential', `the signature cannot be checked: ${message}`, { cause });
  }
}

/** The header of a token to be signed. */
export interface TokenHeader extends Readonly<Record<string, string>> {
  readonly alg: Algorithm;
}

/**
 * A signed token, its claims byte for byte as they are given.
 *
 * @throws Failure `credential` for a key that is too weak, and a header that cannot be.
 */
export async function signedToken(claims: string, header: TokenHeader, { key }: JwtKey): Promise<string> {
  try {
    return await new CompactSign(Buffer.from(claims)).setProtectedHeader(header).sign(key);
  } catch (cause) {
    const { message } = cause as Error; // jose throws nothing else
    throw new Failure('credential', `the token cannot be signed: ${message}`, { cause });
  }
}
