import { Failure } from '../failure.ts';
import { type Item, parseItem } from '../request/items.ts';
import { nearestCommand } from './nearest.ts';

/** The positional words of a request, sorted. */
export interface RequestWords {
  readonly method: string | undefined;
  readonly urls: readonly string[];
  readonly items: readonly Item[];
}

/** Methods that may be typed in any case (RFC 9110 §9, RFC 5789, RFC 4918, RFC 3253, the QUERY draft). */
// biome-ignore format: a list reads best as a few lines
export const METHODS = [
  'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY',
  'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'SEARCH', 'REPORT', 'PURGE', 'LINK', 'UNLINK',
] as const;

/**
 * `[METHOD] URL [ITEM…]`, where further words that start with `http://` or `https://`, or `ws://` or `wss://`, are further URLs.
 *
 * @param urlOptions the values of `--url`, which need no positional URL beside them.
 * @throws Failure `usage` when no URL is there, or a word is neither a URL nor an item.
 */
export function sortWords(words: readonly string[], urlOptions: readonly string[]): RequestWords {
  const { method, rest } = splitMethod(words);
  const [leading, ...others] = rest;
  // Beside --url, a first word that reads as an item is one; otherwise the first word is the URL, whatever it looks like.
  const hasLeadingUrl =
    leading !== undefined && (urlOptions.length === 0 || isFurtherUrl(leading) || !readsAsItem(leading));
  const urls = [...urlOptions, ...(hasLeadingUrl ? [leading] : [])];
  const items: Item[] = [];
  for (const word of hasLeadingUrl ? others : rest) {
    if (isFurtherUrl(word)) urls.push(word);
    else items.push(readItem(word, leading));
  }
  if (urls.length === 0) throw missingUrl(words[0]);
  return { method, urls, items };
}

/** The method before a URL, if there is one, and the other words. */
export function splitMethod(words: readonly string[]): {
  readonly method: string | undefined;
  readonly rest: readonly string[];
} {
  const [first, second] = words;
  if (first === undefined) return { method: undefined, rest: words };
  const isMethod = isKnownMethod(first) || (/^[A-Z][A-Z-]*$/.test(first) && second !== undefined);
  return isMethod ? { method: first.toUpperCase(), rest: words.slice(1) } : { method: undefined, rest: words };
}

function isKnownMethod(word: string): boolean {
  return (METHODS as readonly string[]).includes(word.toUpperCase());
}

function isFurtherUrl(word: string): boolean {
  return /^(?:https?|wss?):\/\//i.test(word);
}

function readsAsItem(word: string): boolean {
  try {
    parseItem(word);
    return true;
  } catch {
    return false;
  }
}

/** Behind a word that is nearly a command's name, one that is no item was meant for that command. */
function readItem(word: string, leading: string | undefined): Item {
  try {
    return parseItem(word);
  } catch (error) {
    const command = leading === undefined ? undefined : nearestCommand(leading);
    if (command === undefined) throw error;
    throw new Failure('usage', `${leading} is no command, and ${word} is no request item`, {
      hint: `did you mean slip ${command}?`,
    });
  }
}

function missingUrl(method: string | undefined): Failure {
  return new Failure('usage', method === undefined ? 'there is no URL' : `there is no URL after ${method}`, {
    hint:
      method === undefined
        ? 'slip [METHOD] URL [ITEM…]; slip -h shows more'
        : `slip ${method} URL; a host of that name is written http://${method}/`,
  });
}
