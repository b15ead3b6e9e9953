import type { Dialect } from '../request/plan.ts';
import { type Cookie, hasControl, keptPath, MAX_LINE_BYTES } from './cookie.ts';
import { parseSetCookie } from './set-cookie.ts';

/** What a cookie file holds. */
export interface CookieFile {
  readonly cookies: readonly Cookie[];
  /** Numbers of the lines, from 1, that are neither cookies nor comments. */
  readonly badLines: readonly number[];
}

/** Stands before the domain of a cookie that scripts of a page do not see; it would be a comment otherwise. */
const HTTP_ONLY = '#HttpOnly_';

/**
 * Reads a cookie file as curl does: lines of seven fields with tabs between them (domain, whether subdomains count,
 * path, whether https is needed, expiry in seconds since the epoch or 0, name, value), or `Set-Cookie:` lines of a saved
 * head. Such a line without a domain is a bad one: it cannot be known whose the cookie is.
 *
 * @param text bytes as latin-1.
 */
export function parseCookieFile(text: string, nowSeconds: number, dialect: Dialect = 'slip'): CookieFile {
  const cookies: Cookie[] = [];
  const badLines: number[] = [];
  for (const [index, whole] of text.split('\n').entries()) {
    const [line = ''] = whole.split('\r', 1);
    if (line.trim() === '' || (line.startsWith('#') && !line.startsWith(HTTP_ONLY))) continue;
    const header = /^set-cookie:/i.exec(line)?.[0];
    const cookie =
      header === undefined
        ? parseCookieLine(line, dialect)
        : parseSetCookie(line.slice(header.length), nowSeconds, dialect);
    if (cookie?.domain === undefined) badLines.push(index + 1);
    else cookies.push(cookie);
  }
  return { cookies, badLines };
}

/** The cookies as a file that curl, wget and browsers' exporters read, in the order given; bytes as latin-1. */
export function printCookieFile(cookies: readonly Cookie[]): string {
  return [...HEADER, ...cookies.map(cookieLine)].map((line) => `${line}\n`).join('');
}

/** The first line is how programs know the format; the others are for whoever opens the file. */
const HEADER = [
  '# Netscape HTTP Cookie File',
  '# Written by slip, which writes it anew: domain, subdomains too, path, https only, expiry, name, value.',
  '',
];

function cookieLine(cookie: Cookie): string {
  const { name, value, domain = '', coversSubdomains, path = '/', isSecure, isHttpOnly, expiresAtSeconds = 0 } = cookie;
  const fields = [
    `${coversSubdomains && !domain.startsWith('.') ? '.' : ''}${domain}`,
    spelled(coversSubdomains),
    path,
    spelled(isSecure),
    String(expiresAtSeconds),
    name,
    value,
  ];
  return `${isHttpOnly ? HTTP_ONLY : ''}${fields.join('\t')}`;
}

function spelled(flag: boolean): string {
  return flag ? 'TRUE' : 'FALSE';
}

function parseCookieLine(line: string, dialect: Dialect): Cookie | undefined {
  if (line.length > MAX_LINE_BYTES) return undefined;
  const isHttpOnly = line.startsWith(HTTP_ONLY);
  const fields = line.slice(isHttpOnly ? HTTP_ONLY.length : 0).split('\t');
  // Some programs leave the path out.
  if (fields[2] === 'TRUE' || fields[2] === 'FALSE') fields.splice(2, 0, '/');
  // Others the tab behind a name that has no value.
  if (fields.length === 6) fields.push('');
  const [domain = '', subdomains = '', path = '', secure = '', expiry = '', name = '', value = ''] = fields;
  const expiresAtSeconds = Number(/^\d+/.exec(expiry)?.[0]);
  if (fields.length !== 7 || path === '' || domain.startsWith('#')) return undefined;
  if (Number.isNaN(expiresAtSeconds) || hasControl(name) || hasControl(value)) return undefined;
  return {
    name,
    value,
    domain: domain.replace(/^\./, ''),
    coversSubdomains: subdomains.toUpperCase() === 'TRUE',
    path: keptPath(path, dialect) ?? '/',
    isSecure: secure.toUpperCase() === 'TRUE',
    isHttpOnly,
    expiresAtSeconds: expiresAtSeconds === 0 ? undefined : Math.min(expiresAtSeconds, Number.MAX_SAFE_INTEGER),
  };
}
