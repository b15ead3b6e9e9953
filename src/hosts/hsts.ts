import type { RequestUrl } from '../request/url.ts';
import { cacheLines, hostKey, isAddressKey, MAX_LINE_LENGTH, parseCacheTime, printCacheTime } from './cache-line.ts';

/** A host that is spoken to in https only. */
export interface StrictHost {
  readonly host: string;
  readonly coversSubdomains: boolean;
  /** Seconds since the epoch; `Infinity`: never. */
  readonly expiresAtSeconds: number;
}

/** The strict hosts that are known (RFC 6797), the oldest first. */
export interface StrictHosts {
  /** Adds what a file holds. */
  load(hosts: readonly StrictHost[]): void;
  /** Takes what a host says of itself in `Strict-Transport-Security`; whether there was something to take. */
  learn(host: string, value: string, nowSeconds: number): boolean;
  /** The URL to ask for: https where its host is strict, and the port with it if it was http's own (§8.3). */
  upgraded(url: RequestUrl, nowSeconds: number): RequestUrl;
  /** What was learnt and not loaded; `undefined` for a host that is to be forgotten. */
  learnt(): ReadonlyMap<string, StrictHost | undefined>;
}

/** As in curl; the oldest make way. */
const MAX_HOSTS = 10_000;

/** Strict hosts, none at first. */
export function openStrictHosts(): StrictHosts {
  const known = new Map<string, StrictHost>();
  const learnt = new Map<string, StrictHost | undefined>();
  const find = (key: string, nowSeconds: number): StrictHost | undefined => {
    const found = known.get(key);
    return found !== undefined && found.expiresAtSeconds > nowSeconds ? found : undefined;
  };
  return {
    load(hosts) {
      for (const host of hosts) keep(known, host);
    },
    learn(host, value, nowSeconds) {
      const key = hostKey(host);
      const policy = parseStrictTransport(value);
      // Addresses have no policy (§8.1.1).
      if (key === undefined || isAddressKey(key) || policy === undefined) return false;
      known.delete(key);
      const { maxAgeSeconds, coversSubdomains } = policy;
      const strict =
        maxAgeSeconds === 0 ? undefined : { host: key, coversSubdomains, expiresAtSeconds: nowSeconds + maxAgeSeconds };
      if (strict !== undefined) keep(known, strict);
      learnt.set(key, strict);
      return true;
    },
    upgraded(url, nowSeconds) {
      const key = hostKey(url.host);
      if (url.scheme === 'https' || key === undefined || isAddressKey(key)) return url;
      if (find(key, nowSeconds) === undefined && !isCovered(key, (domain) => find(domain, nowSeconds))) return url;
      return { ...url, scheme: 'https', port: url.port === 80 ? 443 : url.port };
    },
    learnt: () => learnt,
  };
}

function isCovered(key: string, find: (domain: string) => StrictHost | undefined): boolean {
  for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
    if (find(key.slice(dot + 1))?.coversSubdomains) return true;
  }
  return false;
}

function keep(known: Map<string, StrictHost>, host: StrictHost): void {
  known.set(host.host, host);
  const [oldest] = known.keys();
  if (known.size > MAX_HOSTS && oldest !== undefined) known.delete(oldest);
}

/** One directive: a token, maybe with a token or a quoted string (RFC 6797 §6.1). */
const DIRECTIVE = /^\s*([!#$%&'*+\-.^_`|~\w]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?\s*$/;

/**
 * The policy in a `Strict-Transport-Security` value, or `undefined` for one that is to be passed over: without max-age,
 * with a directive twice, or in another form.
 */
export function parseStrictTransport(
  value: string,
): { readonly maxAgeSeconds: number; readonly coversSubdomains: boolean } | undefined {
  if (value.length > MAX_LINE_LENGTH) return undefined;
  const directives = new Map<string, string | undefined>();
  for (const text of value.match(/(?:[^;"]|"(?:[^"\\]|\\.)*")+|"/g) ?? []) {
    if (text.trim() === '') continue;
    const [whole, name = '', quoted, token] = DIRECTIVE.exec(text) ?? [];
    if (whole === undefined || directives.has(name.toLowerCase())) return undefined;
    directives.set(name.toLowerCase(), quoted ?? token);
  }
  const maxAge = directives.get('max-age');
  if (maxAge === undefined || !/^\d+$/.test(maxAge)) return undefined;
  return { maxAgeSeconds: Number(maxAge), coversSubdomains: directives.has('includesubdomains') };
}

/**
 * The hosts in a cache file of curl's (curl's docs/HSTS.md): a host, with a dot before it where its subdomains count, and
 * the time until which it is strict. Lines of another form and times that have passed are left out; of two lines for one
 * host the later time counts, and the stricter of the two.
 */
export function parseHstsFile(text: string, nowSeconds: number): readonly StrictHost[] {
  const hosts = new Map<string, StrictHost>();
  for (const line of cacheLines(text)) {
    const [, dot, name = '', time = ''] = /^(\.?)(\S+) "([^"]*)"$/.exec(line) ?? [];
    const host = hostKey(name);
    const expiresAtSeconds = parseCacheTime(time);
    if (host === undefined || isAddressKey(host) || expiresAtSeconds === undefined) continue;
    if (expiresAtSeconds <= nowSeconds) continue;
    const other = hosts.get(host);
    hosts.set(host, {
      host,
      coversSubdomains: dot === '.' || other?.coversSubdomains === true,
      expiresAtSeconds: Math.max(expiresAtSeconds, other?.expiresAtSeconds ?? 0),
    });
  }
  return [...hosts.values()];
}

/** A cache file's text: that of `text`, which may have changed since it was read, with what has been learnt since. */
export function updatedHstsFile(text: string, { learnt }: StrictHosts, nowSeconds: number): string {
  const hosts = new Map(parseHstsFile(text, nowSeconds).map((host) => [host.host, host]));
  for (const [key, host] of learnt()) {
    hosts.delete(key);
    if (host !== undefined) keep(hosts, host);
  }
  const lines = [...hosts.values()].map(
    ({ host, coversSubdomains, expiresAtSeconds }) =>
      `${coversSubdomains ? '.' : ''}${host} "${printCacheTime(expiresAtSeconds)}"`,
  );
  return [...HEADER, ...lines].map((line) => `${line}\n`).join('');
}

const HEADER = [
  '# HSTS cache, in the form that curl reads too.',
  '# slip writes it anew: what you change may be lost.',
];
