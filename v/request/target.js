import { authorityOf, hrefOf, targetOf } from './url.js';
/** Whether a proxy reads the request and passes it on; without a proxy, or through its tunnel, the server reads it. */
export function isForwarded({ proxy, url, via, tunnel, }) {
    return proxy !== undefined && url.scheme === 'http' && via === undefined && !tunnel.forced;
}
/** The request target: `--request-target`, absolute-form to a proxy of plain HTTP (RFC 9112 §3.2.2), else origin-form. */
export function requestTarget(plan) {
    if (plan.requestTarget !== undefined)
        return plan.requestTarget;
    return isForwarded(plan) ? hrefOf(plan.url) : targetOf(plan.url);
}
/** What the Host field says: what was typed, else the URL's authority. */
export function hostValue(plan) {
    const typed = plan.headers.find(([name]) => name.toLowerCase() === 'host');
    return typed === undefined ? authorityOf(plan.url) : String(typed[1]);
}
//# sourceMappingURL=target.js.map