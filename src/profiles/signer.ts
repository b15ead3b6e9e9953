import type { AuthKind } from '../auth/kind.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { claimsText, saysClaim } from '../jwt/claims.ts';
import { chooseAlgorithm, isLocked, type JwtKey, readPrivateKey, secretKey } from '../jwt/keys.ts';
import { signedToken } from '../jwt/signature.ts';
import { Secret } from '../secret.ts';
import type { Credential } from './credential.ts';
import { findSecret, type SecretHunt } from './find-secret.ts';
import { readKeyFile } from './key-file.ts';

/** How long a token counts that is made for one request, or to be shown at once. */
const DEFAULT_TTL = '5m';

/**
 * Signs a token for each request, with the key of a profile: one in a file, which the secret opens, or the secret itself.
 *
 * @throws Failure `credential` for a key that is not there or not for the algorithm, and as `findSecret` does.
 */
export async function openSigner(
  profile: Profile,
  kind: AuthKind,
  hunt: SecretHunt,
  signal: AbortSignal,
): Promise<Credential> {
  const { settings, lists } = profile;
  const key = await openKey(profile, hunt.host, () => findSecret(profile, kind, hunt, signal));
  const signing = { key, alg: chooseAlgorithm(settings.alg, key), kid: settings.kid ?? key.kid };
  const words = lists.claim ?? [];
  return async () => new Secret(await signedNow(words, lifeOf(words, settings.ttl), signing, hunt.host));
}

/** A key, and how it signs. */
export interface SigningKey {
  readonly key: JwtKey;
  readonly alg: ReturnType<typeof chooseAlgorithm>;
  /** Its name, where it has one. */
  readonly kid: string | undefined;
}

/** How long a token is to count, where its claims do not say themselves when it ends. */
export function lifeOf(words: readonly string[], ttl: string | undefined): string | undefined {
  return ttl ?? (saysClaim(words, 'exp') ? undefined : DEFAULT_TTL);
}

/** A token that counts from now on, with an ID of its own. */
export async function signedNow(
  words: readonly string[],
  ttl: string | undefined,
  { key, alg, kid }: SigningKey,
  { now, randomBytes }: Pick<Host, 'now' | 'randomBytes'>,
): Promise<string> {
  const id = Buffer.from(randomBytes(16)).toString('base64url');
  const claims = claimsText({ words, ttl, id }, Math.floor(now() / 1000));
  return await signedToken(claims, { alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }) }, key);
}

/**
 * The key of a profile: one in a file, or its secret.
 *
 * @param find gives the secret, which is asked for only where it is the key, or opens it.
 * @throws Failure `credential`
 */
export async function openKey(
  profile: Profile,
  host: SecretHunt['host'],
  find: () => Promise<Secret>,
): Promise<JwtKey> {
  const file = await readKeyFile(profile, host);
  if (file !== undefined) {
    return readPrivateKey(file.text, file.path, file.isLocked ? (await find()).reveal() : undefined);
  }
  const clear = (await find()).reveal();
  if (isLocked(clear)) {
    throw new Failure('credential', `the key of profile ${profile.name} is locked with a passphrase`, {
      hint: '--key FILE signs with a key in a file, and keeps its passphrase',
    });
  }
  const isShared = profile.settings.alg?.startsWith('HS') && !/^\s*\{/.test(clear);
  return isShared
    ? secretKey(Buffer.from(clear))
    : readPrivateKey(clear, `the secret of profile ${profile.name}`, undefined);
}
