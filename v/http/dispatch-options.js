import { framedByteLength } from '../request/framing.js';
import { withoutHeaders } from '../request/headers.js';
import { hostValue, requestTarget } from '../request/target.js';
import { requestHead, sentFields } from '../request/wire.js';
import { Secret } from '../secret.js';
import { openPacedBody } from './send-body.js';
/**
 * A plan as undici takes it. Secrets are revealed here, at the moment of sending.
 *
 * @param onSent is told of each piece of the body that is handed over, and waited for where the body comes in pieces.
 */
export function dispatchOptions(plan, version, host, onSent) {
    const body = openPacedBody(plan, host);
    const byteLength = framedByteLength(plan);
    const headers = ['host', hostValue(plan)];
    const fields = version === '2' ? requestHead(plan, '2').fields : sentFields(plan);
    for (const [name, value] of withoutHeaders(fields, ['Host', 'Content-Length', 'Transfer-Encoding'])) {
        headers.push(name, value instanceof Secret ? value.reveal() : value);
    }
    if (byteLength !== undefined && body !== undefined)
        headers.push('content-length', String(byteLength));
    return {
        method: plan.method, // any token goes through; the type names the registered ones
        path: requestTarget(plan),
        headers,
        // undici announces a buffer's length, also where chunks are asked for, and in HTTP/2 lets only these methods have one.
        body: body === undefined
            ? null
            : watched(body instanceof Uint8Array && (byteLength === undefined || !isUsualBody(plan)) ? [body] : body, onSent),
    }; // undici's types leave out the iterables that it takes
}
function isUsualBody(plan) {
    return ['POST', 'PUT', 'PATCH'].includes(plan.method);
}
/** The body, with word of each chunk that has been handed over. */
function watched(body, onSent) {
    if (body instanceof Uint8Array) {
        void onSent(body);
        return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    }
    return (async function* () {
        for await (const chunk of body) {
            if (chunk.byteLength > 0)
                yield chunk;
            await onSent(chunk);
        }
    })();
}
//# sourceMappingURL=dispatch-options.js.map