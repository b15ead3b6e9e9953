import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { connect as connectSocket, isIP, type LookupFunction, type Socket } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { Failure, type FailureKind } from '../failure.ts';
import type { Peer, Timings } from '../request/exchange.ts';
import type { ConnectionPolicy } from '../request/plan.ts';
import { isLoopback } from '../request/url.ts';

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

/** The contents of the files that the TLS policy names. */
export interface TlsFiles {
  readonly ca?: Uint8Array;
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
  readonly passphrase?: string;
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
  const socket = route.secure ? await connectTls(route, plain, signal) : plain;
  if (route.secure) timings.tlsMs = uptimeMs() - startedAt;
  return { socket, peer: peerOf(plain, route.secure ? socket : undefined), timings };
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

async function connectTls(route: Route, plain: Socket, signal: AbortSignal): Promise<TLSSocket> {
  const { connect: connectSecure } = await import('node:tls');
  const host = route.host.replace(/^\[|\]$/g, '');
  const { ca, cert, key, passphrase } = route.files;
  const options: ConnectionOptions = {
    socket: plain,
    ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : { host }),
    ALPNProtocols: [...route.protocols],
    rejectUnauthorized: route.policy.tls.verified,
    ...(ca === undefined ? {} : { ca: Buffer.from(ca) }),
    ...(cert === undefined ? {} : { cert: Buffer.from(cert) }),
    ...(key === undefined ? {} : { key: Buffer.from(key) }),
    ...(passphrase === undefined ? {} : { passphrase }),
  };
  let socket: TLSSocket;
  try {
    socket = connectSecure(options);
  } catch (error) {
    plain.destroy();
    throw certificateFileFailure(error, route);
  }
  return await settle(socket, 'secureConnect', signal, (error) => tlsFailure(error, route.host));
}

/** Waits for one event of a socket; when it fails or is given up, the socket is gone. */
function settle<S extends Socket>(
  socket: S,
  event: string,
  signal: AbortSignal,
  explain: (error: Error) => Failure,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off(event, onEvent);
      act();
    };
    const fail = (reason: unknown): void =>
      finish(() => {
        socket.on('error', () => {}).destroy();
        reject(reason);
      });
    const onEvent = (): void => finish(() => resolve(socket));
    const onError = (error: Error): void => fail(explain(error));
    const onClose = (): void => fail(explain(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    const onAbort = (): void => fail(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}

function peerOf(plain: Socket, secure: Socket | undefined): Peer {
  const tls = secure as TLSSocket | undefined; // only connectTls makes it
  return {
    ...(plain.remoteAddress === undefined ? {} : { remoteAddress: plain.remoteAddress }),
    ...(plain.remotePort === undefined ? {} : { remotePort: plain.remotePort }),
    ...(plain.localAddress === undefined ? {} : { localAddress: plain.localAddress }),
    ...(plain.localPort === undefined ? {} : { localPort: plain.localPort }),
    ...(tls === undefined
      ? {}
      : {
          tlsProtocol: tls.getProtocol() ?? '',
          tlsCipher: tls.getCipher()?.name ?? '',
          verified: tls.authorized,
          certificates: certificateChain(tls),
        }),
  };
}

/** The certificates the server sent; a root at the end names itself as its issuer. */
function certificateChain(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  let certificate = socket.getPeerCertificate(true);
  while (certificate?.raw !== undefined && !chain.some((known) => certificate.raw.equals(known))) {
    chain.push(certificate.raw);
    certificate = certificate.issuerCertificate;
  }
  return chain;
}

/** Node's code for an error; of several attempts, the first one's that says more than "gave up". */
function errorCode(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: readonly { code?: string }[] }; // Node's own errors
  return errors?.find((attempt) => attempt.code !== undefined)?.code ?? code ?? '';
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

const CERTIFICATE_SENTENCES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'has expired',
  CERT_NOT_YET_VALID: 'is not valid yet',
  CERT_REVOKED: 'has been revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself alone',
  SELF_SIGNED_CERT_IN_CHAIN: 'comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT: 'comes from an authority that is not trusted here',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'comes from an authority that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'cannot be traced to an authority that is trusted here',
  CERT_UNTRUSTED: 'comes from an authority that is not trusted here',
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for another name',
};

function tlsFailure(error: Error, host: string): Failure {
  const code = errorCode(error);
  const sentence = CERTIFICATE_SENTENCES[code];
  if (sentence !== undefined || /^(?:CERT|CRL|UNABLE|INVALID|PATH_LENGTH|HOSTNAME)_/.test(code)) {
    return new Failure('certificate', `the certificate of ${host} ${sentence ?? `is not good (${code})`}`, {
      cause: error,
      hint: '--cacert FILE trusts its authority; -k goes on without any check',
    });
  }
  if (code === 'ECONNRESET') {
    return new Failure('tls', `${host} closed the connection while TLS was being agreed on`, { cause: error });
  }
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG') {
    return new Failure('tls', `${host} does not answer in TLS on this port`, {
      cause: error,
      hint: 'is it http:// there?',
    });
  }
  return new Failure(
    'tls',
    `TLS with ${host} came to nothing: ${(code || error.message)
      .replace(/^ERR_SSL_/, '')
      .toLowerCase()
      .replaceAll('_', ' ')}`,
    {
      cause: error,
    },
  );
}

/** Node reads the certificate files only here; which of them it disliked has to be told from what was given. */
function certificateFileFailure(error: unknown, route: Route): Failure {
  const { certificate, caPath } = route.policy.tls;
  if (certificate !== undefined) {
    return new Failure(
      'clientCertificate',
      `${certificate.path} and ${certificate.keyPath} are not a PEM certificate and its key`,
      {
        cause: error,
        hint: 'a passphrase goes behind the file: --cert FILE:PASSWORD',
      },
    );
  }
  return new Failure('caFile', `${caPath ?? 'the trust store'} does not hold PEM certificates`, { cause: error });
}
