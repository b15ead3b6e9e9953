import { createCipheriv, createDecipheriv, createHash, scrypt } from 'node:crypto';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';

/**
 * The vault's file, in three lines of ASCII: a header, which says how the key comes from the passphrase; the secrets
 * with their names, sealed with AES-256-GCM, to which the header is the associated data; and the SHA-256 of both lines,
 * by which damage is told from a wrong passphrase.
 */

/** How the key is made from the passphrase (RFC 7914): 32 MiB of memory and some 0.1 to 0.3 s. */
interface KeyCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

const COST: KeyCost = { N: 2 ** 15, r: 8, p: 1 };

/** What a header may ask for, 1 GiB: it is believed before the passphrase can show whether it was tampered with. */
const MAX_N_TIMES_R = 2 ** 23;
const MAX_P = 16;

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CHECK_BYTES = 16;

/** The sealed text grows by steps, so that its length says little of the secrets'. */
const PADDED_TO_BYTES = 1024;

/** A key with what it was made from, so that the same file is not worked on twice. */
export interface VaultKey {
  readonly salt: string;
  readonly cost: KeyCost;
  readonly cipherKey: Buffer;
  /** Shows that the passphrase is the right one, and tells nothing of the cipher's key. */
  readonly check: string;
}

/** A file that was read, and not yet opened. */
export interface SealedVault {
  readonly header: VaultHeader;
  readonly headerLine: string;
  readonly sealed: Buffer;
}

interface VaultHeader extends KeyCost {
  readonly salt: string;
  readonly nonce: string;
  readonly check: string;
}

/** Secrets by name. */
export type VaultContent = ReadonlyMap<string, Secret>;

/** A key for the next writing, with a salt of its own. */
export async function newKey(passphrase: Secret, randomBytes: (count: number) => Uint8Array): Promise<VaultKey> {
  return await derivedKey(passphrase, base64(randomBytes(SALT_BYTES)), COST);
}

/** The file's text. A nonce is used once: that of `randomBytes` must be. */
export function sealVault(
  content: VaultContent,
  key: VaultKey,
  randomBytes: (count: number) => Uint8Array,
): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const { salt, cost, check } = key;
  const headerLine = JSON.stringify({ 'slip vault': 1, kdf: 'scrypt', ...cost, salt, nonce: base64(nonce), check });
  const entries = [...content].map(([name, secret]) => [name, secret.reveal()]);
  const clear = Buffer.from(JSON.stringify(entries));
  const padding = Buffer.alloc(PADDED_TO_BYTES - (clear.byteLength % PADDED_TO_BYTES), ' ');
  const cipher = createCipheriv('aes-256-gcm', key.cipherKey, nonce).setAAD(Buffer.from(headerLine));
  const sealed = Buffer.concat([cipher.update(clear), cipher.update(padding), cipher.final(), cipher.getAuthTag()]);
  const lines = `${headerLine}\n${base64(sealed)}\n`;
  return Buffer.from(`${lines}${checksum(lines)}\n`);
}

/**
 * Reads the file as far as it can be without a passphrase.
 *
 * @throws Failure `keychain` for one that is damaged or of a version to come.
 */
export function readVault(bytes: Uint8Array, path: string): SealedVault {
  const text = Buffer.from(bytes).toString('latin1');
  const [, lines = '', headerLine = '', sealed = '', sum] =
    /^((\{.*\})\n([A-Za-z\d+/]+=*)\n)([\da-f]{64})\n$/.exec(text) ?? [];
  const header = checksum(lines) === sum ? parsedHeader(headerLine) : undefined;
  if (header === undefined) throw damaged(path);
  if (header['slip vault'] !== 1 || header.kdf !== 'scrypt') {
    throw new Failure('keychain', `${path} is of a version that this slip does not know`, {
      hint: 'a newer slip wrote it: use that one',
    });
  }
  if (!isHeader(header)) throw damaged(path);
  return { header, headerLine, sealed: Buffer.from(sealed, 'base64') };
}

/** The key of a file; `undefined` where the passphrase is not the one that it was sealed with. */
export async function keyOf({ header }: SealedVault, passphrase: Secret): Promise<VaultKey | undefined> {
  const { N, r, p, salt, check } = header;
  const key = await derivedKey(passphrase, salt, { N, r, p });
  return key.check === check ? key : undefined;
}

/** Whether a key that was made for another file is this one's too. */
export function isKeyOf({ salt, cost, check }: VaultKey, { header }: SealedVault): boolean {
  const { N, r, p } = header;
  return salt === header.salt && check === header.check && cost.N === N && cost.r === r && cost.p === p;
}

/**
 * What is in the vault.
 *
 * @throws Failure `keychain` where something was changed since slip sealed it.
 */
export function openVault(vault: SealedVault, key: VaultKey, path: string): VaultContent {
  const { header, headerLine, sealed } = vault;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.cipherKey, Buffer.from(header.nonce, 'base64'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(headerLine, 'latin1')).setAuthTag(sealed.subarray(-TAG_BYTES));
    const clear = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    const entries: readonly [string, string][] = JSON.parse(clear.toString());
    return new Map(entries.map(([name, text]) => [name, new Secret(text)]));
  } catch (cause) {
    throw new Failure('keychain', `${path} was tampered with: the passphrase fits, but not what it seals`, {
      cause,
      hint: 'bring it back from a backup, and find out who changed it',
    });
  }
}

async function derivedKey(passphrase: Secret, salt: string, cost: KeyCost): Promise<VaultKey> {
  // The same characters, however a keyboard or a file put them together.
  const password = passphrase.reveal().normalize('NFC');
  const maxmem = 128 * cost.N * cost.r + 128 * cost.r * cost.p + 2 ** 20;
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(password, Buffer.from(salt, 'base64'), 2 * KEY_BYTES, { ...cost, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
  const check = createHash('sha256').update(bytes.subarray(KEY_BYTES)).digest().subarray(0, CHECK_BYTES);
  return { salt, cost, cipherKey: bytes.subarray(0, KEY_BYTES), check: base64(check) };
}

function parsedHeader(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isHeader(
  header: Readonly<Record<string, unknown>>,
): header is Readonly<Record<string, unknown>> & VaultHeader {
  const isCount = (value: unknown, max: number): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= max;
  const isBytes = (value: unknown, count: number): boolean =>
    typeof value === 'string' && Buffer.from(value, 'base64').byteLength === count;
  const { N, r, p, salt, nonce, check } = header;
  return (
    isCount(N, MAX_N_TIMES_R) &&
    N > 1 &&
    Number.isInteger(Math.log2(N)) &&
    isCount(r, MAX_N_TIMES_R / N) &&
    isCount(p, MAX_P) &&
    isBytes(salt, SALT_BYTES) &&
    isBytes(nonce, NONCE_BYTES) &&
    isBytes(check, CHECK_BYTES)
  );
}

function damaged(path: string): Failure {
  return new Failure('keychain', `${path} is damaged, or is no vault of slip's`, {
    hint: 'bring it back from a backup, or move it away and add the secrets anew',
  });
}

function checksum(text: string): string {
  return createHash('sha256').update(text, 'latin1').digest('hex');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
