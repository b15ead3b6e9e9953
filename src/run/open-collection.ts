import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { YamlFile } from '../yaml/place.ts';
import { findCollection } from './find.ts';

/** Text of a file that the user names. @throws Failure `usage` */
export async function readNamedText({ files }: Pick<Host, 'files'>, path: string): Promise<string> {
  try {
    return Buffer.from(await files.read(path)).toString('utf8');
  } catch (cause) {
    const { code } = cause as { code?: string }; // a system error
    throw new Failure('usage', `${path} ${code === 'ENOENT' ? 'is not there' : 'cannot be read'}`, { cause });
  }
}

/**
 * Where the collection is: the named file, or `slip.yaml` here or above.
 *
 * @throws Failure `usage` where there is none.
 */
export async function collectionPath(host: Pick<Host, 'files'>, named: string | undefined): Promise<string> {
  const path = named ?? (await findCollection(host.files));
  if (path !== undefined) return path;
  throw new Failure('usage', 'there is no slip.yaml here or in a folder above', {
    hint: 'slip collection init makes one',
  });
}

/** Writes a file whole: beside it first, then in its place. @throws Failure `write` */
export async function replaceFile({ files }: Pick<Host, 'files'>, { path, text }: YamlFile): Promise<void> {
  const beside = `${path}.new`;
  try {
    const mode = (await files.facts(path))?.mode;
    const file = await files.open(beside, 'replace', mode);
    try {
      await file.write(Buffer.from(text, 'utf8'));
      await file.sync();
    } finally {
      await file.close();
    }
    await files.rename(beside, path);
  } catch (cause) {
    await files.remove(beside).catch(() => {});
    throw new Failure('write', `${path} cannot be written`, { cause });
  }
}
