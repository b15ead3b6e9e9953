import type { FileSink, Host } from '../host.ts';
import { parentOf, writeFailure } from './output.ts';

/** Permission bits of what is for its owner's eyes. */
const PRIVATE_MODE = 0o600;
const PRIVATE_FOLDER_MODE = 0o700;

/**
 * Puts a file there as a whole: written beside its place and renamed, so that nobody ever sees a part of it. A link stays,
 * and leads to the new one. One that is there keeps its permissions, and never gets more (CVE-2022-32207). A device or pipe is written to as it is.
 *
 * @param newMode permission bits of one that was not there, for its owner only unless said.
 * @throws Failure `write`.
 */
export async function writeWholeFile(
  { files, randomBytes }: Pick<Host, 'files' | 'randomBytes'>,
  path: string,
  content: Uint8Array,
  newMode = PRIVATE_MODE,
): Promise<void> {
  try {
    const facts = await files.facts(path);
    if (facts !== undefined) {
      // Whoever made a file read-only, or a folder, does not want another one there; what is no file has no place beside it.
      const there = await files.open(path, 'append');
      if (facts.kind !== 'file') return await filled(there, content);
      await there.close();
    }
    await replaced({ files, randomBytes }, path, content, facts?.mode ?? newMode);
  } catch (error) {
    throw writeFailure(error, path, false);
  }
}

/**
 * Puts a file there as a whole that is for its owner's eyes only, whatever it was before, in a folder that is likewise if
 * it has to be made. It stands on the disk before it takes the other's place.
 *
 * @throws Failure `write`.
 */
export async function writePrivateFile(
  { files, randomBytes }: Pick<Host, 'files' | 'randomBytes'>,
  path: string,
  content: Uint8Array,
): Promise<void> {
  try {
    const folder = parentOf(path);
    if (folder !== undefined) await files.makeFolder(folder, PRIVATE_FOLDER_MODE);
    await replaced({ files, randomBytes }, path, content, PRIVATE_MODE, 'synced');
  } catch (error) {
    throw writeFailure(error, path, false);
  }
}

async function replaced(
  { files, randomBytes }: Pick<Host, 'files' | 'randomBytes'>,
  path: string,
  content: Uint8Array,
  mode: number,
  how?: 'synced',
): Promise<void> {
  // Who keeps a file elsewhere, and a link to it here, means that one. A link that leads nowhere is like no file.
  const place = await files.real(path).catch(() => path);
  const beside = `${place}.${Buffer.from(randomBytes(8)).toString('hex')}.tmp`;
  const sink = await files.open(beside, 'create', mode);
  try {
    await filled(sink, content, how);
    await files.rename(beside, place);
  } catch (error) {
    // The first failure is what is told.
    await files.remove(beside).catch(() => {});
    throw error;
  }
}

async function filled(sink: FileSink, content: Uint8Array, how?: 'synced'): Promise<void> {
  try {
    await sink.write(content);
    if (how === 'synced') await sink.sync();
  } finally {
    await sink.close();
  }
}
