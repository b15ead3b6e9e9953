import { Failure, type FailureDetail, type FailureKind } from '../failure.ts';
import type { Secret } from '../secret.ts';
import type { Peer } from './exchange.ts';

/** Versions of TLS that a bound can name, as Node names them. */
export type TlsVersion = 'TLSv1' | 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3';

/** Where the authorities stand that are trusted. */
export type TrustSource =
  /** Node's own list, and what `NODE_EXTRA_CA_CERTS` and its kin add to it. */
  | { readonly kind: 'bundled' }
  /** The list of the operating system; Node's own where there is none. */
  | { readonly kind: 'system' }
  /** PEM, any number of certificates. */
  | { readonly kind: 'file'; readonly path: string }
  /** One folder, or several with the platform's separator between. */
  | { readonly kind: 'folder'; readonly path: string };

/** A client certificate and its key. In PKCS #12, `path` holds both and `keyPath` says nothing. */
export interface ClientCertificate {
  readonly path: string;
  readonly form: 'PEM' | 'DER' | 'P12';
  readonly keyPath: string;
  readonly keyForm: 'PEM' | 'DER';
  /** Asked for where it is needed and `undefined`. */
  readonly passphrase: Secret | undefined;
}

/** The public keys one of which the peer must have. */
export type PinnedKeys =
  /** SHA-256 of the key in DER (SubjectPublicKeyInfo), in base64. */
  | { readonly kind: 'hashes'; readonly hashes: readonly string[] }
  /** One key, PEM or DER. */
  | { readonly kind: 'file'; readonly path: string };

/** How a peer is trusted, what is agreed on with it, and what we show of ourselves. */
export interface TlsPolicy {
  /** Whether the certificate is checked; pinned keys always are. */
  readonly verified: boolean;
  readonly trusted: readonly TrustSource[];
  /** PEM, what its authorities have revoked. */
  readonly crlPath: string | undefined;
  readonly pinnedKeys: PinnedKeys | undefined;
  /** Whether the server has to bring word that its certificate was not revoked (OCSP stapling, RFC 6066 §8). */
  readonly needsStatus: boolean;
  readonly certificate: ClientCertificate | undefined;
  /** `undefined`: Node's own bound. */
  readonly minVersion: TlsVersion | undefined;
  readonly maxVersion: TlsVersion | undefined;
  /** OpenSSL's cipher list for TLS up to 1.2, and its list of suites for 1.3. */
  readonly ciphers: string | undefined;
  readonly tls13Ciphers: string | undefined;
  readonly curves: string | undefined;
  readonly signatureAlgorithms: string | undefined;
  /** Whether protocols are offered in the handshake (ALPN, RFC 7301). */
  readonly offersProtocols: boolean;
  /** Whether another connection of the run may go on with the session of one before (RFC 8446 §2.2, RFC 5077). */
  readonly resumesSessions: boolean;
  /** Leave TLS 1.0 without the empty records that keep it from being guessed at. */
  readonly toleratesBeast: boolean;
}

/** A text that is the same for policies that may share connections, and what is read for them. It holds secrets. */
export function tlsIdentity(policy: TlsPolicy): string {
  return JSON.stringify([policy, policy.certificate?.passphrase?.reveal()]);
}

/** TLS came to nothing; with what is known of the peer by then. */
export class HandshakeFailure extends Failure {
  readonly peer: Peer;

  constructor(kind: FailureKind, message: string, detail: FailureDetail, peer: Peer) {
    super(kind, message, detail);
    this.peer = peer;
  }
}
