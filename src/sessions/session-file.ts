import type { Cookie } from '../cookies/cookie.ts';
import { Failure } from '../failure.ts';
import { findJsonFault } from '../json/parse.ts';
import { isCredentialHeader } from '../secret.ts';
import { failureAt } from '../yaml/place.ts';

/** A header that is sent along, its name as it was typed. */
export type SessionField = readonly [name: string, value: string];

/** What is kept from one run to the next. */
export interface Session {
  /** By the origin that they go to. */
  readonly headers: ReadonlyMap<string, readonly SessionField[]>;
  /** Each has a domain; the newest first. */
  readonly cookies: readonly Cookie[];
}

/** A session that nothing has been kept in. */
export const EMPTY_SESSION: Session = { headers: new Map(), cookies: [] };

/** The form of the file; another slip may have another one. */
const VERSION = 1;

/**
 * Reads a session's file. It is refused whole for the smallest fault, as to write it again would drop what was not
 * understood.
 *
 * @throws Failure `config` with the place.
 */
export function parseSession(path: string, text: string): Session {
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    throw failureAt(
      { path, text },
      { start: fault.offset, end: fault.end },
      `this is not JSON: ${fault.message}`,
      HINT,
    );
  }
  const refuse = (place: string, wanted: string): never => {
    throw new Failure('config', `${path}: ${place} is not ${wanted}`, { hint: HINT });
  };
  const object = (value: unknown, place: string): Readonly<Record<string, unknown>> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // JSON has no other objects
      : refuse(place, 'an object');
  const list = (value: unknown, place: string): readonly unknown[] =>
    Array.isArray(value) ? value : refuse(place, 'a list');

  const members = (value: unknown, place: string, names: readonly string[]): Readonly<Record<string, unknown>> => {
    const found = object(value, place);
    const other = Object.keys(found).find((name) => !names.includes(name));
    return other === undefined ? found : refuse(`${place}.${other}`, 'a member that this slip knows');
  };

  const { version, headers, cookies } = members(JSON.parse(text), 'a session', ['version', 'headers', 'cookies']);
  if (version !== VERSION) refuse('version', `${VERSION}, the one that this slip knows`);
  const field = (value: unknown, place: string): SessionField => {
    const [name, content, ...more] = list(value, place);
    if (typeof name !== 'string' || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
      return refuse(`${place}[0]`, 'the name of a header');
    if (isCredentialHeader(name)) return refuse(`${place}[0]`, 'a header that a session keeps: it is a credential');
    if (typeof content !== 'string' || /[\0\r\n]/.test(content)) return refuse(`${place}[1]`, 'the value of a header');
    return more.length === 0 ? [name, content] : refuse(place, 'a name and a value');
  };
  return {
    headers: new Map(
      Object.entries(object(headers, 'headers')).map(([origin, fields]) => {
        const place = `headers["${origin}"]`;
        return [origin, list(fields, place).map((one, index) => field(one, `${place}[${index}]`))];
      }),
    ),
    cookies: list(cookies, 'cookies').map((one, index): Cookie => {
      const place = `cookies[${index}]`;
      const cookie = members(one, place, COOKIE_MEMBERS);
      const text = (name: CookieMember): string => {
        const value = cookie[name];
        return typeof value === 'string' && !/[\0\r\n]/.test(value) ? value : refuse(`${place}.${name}`, 'a string');
      };
      const flag = (name: CookieMember): boolean => {
        const value = cookie[name];
        return typeof value === 'boolean' ? value : refuse(`${place}.${name}`, 'a boolean');
      };
      const { expiresAtSeconds } = cookie;
      return {
        name: text('name'),
        value: text('value'),
        domain: text('domain'),
        coversSubdomains: flag('coversSubdomains'),
        path: text('path'),
        isSecure: flag('isSecure'),
        isHttpOnly: flag('isHttpOnly'),
        expiresAtSeconds:
          expiresAtSeconds === undefined || typeof expiresAtSeconds === 'number'
            ? expiresAtSeconds
            : refuse(`${place}.expiresAtSeconds`, 'a number'),
      };
    }),
  };
}

/** The text of a session's file. */
export function printSession({ headers, cookies }: Session): string {
  return `${JSON.stringify({ version: VERSION, headers: Object.fromEntries(headers), cookies }, undefined, 2)}\n`;
}

const HINT = 'mend it, or slip session clear NAME';

type CookieMember = keyof Cookie;

const COOKIE_MEMBERS: readonly CookieMember[] = [
  ...(['name', 'value', 'domain', 'coversSubdomains', 'path'] as const),
  ...(['isSecure', 'isHttpOnly', 'expiresAtSeconds'] as const),
];
