import { parseDate } from '../request/date.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { fieldValue, findHeader, type HeaderList } from '../request/headers.ts';
import { retryAfterMs } from '../request/retry-after.ts';

/**
 * How long a reply that refuses because of too many requests asks to wait, 0 where it does not say; `undefined` for any
 * other reply. 403 is one where it says when to come again, or that nothing is left.
 *
 * @param nowMs milliseconds since the epoch.
 */
export function refusalWaitMs(
  { status, headers }: Pick<ReplyHead, 'status' | 'headers'>,
  nowMs: number,
): number | undefined {
  const asksBack = findHeader(headers, 'Retry-After') !== undefined;
  const waitMs = asksBack ? retryAfterMs(fieldValue(headers, 'Retry-After'), nowMs) : quotaWaitMs(headers, nowMs);
  const refuses = status === 429 || status === 503 || (status === 403 && (asksBack || waitMs > 0));
  return refuses ? waitMs : undefined;
}

/**
 * How long to wait before the next request because a reply says that its client has nothing left of a quota; 0 where
 * something is left, or nobody knows until when.
 *
 * Read are `RateLimit` with `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10, and the form of draft 7), the
 * three `RateLimit-…` fields of the drafts before, and `X-RateLimit-…` in its spellings.
 */
export function quotaWaitMs(headers: HeaderList, nowMs: number): number {
  const clockMs = serverClockMs(headers, nowMs);
  const limits = [
    ...namedLimits(headers),
    ...PAIRS.map(([remaining, reset]) => ({
      remaining: fieldValue(headers, remaining),
      reset: fieldValue(headers, reset),
    })),
  ];
  const waits = limits.map(({ remaining, reset }) => (isNothing(remaining) ? resetMs(reset, clockMs) : 0));
  return Math.max(0, ...waits);
}

/** Two fields that belong together: what is left, and when there will be more. */
const PAIRS: readonly (readonly [remaining: string, reset: string])[] = [
  ['RateLimit-Remaining', 'RateLimit-Reset'],
  ['X-RateLimit-Remaining', 'X-RateLimit-Reset'],
  ['X-RateLimit-Remaining', 'X-RateLimit-Reset-After'],
  ['X-Rate-Limit-Remaining', 'X-Rate-Limit-Reset'],
];

interface Limit {
  readonly remaining: string | undefined;
  /** Seconds from now, seconds or milliseconds since the epoch, or a date. */
  readonly reset: string | undefined;
}

/** The members of `RateLimit`; one that does not say when its window ends is held to the length of the window. */
function namedLimits(headers: HeaderList): readonly Limit[] {
  const policies = new Map(membersOf(fieldValue(headers, 'RateLimit-Policy')).map(({ name, has }) => [name, has('w')]));
  const members = membersOf(fieldValue(headers, 'RateLimit'));
  return members.map(({ name, has }) => ({ remaining: has('r'), reset: has('t') ?? policies.get(name) }));
}

interface Member {
  readonly name: string;
  readonly has: (parameter: string) => string | undefined;
}

/** A list of strings or tokens with parameters (RFC 9651 §3.1), or all of a dictionary as one member without a name. */
function membersOf(value: string | undefined): readonly Member[] {
  if (value === undefined) return [];
  const dictionary = /^\s*limit\s*=/i.test(value) ? value : undefined;
  if (dictionary !== undefined) {
    const names: Readonly<Record<string, string>> = { r: 'remaining', t: 'reset' };
    const found = pairsOf(dictionary.split(','));
    return [{ name: '', has: (parameter) => found.get(names[parameter] ?? '') }];
  }
  return (value.match(/(?:"[^"]*"|[^",])+/g) ?? []).map((member) => {
    const [name = '', ...parameters] = member.match(/(?:"[^"]*"|[^";])+/g) ?? [];
    const found = pairsOf(parameters);
    return { name: name.trim(), has: (parameter) => found.get(parameter) };
  });
}

function pairsOf(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=', 2);
      return [name.trim().toLowerCase(), value.trim()];
    }),
  );
}

function isNothing(remaining: string | undefined): boolean {
  return remaining !== undefined && /^\s*-?\d/.test(remaining) && Number.parseFloat(remaining) <= 0;
}

/** What is more than this is a time since the epoch, not a time from now: in seconds, or in milliseconds. */
const LEAST_EPOCH_SECONDS = 1e9;
const LEAST_EPOCH_MS = 1e12;

function resetMs(reset: string | undefined, clockMs: number): number {
  if (reset === undefined) return 0;
  if (!/^\s*\d+(?:\.\d*)?\s*(?:,|$)/.test(reset)) return Math.max(0, (parseDate(reset) ?? 0) * 1000 - clockMs);
  const number = Number.parseFloat(reset);
  if (number < LEAST_EPOCH_SECONDS) return Math.ceil(number * 1000);
  return Math.max(0, (number < LEAST_EPOCH_MS ? number * 1000 : number) - clockMs);
}

/** The server's clock where it tells, so that ours may be wrong. */
function serverClockMs(headers: HeaderList, nowMs: number): number {
  const date = parseDate(findHeader(headers, 'Date') ?? '');
  return date === undefined ? nowMs : date * 1000;
}
