import { parseDate } from '../request/date.ts';
import { withoutBlanks } from '../request/headers.ts';
import type { Dialect } from '../request/plan.ts';
import { type Cookie, hasControl, keptPath, MAX_LINE_BYTES, MAX_PAIR_BYTES } from './cookie.ts';
import { parseCookieDate } from './cookie-date.ts';

/** How far away an expiry may lie: RFC 6265bis §5.5. */
const MAX_AGE_SECONDS = 400 * 24 * 3600;

/** A longer text is no date, to curl. */
const MAX_DATE_BYTES = 80;

/**
 * What a `Set-Cookie` value asks for (RFC 6265 §5.2), or `undefined` for one that is dropped: no name, no `=`, a control
 * character anywhere, more bytes than a cookie may have. Whether the sender may set it, the jar decides. In curl's dialect
 * a flag with a value is none, the date is one of HTTP's or of curl's own, and an age that is no number has run out.
 */
export function parseSetCookie(line: string, nowSeconds: number, dialect: Dialect = 'slip'): Cookie | undefined {
  if (line.length > MAX_LINE_BYTES) return undefined;
  const [pair, ...attributes] = line.split(';').map(parsePair);
  if (pair === undefined || pair.name === '' || pair.value === undefined) return undefined;
  if ([pair, ...attributes].some(({ name, value }) => hasControl(name) || hasControl(value ?? ''))) return undefined;
  if (pair.name.length + pair.value.length > MAX_PAIR_BYTES) return undefined;
  let domain: string | undefined;
  let path: string | undefined;
  let expiresAtSeconds: number | undefined;
  let isSecure = false;
  let isHttpOnly = false;
  for (const { name, value } of attributes) {
    const attribute = name.toLowerCase();
    if (value === undefined || dialect === 'slip') {
      if (attribute === 'secure') isSecure = true;
      if (attribute === 'httponly') isHttpOnly = true;
    }
    if (value === undefined) continue;
    if (attribute === 'path') path = value === '' ? undefined : keptPath(value, dialect);
    else if (value === '') continue;
    else if (attribute === 'domain') domain = value.replace(/^\./, '');
    else if (attribute === 'max-age') expiresAtSeconds = expiryOfAge(value, nowSeconds, dialect) ?? expiresAtSeconds;
    else if (attribute === 'expires') expiresAtSeconds ??= expiryOfDate(value, nowSeconds, dialect);
  }
  return {
    name: pair.name,
    value: pair.value,
    domain,
    coversSubdomains: domain !== undefined,
    path,
    isSecure,
    isHttpOnly,
    expiresAtSeconds,
  };
}

/** A part between semicolons: `value` is `undefined` where there is no `=`. */
function parsePair(text: string): { readonly name: string; readonly value: string | undefined } {
  const equals = text.indexOf('=');
  if (equals < 0) return { name: withoutBlanks(text), value: undefined };
  return { name: withoutBlanks(text.slice(0, equals)), value: withoutBlanks(text.slice(equals + 1)) };
}

/** Max-Age in seconds; 0 and what is below it has run out, and what is no number says nothing. */
function expiryOfAge(value: string, nowSeconds: number, dialect: Dialect): number | undefined {
  if (dialect === 'slip' && !/^"?(?:\d|-)/.test(value)) return undefined;
  const age = Number(/^"?(\d+)/.exec(value)?.[1] ?? 0);
  return age === 0 ? EXPIRED : capped(nowSeconds + age, nowSeconds);
}

/** A date that cannot be read leaves a cookie of the session. */
function expiryOfDate(value: string, nowSeconds: number, dialect: Dialect): number | undefined {
  const curlDate = (): number | undefined => (value.length < MAX_DATE_BYTES ? parseDate(value) : undefined);
  const date = dialect === 'slip' ? parseCookieDate(value) : curlDate();
  return date === undefined ? undefined : capped(date === 0 ? EXPIRED : date, nowSeconds);
}

/** A time that has passed and is not 0, which in a cookie file means the end of the session. */
const EXPIRED = 1;

/** A time too far away is set to the nearest minute of the farthest there may be, as curl does it. */
function capped(atSeconds: number, nowSeconds: number): number {
  const latest = nowSeconds + MAX_AGE_SECONDS;
  return atSeconds <= latest ? atSeconds : Math.floor((latest + 30) / 60) * 60;
}
