import { beside, type Collection, type CollectionFile } from '../collection/collection.ts';
import { Unfillable } from '../collection/fill.ts';
import type { EnvironmentForm } from '../collection/format.ts';
import { failureAt } from '../yaml/place.ts';

/**
 * The variables of the env files that a collection names, those of the environment before those of the file.
 *
 * @throws Failure `config` for one that cannot be read, and a line that is none.
 */
export async function readEnvFiles(
  collection: Collection,
  environments: ReadonlyMap<CollectionFile, EnvironmentForm>,
  read: (path: string) => Promise<Uint8Array>,
): Promise<ReadonlyMap<CollectionFile, ReadonlyMap<string, string>>> {
  const found = new Map<CollectionFile, ReadonlyMap<string, string>>();
  for (const home of collection.files) {
    const values = new Map<string, string>();
    for (const named of [home.form['env-file'], environments.get(home)?.['env-file']]) {
      if (named === undefined) continue;
      const path = beside(home.file.path, named.text);
      try {
        for (const [name, value] of parseEnvFile(Buffer.from(await read(path)).toString('utf8'), path)) {
          values.set(name, value);
        }
      } catch (error) {
        throw error instanceof Unfillable ? failureAt(home.file, named, error.message) : error;
      }
    }
    if (values.size > 0) found.set(home, values);
  }
  return found;
}

/**
 * `NAME=value` lines: `#` begins a comment, `export ` before a name says nothing, quotes around a value are taken off, and
 * `\n`, `\"` and `\\` are read within double ones.
 *
 * @throws Failure `config` for a line that is none of these.
 */
export function parseEnvFile(text: string, path: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  let start = 0;
  for (const line of text.split('\n')) {
    const trimmed = line.replace(/\r$/, '').trim();
    if (trimmed !== '' && !trimmed.startsWith('#')) {
      const { name, value = '' } =
        /^(?:export\s+)?(?<name>[A-Za-z_][\w.-]*)\s*=\s*(?<value>.*)$/.exec(trimmed)?.groups ?? {};
      if (name === undefined) {
        throw failureAt({ path, text }, { start, end: start + line.length }, 'this is not NAME=value');
      }
      values.set(name, unquoted(value));
    }
    start += line.length + 1;
  }
  return values;
}

function unquoted(value: string): string {
  const double = /^"((?:\\.|[^"\\])*)"\s*(?:#.*)?$/.exec(value)?.[1];
  if (double !== undefined) {
    return double.replaceAll(/\\(.)/g, (_pair, letter: string) =>
      letter === 'n' ? '\n' : letter === 't' ? '\t' : letter,
    );
  }
  const single = /^'([^']*)'\s*(?:#.*)?$/.exec(value)?.[1];
  return single ?? value.replace(/\s+#.*$/, '');
}
