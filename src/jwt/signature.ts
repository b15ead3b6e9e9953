import { compactVerify, errors } from 'jose';
import { Failure } from '../failure.ts';
import type { Algorithm, JwtKey } from './keys.ts';

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
