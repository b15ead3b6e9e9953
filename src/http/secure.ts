import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ConnectionOptions, SecureContext, TLSSocket } from 'node:tls';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Peer, TlsFacts } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import { HandshakeFailure, type TlsPolicy, tlsIdentity } from '../request/tls.ts';
import { ipFamily } from './ip-family.ts';
import { type KeyLog, openKeyLog } from './key-log.ts';
import { errorCode, settle } from './settle.ts';
import { openTlsContext, type TlsContext } from './tls-context.ts';
import { type SessionSeat, tlsSessions } from './tls-sessions.ts';
import { isUnknownAuthority, judgePeer, verifyResult } from './trust.ts';

/** Whom to shake hands with, and how. */
export interface SecureRoute {
  /** Canonical host; IPv6 in brackets. */
  readonly host: string;
  /** Protocols to offer (ALPN), best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
  readonly tls: TlsPolicy;
  readonly isProxy: boolean;
  /** Which connections may go on with each other's sessions: those to one place by one policy. */
  readonly sessionKey: string;
}

/** Shakes hands, as often as there are connections; the files of a policy are read once, and sessions resumed. */
export interface Securer {
  /**
   * Reads and loads what the handshakes of a plan's connection need, so that these take no time for it.
   *
   * @throws Failure of what `secure` finds wrong with it, too.
   */
  prepare(plan: Pick<RequestPlan, 'url' | 'proxy' | 'connection'>): Promise<void>;
  /**
   * Shakes hands on a connected socket, and sends nothing more until the peer is known to be the right one. Gives what
   * can be told of it, too; a connection to a proxy is none to the server.
   *
   * @throws Failure `tls`, `certificate`, `pinnedKey`, `cipher`, `caFile`, `crlFile`, `clientCertificate`, `argument`.
   */
  secure(plain: Socket, route: SecureRoute, signal: AbortSignal): Promise<{ socket: TLSSocket; peer: Peer }>;
  /** Resolves when what `SSLKEYLOGFILE` asks for has been written. */
  close(): Promise<void>;
}

/** A securer for a run. */
export function openSecurer(host: Host): Securer {
  const prepared = new Map<string, Promise<TlsContext>>();
  const keyLog = openKeyLog(host);
  const sessions = tlsSessions();
  const contextOf = async (policy: TlsPolicy): Promise<TlsContext> => {
    const identity = tlsIdentity(policy);
    const preparing = prepared.get(identity) ?? openTlsContext(policy, host);
    prepared.set(identity, preparing);
    return await preparing;
  };
  return {
    async prepare({ url, proxy, connection }) {
      if (proxy?.url.scheme === 'https') await contextOf(connection.proxyTls);
      if (url.scheme === 'https') await contextOf(connection.tls);
    },
    async secure(plain, route, signal) {
      try {
        const { context, pins } = await contextOf(route.tls);
        const seat = sessions.of(route);
        const { socket, stapled } = await shakeHands(plain, route, context, seat, keyLog, signal);
        const resumed = socket.isSessionReused() ? seat.known : undefined;
        if (resumed !== undefined) {
          seat.trust(resumed.peer);
          return { socket, peer: resumedPeer(socket, resumed.peer) };
        }
        try {
          await judge(socket, route, pins, stapled, host.now());
        } catch (error) {
          socket.destroy();
          throw error;
        }
        const peer = securedPeer(socket, route.isProxy);
        seat.trust(peer);
        return { socket, peer };
      } catch (error) {
        plain.destroy();
        throw withPeer(error, route.isProxy);
      }
    },
    close: keyLog.close,
  };
}

/** Before a certificate is looked at, the result of the look is 1, in curl and here. */
function withPeer(error: unknown, isProxy: boolean): unknown {
  if (!(error instanceof Failure) || error instanceof HandshakeFailure) return error;
  const { kind, message, hint, cause } = error;
  const peer = isProxy ? { proxyVerifyResult: 1 } : { verifyResult: 1 };
  return new HandshakeFailure(kind, message, { ...(hint === undefined ? {} : { hint }), cause }, peer);
}

/** A handshake that has come to its end, whoever the peer is. */
interface Shaken {
  readonly socket: TLSSocket;
  /** What the peer brought of its certificate, where it was asked for. */
  readonly stapled: Uint8Array | undefined;
}

