import type { Attachment, AuthPlace } from '../request/auth.ts';
import { type HeaderField, type HeaderList, hasHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isLoopback, percentDecode } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { authorized, type Chance } from './authorize.ts';
import { credentialsFor } from './credentials.ts';

/** The plan with what a profile adds to it, for this request alone. */
export function withAttachment(plan: RequestPlan, attached: Attachment, chance: Pick<Chance, 'now'>): RequestPlan {
  const { cookie, credentials, fields } = attached;
  const { withheld } = plan.auth;
  const withCookie = (headers: HeaderList): HeaderList =>
    cookie === undefined ? headers : cookieAdded(headers, cookie);
  const next: RequestPlan = {
    ...plan,
    headers: withCookie(plan.headers),
    auth: {
      ...plan.auth,
      attached,
      withheld: withheld && { ...withheld, headers: withCookie(withheld.headers) },
    },
  };
  // What is shown already is not made anew, which would use a nonce twice.
  if (credentials === undefined) return { ...next, auth: { ...next.auth, fields: [...plan.auth.fields, ...fields] } };
  return authorized(next, chance);
}

/** Behind those that are there, for there may be one line only (RFC 6265 §5.4). */
function cookieAdded(headers: HeaderList, [name, secret]: readonly [string, Secret]): HeaderList {
  const pair = `${name}=${secret.reveal()}`;
  const index = headers.findIndex(([candidate]) => candidate.toLowerCase() === 'cookie');
  const field = headers[index];
  if (field === undefined) return [...headers, ['Cookie', new Secret(pair)]];
  const before = clear(field);
  return headers.with(index, [field[0], new Secret(before === '' ? pair : `${before}; ${pair}`)]);
}

/**
 * What stands in a place already, so that no profile's credential goes there, as the user names it: a field that was typed,
 * to be sent or left out, a login, a parameter, a cookie. `undefined` where there is room.
 */
export function occupant(plan: RequestPlan, place: AuthPlace): string | undefined {
  const { headers, removed, url } = plan;
  switch (place.in) {
    case 'header': {
      const isThere = hasHeader(headers, place.name) || removed.includes(place.name.toLowerCase());
      if (isThere) return `the header ${place.name}`;
      if (place.name.toLowerCase() !== 'authorization') return undefined;
      return credentialsFor({ ...plan, auth: { ...plan.auth, attached: undefined } }) && loginName(plan);
    }
    case 'query': {
      const names = (url.query ?? '').split('&').map((pair) => percentDecode(pair.replace(/=.*$/s, '')));
      return names.includes(place.name) ? `the query parameter ${place.name}` : undefined;
    }
    case 'cookie': {
      if (removed.includes('cookie')) return 'the header Cookie';
      const lines = headers.filter(([name]) => name.toLowerCase() === 'cookie').map(clear);
      const names = lines.flatMap((line) => line.split(';')).map((pair) => pair.split('=', 1)[0]?.trim());
      return names.includes(place.name) ? `the cookie ${place.name}` : undefined;
    }
  }
}

/** Which login it is that counts: in curl's order. */
function loginName({ auth }: RequestPlan): string {
  if (auth.policy.bearer !== undefined) return '--oauth2-bearer';
  if (auth.login !== undefined && auth.login.name !== '') return '--user';
  return auth.policy.netrc === undefined ? 'the user name in the URL' : 'netrc';
}

function clear([, value]: HeaderField): string {
  return value instanceof Secret ? value.reveal() : value;
}

/** Whether anybody between this machine and the server could read the request. */
export function travelsInClear({ url, via, socks, proxy, connection }: RequestPlan): boolean {
  if (url.scheme === 'https' || connection.unixSocket !== undefined) return false;
  const socksHost = socks?.at.kind === 'host' ? socks.at.host : undefined;
  const hosts = [url.host, via?.host, socksHost, proxy?.url.host].filter((host) => host !== undefined);
  return !hosts.every(isLoopback);
}
