import type { Dialect } from '../request/plan.ts';

/** A cookie as it stands in a jar. Texts are bytes as latin-1, as heads are read. */
export interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Whose it is, without a dot before it; `undefined` where nobody has said so yet. */
  readonly domain: string | undefined;
  /** Whether the hosts below the domain get it too. */
  readonly coversSubdomains: boolean;
  /** Starts with `/` and ends with none but that; `undefined` where nobody has said so yet. */
  readonly path: string | undefined;
  readonly isSecure: boolean;
  readonly isHttpOnly: boolean;
  /** Seconds since the epoch; `undefined` for a cookie that ends with the session. */
  readonly expiresAtSeconds: number | undefined;
}

/** Bytes that name and value of a cookie may have together (RFC 6265bis §5.6, and curl). */
export const MAX_PAIR_BYTES = 4096;

/** Bytes that a `Set-Cookie` value, or a line of a cookie file, may have: curl's bound. */
export const MAX_LINE_BYTES = 5000;

/** Whether a text holds a control character, over which servers stumble (CVE-2022-35252). */
export function hasControl(text: string): boolean {
  return /[\0-\x1f\x7f]/.test(text);
}

/**
 * A path as it is kept, without quotes around it. What does not start with a slash says nothing (RFC 6265 §5.2.4); to curl
 * it is the whole site, and a slash at the end is none.
 */
export function keptPath(text: string, dialect: Dialect): string | undefined {
  const bare = text.startsWith('"') ? text.slice(1).replace(/"$/, '') : text;
  if (dialect === 'slip') return bare.startsWith('/') ? bare : undefined;
  if (!bare.startsWith('/')) return '/';
  return bare.length > 1 && bare.endsWith('/') ? bare.slice(0, -1) : bare;
}
