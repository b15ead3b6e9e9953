import { hasHeader } from '../request/headers.js';
/** How much of a hop's body is read so that its connection can serve the next hop. */
const DRAIN_LIMIT_BYTES = 64 * 1024;
/**
 * THE loop: sends the plan, asks what the reply leads to, sends that, until a reply is the answer.
 *
 * @param decide throws to end the conversation, the exchange being shown before.
 */
export async function* converse(plan, send, decide) {
    let current = plan;
    for (let hops = 0;; hops++) {
        const exchange = await send(current);
        let next;
        try {
            next = decide(exchange, plan, hops);
        }
        catch (failure) {
            try {
                yield { exchange, next, failure };
            }
            finally {
                exchange.close();
            }
            throw failure;
        }
        if (next === undefined)
            return yield { exchange, next };
        let isLeft = true;
        try {
            yield { exchange, next };
            isLeft = false;
        }
        finally {
            // Whoever breaks off here reads no body, and an unread one would keep its connection from the next URL.
            if (isLeft)
                exchange.close();
        }
        await drain(exchange);
        current = inVersionOf(exchange, next.plan);
    }
}
/** Whoever was answered in HTTP/1.0 asks on in it, in curl's manner. */
function inVersionOf({ head, plan }, next) {
    if (plan.dialect !== 'curl' || head.version !== '1.0' || next.connection.http === '2-prior-knowledge')
        return next;
    return { ...next, connection: { ...next.connection, http: '1.0' } };
}
async function drain(exchange) {
    // A body that ends with its connection would be waited for, and nothing be won.
    if (endsWithConnection(exchange))
        return exchange.close();
    let drainedBytes = 0;
    try {
        for await (const chunk of exchange.body) {
            drainedBytes += chunk.byteLength;
            if (drainedBytes > DRAIN_LIMIT_BYTES)
                break;
        }
    }
    catch {
        // A hop's body says nothing to anybody: that it broke off is no reason not to go where its head points.
    }
}
/** Whether nothing but the end of the connection tells where the body ends (RFC 9112 §6.3). */
function endsWithConnection({ head, plan }) {
    const isFramed = hasHeader(head.headers, 'Content-Length') || hasHeader(head.headers, 'Transfer-Encoding');
    return head.version !== '2' && !isFramed && plan.method !== 'HEAD' && head.status !== 304;
}
//# sourceMappingURL=converse.js.map