import { UNASKED } from '../request/auth.js';
import { originOf } from '../request/url.js';
import { Secret } from '../secret.js';
/**
 * What there is to show to the server of a URL, in curl's order: `--user`, the URL's user information, netrc; each hop asks
 * anew, so that nothing goes on from one host to the next. `undefined` where there is nothing, and where an Authorization
 * was typed, to be sent or left out: that is the last word.
 *
 * @throws Failure `read` where netrc is needed and cannot be read.
 */
export function credentialsFor(auth, url) {
    if (auth.typedNames.includes('authorization'))
        return undefined;
    const isAtHome = auth.origin === undefined || auth.origin === originOf(url);
    const bearer = isAtHome ? auth.policy.bearer : undefined;
    const typed = isAtHome ? auth.login : undefined;
    const login = typed !== undefined && typed.name !== '' ? typed : looked(auth, url, inUrl(auth.urlUser, typed));
    const isEmpty = login === undefined || (login.name === '' && login.password.reveal() === '');
    return isEmpty && bearer === undefined ? undefined : { login: isEmpty ? undefined : login, bearer };
}
/**
 * Who one is, taken along to another URL: neither the user information nor what a server has asked for goes to another
 * origin, and what a proxy has asked for to no other proxy. User information in a `Location` counts in curl's dialect only.
 *
 * @param plan the request before.
 * @param first the one that began the conversation.
 */
export function carriedAuth(plan, first, url, proxy) {
    const { auth } = plan;
    const stays = originOf(url) === originOf(plan.url);
    const isHome = auth.origin === undefined || auth.origin === originOf(url);
    const ownUser = stays ? auth.urlUser : isHome ? first.auth.urlUser : undefined;
    return {
        ...auth,
        urlUser: (plan.dialect === 'curl' ? url.user : undefined) ?? ownUser,
        server: stays ? auth.server : UNASKED,
        proxy: isSameProxy(proxy, plan.proxy) ? auth.proxy : UNASKED,
    };
}
function isSameProxy(left, right) {
    if (left === undefined || right === undefined)
        return false;
    const isSameLogin = left.login?.name === right.login?.name && left.login?.password.reveal() === right.login?.password.reveal();
    return originOf(left.url) === originOf(right.url) && isSameLogin;
}
/** What the URL says; where it lacks a part, what `-u :PASSWORD` says. */
function inUrl(user, typed) {
    if (user === undefined)
        return typed;
    return { name: user.name, password: user.password ?? typed?.password ?? new Secret('') };
}
function looked({ policy }, url, known) {
    const { netrc } = policy;
    const isWhole = known !== undefined && known.name !== '' && known.password.reveal() !== '';
    if (netrc === undefined || (isWhole && !netrc.comesFirst))
        return known;
    return netrc.find(url.host.replace(/^\[|\]$/g, ''), known?.name ?? '') ?? known;
}
//# sourceMappingURL=credentials.js.map