import { Failure, type Span } from '../failure.ts';
import { isCredentialParameter, Secret } from '../secret.ts';
import { curlPairs, curlPath, encodeTarget } from './url-encoding.ts';

/** An absolute http or https URL, taken apart but not re-written: the path and query stand as they were typed. */
export interface RequestUrl {
  readonly scheme: 'http' | 'https';
  /** Canonical: lower case, punycode, IPv4 in dotted form, IPv6 in brackets, maybe with a zone: `[fe80::1%eth0]`. */
  readonly host: string;
  /** The host in the letters in which it was typed, where it is written so: in curl's manner, if case is all that differs. */
  readonly writtenHost?: string;
  readonly port: number;
  /** Starts with `/`; only what cannot stand in a request target has been percent-encoded. */
  readonly path: string;
  /** Without its `?`; `undefined` when there is none, which differs from an empty one. */
  readonly query: string | undefined;
  readonly user: { readonly name: string; readonly password: Secret | undefined } | undefined;
  /** With its `#`; nobody is told of it but the user. */
  readonly fragment?: string;
}

/** How a URL text is read. */
export interface UrlReading {
  /** Leave `.` and `..` segments where they are (`--path-as-is`). */
  readonly pathAsIs?: boolean;
  /** The scheme when none is typed; otherwise https, but http for loopback hosts. */
  readonly defaultScheme?: 'http' | 'https';
  /**
   * As curl reads what is typed: one slash or three may stand for the two behind the scheme, the first `@` ends the user
   * information, a host is written in the case in which it was typed, no space stands anywhere, and a query is sent in
   * whatever bytes it has.
   */
  readonly asCurl?: boolean;
  /** `ws` and `wss` are taken, too, for the http and https by which a WebSocket is opened (RFC 6455 §3). */
  readonly webSockets?: boolean;
}

/**
 * Reads a URL as it is typed: no scheme, `:3000/x`, user information, international hosts.
 *
 * @throws Failure `url` with the place underlined; `protocol` for a scheme slip does not speak.
 */
export function parseUrl(typed: string, reading: UrlReading = {}): RequestUrl {
  const text = reading.asCurl ? forgiveSlashes(typed) : typed;
  const schemeMatch = /^([a-z][a-z0-9+.-]*):\/\/|^:\/\//i.exec(text);
  const named = schemeMatch?.[1]?.toLowerCase();
  const scheme = reading.webSockets && /^wss?$/.test(named ?? '') ? named?.replace('ws', 'http') : named;
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') throw foreignScheme(text, scheme);
  const halfScheme = schemeMatch === null ? /^https?:(?:\/(?!\/)|(?![/\d]))/i.exec(text)?.[0] : undefined;
  if (halfScheme !== undefined) throw missingAuthority(text, halfScheme);
  const authorityStart = schemeMatch?.[0].length ?? 0;
  const authorityEnd = pathStart(text, authorityStart);
  const forbidden = /[\0-\x1f\x7f]/.exec(text) ?? /\s/.exec(reading.asCurl ? text : text.slice(0, authorityEnd));
  if (forbidden !== null) {
    throw new Failure('url', 'a URL cannot hold a space or control character here', {
      at: placeIn(text, forbidden.index, forbidden.index + 1),
    });
  }
  const rest = text.slice(authorityEnd);
  const authority = readAuthority(text, authorityStart, authorityEnd, reading.asCurl === true);
  const resolvedScheme = scheme ?? reading.defaultScheme ?? (isLoopback(authority.host) ? 'http' : 'https');
  const [withoutFragment = ''] = rest.split('#', 1);
  const fragment = rest.slice(withoutFragment.length);
  const queryStart = withoutFragment.indexOf('?');
  const rawPath = queryStart < 0 ? withoutFragment : withoutFragment.slice(0, queryStart);
  const encode = reading.asCurl ? curlPath : encodeTarget;
  const query = queryStart < 0 ? undefined : withoutFragment.slice(queryStart + 1);
  const path = encode(rawPath === '' ? '/' : rawPath);
  return {
    scheme: resolvedScheme,
    host: authority.host,
    ...(authority.writtenHost === undefined ? {} : { writtenHost: authority.writtenHost }),
    port: authority.port ?? (resolvedScheme === 'https' ? 443 : 80),
    path: reading.pathAsIs ? path : removeDotSegments(path),
    query: reading.asCurl || query === undefined ? query : encodeTarget(query),
    user: authority.user,
    ...(fragment === '' ? {} : { fragment }),
  };
}

