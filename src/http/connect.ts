import type { Socket } from 'node:net';
import { Failure, type FailureKind } from '../failure.ts';
import type { Peer, Timings } from '../request/exchange.ts';
import type { Endpoint, LocalEnd, NetworkPolicy, SocksProxy } from '../request/network.ts';
import type { ConnectionPolicy } from '../request/plan.ts';
import type { ConnectStep } from '../request/trace.ts';
import { isLoopback } from '../request/url.ts';
import { dialAddresses, dialUnix, isTaken } from './address-race.ts';
import { ipFamily } from './ip-family.ts';
import { proxyLine as proxyLineOf } from './proxy-line.ts';
import { findAddresses, type NameService } from './resolve.ts';
import type { Securer } from './secure.ts';
import { errorCode } from './settle.ts';

/** Where to connect. */
export interface Route {
  /** Canonical host; IPv6 in brackets. */
  readonly host: string;
  readonly port: number;
  /** Connect there instead; to TLS and in sentences it is still the host. */
  readonly via: { readonly host: string; readonly port: number } | undefined;
  readonly secure: boolean;
  /** Protocols to offer (ALPN), best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
  readonly policy: ConnectionPolicy;
  /** Who looks names up. */
  readonly names: NameService;
  /** The SOCKS proxy on the way. */
  readonly socks: SocksProxy | undefined;
  /** Already connected, through a proxy's tunnel. */
  readonly tunnel?: Socket;
  /** What is known of that proxy. */
  readonly proxyPeer?: Pick<Peer, 'proxyVerifyResult' | 'proxyTls'>;
  /** The line to begin with, where the request goes to the other end. */
  readonly proxyLine: NetworkPolicy['proxyLine'];
  /** Which connections may go on with each other's TLS sessions: those to one place by one policy. */
  readonly sessionKey: string;
  /** Whose name failures of the name look-up carry. */
  readonly isProxy: boolean;
}

/** A socket ready for its first request, with how long it took: milliseconds since `connect` was called. */
export interface Connection {
  readonly socket: Socket;
  readonly peer: Peer;
  /** The socket's first error, which may come before anybody has begun to speak on it. */
  readonly trouble: { error?: Error };
  readonly timings: Pick<Timings, 'nameLookupMs' | 'connectMs' | 'tlsMs'>;
}

/** What ALPN agreed on, or prior knowledge said. */
export function speaksHttp2(socket: Socket): boolean {
  return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
}

/**
 * Looks up, connects and shakes hands.
 *
 * @param uptimeMs a clock that never jumps.
 * @param onStep is told of each step that is over.
 * @throws Failure `hostName`, `proxyName`, `proxy`, `connect`, `timeout`, and those of `Securer.secure`; the signal's
 * reason.
 */
export async function connect(
  route: Route,
  securer: Securer,
  uptimeMs: () => number,
  signal: AbortSignal,
  onStep: (over: ConnectStep) => void,
): Promise<Connection> {
  const startedAt = uptimeMs();
  const timings: { nameLookupMs?: number; connectMs?: number; tlsMs?: number } = {};
  const plain =
    route.tunnel ??
    (await connectPlain(route, signal, (over) => {
      if (over === 'lookup') timings.nameLookupMs = uptimeMs() - startedAt;
      onStep(over);
    }));
  timings.connectMs = uptimeMs() - startedAt;
  // To a server it goes before TLS; a proxy that passes requests on finds it where it finds them.
  const { proxyLine, isProxy } = route;
  if (proxyLine !== undefined && !isProxy) plain.write(proxyLineOf(plain, proxyLine.client));
  const secured = route.secure ? await securer.secure(plain, { ...route, tls: route.policy.tls }, signal) : undefined;
  if (secured !== undefined) {
    timings.tlsMs = uptimeMs() - startedAt;
    onStep(isProxy ? 'proxyTls' : 'tls');
  }
  const socket = secured?.socket ?? plain;
  const trouble: { error?: Error } = {};
  socket.on('error', (error) => {
    trouble.error ??= error;
  });
  if (proxyLine !== undefined && isProxy) socket.write(proxyLineOf(plain, proxyLine.client));
  return { socket, peer: { ...peerOf(route, plain), ...secured?.peer }, trouble, timings };
}

async function connectPlain(route: Route, signal: AbortSignal, onStep: (over: ConnectStep) => void): Promise<Socket> {
  const { policy, socks } = route;
  const target = route.via ?? { host: route.host, port: route.port };
  if (socks !== undefined) {
    const socket = await dialEndpoint({ ...route, at: socks.at, isProxy: true }, signal, onStep);
    await throughSocks(socket, socks, target, route, signal);
    onStep('socks');
    return socket;
  }
  const at: Endpoint =
    policy.unixSocket === undefined ? { kind: 'host', ...target } : { kind: 'unix', path: policy.unixSocket };
  return await dialEndpoint({ ...route, at }, signal, onStep);
}

/** One end of a socket to be. */
interface Peering extends Pick<Route, 'policy' | 'names' | 'isProxy' | 'secure'> {
  readonly at: Endpoint;
}

