import type { AuthKind } from '../auth/kind.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { claimsText, saysClaim } from '../jwt/claims.ts';
import { chooseAlgorithm, isLocked, type JwtKey, readPrivateKey, secretKey } from '../jwt/keys.ts';
import { signedToken } from '../jwt/signature.ts';
import { Secret } from '../secret.ts';
import type { Credential } from './credential.ts';
import { findSecret, type SecretHunt } from './find-secret.ts';
import { readKeyFile } from './key-file.ts';

/** How long a token counts that is made for one request. */
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
  const alg = chooseAlgorithm(settings.alg, key);
  const kid = settings.kid ?? key.kid;
  const header = { alg, typ: 'JWT', ...(kid === undefined ? {} : { kid }) };
  const words = lists.claim ?? [];
  const ttl = settings.ttl ?? (saysClaim(words, 'exp') ? undefined : DEFAULT_TTL);
  return async () => {
    const id = Buffer.from(hunt.host.randomBytes(16)).toString('base64url');
    const claims = claimsText({ words, ttl, id }, Math.floor(hunt.host.now() / 1000));
    return new Secret(await signedToken(claims, header, key));
  };
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
