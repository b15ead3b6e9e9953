import type { AuthProgress, AuthScheme, Credentials, DigestSubject, Login } from '../request/auth.ts';
import { Secret } from '../secret.ts';

/** How one request shows a server or a proxy who one is. */
export interface Shown {
  readonly scheme: AuthScheme | undefined;
  /** What stands in `Authorization` or `Proxy-Authorization`; of `aws-sigv4` nothing, as that signs the whole request. */
  readonly value: Secret | undefined;
  /** With a nonce used once more. */
  readonly progress: AuthProgress;
  /** There is a challenge to come, and an answer to be given. */
  readonly asksFirst: boolean;
}

/** What is shown at this stage, if there is anything to show. */
export function show(
  subject: DigestSubject,
  schemes: readonly AuthScheme[],
  progress: AuthProgress,
  credentials: Credentials | undefined,
): Shown {
  const { login, bearer } = credentials ?? {};
  const scheme = usedScheme(schemes, progress);
  const shown: Shown = { scheme: undefined, value: undefined, progress, asksFirst: false };
  if (scheme === 'bearer') {
    return bearer === undefined ? shown : { ...shown, scheme, value: new Secret(`Bearer ${bearer.reveal()}`) };
  }
  if (login === undefined) return shown;
  switch (scheme) {
    case 'basic':
      return { ...shown, scheme, value: basicAuthorization(login) };
    case 'aws-sigv4':
      return { ...shown, scheme };
    case 'digest':
      return { ...shown, scheme, ...digestAnswer(subject, progress, login) };
    case undefined:
      return { ...shown, asksFirst: progress.chosen === undefined && schemes.join() === 'digest' };
  }
}

/** The scheme that a request is made with; `undefined` where it asks first. */
export function usedScheme(schemes: readonly AuthScheme[], progress: AuthProgress): AuthScheme | undefined {
  const scheme = progress.chosen ?? (schemes.length === 1 ? schemes[0] : undefined);
  if (scheme === 'none' || (scheme === 'digest' && progress.digest === undefined)) return undefined;
  return scheme;
}

/** RFC 7617, in UTF-8. */
function basicAuthorization({ name, password }: Login): Secret {
  return new Secret(`Basic ${Buffer.from(`${name}:${password.reveal()}`).toString('base64')}`);
}

function digestAnswer(subject: DigestSubject, progress: AuthProgress, login: Login): Partial<Shown> {
  const { digest } = progress;
  if (digest === undefined) return {};
  const useCount = digest.useCount + 1;
  return {
    value: new Secret(digest.answer(login, subject, useCount)),
    progress: { ...progress, digest: { ...digest, useCount } },
  };
}
