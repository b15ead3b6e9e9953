import { Failure } from '../failure.ts';
import type { RetryPolicy } from '../request/plan.ts';
import { retryAfterMs } from '../request/retry-after.ts';

/** How a try came out. */
export interface TriedOnce {
  /** What broke it off, if anything did. */
  readonly failure: unknown;
  /** Of the last reply, where there was one. */
  readonly status: number | undefined;
  /** `Retry-After` of that reply: seconds or a date (RFC 9110 §10.2.3). */
  readonly retryAfter: string | undefined;
  /** Whether the body can be sent a second time. */
  readonly isRepeatable: boolean;
}

/** How far a transfer has come with its retries. */
export interface RetryState {
  readonly retryCount: number;
  /** The last wait that doubles each time; 0 before the first. */
  readonly backOffMs: number;
}

/** Before anything was tried again. */
export const NOT_RETRIED: RetryState = { retryCount: 0, backOffMs: 0 };

/** What comes after a try that came to nothing. `why` is what to tell. */
export type RetryDecision =
  | { readonly kind: 'retry'; readonly waitMs: number; readonly why: string; readonly state: RetryState }
  | { readonly kind: 'give-up'; readonly why: string };

/**
 * Whether to try again, as curl's `--retry` has it: after a time-out, a name without an address or a status that may
 * pass; `undefined` where there is nothing to be tried again.
 *
 * @param elapsedMs since before the first try.
 * @param nowMs milliseconds since the epoch.
 */
export function decideRetry(
  policy: RetryPolicy,
  state: RetryState,
  tried: TriedOnce,
  elapsedMs: number,
  nowMs: number,
): RetryDecision | undefined {
  const left = policy.count - state.retryCount;
  const hasTime = policy.maxTimeMs === undefined || elapsedMs < policy.maxTimeMs;
  if (left <= 0 || !hasTime) return undefined;
  const reason = retryReason(policy, tried);
  if (reason === undefined) return undefined;
  const what = reason === STATUS_REASON ? `the server answered ${tried.status}` : reason;
  if (!tried.isRepeatable && !isBeforeSending(tried.failure)) {
    return { kind: 'give-up', why: `${what}; not tried again, as the body came from a pipe` };
  }
  const askedMs = reason === STATUS_REASON ? Math.min(retryAfterMs(tried.retryAfter, nowMs), LONGEST_ASKED_MS) : 0;
  if (askedMs > 0 && policy.maxTimeMs !== undefined && elapsedMs + askedMs > policy.maxTimeMs) {
    return { kind: 'give-up', why: `the server asks for ${seconds(askedMs)}, which is longer than --retry-max-time` };
  }
  const backOffMs = askedMs > 0 || policy.delayMs !== undefined ? state.backOffMs : nextBackOffMs(state.backOffMs);
  const waitMs = askedMs > 0 ? askedMs : (policy.delayMs ?? backOffMs);
  return {
    kind: 'retry',
    waitMs,
    why: `${what}: trying again in ${seconds(waitMs)}, ${left === 1 ? 'the last try' : `${left} tries left`}`,
    state: { retryCount: state.retryCount + 1, backOffMs },
  };
}

/** Statuses that may pass; the last two are those of a large proxy. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 522, 524]);

const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 600_000;
/** curl waits no longer than this for whatever a server says. */
const LONGEST_ASKED_MS = 21_600_000;

const STATUS_REASON = 'status';

function retryReason(policy: RetryPolicy, { failure, status }: TriedOnce): string | undefined {
  const kind = failure instanceof Failure ? failure.kind : undefined;
  if (kind === 'timeout') return 'the time ran out';
  if (kind === 'hostName' || kind === 'proxyName') return 'the name has no address';
  if (policy.afterRefusals && kind === 'connect' && wasRefused(failure)) return 'the connection was refused';
  const isReply = failure === undefined || kind === 'httpStatus';
  if (isReply && status !== undefined && PASSING_STATUSES.has(status)) return STATUS_REASON;
  if (policy.afterAllErrors && kind !== undefined && kind !== 'interrupted') return 'it failed';
  return undefined;
}

/** Whether nothing of a body has been read yet. */
function isBeforeSending(failure: unknown): boolean {
  return failure instanceof Failure && ['hostName', 'proxyName', 'connect'].includes(failure.kind);
}

function wasRefused(failure: unknown): boolean {
  const cause = failure instanceof Failure ? failure.cause : undefined;
  return (cause as { code?: unknown } | undefined)?.code === 'ECONNREFUSED'; // a system error
}

function nextBackOffMs(lastMs: number): number {
  return lastMs === 0 ? FIRST_BACK_OFF_MS : Math.min(lastMs * 2, LONGEST_BACK_OFF_MS);
}

function seconds(durationMs: number): string {
  return `${durationMs / 1000} s`;
}
