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
const CREDENTIAL_HEADER =
  /^(?:(?:proxy-)?authorization|cookie2?|set-cookie2?|(?:.+-)?(?:api-?key|auth|auth-?token|access-?token|csrf-?token|xsrf-?token|session-?(?:id|token)|secret|token|password|signature|subscription-key|credentials?))$/i;

/** Query parameters and form fields whose value is a credential (RFC 6750 §2.3 and common practice). */
const CREDENTIAL_PARAMETER =
  /^(?:access_?token|api_?-?key|apikey|auth|auth_?token|client_?secret|code_verifier|id_?token|key|password|passwd|pwd|refresh_?token|secret|sig|signature|token|x-amz-(?:signature|credential|security-token)|x-goog-signature)$/i;

/** Whether a header field of this name carries a credential. */
export function isCredentialHeader(name: string): boolean {
  return CREDENTIAL_HEADER.test(name);
}

/** Whether a query parameter of this (decoded) name carries a credential. */
export function isCredentialParameter(name: string): boolean {
  return CREDENTIAL_PARAMETER.test(name);
}

/**
 * A credential field's value as it may be shown: the scheme of an authorization and the names and attributes of cookies
 * stay, as they help to see what is wrong and give nothing away.
 */
export function maskCredential(name: string, value: string): string {
  const lowerName = name.toLowerCase();
  if (/authorization$/.test(lowerName)) return value.replace(/^(\S+\s+)?\S.*$/s, '$1(secret)');
  if (lowerName === 'cookie') return value.replace(/=[^;]*/g, '=(secret)');
  if (lowerName === 'set-cookie') return value.replace(/=[^;]*/, '=(secret)');
  return '(secret)';
}
