import type { OptionName } from '../cli/options.ts';
import type { Invocation } from '../cli/parse.ts';
import { holdsCredential } from '../request/headers.ts';
import { namesCredential } from '../request/items.ts';
import { isCredentialParameter } from '../secret.ts';

/** The secrets that stand on a curl line, by the names of what holds them. */
export function secretsOf({ occurrences, words }: Invocation): readonly string[] {
  const found: string[] = [];
  for (const { name, value } of occurrences) {
    if (isSecretOption(name, value)) found.push(`--${name}`);
    const header = name === 'header' ? secretHeader(String(value)) : undefined;
    if (header !== undefined) found.push(header);
  }
  for (const url of words) withoutPassword(url, found);
  return found;
}

/** A URL, typed with its scheme or without, up to the end of its password. */
const PASSWORD = /^((?:[a-z][a-z0-9+.-]*:\/\/)?[^/?#@:]*):(?!\{\{[^@]*\}\}@)[^/?#]*@/i;

/** A URL without its password and its parameters that carry credentials, whose names are added to what is left out. */
export function withoutPassword(url: string, leftOut: string[]): string {
  const kept = url.replace(PASSWORD, '$1@');
  if (kept !== url) leftOut.push('the password in the URL');
  return withoutSecretParameters(kept, leftOut);
}

function withoutSecretParameters(url: string, leftOut: string[]): string {
  const [, before = '', query = '', fragment = ''] = /^([^?#]*)\?([^#]*)(.*)$/s.exec(url) ?? [];
  const pairs = query.split('&');
  const open = pairs.filter((pair) => {
    const [name = ''] = new URLSearchParams(pair).keys();
    const isOpen = !isCredentialParameter(name) || standsForIt(pair);
    if (!isOpen) leftOut.push(name);
    return isOpen;
  });
  if (open.length === pairs.length) return url;
  return `${before}${open.length === 0 ? '' : `?${open.join('&')}`}${fragment}`;
}

/** Options whose values may be secrets, or have one in them, and whether a value does. */
const HAS_SECRET: Partial<Record<OptionName, HasSecret>> = {
  ...each(['user', 'oauth2-bearer', 'proxy-user', 'pass', 'proxy-pass'], (value) => !standsForIt(value)),
  // A file of cookies, and a certificate without its password, are no secrets.
  cookie: (value) => value.split(';').some((pair) => pair.includes('=') && !standsForIt(pair)),
  ...each(['cert', 'proxy-cert'], (value) => value.includes(':') && !standsForIt(value)),
  ...each(['proxy', 'preproxy', 'socks4', 'socks4a', 'socks5', 'socks5-hostname'], isSecretUrl),
  ...each(['doh-url', 'referer', 'request-target'], isSecretUrl),
  'proxy-header': (value) => secretHeader(value) !== undefined,
  ...each(['data', 'data-raw', 'data-binary', 'json'], isSecretBody),
  ...each(['data-urlencode', 'url-query', 'form', 'form-string', 'variable'], isSecretPair),
};

type HasSecret = (value: string) => boolean;

function each(names: readonly OptionName[], has: HasSecret): Partial<Record<OptionName, HasSecret>> {
  return Object.fromEntries(names.map((name) => [name, has]));
}

/** Whether an option has a secret. */
export function isSecretOption(name: OptionName, value: string | boolean): boolean {
  return typeof value === 'string' && HAS_SECRET[name]?.(value) === true;
}

/** Whether a variable, or a file, stands where a secret would. */
export function standsForIt(value: string): boolean {
  return /\{\{.*\}\}$/s.test(value.trim());
}

/** Whether a header field carries a secret. */
export function isSecretHeader(name: string, value: string): boolean {
  return holdsCredential(name, value) && !standsForIt(value);
}

/** The name of the header in a line for `-H`, if what it says is a secret. */
function secretHeader(line: string): string | undefined {
  const [, name = '', value = ''] = /^([^:;@]+?)\s*:\s*(.*)$/s.exec(line) ?? [];
  return isSecretHeader(name, value) && value !== '' ? name : undefined;
}

function isSecretUrl(text: string): boolean {
  return withoutPassword(text, []) !== text;
}

/** `NAME=VALUE`; behind an `@` or a `<` stands a file. */
function isSecretPair(text: string): boolean {
  const [, name = '', value = ''] = /^\+?([^=@]*)=(.*)$/s.exec(text) ?? [];
  return namesCredential(name) && !/^[@<]/.test(value) && !standsForIt(value);
}

/** Pairs of a form, or JSON, which need not be whole, as `{{…}}` may stand in it. */
export function isSecretBody(text: string): boolean {
  const members = text.matchAll(/"([^"\\]*)"\s*:\s*(?=["\d-])(?!"[^"]*\{\{[^"]*\}\}")/g);
  return text.split('&').some(isSecretPair) || [...members].some(([, name = '']) => isCredentialParameter(name));
}
