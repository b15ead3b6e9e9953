import { inspect } from 'node:util';

/** A value that goes on the wire and nowhere else: every way of printing it gives `(secret)`. */
export class Secret {
  readonly #clear: string;

  constructor(clear: string) {
    this.#clear = clear;
  }

  /** The clear text. Only the transport, and `--show-secrets`, may ask. */
  reveal(): string {
    return this.#clear;
  }

  toString(): string {
    return '(secret)';
  }

  toJSON(): string {
    return '(secret)';
  }

  [inspect.custom](): string {
    return '(secret)';
  }
}

/**
 * Header fields whose value is a credential, whoever typed them. One list serves both masking in
 * `-v` and dropping on a redirect to another origin.
 */
const CREDENTIAL_HEADER = new RegExp(
  `^(?:cookie2?|set-cookie2?|dpop|(?:.+[-_])?(?:${[
    'authorization|auth|jwt|otp|passw(?:or)?d|secret|token|signature|credentials?|session[-_]?id',
    '(?:access|auth|csrf|session|xsrf)[-_]?token',
    // Never any `-Key`: an Idempotency-Key has to go along.
    '(?:access|api|app|application|auth|client|functions|master|private|secret|subscription)[-_]?key',
  ].join('|')}))$`,
  'i',
);

/** Query parameters and form fields whose value is a credential (RFC 6750 §2.3 and common practice). */
const CREDENTIAL_PARAMETER = new RegExp(
  `^(?:${[
    'auth|assertion|jwt|passw(?:or)?d|pwd|secret|sig|(?:oauth_)?signature|code[-_]?verifier',
    '(?:(?:access|auth|id|oauth|private|refresh|session)[-_]?)?token',
    '(?:(?:x-)?(?:access|api|auth|private|secret|secret[-_]?access|subscription)[-_]?)?key',
    'client[-_]?(?:assertion|secret)',
    'x-amz-(?:signature|credential|security-token)|x-goog-(?:signature|credential)',
  ].join('|')})$`,
  'i',
);

/** Whether a header field of this name carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_HEADER.test(name);
}

/** Whether a query parameter of this (decoded) name carries a credential. */
export function isCredentialParameter(name: string): boolean {
  return CREDENTIAL_PARAMETER.test(name);
}

/** A text with `(secret)` for each of these: the longest have to come first. */
export function maskTexts(text: string, secrets: readonly string[] = []): string {
  return secrets.reduce((masked, secret) => masked.replaceAll(secret, '(secret)'), text);
}

/** In a list of pairs, what stands behind a name; all of a cookie that has none. */
const COOKIE_VALUE = /(?<=^|;)(\s*)(?:([^=;]*=)[^;]*|[^\s;][^;]*)/g;

/**
 * A credential field's value as it may be shown: the scheme of an authorization and the names and attributes of cookies
 * stay, as they help to see what is wrong and give nothing away.
 */
export function maskCredential(name: string, value: string): string {
  const lowerName = name.toLowerCase();
  if (/authorization$/.test(lowerName)) return value.replace(/^([!#$%&'*+.^_`|~\w-]+\s+)?\S.*$/s, '$1(secret)');
  if (lowerName === 'cookie') return value.replace(COOKIE_VALUE, '$1$2(secret)');
  if (lowerName === 'set-cookie') return value.replace(/^([^=;]*=)?[^;]*/, '$1(secret)');
  return '(secret)';
}
