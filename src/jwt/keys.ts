import { createPrivateKey, createPublicKey, createSecretKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { ALGORITHMS, type Algorithm } from '../cli/algorithms.ts';
import { Failure } from '../failure.ts';

/** A key, and what its JWK says of its use. */
export interface JwtKey {
  readonly key: KeyObject;
  /** Its name, by which a token says which key has signed it. */
  readonly kid: string | undefined;
  /** The only algorithm that it is for. */
  readonly alg: string | undefined;
}

/** What keys of these curves are for (RFC 7518 §3.4). */
const CURVE_ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
};

/** Whether a key may be used so: its own type decides, never the token (RFC 8725 §3.1). */
export function allows({ key, alg: only }: JwtKey, alg: Algorithm): boolean {
  if (only !== undefined && only !== alg) return false;
  if (key.type === 'secret') return alg.startsWith('HS');
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return /^[RP]S/.test(alg);
    case 'ec':
      return CURVE_ALGORITHMS[key.asymmetricKeyDetails?.namedCurve ?? ''] === alg;
    case 'ed25519':
      return alg === 'EdDSA';
    default:
      return false;
  }
}

/**
 * The algorithm to sign with.
 *
 * @param typed what the user says, which only counts if the key is for it.
 * @throws Failure `usage` where it has to be said, `credential` where it is not allowed.
 */
export function chooseAlgorithm(typed: string | undefined, key: JwtKey): Algorithm {
  const allowed = ALGORITHMS.filter((alg) => allows(key, alg));
  const [first, ...others] = allowed;
  const alg = typed === undefined && others.length === 0 ? first : allowed.find((name) => name === typed);
  if (alg !== undefined) return alg;
  if (typed === undefined && first !== undefined) {
    throw new Failure('usage', `a key that is ${keyText(key)} signs in several ways`, {
      hint: `such as --alg ${first}`,
    });
  }
  const use = typed === undefined ? 'signing' : `alg ${typed}`;
  throw new Failure('credential', `${use} is not allowed for the key, which is ${keyText(key)}`);
}

/** A shared secret has to have the length of the hash (RFC 7518 §3.2): a shorter one can be found out from one token. */
export function weakness({ key }: JwtKey, alg: Algorithm): string | undefined {
  const least = Number(alg.slice(2)) / 8;
  const count = key.symmetricKeySize;
  if (count === undefined || count >= least) return undefined;
  return `the secret has ${count} bytes, and ${alg} wants ${least}: a short one can be guessed from a token`;
}

/** The name as slip has it: `Ed25519` of RFC 9864 is `EdDSA`. */
export function algorithmName(said: string): string {
  return said === 'Ed25519' ? 'EdDSA' : said;
}

/**
 * A shared secret as it was read; the end of the last line is no part of it, as `echo` and files have one.
 *
 * @throws Failure `usage` where it is empty: everybody has that one.
 */
export function secretKey(bytes: Uint8Array): JwtKey {
  const end = /\r?\n$/.exec(Buffer.from(bytes).toString('latin1'))?.index ?? bytes.length;
  if (end === 0) throw new Failure('usage', 'the secret is empty');
  return { key: createSecretKey(bytes.subarray(0, end)), kid: undefined, alg: undefined };
}

/** What a key is, in words: `RSA`, `P-256` as `EC prime256v1`. */
export function keyText({ key, alg }: JwtKey): string {
  const { type, asymmetricKeyType, asymmetricKeyDetails } = key;
  const curve = asymmetricKeyDetails?.namedCurve;
  const name = type === 'secret' ? 'a shared secret' : (asymmetricKeyType ?? type).toUpperCase();
  return [name, curve, alg && `for ${alg} alone`].filter((part) => part !== undefined).join(' ');
}

/**
 * Keys that verify: one of PEM (a public or private key, or a certificate) or JWK, or all of a JWK Set.
 *
 * @param name of the file, for messages.
 * @throws Failure `credential`
 */
