import { defaultPath, domainMatch, getPublicSuffix, pathMatch } from 'tough-cookie';
import type { Dialect } from '../request/plan.ts';
import type { Cookie } from './cookie.ts';
import { parseSetCookie } from './set-cookie.ts';

/** One end of an exchange, as far as cookies look at it. Ports do not matter to them (RFC 6265 §8.5). */
export interface CookieSite {
  /** Lower case, IPv6 without brackets. */
  readonly host: string;
  readonly path: string;
  /** Nobody listens on the way: https, or this machine. */
  readonly isSecure: boolean;
}

/** The cookies of a run, whoever set them. */
export interface CookieJar {
  /** Takes cookies over from a file; one that a server has set meanwhile stays. */
  load(cookies: readonly Cookie[], nowSeconds: number): void;
  /** Takes the `Set-Cookie` values of a reply, as far as its sender may set them. */
  take(lines: readonly string[], from: CookieSite, nowSeconds: number): void;
  /** What a request gets (RFC 6265 §5.4), in the order in which it is sent. */
  cookiesFor(to: CookieSite, nowSeconds: number): readonly Cookie[];
  /** All that have not run out, as they are written to a file: the oldest first, in curl's dialect the newest. */
  all(nowSeconds: number): readonly Cookie[];
}

/** Cookies that a request carries at most: curl's bound. */
const MAX_SENT = 150;

/** Cookies that a reply sets at most: curl's bound. */
const MAX_SET = 50;

/** A cookie in the jar. */
interface Kept {
  readonly cookie: Cookie & { readonly domain: string };
  /** Set by a server in this run, not read from a file. */
  readonly isLive: boolean;
  /** Which was put in before which; kept by the cookie that takes another's place. */
  readonly order: number;
}

/** Whether hosts under this one are anybody's, as under `co.uk` and `github.io` (the public suffix list, private part too). */
export function isPublicSuffix(host: string): boolean {
  return getPublicSuffix(host, { allowSpecialUseDomain: true, ignoreError: true }) === undefined;
}

/**
 * An empty jar: what may be set and what is sent (RFC 6265, of RFC 6265bis the prefixes and that an open connection cannot
 * lay its own cookie over a secure one), which cookie takes another's place, and their order. In curl's dialect the prefixes
 * are so in this case alone, and the order is curl's.
 */
export function openJar(dialect: Dialect): CookieJar {
  let kept: readonly Kept[] = [];
  let count = 0;

  const dropExpired = (nowSeconds: number): void => {
    kept = kept.filter(
      ({ cookie: { expiresAtSeconds: atSeconds } }) => atSeconds === undefined || atSeconds >= nowSeconds,
    );
  };
  const put = (cookie: Kept['cookie'], isLive: boolean, isFromSecure: boolean): boolean => {
    if (!hasItsPrefix(cookie, dialect)) return false;
    const namesakes = kept.filter((other) => other.cookie.name === cookie.name);
    if (!isFromSecure && namesakes.some((other) => isOverlaid(other.cookie, cookie))) return false;
    const old = namesakes.find((other) => isSamePlace(other.cookie, cookie));
    if (old?.isLive && !isLive) return false;
    kept = [...kept.filter((other) => other !== old), { cookie, isLive, order: old?.order ?? ++count }];
    return true;
  };

  return {
    load(cookies, nowSeconds) {
      for (const { domain, ...cookie } of cookies) if (domain !== undefined) put({ ...cookie, domain }, false, true);
      dropExpired(nowSeconds);
    },
    take(lines, from, nowSeconds) {
      let setCount = 0;
      for (const line of lines) {
        if (setCount >= MAX_SET) return;
        dropExpired(nowSeconds);
        const asked = parseSetCookie(line, nowSeconds, dialect);
        const cookie = asked && settled(asked, from);
        if (cookie !== undefined && put(cookie, true, from.isSecure)) setCount++;
      }
    },
    cookiesFor(to, nowSeconds) {
      dropExpired(nowSeconds);
      return kept
        .filter(({ cookie }) => isFor(cookie, to))
        .slice(0, MAX_SENT)
        .sort(dialect === 'curl' ? byCurlsOrder : bySendingOrder)
        .map(({ cookie }) => cookie);
    },
    all(nowSeconds) {
      dropExpired(nowSeconds);
      const oldestFirst = [...kept].sort((left, right) => left.order - right.order).map(({ cookie }) => cookie);
      return dialect === 'curl' ? oldestFirst.toReversed() : oldestFirst;
    },
  };
}

