import { isIP, type Socket } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { Failure } from '../failure.ts';
import type { Files } from '../host.ts';
import type { Peer } from '../request/exchange.ts';
import type { RequestPlan, TlsPolicy } from '../request/plan.ts';
import { errorCode, settle } from './settle.ts';

/** Whom to shake hands with, and how. */
export interface SecureRoute {
  /** Canonical host; IPv6 in brackets. */
  readonly host: string;
  /** Protocols to offer (ALPN), best first. */
  readonly protocols: readonly ('h2' | 'http/1.1')[];
  readonly tls: TlsPolicy;
  readonly files: TlsFiles;
}

/** The contents of the files that the TLS policy names. */
export interface TlsFiles {
  readonly ca?: Uint8Array;
  readonly cert?: Uint8Array;
  readonly key?: Uint8Array;
  readonly passphrase?: string;
}

/**
 * The files of the TLS policy; of a plan that meets no TLS, none is read.
 *
 * @throws Failure `caFile`, `clientCertificate` for one that cannot be read.
 */
export async function readTlsFiles(plan: RequestPlan, files: Files): Promise<TlsFiles> {
  const { caPath, certificate } = plan.connection.tls;
  const read = async (path: string, kind: 'caFile' | 'clientCertificate'): Promise<Uint8Array> => {
    try {
      return await files.read(path);
    } catch (cause) {
      throw new Failure(kind, `${path} cannot be read`, { cause });
    }
  };
  if (plan.url.scheme !== 'https' && plan.proxy?.url.scheme !== 'https') return {};
  const ca = caPath === undefined ? {} : { ca: await read(caPath, 'caFile') };
  // Node takes a file without certificates for one that adds none, and says nothing.
  if (ca.ca !== undefined && !Buffer.from(ca.ca).includes('-----BEGIN')) {
    throw new Failure('caFile', `${caPath} does not hold PEM certificates`);
  }
  if (certificate === undefined) return ca;
  const { path, keyPath, passphrase } = certificate;
  return {
    ...ca,
    cert: await read(path, 'clientCertificate'),
    key: await read(keyPath, 'clientCertificate'),
    ...(passphrase === undefined ? {} : { passphrase: passphrase.reveal() }),
  };
}

/**
 * Shakes hands on a connected socket.
 *
 * @throws Failure `tls`, `certificate`, `clientCertificate`, `caFile`.
 */
export async function secure(plain: Socket, route: SecureRoute, signal: AbortSignal): Promise<TLSSocket> {
  const { connect: connectSecure } = await import('node:tls');
  const host = route.host.replace(/^\[|\]$/g, '');
  const { ca, cert, key, passphrase } = route.files;
  const options: ConnectionOptions = {
    socket: plain,
    ...(isIP(host) === 0 ? { servername: host.replace(/\.$/, '') } : { host }),
    ALPNProtocols: [...route.protocols],
    rejectUnauthorized: route.tls.verified,
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

/** What can be told of a secured connection. */
export function securedPeer(socket: TLSSocket): Pick<Peer, 'tlsProtocol' | 'tlsCipher' | 'verified' | 'certificates'> {
  return {
    tlsProtocol: socket.getProtocol() ?? '',
    tlsCipher: socket.getCipher()?.name ?? '',
    verified: socket.authorized,
    certificates: certificateChain(socket),
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
function certificateFileFailure(error: unknown, route: SecureRoute): Failure {
  const { certificate, caPath } = route.tls;
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
