import type { HeaderField, HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hostValue } from '../request/target.ts';
import { Secret } from '../secret.ts';
import type { Cookie } from './cookie.ts';
import type { CookieSite } from './jar.ts';

/** How long a Cookie line may become with what the jar adds: curl's bound, which is that of many servers. */
const MAX_LINE_BYTES = 8190;

/** A Cookie line that the jar has a part in. It keeps what stood there before, for the next request is made from this one. */
class JarLine extends Secret {
  readonly before: HeaderField | undefined;

  constructor(clear: string, before: HeaderField | undefined) {
    super(clear);
    this.before = before;
  }
}

/** Whether a Cookie value has something of the jar in it, and whether something else too. */
export function isFromJar(value: string | Secret): 'wholly' | 'partly' | 'no' {
  if (!(value instanceof JarLine)) return 'no';
  return value.before === undefined ? 'wholly' : 'partly';
}

/** What slip sends of its own behind the cookies. */
const BEHIND = new Set(['if-modified-since', 'if-unmodified-since', 'last-modified', 'content-type', 'content-range']);

/**
 * Whose cookies a request gets, and whose its reply sets. A typed Host counts, as in curl: it is who the server takes
 * itself for. Without TLS only a host that is this machine by both names is safe from listeners.
 */
export function cookieSite(plan: RequestPlan): CookieSite {
  const host = hostValue(plan)
    .toLowerCase()
    .replace(/^\[([^\]]*)\].*$|:.*$/, '$1');
  const isHere = [host, plan.url.host].every((name) => /^(?:localhost|127\.0\.0\.1|\[?::1\]?)$/.test(name));
  return { host, path: plan.url.path, isSecure: plan.url.scheme === 'https' || isHere };
}

/**
 * The plan with the jar's cookies, before those of `-b` in one line. A Cookie field that was typed joins them too, for
 * there may be one line only (RFC 6265 §5.4), and one that was typed away stays away; curl sends the jar's in a line of
 * their own in both cases, and so does its dialect.
 *
 * @param yields a cookie that another one of its name is sent beside stays away, as those of a session do.
 */
export function withCookies(earlier: RequestPlan, cookies: readonly Cookie[], yields = false): RequestPlan {
  const plan = { ...earlier, headers: withoutJarLine(earlier.headers) };
  const taken = yields ? cookieNames(plan.headers) : [];
  const { line, isCut } = cookieLine(cookies.filter(({ name }) => !taken.includes(name)));
  if (line === '') return plan;
  const isTyped = plan.typedNames.has('cookie');
  const index = plan.headers.findIndex(([name]) => name.toLowerCase() === 'cookie');
  const field = plan.headers[index];
  if (field === undefined && isTyped && plan.dialect === 'slip') return plan;
  if (field === undefined || (isTyped && plan.dialect === 'curl')) {
    return { ...plan, headers: plan.headers.toSpliced(ownPlace(plan), 0, ['Cookie', new JarLine(line, undefined)]) };
  }
  const [name, value] = field;
  const typed = value instanceof Secret ? value.reveal() : value;
  const whole = isCut || typed === '' ? line : `${line}; ${typed}`;
  return { ...plan, headers: plan.headers.with(index, [name, new JarLine(whole, field)]) };
}

function cookieNames(headers: HeaderList): readonly string[] {
  return headers
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => (value instanceof Secret ? value.reveal() : value).split(';'))
    .map((pair) => pair.split('=', 1)[0]?.trim() ?? '');
}

function withoutJarLine(headers: HeaderList): HeaderList {
  return headers.flatMap((field): HeaderList => {
    const [, value] = field;
    if (!(value instanceof JarLine)) return [field];
    return value.before === undefined ? [] : [value.before];
  });
}

/** As many cookies as the line has room for; after one that it has not, nothing is added any more. */
function cookieLine(cookies: readonly Cookie[]): { readonly line: string; readonly isCut: boolean } {
  let line = '';
  for (const { name, value } of cookies) {
    const pair = `${name}=${value}`;
    if ('Cookie: '.length + line.length + pair.length >= MAX_LINE_BYTES) return { line, isCut: true };
    line += line === '' ? pair : `; ${pair}`;
  }
  return { line, isCut: false };
}

/** Behind slip's own fields and before the first that was typed. */
function ownPlace({ headers, typedNames }: RequestPlan): number {
  const index = headers.findIndex(([name]) => typedNames.has(name.toLowerCase()) || BEHIND.has(name.toLowerCase()));
  return index < 0 ? headers.length : index;
}