async function dialEndpoint(
  peering: Peering,
  signal: AbortSignal,
  onStep: (over: ConnectStep) => void,
): Promise<Socket> {
  const { at, policy, names, isProxy, secure } = peering;
  // TLS, a tunnel and HTTP/2 take bytes in their own ways.
  const passing = isProxy || secure || policy.http === '2-prior-knowledge' ? undefined : 'passing';
  const dial = async (): Promise<Socket> => {
    if (at.kind === 'unix') return await dialUnix(at.path, signal, passing);
    const addresses = await findAddresses(at.host, at.port, policy, names, signal);
    onStep('lookup');
    return await dialAddresses(addresses, at.port, policy, signal, passing);
  };
  try {
    const socket = await dial();
    onStep('tcp');
    return socket;
  } catch (error) {
    throw signal.aborted ? signal.reason : connectFailure(error, peering);
  }
}

/** Version 4 has no addresses but IPv4 ones; of a name with both, curl tells version 5 the IPv6 one. */
async function throughSocks(
  socket: Socket,
  socks: SocksProxy,
  target: NonNullable<Route['via']>,
  { policy, names }: Route,
  signal: AbortSignal,
): Promise<void> {
  const where = `the SOCKS proxy ${endpointName(socks.at)}`;
  // While names are looked up nobody else listens, and an error without a listener would end the process.
  const onError = (): void => {};
  socket.on('error', onError);
  let host = target.host.replace(/^\[|\]$/g, '');
  if (!socks.findsNames) {
    const family = socks.version === 4 ? 4 : policy.family;
    try {
      const addresses = await findAddresses(target.host, target.port, { ...policy, family }, names, signal);
      const usable = addresses.filter((address) => socks.version === 5 || ipFamily(address) === 4);
      const address = usable.find((candidate) => ipFamily(candidate) === 6) ?? usable[0];
      if (address === undefined) throw new Error('no IPv4 address');
      host = address;
    } catch (cause) {
      socket.destroy();
      if (signal.aborted) throw signal.reason;
      throw new Failure('proxy', `no address is known for ${target.host} that ${where} could be told`, {
        cause,
        hint: socks.version === 4 ? 'socks4a:// lets the proxy look it up' : 'socks5h:// lets the proxy look it up',
      });
    }
  }
  const { passSocks } = await import('./socks.ts');
  await passSocks(socket, socks, { host, port: target.port }, where, signal);
  socket.off('error', onError);
}

function endpointName(at: Endpoint): string {
  return at.kind === 'unix' ? at.path.replace(/^\0/, '@') : `${at.host} port ${at.port}`;
}

function peerOf({ proxyPeer }: Route, plain: Socket): Peer {
  return {
    ...(plain.remoteAddress === undefined ? {} : { remoteAddress: plain.remoteAddress }),
    ...(plain.remotePort === undefined ? {} : { remotePort: plain.remotePort }),
    ...(plain.localAddress === undefined ? {} : { localAddress: plain.localAddress }),
    ...(plain.localPort === undefined ? {} : { localPort: plain.localPort }),
    ...proxyPeer,
  };
}

const CONNECT_SENTENCES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ECONNRESET: 'closed the connection at once',
  EHOSTUNREACH: 'cannot be reached: no route to the host',
  ENETUNREACH: 'cannot be reached: the network is unreachable',
  EADDRNOTAVAIL: 'cannot be reached from this machine',
  EACCES: 'cannot be reached: permission denied',
  EAFNOSUPPORT: 'cannot be reached from the address of --interface',
  ENOENT: 'is not there',
};

function connectFailure(error: unknown, { at, isProxy, policy }: Peering): Failure {
  if (error instanceof Failure) return error;
  const code = errorCode(error);
  const whose = isProxy ? 'the proxy ' : '';
  const host = at.kind === 'host' ? at.host : at.path;
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'].includes(code)) {
    const kind: FailureKind = isProxy ? 'proxyName' : 'hostName';
    const sentence = code === 'EAI_AGAIN' ? 'the name server did not answer for' : 'no address is known for';
    return new Failure(kind, `${sentence} ${whose}${host}`, { cause: error });
  }
  const where = endpointName(at);
  if (policy.localEnd !== undefined && isTaken(error)) return localEndFailure(error, code, policy.localEnd);
  if (code === 'ETIMEDOUT') return new Failure('timeout', `${where} did not answer`, { cause: error });
  const sentence = CONNECT_SENTENCES[code] ?? `cannot be reached (${code || String(error)})`;
  return new Failure('connect', `${whose}${where} ${sentence}`, {
    cause: error,
    ...(code === 'ECONNREFUSED' && isLoopback(host) ? { hint: 'is the server running, and on that port?' } : {}),
  });
}

function localEndFailure(error: unknown, code: string, { interface: name, host, ports }: LocalEnd): Failure {
  const end = [name ?? host, ports && `port ${ports.first}${ports.last > ports.first ? ` to ${ports.last}` : ''}`];
  const sentence = code === 'EADDRINUSE' ? 'is taken' : `cannot be connected from (${code})`;
  return new Failure('interface', `${end.filter((part) => part !== undefined).join(' ')} ${sentence}`, {
    cause: error,
  });
}