export function readPublicKeys(text: string, name: string): readonly JwtKey[] {
  const json = jwkText(text, name);
  if (json !== undefined) return 'keys' in json ? readKeySet(text, name) : [publicKeyOf(json, name)];
  try {
    return [{ key: createPublicKey(text), kid: undefined, alg: undefined }];
  } catch (cause) {
    const locked = isLocked(text);
    throw new Failure('credential', `${name} ${locked ? 'is locked with a passphrase' : 'holds no key'}`, {
      cause,
      hint: locked ? 'the public key is enough' : 'a key is PEM or JWK',
    });
  }
}

/** Whether a key in PEM takes a passphrase: PKCS #8 and RFC 1421 have their own marks. */
export function isLocked(text: string): boolean {
  return /^(?:-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED)/m.test(text);
}

/**
 * A key that signs: PEM (PKCS #8, PKCS #1, SEC 1) or JWK, or in JSON as Google gives it to service accounts.
 *
 * @param name of the file, for messages.
 * @throws Failure `credential`
 */
export function readPrivateKey(text: string, name: string, passphrase: string | undefined): JwtKey {
  const json = jwkText(text, name);
  if (typeof json?.private_key === 'string') {
    const { private_key_id: kid } = json;
    return { ...readPrivateKey(json.private_key, name, passphrase), kid: typeof kid === 'string' ? kid : undefined };
  }
  if (json !== undefined) return keyOf(json, name, (key) => createPrivateKey({ key, format: 'jwk' }));
  try {
    const key = createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
    return { key, kid: undefined, alg: undefined };
  } catch (cause) {
    if (passphrase !== undefined) {
      throw new Failure('credential', `the passphrase does not open the key in ${name}`, { cause });
    }
    throw new Failure('credential', `${name} holds no private key`, { cause, hint: 'a key is PEM or JWK' });
  }
}

/**
 * Public keys of a JWK Set (RFC 7517 §5). Those of a kind that slip does not know are passed over, as are shared secrets,
 * which nobody publishes, and keys that are not for signatures.
 *
 * @throws Failure `credential`
 */
export function readKeySet(text: string, name: string): readonly JwtKey[] {
  const json = jwkText(text, name);
  const keys: unknown = json?.keys;
  if (!Array.isArray(keys)) throw new Failure('credential', `${name} is no JWK Set: it has no list of keys`);
  return keys.filter(isObject).flatMap((jwk) => {
    if (jwk.kty === 'oct' || (jwk.use ?? 'sig') !== 'sig') return [];
    try {
      return [publicKeyOf(jwk, name)];
    } catch (error) {
      if (error instanceof Failure) return [];
      throw error;
    }
  });
}

function publicKeyOf(jwk: JsonWebKey, name: string): JwtKey {
  return keyOf(jwk, name, (key) => createPublicKey({ key, format: 'jwk' }));
}

function keyOf(jwk: JsonWebKey, name: string, made: (jwk: JsonWebKey) => KeyObject): JwtKey {
  const { kid, alg } = jwk;
  const facts = {
    kid: typeof kid === 'string' ? kid : undefined,
    alg: typeof alg === 'string' ? algorithmName(alg) : undefined,
  };
  try {
    if (jwk.kty === 'oct' && !jwk.k) throw new Error('the secret is empty');
    if (jwk.kty === 'oct') return { key: createSecretKey(jwk.k ?? '', 'base64url'), ...facts };
    return { key: made(jwk), ...facts };
  } catch (cause) {
    throw new Failure('credential', `${name} holds a JWK that is none of RSA, EC, Ed25519 or oct`, { cause });
  }
}

/** The text as JSON, where it begins as an object does. */
function jwkText(text: string, name: string): Record<string, unknown> | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    const json: unknown = JSON.parse(text);
    return isObject(json) ? json : undefined;
  } catch (cause) {
    throw new Failure('credential', `${name} is not JSON`, { cause });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
