import { createHash, X509Certificate } from 'node:crypto';
import { spanText } from '../request/date.ts';
import type { Peer } from '../request/exchange.ts';
import { HandshakeFailure } from '../request/tls.ts';

/** What a handshake has shown of the peer. */
export interface ShownPeer {
  /** As it was asked for. */
  readonly host: string;
  readonly isProxy: boolean;
  /** Node's code of what is wrong with the certificate. */
  readonly trouble: string | undefined;
  /** DER, the peer's own first. */
  readonly certificates: readonly Uint8Array[];
  /** What is wrong with the word it brought of its certificate, where that is asked for. */
  readonly statusTrouble: string | undefined;
  readonly peer: Peer;
}

/**
 * Whether the peer may be spoken to.
 *
 * @param pins SHA-256 in base64 of the keys one of which it must have; `undefined` for any.
 * @param nowMs milliseconds since the epoch.
 * @throws HandshakeFailure `certificate`, then `certificateStatus`, then `pinnedKey`, in curl's order.
 */
export function judgePeer(
  shown: ShownPeer,
  verified: boolean,
  pins: readonly string[] | undefined,
  nowMs: number,
): void {
  const { host, isProxy, trouble, statusTrouble, certificates, peer } = shown;
  if (verified && trouble !== undefined) {
    const option = isProxy ? 'proxy-' : '';
    const carryOn = `${isProxy ? '--proxy-insecure' : '-k'} goes on without any check`;
    throw new HandshakeFailure(
      'certificate',
      certificateSentence(shown, nowMs),
      { hint: isUnknownAuthority(trouble) ? `--${option}cacert FILE trusts its authority; ${carryOn}` : carryOn },
      peer,
    );
  }
  if (statusTrouble !== undefined) {
    throw new HandshakeFailure('certificateStatus', `the certificate of ${host} ${statusTrouble}`, {}, peer);
  }
  const [own] = certificates;
  if (pins !== undefined && (own === undefined || !pins.includes(publicKeyHash(own)))) {
    throw new HandshakeFailure(
      'pinnedKey',
      `the key of ${isProxy ? 'the proxy ' : ''}${host} is none of those that are pinned`,
      own === undefined ? {} : { hint: `its key is sha256//${publicKeyHash(own)}` },
      peer,
    );
  }
}