async function shakeHands(
  plain: Socket,
  { host, protocols, tls, isProxy }: SecureRoute,
  secureContext: SecureContext,
  seat: SessionSeat,
  keyLog: KeyLog,
  signal: AbortSignal,
): Promise<Shaken> {
  const { connect } = await import('node:tls');
  const name = host.replace(/^\[|(?:%.*)?\]$/g, '');
  const options: ConnectionOptions = {
    socket: plain,
    secureContext,
    ...(ipFamily(name) === 0 ? { servername: name.replace(/\.$/, '') } : { host: name }),
    ...(tls.offersProtocols ? { ALPNProtocols: [...protocols] } : {}),
    // Node would end the connection before there is a certificate to say what is wrong with; see judge.
    rejectUnauthorized: false,
    ...(tls.needsStatus ? { requestOCSP: true } : {}),
    ...(seat.known === undefined ? {} : { session: seat.known.ticket }),
  };
  const socket = connect(options);
  socket.on('session', seat.take);
  if (keyLog.write !== undefined) socket.on('keylog', keyLog.write);
  let stapled: Uint8Array | undefined;
  socket.on('OCSPResponse', (answer: Uint8Array | null) => {
    stapled = answer ?? undefined;
  });
  await settle(socket, 'secureConnect', signal, (error) => tlsFailure(error, isProxy ? `the proxy ${host}` : host));
  return { socket, stapled };
}

async function judge(
  socket: TLSSocket,
  { host, isProxy, tls }: SecureRoute,
  pins: readonly string[] | undefined,
  stapled: Uint8Array | undefined,
  nowMs: number,
): Promise<void> {
  let statusTrouble: string | undefined;
  if (tls.needsStatus) {
    const { stapledTrouble } = await import('./stapled.ts');
    // An authority that nobody has checked says nothing that counts, as in curl.
    statusTrouble = stapledTrouble(stapled, socket.authorized ? certificatesOf(socket) : [], nowMs);
  }
  const shown = { host, isProxy, trouble: troubleOf(socket), statusTrouble, certificates: certificatesOf(socket) };
  judgePeer({ ...shown, peer: securedPeer(socket, isProxy) }, tls.verified, pins, nowMs);
}

/** Node's code of what is wrong with the peer's certificate; the name is looked at only where the rest is good. */
function troubleOf({ authorized, authorizationError }: TLSSocket): string | undefined {
  return authorized ? undefined : String(authorizationError);
}

function securedPeer(socket: TLSSocket, isProxy: boolean): Peer {
  const trouble = troubleOf(socket);
  const facts: TlsFacts = {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher()?.name ?? '',
    resumed: false,
    trouble,
    ...chainOf(socket, trouble),
  };
  if (isProxy) return { proxyVerifyResult: verifyResult(trouble), proxyTls: facts };
  return { tls: facts, verified: socket.authorized, verifyResult: verifyResult(trouble) };
}

/** A resumed handshake shows no certificates: they are those of the one before, which was judged by the same policy. */
function resumedPeer(socket: TLSSocket, peer: Peer): Peer {
  const agreed = { protocol: socket.getProtocol() ?? '', cipher: socket.getCipher()?.name ?? '', resumed: true };
  const { tls, proxyTls } = peer;
  return {
    ...peer,
    ...(tls === undefined ? {} : { tls: { ...tls, ...agreed } }),
    ...(proxyTls === undefined ? {} : { proxyTls: { ...proxyTls, ...agreed } }),
  };
}

/**
 * The certificates the server sent. Node adds the root from those that are trusted; servers leave theirs out
 * (RFC 8446 §4.4.2), so a trusted one that ends a longer chain is taken to be Node's.
 */
function chainOf(socket: TLSSocket, trouble: string | undefined): Pick<TlsFacts, 'certificates' | 'root'> {
  const chain = certificatesOf(socket);
  const root = chain.at(-1);
  const isTrusted = !isUnknownAuthority(trouble);
  const endsInRoot = root !== undefined && isTrusted && chain.length > 1 && isSelfIssued(root);
  return endsInRoot ? { certificates: chain.slice(0, -1), root } : { certificates: chain, root: undefined };
}

function isSelfIssued(der: Uint8Array): boolean {
  const certificate = new X509Certificate(der);
  return certificate.subject === certificate.issuer;
}

/** The peer's certificate and those of its issuers, as far as Node knows them. */
function certificatesOf(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Buffer[] = [];
  let certificate = socket.getPeerCertificate(true);
  while (certificate?.raw !== undefined && !chain.some((known) => certificate.raw.equals(known))) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

function tlsFailure(error: Error, host: string): Failure {
  const code = errorCode(error);
  if (code === 'ECONNRESET') {
    return new Failure('tls', `${host} closed the connection while TLS was being agreed on`, { cause: error });
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new Failure('tls', `${host} does not answer in TLS on this port`, {
      cause: error,
      hint: 'is it http:// there?',
    });
  }
  const reason = (code || error.message)
    .replace(/^ERR_SSL_/, '')
    .toLowerCase()
    .replaceAll('_', ' ');
  return new Failure('tls', `TLS with ${host} came to nothing: ${reason}`, {
    cause: error,
    ...(code === 'ERR_SSL_LEGACY_SIGALG_DISALLOWED_OR_UNSUPPORTED'
      ? { hint: '--ciphers DEFAULT@SECLEVEL=0 allows what is as old as that' }
      : {}),
  });
}
