import { type KeyObject, X509Certificate } from 'node:crypto';
import { signatureAlgorithm } from './signature.ts';

/** What a certificate says of itself. Its texts are whatever its maker put there: not safe for a terminal. */
export interface CertificateFacts {
  /** `CN=example.com, O=Example`. */
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it is for, without their kinds. */
  readonly names: readonly string[];
  /** Milliseconds since the epoch. */
  readonly validFromMs: number;
  readonly validToMs: number;
  /** In hexadecimal. */
  readonly serialNumber: string;
  /** `RSA 2048`, `EC P-256`, `Ed25519`. */
  readonly key: string;
  /** `ECDSA with SHA-256`. */
  readonly signature: string;
  /** SHA-256 of the whole, in hexadecimal. */
  readonly fingerprint: string;
}

/** Reads a certificate; `undefined` for bytes that are none. */
export function readCertificate(der: Uint8Array): CertificateFacts | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(der);
  } catch {
    return undefined;
  }
  const { subject, issuer, subjectAltName, validFrom, validTo, serialNumber, fingerprint256 } = certificate;
  return {
    subject: nameText(subject),
    issuer: nameText(issuer),
    names: namesIn(subjectAltName ?? ''),
    validFromMs: Date.parse(validFrom),
    validToMs: Date.parse(validTo),
    serialNumber: serialNumber.toLowerCase(),
    key: keyText(certificate),
    signature: signatureAlgorithm(der) ?? 'unknown',
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

/** Node has a line for each part, and not always a name. */
function nameText(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ');
}

/** `DNS:a, IP Address:127.0.0.1`; Node puts a value into quotes that could be taken for more than one. */
function namesIn(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|, )[^:,"]+:("(?:[^"\\]|\\.)*"|[^,]*)/g)].map(([, value = '']) =>
    value.startsWith('"') ? unquoted(value) : value,
  );
}

function unquoted(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

/** Of a kind that Node cannot read, nothing is known. */
function keyText(certificate: X509Certificate): string {
  let key: KeyObject;
  try {
    key = certificate.publicKey;
  } catch {
    return 'unknown';
  }
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return `RSA ${modulusLength}`;
  if (namedCurve !== undefined) return `EC ${CURVES[namedCurve] ?? namedCurve}`;
  return (key.asymmetricKeyType ?? 'unknown').replace(/^ed(?=\d)/, 'Ed');
}
