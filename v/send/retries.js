import { decideRetry, NOT_RETRIED } from '../http/retry.js';
import { fieldValue } from '../request/headers.js';
import { isRepeatable } from '../request/plan.js';
import { pause } from './pause.js';
/** Begins to count, before the first try. */
export function startRetries(policy, plan, host, console) {
    const startedAtMs = host.uptimeMs();
    let state = NOT_RETRIED;
    return {
        get count() {
            return state.retryCount;
        },
        async next(failure, head) {
            const tried = {
                failure,
                status: head?.status,
                retryAfter: head && fieldValue(head.headers, 'Retry-After'),
                isRepeatable: isRepeatable(plan.body),
            };
            const decision = decideRetry(policy, state, tried, host.uptimeMs() - startedAtMs, host.now());
            if (decision === undefined)
                return false;
            await console.warning(decision.why);
            if (decision.kind === 'give-up')
                return false;
            ({ state } = decision);
            await pause(decision.waitMs, host);
            return true;
        },
    };
}
//# sourceMappingURL=retries.js.map