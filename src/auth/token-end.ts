import type { Secret } from '../secret.ts';

/** How far JavaScript's dates reach, in seconds. */
const LAST_SECOND = 8.64e12;

/** Milliseconds since the epoch of a token's `exp` (RFC 7519 §4.1.4); `undefined` for one without, or of another form. */
export function tokenEndMs(secret: Secret): number | undefined {
  const exp = claimsOf(secret.reveal())?.exp;
  return typeof exp === 'number' && Math.abs(exp) <= LAST_SECOND ? Math.floor(exp * 1000) : undefined;
}

/** Whether a text has the form of a signed token: three parts, the first two of them JSON. */
export function isToken(text: string): boolean {
  return claimsOf(text) !== undefined;
}

function claimsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]*$/.test(text)) return undefined;
  const [header, claims] = text.split('.').map(objectOf);
  return header && claims;
}

function objectOf(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
