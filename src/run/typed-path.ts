import type { Invocation } from '../cli/parse.ts';
import { splitMethod } from '../cli/words.ts';
import type { SavedRequest } from '../collection/collection.ts';
import { fillText } from '../collection/fill.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { findCollection } from './find.ts';
import { openCollection } from './open-collection.ts';
import { openRun } from './open-run.ts';
import { scopeOf } from './variables.ts';

/**
 * The line with its path joined to the base of the nearest collection.
 *
 * @throws Failure `url` where there is none; `config` for a collection with a mistake.
 */
export async function withBase(host: Host, invocation: Invocation): Promise<Invocation> {
  const { words } = invocation;
  const { method, rest } = splitMethod(words);
  const [path = '', ...others] = rest;
  const file = await findCollection(host.files);
  const base = file === undefined ? undefined : await baseOf(host, file);
  if (base === undefined) {
    throw new Failure('url', 'there is no host in this URL', {
      at: { text: path, start: 0, end: 1 },
      hint:
        file === undefined
          ? 'slip collection init makes a collection, whose base it is joined to'
          : `it is joined to the base of ${file}, which has none`,
    });
  }
  const joined = base.replace(/\/+$/, '') + path;
  return { ...invocation, words: [...(method === undefined ? [] : words.slice(0, 1)), joined, ...others] };
}

/** The base that a collection gives without an environment, `{{…}}` filled in. */
async function baseOf(host: Host, path: string): Promise<string | undefined> {
  const collection = await openCollection(host, path);
  const { base } = collection.main.form;
  if (base === undefined) return undefined;
  // What templates mean is asked for a request; this one is never sent.
  const request: SavedRequest = {
    name: '',
    namePlace: base,
    form: { start: base.start, end: base.end },
    home: collection.main,
  };
  const setting = { path, fileRoot: undefined, env: undefined, variables: new Map(), configured: [] };
  const { variables } = await openRun(host, { ...setting, updatesSnapshots: false }, collection);
  return await fillText(base, scopeOf(request, new Map(), variables));
}
