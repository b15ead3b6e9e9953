/** URLs as links that a terminal opens: OSC 8. */
import { asLatin1 } from './sniff.ts';

/** When there are to be links. */
export type LinkChoice = 'auto' | 'always' | 'never';

/** Whether a terminal is to get links; `auto` asks its variables, as terminals do not answer for themselves. */
export function takesLinks(choice: LinkChoice, env: Readonly<Record<string, string | undefined>>): boolean {
  const { TERM: term = '' } = env;
  if (choice === 'never' || term === 'dumb') return false;
  if (choice === 'always') return true;
  // Between slip and the terminal they would drop links, or not know where one ends.
  if (env.TMUX || env.STY || /^(?:screen|tmux)/.test(term)) return false;
  if (/^(?:iTerm\.app|WezTerm|vscode|ghostty)$/.test(env.TERM_PROGRAM ?? '')) return true;
  return Number(env.VTE_VERSION) >= 5000 || Boolean(env.KITTY_WINDOW_ID || env.WT_SESSION || env.KONSOLE_VERSION);
}

/** The value of a field, which is safe for a terminal already, with its URLs as links, if it is a field of URLs. */
export function withLinks(name: string, shown: string): string {
  const urls = FIELDS[name.toLowerCase()];
  return urls === undefined ? shown : shown.replace(urls, (url) => linked(url));
}

const FIELDS: Readonly<Record<string, RegExp>> = {
  location: /^https?:\/\/.+$/i,
  'content-location': /^https?:\/\/.+$/i,
  link: /(?<=<)https?:\/\/[^<>]+(?=>)/gi,
};

/**
 * JSON that is safe for a terminal and has its layout and colours, with the strings that are URLs as links. Holds a chunk
 * and, where one ends within such a string, as much as a URL may have.
 */
export async function* withLinkedStrings(json: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = '';
  try {
    for await (const chunk of json) {
      const text = held + asLatin1(chunk);
      let seen = 0;
      const linkedText = text.replace(URL_STRING, (string: string, inner: string, at: number) => {
        seen = at + string.length;
        return linkedString(inner);
      });
      held = text.slice(wholeLength(text, seen));
      yield Buffer.from(linkedText.slice(0, linkedText.length - held.length), 'latin1');
    }
  } catch (error) {
    yield Buffer.from(held, 'latin1');
    throw error;
  }
  if (held !== '') yield Buffer.from(held, 'latin1');
}

/** A quotation mark behind a backslash begins no string. */
const URL_STRING = /"(?<!\\")(https?:(?:[^"\\\x00-\x20]|\\\/|\\u00(?:26|3[Dd]))+)"/g;

function linkedString(inner: string): string {
  return `"${linked(
    inner,
    inner
      .replace(/\\\//g, '/')
      .replace(/\\u0026/g, '&')
      .replace(/\\u003d/gi, '='),
  )}"`;
}

/** Up to where no string begins behind `from` that may yet be a URL, nor a backslash stands that counts for what follows. */
function wholeLength(text: string, from: number): number {
  const quote = text.lastIndexOf('"');
  const isBegun = quote >= from && text[quote - 1] !== '\\' && text.length - quote <= LONGEST_STRING;
  if (isBegun && /^"(?:h(?:t(?:t(?:p\S*)?)?)?)?$/.test(text.slice(quote))) return quote;
  return text.endsWith('\\') ? text.length - 1 : text.length;
}

/** Terminals take no longer ones. */
const LONGEST_URL = 2083;
/** One with its quotation mark and some escapes. */
const LONGEST_STRING = LONGEST_URL + 200;

/**
 * What is not of a URL's own characters (RFC 3986 §2) stays text, as what is opened must be what is read; so does what
 * has a name before its host, which is read as the host.
 */
function linked(shown: string, url = shown): string {
  const isUrl =
    url.length <= LONGEST_URL &&
    /^https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i.test(url) &&
    !/^https?:\/\/[^/?#]*@/i.test(url);
  return isUrl ? `\x1b]8;;${url}\x1b\\${shown}\x1b]8;;\x1b\\` : shown;
}
