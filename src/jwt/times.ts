import { findMember, type JsonObject } from '../json/tree.ts';
import { spanText } from '../request/date.ts';

/** A claim that is a moment. */
export interface TimeClaim {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** As an ISO date: `2026-01-02T03:04:05Z`. */
  readonly at: string;
  /** From now: `in 3 hours`, `2 days ago`. */
  readonly inWords: string;
  /** What follows from it: the token is over, or has not begun. */
  readonly verdict: 'expired' | 'not valid yet' | undefined;
}

/** Claims of RFC 7519 §4.1 and OpenID Connect Core §2 that are seconds since the epoch, fractions included. */
const TIME_CLAIMS = ['iat', 'auth_time', 'nbf', 'exp'];

/** How far JavaScript's dates reach, in seconds. */
const LAST_SECOND = 8.64e12;

/** The times among the claims, in the order in which they mostly come. What is no number is no time. */
export function timesOf(claims: JsonObject, nowMs: number): readonly TimeClaim[] {
  return TIME_CLAIMS.flatMap((name) => {
    const value = findMember(claims, name);
    const atSeconds = value?.kind === 'number' ? Number(value.text) : Number.NaN;
    if (!(Math.abs(atSeconds) <= LAST_SECOND)) return [];
    const atMs = Math.round(atSeconds * 1000);
    const verdict = verdictOn(name, atMs, nowMs);
    return [{ name, atMs, at: isoText(atMs), inWords: distanceText(atMs - nowMs), verdict }];
  });
}

/** `2026-01-02T03:04:05Z`, with milliseconds only where there are some. */
export function isoText(atMs: number): string {
  return new Date(atMs).toISOString().replace('.000Z', 'Z');
}

/** At the very second of `exp` it is over (RFC 7519 §4.1.4), at that of `nbf` it has begun (§4.1.5). */
function verdictOn(name: string, atMs: number, nowMs: number): TimeClaim['verdict'] {
  if (name === 'exp' && nowMs >= atMs) return 'expired';
  return name === 'nbf' && nowMs < atMs ? 'not valid yet' : undefined;
}

function distanceText(durationMs: number): string {
  if (Math.abs(durationMs) < 1000) return durationMs > 0 ? 'in less than 1 second' : 'just now';
  return durationMs > 0 ? `in ${spanText(durationMs)}` : `${spanText(-durationMs)} ago`;
}