/**
 * Where a reference such as a `Location` value leads (RFC 3986 §5.2).
 *
 * @throws Failure `url` or `protocol`, as `parseUrl` does.
 */
export function resolveReference(base: RequestUrl, reference: string, reading: UrlReading = {}): RequestUrl {
  const forgiven = reading.asCurl ? forgiveSlashes(reference.trim()) : reference.trim();
  const trimmed = forgiven.replaceAll(' ', '%20');
  // A place that is told relative to another one has no dots in curl, even where they are left elsewhere.
  const pathAsIs = reading.pathAsIs === true && !reading.asCurl;
  const [start = '', scheme, slashes] = /^([a-z][a-z0-9+.-]*):(\/\/)?/i.exec(trimmed) ?? [];
  if (scheme !== undefined) {
    if (slashes !== undefined) return parseUrl(trimmed, reading);
    // Here a colon never means a port: `mailto:a@b` must not lead to the host b.
    throw /^https?$/i.test(scheme) ? missingAuthority(trimmed, start) : foreignScheme(trimmed, scheme.toLowerCase());
  }
  if (trimmed.startsWith('//')) return parseUrl(`${base.scheme}:${trimmed}`, reading);
  const origin = writtenOrigin(base);
  if (trimmed.startsWith('/')) return parseUrl(`${origin}${trimmed}`, { ...reading, pathAsIs });
  if (trimmed.startsWith('?'))
    return parseUrl(`${origin}${base.path}${trimmed}`, { ...reading, pathAsIs: !reading.asCurl });
  if (trimmed === '' || trimmed.startsWith('#')) {
    const { fragment: _left, ...whole } = base;
    return { ...whole, user: undefined, ...(trimmed === '' ? {} : { fragment: trimmed }) };
  }
  return parseUrl(`${origin}${base.path.replace(/[^/]*$/, '')}${trimmed}`, { ...reading, pathAsIs });
}

/** `scheme://host:port`, the port only where it is not the scheme's own: what credentials are bound to (RFC 6454). */
export function originOf(url: RequestUrl): string {
  return `${url.scheme}://${url.host}${portSuffix(url)}`;
}

/** `host[:port]` as the Host field has it (RFC 9110 §7.2). */
export function authorityOf(url: RequestUrl): string {
  // A zone means something on this machine alone (RFC 6874 §3).
  return `${(url.writtenHost ?? url.host).replace(/%.*(?=\])/, '')}${portSuffix(url)}`;
}

