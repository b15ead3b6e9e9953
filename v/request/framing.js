import { Failure } from '../failure.js';
import { fieldValue, findHeader, hasHeader } from './headers.js';
import { bodyByteLength } from './plan.js';
/** The version of HTTP/1 that a plan is written in. */
export function http1Version({ connection }) {
    return connection.http === '1.0' ? '1.0' : '1.1';
}
/** Whether the user asked for a chunked body: curl's way is to type the field. */
export function wantsChunks(plan) {
    return /(?:^|,)\s*chunked\s*(?:,|$)/i.test(fieldValue(plan.headers, 'Transfer-Encoding') ?? '');
}
/** Whether there is a body, be it empty: in curl's manner the kind of request tells, which a typed method does not change. */
export function hasBody({ dialect, impliedMethod, body }) {
    return dialect === 'curl' ? impliedMethod === 'POST' || impliedMethod === 'PUT' : body.kind !== 'none';
}
/**
 * How the plan's body is framed in HTTP/1.
 *
 * @throws Failure `upload` for a body of unknown length in HTTP/1.0, which has no chunks.
 */
export function bodyFraming(plan) {
    if (!hasBody(plan))
        return { kind: 'none' };
    if (wantsChunks(plan))
        return { kind: 'chunked' };
    const byteLength = framedByteLength(plan);
    if (byteLength !== undefined)
        return { kind: 'length', byteLength };
    if (plan.dialect === 'curl' && isSettled(plan, 'Transfer-Encoding'))
        return { kind: 'bare' };
    if (http1Version(plan) === '1.1')
        return { kind: 'chunked' };
    throw new Failure('upload', 'HTTP/1.0 has no way to send a body whose length is not known before', {
        hint: '--http1.1 sends it in chunks; a file has a length',
    });
}
/** The length that is announced before the body; `undefined` means chunks. */
export function framedByteLength(plan) {
    if (wantsChunks(plan))
        return undefined;
    const byteLength = bodyByteLength(plan.body);
    if (byteLength !== undefined || plan.dialect === 'curl')
        return byteLength;
    const typed = findHeader(plan.headers, 'Content-Length');
    return typed === undefined ? undefined : Number(typed);
}
/** Whether the user had a word about a field: typed it, or took it back. */
export function isSettled({ headers, removed }, name) {
    return removed.includes(name.toLowerCase()) || hasHeader(headers, name);
}
/** Beyond so many bytes curl asks before it sends a body. */
const EXPECT_THRESHOLD_BYTES = 1024 * 1024;
/** Whether `Expect: 100-continue` is added to the plan's fields, as curl does it for bodies that are large or may be. */
export function addsExpectation(plan, version) {
    if (plan.dialect !== 'curl' || version !== '1.1' || !hasBody(plan) || !plan.http1.expects)
        return false;
    return !isSettled(plan, 'Expect') && (bodyByteLength(plan.body) ?? Number.POSITIVE_INFINITY) > EXPECT_THRESHOLD_BYTES;
}
/** Whether the body waits for `100 Continue` (RFC 9110 §10.1.1). */
export function expectsContinue(plan, version) {
    if (plan.body.kind === 'none')
        return false;
    return (addsExpectation(plan, version) || /(?:^|,)\s*100-continue\s*(?:,|$)/i.test(fieldValue(plan.headers, 'Expect') ?? ''));
}
//# sourceMappingURL=framing.js.map