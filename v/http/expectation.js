import { authorized } from '../auth/authorize.js';
import { findHeader } from '../request/headers.js';
import { bodyByteLength, isRepeatable } from '../request/plan.js';
/**
 * The same request without `Expect`, where a server does not take that field and the body has not been sent (RFC 9110
 * §15.5.18). Only curl's dialect adds it unasked; one that was typed is the user's own.
 */
export function decideExpectation(exchange, chance) {
    const { plan, head, requestHead, sentBodyBytes } = exchange;
    if (head.status !== 417 || !plan.http1.expects || plan.dialect !== 'curl')
        return undefined;
    if (findHeader(requestHead.fields, 'Expect') === undefined)
        return undefined;
    const sent = sentBodyBytes();
    const isWhole = sent > 0 && sent === bodyByteLength(plan.body);
    if (isWhole || (sent > 0 && !isRepeatable(plan.body)))
        return undefined;
    return { plan: authorized({ ...plan, http1: { ...plan.http1, expects: false } }, chance), notes: [] };
}
//# sourceMappingURL=expectation.js.map