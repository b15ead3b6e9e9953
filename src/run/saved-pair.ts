import { readDiffWish } from '../cli/diff-line.ts';
import type { Invocation } from '../cli/parse.ts';
import type { Collection, SavedRequest } from '../collection/collection.ts';
import type { Value } from '../collection/value.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { findCollection, findWanted } from './find.ts';
import { collectionPath, openCollection } from './open-collection.ts';
import { readExtra, type TypedExtra, typedVariables } from './run-line.ts';

/** One side of a comparison. */
export interface SavedSide {
  readonly request: SavedRequest;
  /** `undefined` is what the collection says without one. */
  readonly env: string | undefined;
}

/** Saved requests whose answers are to be compared. */
export interface SavedPair {
  readonly collection: Collection;
  /** Of the collection. */
  readonly path: string;
  /** Where the files are that it names; else its folder. */
  readonly fileRoot: string | undefined;
  readonly sides: readonly [SavedSide, SavedSide];
  /** Counts for both. */
  readonly extra: TypedExtra;
  readonly variables: ReadonlyMap<string, Value>;
  readonly wish: ReturnType<typeof readDiffWish>;
}

/**
 * The saved requests that a line of `slip diff` names, if its words are no URLs: where `--env`, `--var` or `--file-root` stands, where
 * the first word is a collection's file, and where it is the name of a request of the collection here.
 *
 * @param argv the line, which is read once more: what is typed counts before what is saved, and the options file does not.
 * @throws Failure `usage`, `config`.
 */
export async function findSavedPair(
  host: Host,
  argv: readonly string[],
  { words, options }: Invocation,
): Promise<SavedPair | undefined> {
  const [first = ''] = words;
  const isFile = /\.ya?ml$/i.test(first) && (await host.files.facts(first).catch(() => undefined))?.kind === 'file';
  const isSaved = isFile || [options.env, options.var, options['file-root']].some((typed) => typed !== undefined);
  if (!isSaved && !/^[A-Za-z_][\w.-]*$/.test(first)) return undefined;
  const path = isFile ? first : await findCollection(host.files);
  if (path === undefined && !isSaved) return undefined;
  const found = await collectionPath(host, path);
  const collection = await openCollection(host, found, options['file-root']).catch((error: unknown) => {
    // It may be a host's name, which a mistake in a collection has nothing to do with.
    if (isSaved || !first.includes('.')) throw error;
  });
  if (collection === undefined || (!isSaved && !collection.requests.has(first))) return undefined;
  const isAlone = argv[0] === '-q' || argv[0] === '--disable';
  const extra = await readExtra(host, isAlone ? argv.slice(1) : argv, isAlone, () => {});
  const { requests, items } = findWanted(words.slice(isFile ? 1 : 0), [], collection);
  return {
    collection,
    path: found,
    fileRoot: options['file-root'],
    sides: sidesOf(requests, options.env ?? []),
    extra: { ...extra, words: items },
    variables: typedVariables(options.var ?? []),
    wish: readDiffWish(options),
  };
}

function sidesOf(requests: readonly SavedRequest[], envs: readonly string[]): readonly [SavedSide, SavedSide] {
  const [one, other = one, ...more] = requests;
  if (one === undefined || other === undefined || more.length > 0 || envs.length > 2) {
    throw new Failure('usage', 'slip diff compares two saved requests, or one in two environments', { hint: HINT });
  }
  if (one === other && envs.length === 0) {
    throw new Failure('usage', `there is nothing to compare ${one.name} with`, { hint: HINT });
  }
  const many = [one, other].find(({ form }) => form.repeat !== undefined);
  if (many !== undefined) {
    throw new Failure('usage', `${many.name} is sent more than once (repeat), and slip diff compares two answers`);
  }
  const [env, otherEnv = env] = one === other && envs.length === 1 ? [undefined, ...envs] : envs;
  return [
    { request: one, env },
    { request: other, env: otherEnv },
  ];
}

const HINT = 'slip diff NAME NAME [--env NAME], or slip diff NAME --env NAME --env NAME';
