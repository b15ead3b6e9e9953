import { parseDate } from './date.ts';

/**
 * How long a `Retry-After` field asks to wait (RFC 9110 §10.2.3): seconds or a date. 0 for what says nothing, or that the
 * time has come.
 *
 * @param nowMs milliseconds since the epoch.
 */
export function retryAfterMs(value: string | undefined, nowMs: number): number {
  if (value === undefined) return 0;
  const date = parseDate(value);
  // curl counts in whole seconds.
  const seconds = date === undefined ? Number(/^\s*(\d+)/.exec(value)?.[1] ?? 0) : date - Math.floor(nowMs / 1000);
  return Math.max(seconds, 0) * 1000;
}
