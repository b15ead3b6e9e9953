import { Failure } from '../failure.ts';
import { nearestWord } from '../nearest.ts';
import { failureAt, type Place, type YamlFile } from '../yaml/place.ts';
import type { CollectionForm, EnvironmentForm, RequestForm, SuiteForm } from './format.ts';
import { readCollection } from './read.ts';

/** A file of a collection, and what those around it give where it says nothing. */
export interface CollectionFile {
  readonly file: YamlFile;
  readonly form: CollectionForm;
  /** What its requests are called in the files around it: empty, or ends in a dot. */
  readonly prefix: string;
  /** The file that includes it. */
  readonly parent: CollectionFile | undefined;
}

/** A request of a collection. */
export interface SavedRequest {
  /** With the prefixes of the files it is included through. */
  readonly name: string;
  readonly namePlace: Place;
  readonly form: RequestForm;
  readonly home: CollectionFile;
}

/** A suite of a collection, its requests by their whole names. */
export interface Suite {
  readonly name: string;
  readonly form: SuiteForm;
  readonly requests: readonly SavedRequest[];
}

/** A collection with all that it includes. */
export interface Collection {
  readonly main: CollectionFile;
  /** All files, the main one first. */
  readonly files: readonly CollectionFile[];
  /** In the order of the document, what is included where it is included. */
  readonly requests: ReadonlyMap<string, SavedRequest>;
  readonly suites: ReadonlyMap<string, Suite>;
}

/**
 * Reads a collection and the files it includes.
 *
 * @param path of the file, as the user names it.
 * @param read gives a file's text.
 * @throws Failure `config` for every mistake, with its place.
 */
export async function loadCollection(path: string, read: (path: string) => Promise<string>): Promise<Collection> {
  const files: CollectionFile[] = [];
  const requests = new Map<string, SavedRequest>();
  const load = async (
    filePath: string,
    prefix: string,
    parent: CollectionFile | undefined,
  ): Promise<CollectionFile> => {
    const file = { path: filePath, text: await read(filePath) };
    const home: CollectionFile = { file, form: await readCollection(file), prefix, parent };
    files.push(home);
    for (const include of home.form.include ?? []) {
      const included = 'kind' in include ? include : include.file;
      if (included === undefined) continue;
      const includedPath = beside(filePath, included.text);
      if (isOpen(home, includedPath) || depthOf(home) > MOST_INCLUDED)
        throw failureAt(file, included, `${includedPath} includes itself`);
      const inner = 'kind' in include || include.prefix === undefined ? '' : `${include.prefix.text}.`;
      try {
        await load(includedPath, prefix + inner, home);
      } catch (error) {
        if (!(error instanceof Failure) || error.kind === 'config') throw error;
        throw failureAt(file, included, error.message);
      }
    }
    for (const { name, namePlace, value } of home.form.requests ?? []) {
      const whole = prefix + name;
      if (requests.has(whole)) {
        throw failureAt(
          file,
          namePlace,
          `there are two requests ${whole}`,
          'include: { file: …, prefix: … } tells them apart',
        );
      }
      requests.set(whole, { name: whole, namePlace, form: value, home });
    }
    return home;
  };
  const main = await load(path, '', undefined);
  const suites = new Map<string, Suite>();
  for (const home of files) {
    for (const { name, namePlace, value } of home.form.suites ?? []) {
      const whole = home.prefix + name;
      if (requests.has(whole) || suites.has(whole)) {
        throw failureAt(home.file, namePlace, `there is something else called ${whole}`);
      }
      suites.set(whole, { name: whole, form: value, requests: suiteRequests(value, home, requests) });
    }
  }
  for (const request of requests.values()) {
    for (const wanted of request.form.after ?? []) {
      if (findRequest(wanted.text, request.home, requests) === undefined) {
        throw failureAt(
          request.home.file,
          wanted,
          `there is no request ${wanted.text}`,
          nearestRequest(wanted.text, requests),
        );
      }
    }
  }
  return { main, files, requests, suites };
}

/** The request that a name means in a file: one of the file itself before one of those around it. */
export function findRequest(
  name: string,
  home: CollectionFile,
  requests: ReadonlyMap<string, SavedRequest>,
): SavedRequest | undefined {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    const found = requests.get(file.prefix + name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * An environment of a file or one of those around it.
 *
 * @throws Failure `usage` that names those there are, when no file of the collection has it.
 */
export function environmentsOf(collection: Collection, name: string): ReadonlyMap<CollectionFile, EnvironmentForm> {
  const found = new Map<CollectionFile, EnvironmentForm>();
  const names = new Set<string>();
  for (const file of collection.files) {
    for (const env of file.form.envs ?? []) {
      names.add(env.name);
      if (env.name === name) found.set(file, env.value);
    }
  }
  if (found.size > 0) return found;
  const nearest = nearestWord(name, names);
  const list = [...names].join(', ');
  const others =
    names.size === 0 ? `${collection.main.file.path} has no envs` : `there ${names.size === 1 ? 'is' : 'are'} ${list}`;
  throw new Failure('usage', `there is no environment ${name}`, {
    hint: nearest === undefined ? others : `did you mean ${nearest}?`,
  });
}

/** What to say beside a name that no request has. */
export function nearestRequest(name: string, requests: ReadonlyMap<string, SavedRequest>): string | undefined {
  const nearest = nearestWord(name, requests.keys());
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

/** A path as a file of the collection has it: it starts where the file stands. */
export function beside(filePath: string, path: string): string {
  if (/^(?:[\\/]|[A-Za-z]:[\\/])/.test(path)) return path;
  const plain = path.replaceAll(/(?<=^|[\\/])\.[\\/]+/g, '');
  const joined = filePath.replace(/[^\\/]*$/, '') + plain;
  // a/../b.yaml is b.yaml, so that a file is known by one name.
  for (let shorter = joined; ; ) {
    const before = shorter;
    shorter = shorter.replace(/(?<=^|[\\/])(?!\.\.[\\/])[^\\/]+[\\/]\.\.[\\/]/, '');
    if (shorter === before) return shorter;
  }
}

/** How deep files may include others: by another name, or a link, one may include itself unseen. */
const MOST_INCLUDED = 30;

function depthOf({ parent }: CollectionFile): number {
  return parent === undefined ? 0 : 1 + depthOf(parent);
}

function isOpen(home: CollectionFile, path: string): boolean {
  for (let file: CollectionFile | undefined = home; file !== undefined; file = file.parent) {
    if (file.file.path === path) return true;
  }
  return false;
}

function suiteRequests(
  form: SuiteForm,
  home: CollectionFile,
  requests: ReadonlyMap<string, SavedRequest>,
): readonly SavedRequest[] {
  const named = (form.requests ?? []).map((wanted) => {
    const found = findRequest(wanted.text, home, requests);
    if (found !== undefined) return found;
    throw failureAt(home.file, wanted, `there is no request ${wanted.text}`, nearestRequest(wanted.text, requests));
  });
  const tags = new Set((form.tags ?? []).map(({ text }) => text));
  const tagged = [...requests.values()].filter(
    (request) => !named.includes(request) && request.form.tags?.some(({ text }) => tags.has(text)),
  );
  return [...named, ...tagged];
}
