import { Failure } from '../failure.ts';
import type { Item, TextSource } from '../request/items.ts';
import type { Inputs } from './inputs.ts';

/** The item with the file it names below the home folder where it was typed so: behind an `@` no shell reads `~/`. */
export function atHome(item: Item, env: Inputs['env']): Item {
  if ('path' in item) return { ...item, path: homePath(item.path, env) };
  if (!('value' in item) || item.value.from === 'text') return item;
  return { ...item, value: { from: 'file', path: homePath(item.value.path, env) } };
}

/** A path in which `~/` stands for the home folder; as it is where there is none. */
function homePath(path: string, env: Inputs['env']): string {
  const home = homeFolder(env);
  return home !== undefined && /^~[/\\]/.test(path) ? home + path.slice(1) : path;
}

/** A path as it may have been typed: with `~/` for the home folder. */
export function tildePath(path: string, env: Inputs['env']): string {
  const home = homeFolder(env);
  return home !== undefined && path.startsWith(home) ? `~${path.slice(home.length)}` : path;
}

/**
 * The text that an item's value is.
 *
 * @throws Failure `usage` for a file that cannot be read, or is not UTF-8: as text its bytes would be lost.
 */
export async function itemText(value: TextSource, inputs: Inputs): Promise<string> {
  if (value.from === 'text') return value.text;
  try {
    const bytes = await inputs.read(value.path, 'usage');
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('usage', `${value.path === '-' ? 'stdin' : value.path} is not UTF-8 text`, {
      cause,
      hint: 'name@file uploads a file as it is, @file is the whole body',
    });
  }
}

function homeFolder(env: Inputs['env']): string | undefined {
  return env.HOME || env.USERPROFILE || undefined;
}
