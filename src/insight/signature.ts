/** How a certificate is signed: Node tells it from version 24 on only, so that it is read from the bytes. */

/** Names of signature algorithms (RFC 3279, 4055, 5758, 8410, 9881). */
const NAMES: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'RSA with MD5',
  '1.2.840.113549.1.1.5': 'RSA with SHA-1',
  '1.2.840.113549.1.1.10': 'RSA-PSS',
  '1.2.840.113549.1.1.11': 'RSA with SHA-256',
  '1.2.840.113549.1.1.12': 'RSA with SHA-384',
  '1.2.840.113549.1.1.13': 'RSA with SHA-512',
  '1.2.840.10045.4.1': 'ECDSA with SHA-1',
  '1.2.840.10045.4.3.2': 'ECDSA with SHA-256',
  '1.2.840.10045.4.3.3': 'ECDSA with SHA-384',
  '1.2.840.10045.4.3.4': 'ECDSA with SHA-512',
  '1.3.101.112': 'Ed25519',
  '1.3.101.113': 'Ed448',
  '2.16.840.1.101.3.4.3.17': 'ML-DSA-44',
  '2.16.840.1.101.3.4.3.18': 'ML-DSA-65',
  '2.16.840.1.101.3.4.3.19': 'ML-DSA-87',
};

/**
 * The algorithm that signed a certificate, by name, or by number where it has none here.
 *
 * @param der `SEQUENCE { tbsCertificate, SEQUENCE { OBJECT IDENTIFIER, … }, … }` (RFC 5280 §4.1).
 * @returns `undefined` for bytes of another form.
 */
export function signatureAlgorithm(der: Uint8Array): string | undefined {
  const certificate = elementAt(der, 0, SEQUENCE);
  const signed = certificate && elementAt(der, certificate.start, SEQUENCE);
  const algorithm = signed && elementAt(der, signed.end, SEQUENCE);
  const identifier = algorithm && elementAt(der, algorithm.start, OBJECT_IDENTIFIER);
  if (identifier === undefined) return undefined;
  const number = dotted(der.subarray(identifier.start, identifier.end));
  return NAMES[number] ?? number;
}

const SEQUENCE = 0x30;
const OBJECT_IDENTIFIER = 0x06;

/** Where the content of an element stands (X.690 §8.1), if it is one of this tag and all there. */
function elementAt(
  der: Uint8Array,
  at: number,
  tag: number,
): { readonly start: number; readonly end: number } | undefined {
  const first = der[at + 1];
  if (der[at] !== tag || first === undefined) return undefined;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  if (lengthBytes > 3) return undefined;
  const start = at + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : der.subarray(at + 2, start).reduce((sum, byte) => sum * 256 + byte, 0);
  return start + length <= der.byteLength ? { start, end: start + length } : undefined;
}

/** `1.2.840.…` (X.690 §8.19): seven bits a byte, the first two numbers in one. */
function dotted(bytes: Uint8Array): string {
  const numbers: number[] = [];
  let number = 0;
  for (const byte of bytes) {
    number = number * 128 + (byte & 0x7f);
    if (byte < 0x80) {
      numbers.push(number);
      number = 0;
    }
  }
  const [first = 0, ...others] = numbers;
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - root * 40, ...others].join('.');
}
