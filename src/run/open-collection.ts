import { isUtf8 } from 'node:buffer';
import { inputsFrom } from '../cli/inputs.ts';
import { type Collection, loadCollection } from '../collection/collection.ts';
import { Unfillable } from '../collection/fill.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writeWholeFile } from '../store/whole-file.ts';
import { lineAndColumn, type YamlFile } from '../yaml/place.ts';
import { findCollection } from './find.ts';
import { fileRoot } from './tools.ts';

/** From so many characters on, some thousand requests, memory is kept low, at the price of some time. */
const LONG_FILE = 250_000;

/**
 * A collection with what it includes, which is in its folder, or in the one that `--file-root` says.
 *
 * @throws Failure `config` with the place of every mistake.
 */
export async function openCollection(host: Host, path: string, folder = folderOf(path)): Promise<Collection> {
  const root = fileRoot(folder);
  return await loadCollection(path, async (one) => {
    try {
      if (one !== path) root.admit(one);
    } catch (error) {
      throw error instanceof Unfillable ? new Failure('usage', error.message) : error;
    }
    const text = await readNamedText(host, one);
    // What is made of it would leave V8 to sweep up for the first time when three times as much has come together.
    if (text.length >= LONG_FILE) host.keepMemoryLow();
    return text;
  });
}

/** The folder of a file: empty, or it ends in a slash. */
export function folderOf(path: string): string {
  return path.replace(/[^\\/]*$/, '');
}

/** Text of a file that the user names. @throws Failure `usage`, `config` for one that is not UTF-8. */
export async function readNamedText(host: Host, path: string): Promise<string> {
  const bytes = await inputsFrom(host).read(path, 'usage');
  if (isUtf8(bytes)) return Buffer.from(bytes).toString('utf8');
  // What was another character would be sent as a question mark, or saved over the one that stood there.
  const text = Buffer.from(bytes).toString('utf8');
  const at = text.indexOf('\uFFFD');
  const { line, column } = lineAndColumn({ path, text }, Math.max(0, at));
  throw new Failure('config', `${path}:${line}:${column}: this is not UTF-8`, { hint: 'save the file as UTF-8' });
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
