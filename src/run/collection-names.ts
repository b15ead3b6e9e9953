import type { NameKind } from '../cli/name-kind.ts';
import { type Collection, loadCollection } from '../collection/collection.ts';
import { namesUsed } from '../collection/order.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { findCollection } from './find.ts';
import { folderOf } from './open-collection.ts';
import { fileRoot } from './tools.ts';

/** A name, and what it is about; empty where nothing is said of it. */
export interface Name {
  readonly name: string;
  readonly about: string;
}

/** A kind of names that stand in a collection. */
export type CollectionNameKind = Exclude<NameKind, 'profile' | 'session'>;

/**
 * The names in the collection that a line is about: the one that its words name, or the nearest.
 *
 * @throws Failure for a collection that is not as it should be, or that nobody would wait for.
 */
export async function collectionNames(
  kind: CollectionNameKind,
  words: readonly string[],
  host: Pick<Host, 'files' | 'env'>,
): Promise<readonly Name[]> {
  const typed = words.find((word) => /^[^-].*\.ya?ml$/i.test(word))?.replace(/^~(?=[\\/])/, host.env.HOME ?? '~');
  const path = typed ?? (await findCollection(host.files));
  if (path === undefined) return [];
  const root = fileRoot(folderOf(path));
  const collection = await loadCollection(path, async (one) => {
    if (one !== path) root.admit(one);
    const facts = await host.files.facts(one);
    // A pipe or a device would have the shell wait for ever.
    if (facts?.kind !== 'file' || (facts.byteLength ?? 0) > MOST_BYTES) throw new Failure('usage', `${one} is no file`);
    return Buffer.from(await host.files.read(one)).toString('utf8');
  });
  return [...namesIn(collection, kind)];
}

const MOST_BYTES = 4 * 1024 * 1024;

function* namesIn(collection: Collection, kind: CollectionNameKind): Generator<Name> {
  const { requests, suites, files } = collection;
  switch (kind) {
    case 'request':
      for (const { name, form } of requests.values()) yield { name, about: form.description?.text ?? '' };
      for (const { name, form } of suites.values()) yield { name, about: form.description?.text ?? 'suite' };
      return;
    case 'tag':
      for (const { form } of requests.values()) yield* unexplained((form.tags ?? []).map(({ text }) => text));
      return;
    case 'env':
      for (const { form } of files) yield* unexplained((form.envs ?? []).map(({ name }) => name));
      return;
    case 'variable': {
      const vars = files.flatMap(({ form }) => [form.vars, ...(form.envs ?? []).map(({ value }) => value.vars)]);
      const declared = vars.flatMap((list = []) => list.map(({ name }) => name));
      yield* unexplained([...declared, ...namesUsed(collection)].map((name) => `${name}=`));
    }
  }
}

function* unexplained(names: Iterable<string>): Generator<Name> {
  for (const name of names) yield { name, about: '' };
}
