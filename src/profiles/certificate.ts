import { keySigns } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import type { ClientCertificate } from '../request/tls.ts';
import type { Secret } from '../secret.ts';
import { type KeyFileHost, namedPath, readKeyFile } from './key-file.ts';

/**
 * The certificate by which a client is known (RFC 8705); `undefined` where a profile names none.
 *
 * @param find gives the profile's secret, which is asked for only where it opens the key.
 * @throws Failure `credential` where the key cannot be read.
 */
export async function clientCertificate(
  profile: Profile,
  host: KeyFileHost,
  find: () => Promise<Secret>,
): Promise<ClientCertificate | undefined> {
  const { settings } = profile;
  if (settings.cert === undefined) return undefined;
  const path = namedPath(settings.cert, host);
  // A key that something is signed with is another one, so that of the certificate stands beside it.
  const file = keySigns(settings) ? undefined : await readKeyFile(profile, host);
  const passphrase = file?.isLocked ? await find() : undefined;
  return { path, form: 'PEM', keyPath: file?.path ?? path, keyForm: 'PEM', passphrase };
}
