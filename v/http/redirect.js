import { authorized, whole } from '../auth/authorize.js';
import { carriedAuth, credentialsFor } from '../auth/credentials.js';
import { Failure } from '../failure.js';
import { findHeader, withoutHeaders } from '../request/headers.js';
import { detourFor } from '../request/network.js';
import { isRepeatable, refusedUrlUser } from '../request/plan.js';
import { isForwarded } from '../request/target.js';
import { displayUrl, hrefOf, maskUrlText, originOf, resolveReference } from '../request/url.js';
import { isCredentialHeader } from '../secret.js';
import { redirected } from './redirect-method.js';
const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);
/** In curl's manner every 3xx that says where is a redirect. */
function isRedirect({ plan, head }) {
    return plan.dialect === 'curl' ? head.status >= 300 && head.status < 400 : REDIRECT_STATUSES.has(head.status);
}
/** Fields that describe a body, which go when the body goes (fetch standard, HTTP-redirect fetch step 12). */
const BODY_FIELDS = [
    'Content-Type',
    'Content-Length',
    'Content-Encoding',
    'Content-Language',
    'Content-Location',
    'Transfer-Encoding',
    'Digest',
    'Content-Digest',
    'Content-MD5',
    'Last-Modified',
];
/** Where a reply leads, whether or not it is followed; `undefined` where nowhere. */
export function redirectTarget(exchange) {
    if (!isRedirect(exchange))
        return undefined;
    // An empty one leads nowhere, as in curl.
    return findHeader(exchange.head.headers, 'Location') || undefined;
}
/**
 * The request that a redirect asks for, or `undefined` where the reply is the answer.
 *
 * Header fields are taken from the first request at every hop, so credentials left out for one origin are there again
 * when the chain comes back to their own. Method and body: RFC 9110 §15.4, POST becoming GET as browsers have it.
 *
 * @param begun the request as it was planned, whose origin the credentials are for.
 * @param hops how many requests were answered before; those that answered a challenge are redirects in curl's dialect only.
 * @throws Failure `redirects`, `rewind`, `credential`, and what the new URL can fail with.
 */
export function decideRedirect(exchange, begun, hops, chance) {
    const plan = whole(exchange.plan);
    const first = whole(begun);
    const location = redirectTarget(exchange);
    if (!plan.redirects.followed || location === undefined)
        return undefined;
    const count = plan.dialect === 'curl' ? hops : hops - plan.auth.roundCount;
    if (plan.redirects.limit !== undefined && count >= plan.redirects.limit) {
        throw new Failure('redirects', `${count === 1 ? 'one redirect was' : `${count} redirects were`} followed, and the next leads to ${maskUrlText(fromLatin1(location))}`, {
            hint: '--max-redirs N follows more',
        });
    }
    const { pathAsIs } = plan.redirects;
    const url = plan.upgraded(resolveReference(plan.url, spaced(fromLatin1(location), plan), {
        pathAsIs,
        forgivesSlashes: plan.dialect === 'curl',
    }));
    if (plan.auth.policy.refusesUrlUser && url.user !== undefined)
        throw refusedUrlUser(url);
    if (!plan.redirects.schemes.includes(url.scheme)) {
        throw new Failure('protocol', `the redirect leads to ${displayUrl(url)}, and --proto-redir leaves ${url.scheme} out`);
    }
    const { method, impliedMethod, keepsBody } = redirected(plan, exchange.head.status);
    const body = keepsBody ? plan.body : { kind: 'none' };
    if (!isRepeatable(body) && exchange.plan.auth.withheld === undefined) {
        throw new Failure('rewind', `the body came from a pipe and cannot be sent again to ${displayUrl(url)}`, {
            hint: 'put it in a file: @FILE, -d @FILE or -T FILE',
        });
    }
    const losesBody = !keepsBody || (body.kind === 'none' && first.body.kind !== 'none');
    const typed = withReferer(losesBody ? withoutHeaders(first.headers, BODY_FIELDS) : first.headers, plan, url);
    const route = { ...plan.proxiesFor(url), url, via: detourFor(url, plan.connection.detours), tunnel: plan.tunnel };
    const { headers, dropped } = headersFor(url, typed, first, isForwarded(route));
    const moved = {
        ...plan,
        method,
        impliedMethod,
        ...route,
        url: { ...url, user: undefined },
        requestTarget: undefined,
        body,
        headers,
        auth: carriedAuth(plan, first, url, route.proxy),
    };
    const next = authorized(moved, chance);
    if (plan.dialect === 'curl')
        return { plan: next, notes: [] };
    refuseDowngrade(plan.url, next, first);
    const names = showsWho(first) && !showsWho(next) ? ['Authorization', ...dropped] : dropped;
    return {
        plan: next,
        notes: names.length === 0
            ? []
            : [
                `${[...new Set(names)].join(', ')} not sent to ${originOf(url)}: another origin than ${originOf(first.url)}`,
            ],
    };
}
/** Whether the request says who one is, or would after a challenge. */
function showsWho({ auth, url }) {
    return credentialsFor(auth, url) !== undefined;
}
/**
 * `-e ';auto'`: the URL that led here, which never has user information in it (CVE-2021-22876), and of which another
 * origin is told no more than the origin where a parameter is a credential. From https to http none is sent (RFC 9110
 * §10.1.3).
 */
