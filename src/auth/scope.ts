import { Failure, type Span } from '../failure.ts';
import { authorityOf, parseUrl, placeIn, type RequestUrl } from '../request/url.ts';

/** Where a credential may go: an origin, or all sub-domains of one, and of it the paths below a prefix. */
export interface Scope {
  readonly scheme: RequestUrl['scheme'];
  /** Canonical. Of a wildcard what stands behind the `*.`. */
  readonly host: string;
  readonly port: number;
  /** `https://*.example.com`: each sub-domain of the host at any depth, but not the host itself. */
  readonly isWildcard: boolean;
  /** Segments that a path has to begin with; none is every path. */
  readonly segments: readonly string[];
}

/** How close a scope is to a URL; of two that match, the closer one counts. Compared from the left. */
type Closeness = readonly [exactHost: number, hostLabels: number, segments: number];

/** The mistake in a text for a scope: what is wrong, and where. */
export interface ScopeFault {
  readonly message: string;
  readonly at: Span;
  readonly hint?: string;
}

/**
 * Reads what stands behind `--for`, a URL as it is typed elsewhere: `api.example.com/v1`, `:3000`,
 * `https://*.example.com`.
 */
export function readScope(text: string): Scope | ScopeFault {
  const wildcard = /^(?:https?:\/\/)?\*\./i.exec(text)?.[0];
  const bare = wildcard === undefined ? text : text.slice(0, wildcard.length - 2) + text.slice(wildcard.length);
  const whole = placeIn(text, 0, Math.max(text.length, 1));
  let url: RequestUrl;
  try {
    url = parseUrl(bare);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { message: error.message, at: whole, ...(error.hint === undefined ? {} : { hint: error.hint }) };
  }
  if (url.user !== undefined)
    return { message: 'a user name has no place here', at: whole, hint: '--basic USER keeps one' };
  const extra = /[?#].*$/s.exec(text);
  if (extra !== null) {
    return {
      message: 'a credential is for paths, not for queries',
      at: placeIn(text, extra.index, text.length),
    };
  }
  const star = text.indexOf('*', wildcard?.length ?? 0);
  if (star >= 0)
    return { message: 'a * may only stand before the dot of a host', at: { text, start: star, end: star + 1 } };
  if (wildcard !== undefined && (!/[a-z]/.test(url.host) || !url.host.includes('.'))) {
    return { message: `*.${url.host} would be half of the world`, at: whole, hint: 'such as https://*.example.com' };
  }
  if (/^\.|\.\./.test(url.host)) {
    return {
      message: 'a host has a name before each dot',
      at: whole,
      hint: 'https://*.example.com is all sub-domains',
    };
  }
  return {
    scheme: url.scheme,
    host: url.host,
    port: url.port,
    isWildcard: wildcard !== undefined,
    segments: segmentsOf(url.path),
  };
}

/** A scope as it is written: `https://*.example.com:8443/v1`. */
export function scopeText(scope: Scope): string {
  const { scheme, isWildcard, segments } = scope;
  const path = segments.map((segment) => `/${segment}`).join('');
  return `${scheme}://${isWildcard ? '*.' : ''}${authorityOf({ ...scope, path: '/', query: undefined, user: undefined })}${path}`;
}

/** How close the nearest of some scopes is to a URL; `undefined` where none of them holds it. */
export function closestScope(scopes: readonly Scope[], url: RequestUrl): Closeness | undefined {
  let best: Closeness | undefined;
  for (const scope of scopes) {
    const closeness = closenessOf(scope, url);
    if (closeness !== undefined && (best === undefined || compareCloseness(closeness, best) > 0)) best = closeness;
  }
  return best;
}

/** Positive where the left one is closer. */
export function compareCloseness(left: Closeness, right: Closeness): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function closenessOf(scope: Scope, url: RequestUrl): Closeness | undefined {
  if (scope.scheme !== url.scheme || scope.port !== url.port) return undefined;
  const isHost = scope.isWildcard ? url.host.endsWith(`.${scope.host}`) : url.host === scope.host;
  if (!isHost || !isBelow(url.path, scope.segments)) return undefined;
  return [scope.isWildcard ? 0 : 1, scope.host.split('.').length, scope.segments.length];
}

/**
 * Whether a path begins with these segments, and stays there: a server that decodes before it takes `..` away would be led
 * out of a path in which one is left (`--path-as-is`) or hidden (`%2e%2e`, `..%2f`, `..;`).
 */
function isBelow(path: string, segments: readonly string[]): boolean {
  if (segments.length === 0) return true;
  const own = path.split('/').slice(1);
  if (!segments.every((segment, index) => own[index] === segment)) return false;
  return !own.some((segment) => /(?:^|[/\\])\.\.(?:$|[/\\;])/.test(fullyDecoded(segment)));
}

/**
 * Decoded until nothing changes, as a chain of servers may do, and without what some of them pass over: control characters,
 * and that a dot or a slash is written in more bytes than it has (`%c0%ae`).
 */
function fullyDecoded(segment: string): string {
  let text = segment;
  for (let round = 0; round < 4; round++) {
    text = text
      .replace(/%(?:c0%|e0%80%)(?:ae|af)/gi, (long) => (/e$/i.test(long) ? '.' : '/'))
      .replace(/%([01][\da-f]|20|25|2e|2f|3b|5c)/gi, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return text.replace(/[\0-\x20]/g, '');
}

/** A slash at the end says nothing: `/v1/` holds what `/v1` holds. */
function segmentsOf(path: string): readonly string[] {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? [] : trimmed.slice(1).split('/');
}
