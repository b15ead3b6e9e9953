/**
 * Method and body of the request that a redirect of this status asks for (RFC 9110 §15.4).
 *
 * Of slip: POST becomes GET on 301 and 302 as browsers have it, every method but HEAD on 303. `--post301` and its kin
 * keep a POST. In curl's manner only what the options make a POST changes on 301 and 302, and a method typed with -X
 * stays, unless `--follow` says to do as the status asks.
 */
export function redirected(plan, status) {
    return plan.dialect === 'curl' ? redirectedByCurl(plan, status) : redirectedBySlip(plan, status);
}
function redirectedBySlip(plan, status) {
    const isPost = plan.method === 'POST';
    const becomesGet = plan.method !== 'HEAD' && (status === 303 || (isPost && status < 303)) && !(isPost && isKept(plan, status));
    if (becomesGet)
        return { method: 'GET', impliedMethod: 'GET', keepsBody: false };
    return { method: plan.method, impliedMethod: plan.impliedMethod, keepsBody: true };
}
function redirectedByCurl(plan, status) {
    const { method, impliedMethod } = plan;
    const isPost = impliedMethod === 'POST';
    const changes = isPost ? status >= 301 && status <= 303 && !isKept(plan, status) : status === 303;
    if (!changes)
        return { method, impliedMethod, keepsBody: true };
    const next = impliedMethod === 'HEAD' ? 'HEAD' : 'GET';
    return {
        method: plan.methodIsTyped && !plan.redirects.obeysStatus ? method : next,
        impliedMethod: next,
        keepsBody: false,
    };
}
function isKept({ redirects }, status) {
    return redirects.keepsPost.includes(status);
}
//# sourceMappingURL=redirect-method.js.map