/** The cookie with domain and path, if this site may set it. */
function settled(cookie: Cookie, { host, path, isSecure }: CookieSite): Kept['cookie'] | undefined {
  if (cookie.isSecure && !isSecure) return undefined;
  const wanted = cookie.domain?.toLowerCase() ?? host;
  if (!domainMatch(host, wanted, false) || !isNoSuffix(wanted, host)) return undefined;
  return {
    ...cookie,
    domain: cookie.domain ?? host,
    coversSubdomains: cookie.coversSubdomains && !isAddress(host),
    path: cookie.path ?? defaultPath(path),
  };
}

/**
 * Whether a domain is no public suffix, under which strangers have their hosts. A dot at its end makes it no other one
 * (CVE-2022-27779). The host itself may always set its own.
 */
function isNoSuffix(domain: string, host: string): boolean {
  if (domain === host) return true;
  const [bareDomain, bareHost] = [domain, host].map((name) => name.replace(/\.$/, ''));
  const registrable = getPublicSuffix(bareHost ?? '', { allowSpecialUseDomain: true, ignoreError: true });
  return registrable !== undefined && domainMatch(bareDomain, registrable, false) === true;
}

/** RFC 6265bis §4.1.3: names that promise how the cookie was set. */
function hasItsPrefix({ name, isSecure, path, coversSubdomains }: Cookie, dialect: Dialect): boolean {
  const begins = (prefix: string): boolean =>
    dialect === 'slip' ? name.toLowerCase().startsWith(prefix.toLowerCase()) : name.startsWith(prefix);
  if (begins('__Secure-')) return isSecure;
  return !begins('__Host-') || (isSecure && path === '/' && !coversSubdomains);
}

/** Whether an open connection's cookie would hide a secure one: same domain or one around it, and the same first folder. */
function isOverlaid(secure: Kept['cookie'], cookie: Kept['cookie']): boolean {
  if (!secure.isSecure || cookie.isSecure) return false;
  if (secure.path === undefined || cookie.path === undefined) return false;
  const firstFolder = /^.[^/]*/.exec(secure.path)?.[0] ?? '';
  const [left, right] = [secure.domain.toLowerCase(), cookie.domain.toLowerCase()];
  return cookie.path.startsWith(firstFolder) && (endsInDomain(left, right) || endsInDomain(right, left));
}

function endsInDomain(host: string, domain: string): boolean {
  return host === domain || host.endsWith(`.${domain}`);
}

/** Whether a cookie of the same name takes the other's place. */
function isSamePlace(left: Kept['cookie'], right: Kept['cookie']): boolean {
  return (
    left.domain.toLowerCase() === right.domain.toLowerCase() &&
    left.coversSubdomains === right.coversSubdomains &&
    left.path === right.path
  );
}

function isFor({ domain, path, isSecure, coversSubdomains }: Kept['cookie'], to: CookieSite): boolean {
  if (isSecure && !to.isSecure) return false;
  const wanted = domain.toLowerCase();
  const isItsHost = coversSubdomains ? domainMatch(to.host, wanted, false) === true : to.host === wanted;
  return isItsHost && (path === undefined || pathMatch(to.path, path));
}

/** Longer paths first, then those that were set first (RFC 6265 §5.4). */
function bySendingOrder(left: Kept, right: Kept): number {
  return (right.cookie.path?.length ?? 0) - (left.cookie.path?.length ?? 0) || left.order - right.order;
}

/** Longer paths first, then longer domains and names, then newer cookies. */
function byCurlsOrder(left: Kept, right: Kept): number {
  const length = (text: string | undefined): number => text?.length ?? 0;
  return (
    length(right.cookie.path) - length(left.cookie.path) ||
    length(right.cookie.domain) - length(left.cookie.domain) ||
    length(right.cookie.name) - length(left.cookie.name) ||
    right.order - left.order
  );
}

function isAddress(host: string): boolean {
  return /^\d{1,3}(?:\.\d{1,3}){3}$|:/.test(host);
}