function portSuffix({ scheme, port }: RequestUrl): string {
  return port === (scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
}

function writtenOrigin(url: RequestUrl): string {
  return `${url.scheme}://${(url.writtenHost ?? url.host).replace('%', '%25')}${portSuffix(url)}`;
}

/** Path and query: the origin-form request target (RFC 9112 §3.2.1). */
export function targetOf(url: RequestUrl): string {
  return url.query === undefined ? url.path : `${url.path}?${url.query}`;
}

/** The whole URL without user information and fragment. */
export function hrefOf(url: RequestUrl): string {
  return `${writtenOrigin(url)}${targetOf(url)}`;
}

/** The whole URL as it may be shown: no user information, credential query parameters masked. */
export function displayUrl(url: RequestUrl): string {
  return `${writtenOrigin(url)}${maskTarget(targetOf(url))}`;
}

/** A request target with the values of credential query parameters masked. */
export function maskTarget(target: string): string {
  const queryStart = target.indexOf('?');
  if (queryStart < 0) return target;
  const masked = target
    .slice(queryStart + 1)
    .split('&')
    .map((pair) => {
      const name = pair.split('=', 1)[0] ?? '';
      return pair.includes('=') && isCredentialParameter(percentDecode(name)) ? `${name}=(secret)` : pair;
    });
  return `${target.slice(0, queryStart + 1)}${masked.join('&')}`;
}

/** A URL text, as typed, without its password. Text that is no URL comes back as it is. */
export function maskUrlText(text: string): string {
  return maskTarget(text.replace(/^((?:(?:[a-z][a-z0-9+.-]*)?:\/\/)?[^/?#@:]*):[^/?#]*@/i, '$1:(secret)@'));
}

/**
 * The URL with more pairs, already encoded, at the end of its query.
 *
 * @throws Failure `url` in curl's manner, for a space or control character in them.
 */
export function withQuery(url: RequestUrl, pairs: readonly string[], asCurl = false): RequestUrl {
  if (pairs.join('') === '' && pairs.length < 2) return url;
  const forbidden = asCurl ? /[\0-\x20\x7f]/.exec(pairs.join('&')) : null;
  if (forbidden !== null) {
    throw new Failure('url', 'a query cannot hold a space or control character', {
      at: placeIn(`?${pairs.join('&')}`, forbidden.index + 1, forbidden.index + 2),
      hint: '--data-urlencode and --url-query encode it',
    });
  }
  const added = asCurl ? curlPairs(pairs.join('&')) : encodeTarget(pairs.join('&'));
  return { ...url, query: url.query ? `${url.query}&${added}` : added };
}

/** Whether a canonical host is this machine: `localhost`, `*.localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopback(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/.test(host);
}

/** Percent-decodes UTF-8; text that does not decode comes back as it is. */
export function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function forgiveSlashes(typed: string): string {
  return typed.replace(/^(https?):\/(?:\/\/)?(?!\/)/i, '$1://');
}

function foreignScheme(text: string, scheme: string): Failure {
  return new Failure('protocol', `${scheme} is no protocol that slip speaks`, {
    at: placeIn(text, 0, scheme.length),
    hint: 'http and https are what it speaks',
  });
}

/** RFC 9110 §4.2.1. Browsers and curl guess that a slash was forgotten; slip does not guess whom to send something to. */
function missingAuthority(text: string, start: string): Failure {
  return new Failure('url', 'there is no host in this URL', {
    at: placeIn(text, 0, start.length),
    hint: 'two slashes stand before a host: http://host/',
  });
}

/** A place in a URL text that is shown: stars for its password and credential parameters keep the offsets. */
export function placeIn(text: string, start: number, end: number): Span {
  const stars = (_all: string, before: string, secret: string): string => before + '*'.repeat(secret.length);
  const shown = text
    // A password with a / or # in it is why a URL is wrong: only what is a port by its form ends before these.
    .replace(/^((?:(?:[a-z][a-z0-9+.-]*)?:\/\/)?[^/?#@:[]*:)(?!\d*(?:[/?#]|$))(.*)(?=@)/is, stars)
    .replace(/([?&#][^=&#]*=)([^&#]*)/g, (pair, before, value) =>
      isCredentialParameter(percentDecode(before.slice(1, -1))) ? stars(pair, before, value) : pair,
    );
  return { text: shown, start, end };
}

interface Authority {
  readonly host: string;
  readonly writtenHost: string | undefined;
  readonly port: number | undefined;
  readonly user: RequestUrl['user'];
}

function pathStart(text: string, authorityStart: number): number {
  const found = text.slice(authorityStart).search(/[/?#]/);
  return found < 0 ? text.length : authorityStart + found;
}

function readAuthority(text: string, start: number, end: number, asCurl: boolean): Authority {
  const authority = text.slice(start, end);
  const at = asCurl ? authority.indexOf('@') : authority.lastIndexOf('@');
  const hostStart = start + at + 1;
  const portMatch = /:([^:\]]*)$/.exec(authority.slice(at + 1));
  const hostEnd = portMatch === null ? end : hostStart + portMatch.index;
  const hostText = text.slice(hostStart, hostEnd);
  const host = canonicalHost(text, hostText === '' && portMatch !== null ? 'localhost' : hostText, hostStart, hostEnd);
  const isOtherCase = asCurl && hostText !== host && hostText.toLowerCase() === host;
  return {
    host,
    writtenHost: isOtherCase ? hostText : undefined,
    port: portMatch === null || portMatch[1] === '' ? undefined : readPort(text, hostEnd + 1, end),
    user: at < 0 ? undefined : readUser(authority.slice(0, at)),
  };
}

function readUser(information: string): RequestUrl['user'] {
  const colon = information.indexOf(':');
  if (colon < 0) return { name: percentDecode(information), password: undefined };
  return {
    name: percentDecode(information.slice(0, colon)),
    password: new Secret(percentDecode(information.slice(colon + 1))),
  };
}

function readPort(text: string, start: number, end: number): number {
  const digits = text.slice(start, end);
  const port = Number(digits);
  if (/^\d+$/.test(digits) && port <= 65535) return port;
  throw new Failure('url', `a port is a number up to 65535`, { at: placeIn(text, start, end) });
}

/** curl's bound, far beyond what a name can be. */
const MAX_HOST_LENGTH = 65535;

/** The host as the URL standard writes it; the standard's own parser decides what a host is. */
function canonicalHost(text: string, host: string, start: number, end: number): string {
  const at = (): Span => placeIn(text, start, Math.max(end, start + 1));
  const [, address, zone] = /^(\[[\da-f:.]+)%(?:25)?([\w.~-]+)\]$/i.exec(host) ?? [];
  if (address !== undefined) return canonicalHost(text, `${address}]`, start, end).replace(']', `%${zone}]`);
  if (host === '' || host.length > MAX_HOST_LENGTH)
    throw new Failure('url', 'there is no host in this URL', { at: at() });
  // An encoded separator would move the border between host and path for whoever decodes it later (CVE-2022-27780).
  if (/%(?:2f|3a|40|3f|23|5c|25|00)|[\\^|<>`{}"@]/i.test(host))
    throw new Failure('url', 'this cannot be a host', { at: at() });
  try {
    const canonical = new URL(`http://${host}/`).hostname;
    // RFC 5890 §2.3.2.1: of a name that has to be encoded, nobody could look up a longer label.
    const isEncodable = canonical === host || !/(?:^|\.)xn--[^.]{60,}/.test(canonical);
    if (canonical !== '' && isEncodable) return canonical;
  } catch {
    // A name whose last label is a number is an address to the URL standard, and a name to the DNS.
    if (/^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.\d+$/i.test(host) && !/(?:^|\.)0x[\da-f]*$/i.test(host)) {
      return host.toLowerCase();
    }
  }
  throw new Failure('url', 'this cannot be a host', { at: at() });
}

/** RFC 3986 §5.2.4, a percent-encoded dot counting as a dot. */
function removeDotSegments(path: string): string {
  if (!/\/(?:\.|%2e)/i.test(path)) return path;
  const kept: string[] = [];
  const segments = path.split('/').slice(1);
  for (const [index, segment] of segments.entries()) {
    const plain = segment.replace(/%2e/gi, '.');
    const isLast = index === segments.length - 1;
    if (plain === '..') kept.pop();
    if (plain !== '.' && plain !== '..') kept.push(segment);
    else if (isLast) kept.push('');
  }
  return `/${kept.join('/')}`;
}
