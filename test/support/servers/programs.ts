import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Servers live in the sbin folders, which are not on the PATH of everybody. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The path of an installed program. */
export function findProgram(name: string): string | undefined {
  return FOLDERS.map((folder) => join(folder, name)).find(isExecutable);
}

/** Why a suite that needs these programs is skipped, for `test(name, { skip })`; `false` when they are all here. */
export function missing(...names: readonly string[]): string | false {
  const absent = names.filter((name) => findProgram(name) === undefined);
  if (absent.length === 0) return false;
  return `${absent.join(', ')} ${absent.length === 1 ? 'is' : 'are'} not installed`;
}

/**
 * The path of a program that the suite has been found not to miss.
 *
 * @throws Error when it is missing all the same.
 */
export function programPath(name: string): string {
  const path = findProgram(name);
  if (path === undefined) throw new Error(`${name} is not installed`);
  return path;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
