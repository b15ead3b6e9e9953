import type { Secret } from '../secret.ts';

/** Addresses to use in place of a look-up. `host` is `*` for any; no `addresses` takes an entry back. */
export interface Resolution {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** How a socket comes to be: all that is decided about a connection below HTTP and TLS. */
export interface NetworkPolicy {
  readonly family: 4 | 6 | undefined;
  /** Connect there, whatever the URL's host and port. */
  readonly unixSocket: string | undefined;
  readonly resolutions: readonly Resolution[];
  /** How long one address may take before the next one is tried beside it (RFC 8305 §5). */
  readonly attemptDelayMs: number;
}

/** Where a socket can be connected to. */
export type Endpoint =
  /** `host` is canonical, IPv6 in brackets. */
  | { readonly kind: 'host'; readonly host: string; readonly port: number }
  | { readonly kind: 'unix'; readonly path: string };

/** A SOCKS proxy (RFC 1928; version 4 is older than any RFC). */
export interface SocksProxy {
  readonly version: 4 | 5;
  /** It is told names and looks them up itself (socks4a, socks5h); otherwise it is told addresses. */
  readonly findsNames: boolean;
  readonly at: Endpoint;
  /** Version 4 has no password. */
  readonly user: { readonly name: string; readonly password: Secret | undefined } | undefined;
}
