import { runnerFileHint } from '../cli/runner-options.ts';
import type { Collection, SavedRequest } from '../collection/collection.ts';
import { nearestRequest } from '../collection/collection.ts';
import { Failure } from '../failure.ts';
import type { Files } from '../host.ts';

const NAMES = ['slip.yaml', 'slip.yml'] as const;

/** How many folders above are looked at. */
const MOST_FOLDERS = 64;

/** The collection of the working folder, or of the nearest one above it that has one. */
export async function findCollection(files: Pick<Files, 'facts'>): Promise<string | undefined> {
  let folder = '';
  for (let count = 0; count < MOST_FOLDERS; count++) {
    for (const name of NAMES) {
      const facts = await files.facts(folder + name).catch(() => undefined);
      if (facts?.kind === 'file') return folder + name;
    }
    folder += '../';
  }
  return undefined;
}

/** What the words of a run mean. */
export interface Wanted {
  readonly requests: readonly SavedRequest[];
  /** One request by its name, and nothing else. */
  readonly isOne: boolean;
  /** The environment of a suite, where none is typed. */
  readonly env: string | undefined;
  /** Words that are items, for the one request. */
  readonly items: readonly string[];
}

/**
 * Sorts the words of a run: names of requests and suites first, then items.
 *
 * @throws Failure `usage` for a name that is none.
 */
export function findWanted(words: readonly string[], tags: readonly string[], collection: Collection): Wanted {
  const requests: SavedRequest[] = [];
  const items: string[] = [];
  let suites = 0;
  let env: string | undefined;
  for (const word of words) {
    const request = collection.requests.get(word);
    const suite = collection.suites.get(word);
    if (request !== undefined) requests.push(request);
    else if (suite !== undefined) {
      suites += 1;
      env ??= suite.form.env?.text;
      requests.push(...suite.requests);
    } else if (/[:=@;]/.test(word) && requests.length > 0) items.push(word);
    else {
      throw new Failure('usage', `there is no request or suite ${word} in ${collection.main.file.path}`, {
        hint: runnerFileHint(word) ?? nearestRequest(word, collection.requests) ?? 'slip run lists what there is',
      });
    }
  }
  for (const request of collection.requests.values()) {
    if (request.form.tags?.some(({ text }) => tags.includes(text))) requests.push(request);
  }
  const isOne = words.length - items.length === 1 && suites === 0 && tags.length === 0;
  return { requests: [...new Set(requests)], isOne, env, items };
}
