import { Failure } from '../failure.js';
import { withoutHeaders } from '../request/headers.js';
import { isForwarded } from '../request/target.js';
import { targetOf } from '../request/url.js';
import { credentialsFor } from './credentials.js';
import { show } from './show.js';
/**
 * The plan with what it says of who one is, made for this request alone: call it for every request anew. A field that was
 * typed, or typed to be left out, stays as typed. Where Digest has no challenge yet, a request with a body goes without it
 * first, as curl's does.
 *
 * @throws Failure `argument` and `url` for a signature that cannot be made, `read` where netrc cannot be read.
 */
export function authorized(plan, { now }) {
    const { auth, url } = plan;
    const subject = {
        method: plan.method,
        // curl's answer is about the path, whatever --request-target says.
        uri: (plan.dialect === 'curl' ? undefined : plan.requestTarget) ?? targetOf(url),
        body: bytesOf(plan) ?? new Uint8Array(),
    };
    const credentials = credentialsFor(auth, url);
    const server = show(subject, auth.policy.schemes, auth.server, credentials);
    const isToProxy = isForwarded(plan) && !auth.typedNames.includes('proxy-authorization');
    const login = isToProxy ? plan.proxy?.login : undefined;
    const proxy = show(subject, plan.proxy?.schemes ?? [], auth.proxy, login && { login, bearer: undefined });
    const fields = [];
    if (proxy.value !== undefined)
        fields.push(['Proxy-Authorization', proxy.value]);
    if (server.value !== undefined)
        fields.push(['Authorization', server.value]);
    if (server.scheme === 'aws-sigv4' && credentials?.login !== undefined) {
        fields.push(...signature(plan, credentials.login, now()));
    }
    const next = { ...plan, auth: { ...auth, fields, server: server.progress, proxy: proxy.progress } };
    return (server.asksFirst || proxy.asksFirst) && plan.body.kind !== 'none' ? withoutBody(next) : next;
}
/** The plan as it was decided, with the body that this request does without. */
export function whole(plan) {
    const { withheld } = plan.auth;
    return withheld === undefined ? plan : { ...plan, ...withheld, auth: { ...plan.auth, withheld: undefined } };
}
function withoutBody(plan) {
    const { body, bodyType, headers, auth } = plan;
    // Without parts there is no boundary to tell.
    const isMultipart = body.kind === 'multipart';
    return {
        ...plan,
        body: { kind: 'bytes', bytes: new Uint8Array() },
        bodyType: isMultipart ? undefined : bodyType,
        headers: withoutHeaders(headers, ['Content-Length', ...(isMultipart ? ['Content-Type'] : [])]),
        auth: { ...auth, withheld: { body, bodyType, headers } },
    };
}
function signature(plan, keys, nowMs) {
    const { auth, method, url, headers } = plan;
    if (plan.redirects.pathAsIs) {
        throw new Failure('argument', '--aws-sigv4 signs a path in its normal form, which --path-as-is forbids');
    }
    const typed = headers.filter(([name]) => auth.typedNames.includes(name.toLowerCase()));
    const request = { method, url, typed, body: bytesOf(plan), isStrict: plan.dialect === 'slip' };
    return auth.policy.sign?.(request, keys, nowMs) ?? [];
}
/** The body, if it is in memory. */
function bytesOf({ body }) {
    if (body.kind === 'none')
        return new Uint8Array();
    return body.kind === 'bytes' ? body.bytes : undefined;
}
//# sourceMappingURL=authorize.js.map