/** SHA-256 in base64 of a certificate's key (RFC 7469 §2.4). */
function publicKeyHash(certificate: Uint8Array): string {
  return sha256(new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' }));
}

/**
 * The hash of a public key in a file.
 *
 * @param content PEM (`PUBLIC KEY`) or DER.
 */
export function pinOfFile(content: Uint8Array): string {
  const armoured = /^-----BEGIN PUBLIC KEY-----\r?\n([\s\S]+?)\n-----END PUBLIC KEY-----/m.exec(
    Buffer.from(content).toString('latin1'),
  );
  return sha256(armoured?.[1] === undefined ? content : Buffer.from(armoured[1], 'base64'));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64');
}

/**
 * OpenSSL's number for a verdict on a certificate (`X509_V_ERR_…`), as curl has it in `%{ssl_verify_result}`: 0 is good,
 * and 1 stands for a wrong name too, which curl finds out by itself.
 *
 * @param trouble Node's code, which is OpenSSL's name; Node goes on after the first one and tells the last, so that an
 *   unknown authority of a lone certificate is told as a leaf that cannot be verified.
 */
export function verifyResult(trouble: string | undefined): number {
  if (trouble === undefined) return 0;
  return (
    VERIFY_RESULTS[trouble === 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' ? 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' : trouble] ?? 1
  );
}

const VERIFY_RESULTS: Readonly<Record<string, number>> = {
  UNABLE_TO_GET_ISSUER_CERT: 2,
  UNABLE_TO_GET_CRL: 3,
  UNABLE_TO_DECRYPT_CERT_SIGNATURE: 4,
  UNABLE_TO_DECRYPT_CRL_SIGNATURE: 5,
  UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY: 6,
  CERT_SIGNATURE_FAILURE: 7,
  CRL_SIGNATURE_FAILURE: 8,
  CERT_NOT_YET_VALID: 9,
  CERT_HAS_EXPIRED: 10,
  CRL_NOT_YET_VALID: 11,
  CRL_HAS_EXPIRED: 12,
  ERROR_IN_CERT_NOT_BEFORE_FIELD: 13,
  ERROR_IN_CERT_NOT_AFTER_FIELD: 14,
  ERROR_IN_CRL_LAST_UPDATE_FIELD: 15,
  ERROR_IN_CRL_NEXT_UPDATE_FIELD: 16,
  OUT_OF_MEM: 17,
  DEPTH_ZERO_SELF_SIGNED_CERT: 18,
  SELF_SIGNED_CERT_IN_CHAIN: 19,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 20,
  CERT_CHAIN_TOO_LONG: 22,
  CERT_REVOKED: 23,
  PATH_LENGTH_EXCEEDED: 25,
  INVALID_PURPOSE: 26,
  CERT_UNTRUSTED: 27,
  CERT_REJECTED: 28,
  INVALID_CA: 79,
};

const UNKNOWN_AUTHORITY = 'comes from an authority that is not trusted here';

const SENTENCES: Readonly<Record<string, string>> = {
  CERT_REVOKED: 'has been revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'is signed by itself alone',
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'cannot be traced to an authority that is trusted here',
  CERT_UNTRUSTED: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_CRL: 'comes from an authority whose list of revoked certificates is missing',
  CRL_HAS_EXPIRED: 'cannot be checked: the list of revoked certificates is out of date',
  CRL_NOT_YET_VALID: 'cannot be checked: the list of revoked certificates is of the future',
  CRL_SIGNATURE_FAILURE: 'cannot be checked: the list of revoked certificates is not signed by its authority',
};

/** Whether what is wrong with a certificate is that nobody who is trusted answers for it. */
export function isUnknownAuthority(trouble: string | undefined): boolean {
  if (trouble === undefined) return false;
  const sentence = SENTENCES[trouble];
  return (
    sentence === UNKNOWN_AUTHORITY ||
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'].includes(trouble)
  );
}

/**
 * What is wrong with a certificate, in a sentence: whose, and how.
 *
 * @param nowMs milliseconds since the epoch.
 */
export function certificateSentence(
  { host, isProxy, trouble = '', certificates }: Pick<ShownPeer, 'host' | 'isProxy' | 'trouble' | 'certificates'>,
  nowMs: number,
): string {
  const owner = `the certificate of ${isProxy ? 'the proxy ' : ''}${host}`;
  const chain = certificates.map((der) => new X509Certificate(der));
  if (trouble === 'ERR_TLS_CERT_ALTNAME_INVALID') return `${owner} is for ${otherNames(chain[0])}`;
  if (trouble === 'CERT_HAS_EXPIRED' || trouble === 'CERT_NOT_YET_VALID') {
    const isExpired = trouble === 'CERT_HAS_EXPIRED';
    const distances = chain.map(({ validFrom, validTo }) =>
      isExpired ? nowMs - Date.parse(validTo) : Date.parse(validFrom) - nowMs,
    );
    const index = distances.findIndex((distanceMs) => distanceMs > 0);
    const span = index < 0 ? '' : spanText(distances[index] ?? 0);
    const subject = index > 0 ? `an authority behind ${owner}` : owner;
    if (isExpired) return index < 0 ? `${subject} has expired` : `${subject} expired ${span} ago`;
    return index < 0 ? `${subject} is not valid yet` : `${subject} is not valid before ${span} from now`;
  }
  return `${owner} ${SENTENCES[trouble] ?? `is not good (${trouble})`}`;
}

/** The names a certificate is for, up to three; what a server has put in there in place of names is not repeated. */
function otherNames(certificate: X509Certificate | undefined): string {
  const alternatives = certificate?.subjectAltName?.split(', ') ?? [];
  const names = alternatives.flatMap((name) => /^(?:DNS|IP Address):([\w.*:-]+)$/.exec(name)?.[1] ?? []);
  if (names.length === 0) return 'another name';
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} other names` : names.join(', ');
}
