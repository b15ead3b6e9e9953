import { Failure } from '../failure.js';
import { parseDate } from '../request/date.js';
/** Before anything was tried again. */
export const NOT_RETRIED = { retryCount: 0, backOffMs: 0 };
/**
 * Whether to try again, as curl's `--retry` has it: after a time-out, a name without an address or a status that may
 * pass; `undefined` where there is nothing to be tried again.
 *
 * @param elapsedMs since before the first try.
 * @param nowMs milliseconds since the epoch.
 */
export function decideRetry(policy, state, tried, elapsedMs, nowMs) {
    const left = policy.count - state.retryCount;
    const hasTime = policy.maxTimeMs === undefined || elapsedMs < policy.maxTimeMs;
    if (left <= 0 || !hasTime)
        return undefined;
    const reason = retryReason(policy, tried);
    if (reason === undefined)
        return undefined;
    const what = reason === STATUS_REASON ? `the server answered ${tried.status}` : reason;
    if (!tried.isRepeatable && !isBeforeSending(tried.failure)) {
        return { kind: 'give-up', why: `${what}; not tried again, as the body came from a pipe` };
    }
    const askedMs = reason === STATUS_REASON ? retryAfterMs(tried.retryAfter, nowMs) : 0;
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
const PASSING_STATUSES = new Set([408, 429, 500, 502, 503, 504, 522, 524]);
const FIRST_BACK_OFF_MS = 1000;
const LONGEST_BACK_OFF_MS = 600_000;
/** curl waits no longer than this for whatever a server says. */
const LONGEST_ASKED_MS = 21_600_000;
const STATUS_REASON = 'status';
function retryReason(policy, { failure, status }) {
    const kind = failure instanceof Failure ? failure.kind : undefined;
    if (kind === 'timeout')
        return 'the time ran out';
    if (kind === 'hostName' || kind === 'proxyName')
        return 'the name has no address';
    if (policy.afterRefusals && kind === 'connect' && wasRefused(failure))
        return 'the connection was refused';
    const isReply = failure === undefined || kind === 'httpStatus';
    if (isReply && status !== undefined && PASSING_STATUSES.has(status))
        return STATUS_REASON;
    if (policy.afterAllErrors && kind !== undefined && kind !== 'interrupted')
        return 'it failed';
    return undefined;
}
/** Whether nothing of a body has been read yet. */
function isBeforeSending(failure) {
    return failure instanceof Failure && ['hostName', 'proxyName', 'connect'].includes(failure.kind);
}
function wasRefused(failure) {
    const cause = failure instanceof Failure ? failure.cause : undefined;
    return cause?.code === 'ECONNREFUSED'; // a system error
}
/** 0 for what says nothing, or that the time has come. */
function retryAfterMs(value, nowMs) {
    if (value === undefined)
        return 0;
    const date = parseDate(value);
    // curl counts in whole seconds.
    const wait = date === undefined ? Number(/^\s*(\d+)/.exec(value)?.[1] ?? 0) : date - Math.floor(nowMs / 1000);
    return Math.min(Math.max(wait, 0) * 1000, LONGEST_ASKED_MS);
}
function nextBackOffMs(lastMs) {
    return lastMs === 0 ? FIRST_BACK_OFF_MS : Math.min(lastMs * 2, LONGEST_BACK_OFF_MS);
}
function seconds(durationMs) {
    return `${durationMs / 1000} s`;
}
//# sourceMappingURL=retry.js.map