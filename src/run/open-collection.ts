import { inputsFrom } from '../cli/inputs.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeWholeFile } from '../store/whole-file.ts';
import type { YamlFile } from '../yaml/place.ts';
import { findCollection } from './find.ts';

/** Text of a file that the user names. @throws Failure `usage` */
export async function readNamedText(host: Host, path: string): Promise<string> {
  return Buffer.from(await inputsFrom(host).read(path, 'usage')).toString('utf8');
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

/** Puts a file there as a whole; a new one is for everybody whom the user's mask admits. @throws Failure `write` */
export async function replaceFile(host: Host, { path, text }: YamlFile): Promise<void> {
  await writeWholeFile(host, path, Buffer.from(text, 'utf8'), PUBLIC_MODE);
}

const PUBLIC_MODE = 0o666;
