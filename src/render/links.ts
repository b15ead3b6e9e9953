/** URLs of a head as links that a terminal opens: OSC 8. */

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
  return urls === undefined ? shown : shown.replace(urls, linked);
}

const FIELDS: Readonly<Record<string, RegExp>> = {
  location: /^https?:\/\/.+$/i,
  'content-location': /^https?:\/\/.+$/i,
  link: /(?<=<)https?:\/\/[^<>]+(?=>)/gi,
};

/** Terminals take no longer ones. */
const LONGEST_URL = 2083;

/** What is not of a URL's own characters (RFC 3986 §2) stays text, as what is opened must be what is read. */
function linked(url: string): string {
  const isUrl = url.length <= LONGEST_URL && /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(url);
  return isUrl ? `\x1b]8;;${url}\x1b\\${url}\x1b]8;;\x1b\\` : url;
}
