import { Failure } from '../failure.ts';

/** Entries of a keychain. */
export interface Entries {
  find(account: string): Promise<string | undefined>;
  put(account: string, clear: string): Promise<void>;
  remove(account: string): Promise<boolean>;
}

/** Windows' Credential Manager keeps no longer ones (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h). */
const MAX_ENTRY_BYTES = 2560;
const MAX_PIECES = 64;

/** In the place of a secret that is in pieces: their number, and the name of the set that they belong to. */
const PIECES = /^slip pieces (\d+) ([\da-f]{16})$/;

/**
 * Entries whose secrets may be longer than the keychain's: these are put into several, of which the last to be written is
 * the one that names the set. Whoever reads meanwhile finds the old set or the new one.
 *
 * @throws Failure `usage` from `put` for a secret that is longer than all pieces; `keychain` from `find` where one is gone.
 */
export function inPieces(entries: Entries, randomBytes: (count: number) => Uint8Array): Entries {
  const removeSet = async (head: string | undefined, account: string): Promise<void> => {
    for (const piece of piecesNamed(head, account)) await entries.remove(piece);
  };
  return {
    async find(account) {
      // A set may be replaced while it is read.
      for (let tries = 1; ; tries++) {
        const head = await entries.find(account);
        const names = piecesNamed(head, account);
        if (names.length === 0) return head;
        const pieces: string[] = [];
        for (const name of names) pieces.push((await entries.find(name)) ?? '');
        if (pieces.every((piece) => piece !== '')) return pieces.join('');
        if (tries === 3) {
          throw new Failure('keychain', `a piece of the secret of ${account} is gone from the Credential Manager`, {
            hint: `add the secret of ${account} anew`,
          });
        }
      }
    },
    async put(account, clear) {
      const before = await entries.find(account);
      const pieces = piecesOf(clear);
      if (pieces.length > MAX_PIECES) {
        const limitKilobytes = Math.floor((MAX_ENTRY_BYTES * MAX_PIECES) / 1024);
        throw new Failure('usage', `the secret of ${account} is longer than ${limitKilobytes} kB`, {
          hint: 'SLIP_KEYCHAIN=vault keeps secrets of any length, in an encrypted file',
        });
      }
      const head = `slip pieces ${pieces.length} ${Buffer.from(randomBytes(8)).toString('hex')}`;
      const isOne = pieces.length === 1 && !PIECES.test(clear);
      if (!isOne) {
        for (const [index, name] of piecesNamed(head, account).entries()) await entries.put(name, pieces[index] ?? '');
      }
      await entries.put(account, isOne ? clear : head);
      await removeSet(before, account);
    },
    async remove(account) {
      const head = await entries.find(account);
      const wasThere = await entries.remove(account);
      await removeSet(head, account);
      return wasThere;
    },
  };
}

/** Whether an entry's name is that of a piece. */
export function isPiece(account: string): boolean {
  return /\/[\da-f]{16}\/\d+$/.test(account);
}

function piecesNamed(head: string | undefined, account: string): readonly string[] {
  const [, count, set] = PIECES.exec(head ?? '') ?? [];
  return Array.from({ length: Number(count ?? 0) }, (_, index) => `${account}/${set}/${index}`);
}

/** Parts of a text of at most so many bytes as UTF-8, none of which begins within a character. */
function piecesOf(clear: string): readonly string[] {
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of clear) {
    const size = Buffer.byteLength(character);
    if (bytes + size > MAX_ENTRY_BYTES) {
      pieces.push(piece);
      [piece, bytes] = ['', 0];
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece];
}
