import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { connect as connectSocket, isIP, type LookupFunction, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { Failure, type FailureKind } from '../failure.ts';
import type { Peer, Timings } from '../request/exchange.ts';
import type { ConnectionPolicy } from '../request/plan.ts';
import { isLoopback } from '../request/url.ts';
import { secure, securedPeer, type TlsFiles } from './secure.ts';
import { errorCode, settle } from './settle.ts';

/** Where to connect, and what has been read from disk for it. */
export interface Route {
  /** Canonical host; IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Protocols to offer (ALPN), best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
  readonly policy: ConnectionPolicy;
  readonly files: TlsFiles;
  /** Already connected, through a proxy's tunnel. */
  readonly tunnel?: Socket;
  /** Whose name failures of the name look-up carry. */
  readonly isProxy: boolean;
}

/** A socket ready for its first request, with how long it took: milliseconds since `connect` was called. */
export interface Connection {
  readonly socket: Socket;
  readonly peer: Peer;
  readonly timings: Pick<Timings, 'nameLookupMs' | 'connectMs' | 'tlsMs'>;
}

/**
 * Looks up, connects and shakes hands.
 *
 * @param uptimeMs a clock that never jumps.
 * @throws Failure `hostName`, `proxyName`, `connect`, `timeout`, `tls`, `certificate`, `clientCertificate`, `caFile`.
 */
export async function connect(route: Route, uptimeMs: () => number, signal: AbortSignal): Promise<Connection> {
  const startedAt = uptimeMs();
  const timings: { nameLookupMs?: number; connectMs?: number; tlsMs?: number } = {};
  const plain =
    route.tunnel ??
    (await connectPlain(route, signal, () => {
      timings.nameLookupMs = uptimeMs() - startedAt;
    }));
  timings.connectMs = uptimeMs() - startedAt;
  const secured = route.secure ? await secure(plain, { ...route, tls: route.policy.tls }, signal) : undefined;
  if (secured !== undefined) timings.tlsMs = uptimeMs() - startedAt;
  return { socket: secured ?? plain, peer: peerOf(plain, secured), timings };
}

async function connectPlain(route: Route, signal: AbortSignal, onLookup: () => void): Promise<Socket> {
  const host = route.host.replace(/^\[|\]$/g, '');
  const { unixSocket, family } = route.policy;
  const addresses = overriddenAddresses(route, host);
  const where = unixSocket ?? `${route.host} port ${route.port}`;
  const lookup: LookupFunction = (name, options, callback) => {
    const found = (error: Error | null, list: readonly LookupAddress[]): void => {
      onLookup();
      if (error !== null)
        callback(error as NodeJS.ErrnoException, '', 0); // a look-up fails with a system error
      else if (options.all) callback(null, [...list]);
      else callback(null, list[0]?.address ?? '', list[0]?.family ?? 0);
    };
    if (addresses === undefined)
      systemLookup(name, { all: true, family: family ?? 0 }, (error, list) => found(error, list ?? []));
    else {
      const usable = addresses.filter((address) => family === undefined || isIP(address) === family);
      const none = Object.assign(new Error('no address of this family'), { code: 'ENOTFOUND' });
      found(
        usable.length === 0 ? none : null,
        usable.map((address) => ({ address, family: isIP(address) })),
      );
    }
  };
  // An address typed as the host never reaches the look-up, so its overrides are put in by hand.
  const direct = isIP(host) !== 0 ? addresses?.[0] : undefined;
  return await settle(
    unixSocket === undefined
      ? connectSocket({
          host: direct ?? host,
          port: route.port,
          lookup,
          autoSelectFamily: true,
          noDelay: true,
          keepAlive: true,
        })
      : connectSocket({ path: unixSocket }),
    'connect',
    signal,
    (error) => connectFailure(error, route, where),
  );
}

/** Addresses that stand in for a look-up: `--resolve`, and names that are this machine by definition (RFC 6761 §6.3). */
function overriddenAddresses(route: Route, host: string): readonly string[] | undefined {
  const fitting = route.policy.resolutions.findLast(
    (entry) => entry.port === route.port && [host, '*', route.host].includes(entry.host),
  );
  if (fitting !== undefined && fitting.addresses.length > 0) return fitting.addresses;
  return isLoopback(route.host) && isIP(host) === 0 && host !== 'localhost' ? ['127.0.0.1', '::1'] : undefined;
}

function peerOf(plain: Socket, secured: TLSSocket | undefined): Peer {
  return {
    ...(plain.remoteAddress === undefined ? {} : { remoteAddress: plain.remoteAddress }),
    ...(plain.remotePort === undefined ? {} : { remotePort: plain.remotePort }),
    ...(plain.localAddress === undefined ? {} : { localAddress: plain.localAddress }),
    ...(plain.localPort === undefined ? {} : { localPort: plain.localPort }),
    ...(secured === undefined ? {} : securedPeer(secured)),
  };
}

const CONNECT_SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection at once',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  ENETUNREACH: 'cannot be reached: the network is unreachable',
  EADDRNOTAVAIL: 'cannot be reached from this machine',
  EACCES: 'cannot be reached: permission denied',
  ENOENT: 'is not there',
};

function connectFailure(error: Error, route: Route, where: string): Failure {
  const code = errorCode(error);
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'].includes(code)) {
    const kind: FailureKind = route.isProxy ? 'proxyName' : 'hostName';
    const sentence = code === 'EAI_AGAIN' ? 'the name server did not answer for' : 'no address is known for';
    return new Failure(kind, `${sentence} ${route.isProxy ? 'the proxy ' : ''}${route.host}`, { cause: error });
  }
  if (code === 'ETIMEDOUT') return new Failure('timeout', `${where} did not answer`, { cause: error });
  const sentence = CONNECT_SENTENCES[code] ?? `cannot be reached (${code || error.message})`;
  return new Failure('connect', `${route.isProxy ? 'the proxy ' : ''}${where} ${sentence}`, {
    cause: error,
    ...(code === 'ECONNREFUSED' && isLoopback(route.host) ? { hint: 'is the server running, and on that port?' } : {}),
  });
}
