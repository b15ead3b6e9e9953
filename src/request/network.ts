import type { Secret } from '../secret.ts';

/** Addresses to use in place of a look-up. `host` is `*` for any; no `addresses` takes an entry back. */
export interface Resolution {
  readonly host: string;
  readonly port: number;
  readonly addresses: readonly string[];
}

/** Where to connect for a host and port; what is `undefined` is any, or the same. */
export interface Detour {
  readonly host: string | undefined;
  readonly port: number | undefined;
  readonly toHost: string | undefined;
  readonly toPort: number | undefined;
}

/** Our own end of a connection. */
export interface LocalEnd {
  /** Name of a network interface; of one that is not there, `host` is what counts, if there is one. */
  readonly interface: string | undefined;
  /** An address of this machine, or a name for one. */
  readonly host: string | undefined;
  /** Port numbers to try, one after the other. */
  readonly ports: { readonly first: number; readonly last: number } | undefined;
}

/** Whom names are asked of. */
export type NameSource =
  | { readonly kind: 'system' }
  | {
      readonly kind: 'dns';
      /** `ADDRESS` or `ADDRESS:PORT`, IPv6 in brackets; empty: those of the system. */
      readonly servers: readonly string[];
      /** Our own end of the questions. */
      readonly interface: string | undefined;
      readonly fromIpv4: string | undefined;
      readonly fromIpv6: string | undefined;
    }
  /** DNS over HTTPS (RFC 8484). */
  | { readonly kind: 'https'; readonly url: string; readonly verified: boolean };

/** How a socket comes to be: all that is decided about a connection below HTTP and TLS. */
export interface NetworkPolicy {
  readonly family: 4 | 6 | undefined;
  /** Connect there, whatever the URL's host and port. An abstract one begins with NUL. */
  readonly unixSocket: string | undefined;
  readonly detours: readonly Detour[];
  readonly resolutions: readonly Resolution[];
  readonly names: NameSource;
  /** How long one address may take before the next one is tried beside it (RFC 8305 §5). */
  readonly attemptDelayMs: number;
  readonly localEnd: LocalEnd | undefined;
  /** How long a connection is silent before the system asks whether it is still there; `undefined`: it does not ask. */
  readonly keepAliveMs: number | undefined;
  /** Small packets do not wait for company (TCP_NODELAY). */
  readonly sendsAtOnce: boolean;
  /** Begin with a line of the PROXY protocol, version 1, that tells this address or, where there is none, our own. */
  readonly proxyLine: { readonly client: string | undefined } | undefined;
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

/** Where to connect for a host and port. `undefined`: there, also where a detour says so. */
export function detourFor(
  { host, port }: { readonly host: string; readonly port: number },
  detours: readonly Detour[],
): { readonly host: string; readonly port: number } | undefined {
  const found = findDetour({ host, port }, detours);
  const to = found && { host: found.toHost ?? host, port: found.toPort ?? port };
  return to?.host.toLowerCase() === host.toLowerCase() && to.port === port ? undefined : to;
}

/** The first detour that fits. */
export function findDetour(
  { host, port }: { readonly host: string; readonly port: number },
  detours: readonly Detour[],
): Detour | undefined {
  return detours.find((detour) => (detour.host ?? host) === host.toLowerCase() && (detour.port ?? port) === port);
}