function withReferer(headers, plan, url) {
    if (!plan.redirects.refersBack)
        return headers;
    const others = withoutHeaders(headers, ['Referer']);
    if (plan.url.scheme === 'https' && url.scheme === 'http')
        return others;
    const whole = hrefOf(plan.url);
    const mayBeTold = plan.redirects.trusted || originOf(url) === originOf(plan.url) || whole === displayUrl(plan.url);
    return [...others, ['Referer', mayBeTold ? whole : `${originOf(plan.url)}/`]];
}
/** The fields that may go to this URL: to another origin no credential, and no Host typed for the first. */
function headersFor(url, headers, first, proxied) {
    if (originOf(url) === originOf(first.url))
        return { headers, dropped: [] };
    const isCurls = first.dialect === 'curl';
    // A Host typed for the first URL is for its host in curl, whatever the port.
    const withoutHost = isCurls && url.host === first.url.host ? headers : withoutHeaders(headers, ['Host']);
    if (first.redirects.trusted)
        return { headers: withoutHost, dropped: [] };
    // What was typed for a proxy is for the proxy, if the next URL goes through one.
    const isForProxy = (name) => proxied && name.toLowerCase() === 'proxy-authorization';
    const isBound = (name) => isCurls ? /^(?:authorization|cookie)$/i.test(name) : isCredentialHeader(name) && !isForProxy(name);
    const names = withoutHost.map(([name]) => name).filter(isBound);
    return { headers: withoutHeaders(withoutHost, names), dropped: [...new Set(names)] };
}
/** From https to http no request goes that carries a credential, or carried one that would be left out. */
function refuseDowngrade(from, next, first) {
    if (from.scheme !== 'https' || next.url.scheme !== 'http')
        return;
    const isBare = ({ headers }) => !headers.some(([name]) => isCredentialHeader(name));
    if (isBare(first) && !showsWho(first) && !showsWho(next))
        return;
    throw new Failure('credential', `the redirect leads from https to ${displayUrl(next.url)}, and the request carries a credential`, {
        hint: 'ask for that URL itself, without the credential',
    });
}
/** Servers send raw UTF-8 in Location; the head was read as latin-1. */
function fromLatin1(value) {
    return Buffer.from(value, 'latin1').toString('utf8');
}
/** curl writes a space in the query of a redirect as a form does, and slip as everywhere else. */
function spaced(location, { dialect }) {
    const queryStart = location.indexOf('?');
    if (dialect === 'slip' || queryStart < 0)
        return location;
    return location.slice(0, queryStart) + location.slice(queryStart).trimEnd().replaceAll(' ', '+');
}
//# sourceMappingURL=redirect.js.map