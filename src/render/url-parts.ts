/** The parts of a URL that `--write-out` can print, by curl's names in the order of curl's list. */
export const URL_PARTS = [
  'fragment',
  'host',
  'options',
  'password',
  'path',
  'port',
  'query',
  'scheme',
  'user',
  'zoneid',
] as const;

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http', '80'],
  ['https', '443'],
]);

/**
 * An absolute URL's parts as they are written (RFC 3986 appendix B), nothing decoded: the last `@` ends the userinfo,
 * an IPv6 host keeps its brackets but not its zone (RFC 6874), a missing port is the scheme's.
 */
export function splitUrl(url: string): { readonly [Part in (typeof URL_PARTS)[number]]: string | undefined } {
  const [, scheme = '', authority = '', path = '', query, fragment] =
    /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const [, user, password, host = '', zone, bracket = '', port] =
    /^(?:([^:]*)(?::(.*))?@)?(\[[^\]%]*|[^:]*)(?:%(?:25)?([^\]]*))?(\]?)(?::(\d*))?$/s.exec(authority) ?? [];
  return {
    fragment: fragment || undefined,
    host: host + bracket,
    options: undefined,
    password,
    path: path || '/',
    port: port || DEFAULT_PORTS.get(scheme.toLowerCase()),
    query: query || undefined,
    scheme: scheme.toLowerCase() || undefined,
    user,
    zoneid: zone,
  };
}

/**
 * A URL with what curl shows of the text that it was made from: the user information, and a host beyond ASCII in its own
 * letters.
 */
export function withTypedParts(href: string, typed: string): string {
  const [, user = '', host = ''] = /^(?:[a-z][a-z0-9+.-]*:\/{1,3})?([^/?#@]*@)?([^/?#:]*)/i.exec(typed) ?? [];
  const ownHost = /[^\0-\x7f]/.test(host) ? href.replace(/(?<=:\/\/)[^/?#:]*/, () => host) : href;
  return ownHost.replace('://', () => `://${user}`);
}
