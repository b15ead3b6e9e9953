import { Secret } from '../secret.js';
import { nothingLeft, shownLogin, shownSecret } from './curl-context.js';
/** What stands between, in curl's options. */
export function proxyWords({ socks, proxy }, { version }, context) {
    if (socks === undefined && proxy === undefined)
        return context.avoidsProxy ? ['--noproxy', '*'] : [];
    if (proxy === undefined)
        return socks === undefined ? [] : ['-x', socksUrl(socks, context)];
    return [
        ...(socks === undefined ? [] : ['--preproxy', socksUrl(socks, context)]),
        ...httpProxyWords(proxy, version, context),
    ];
}
function httpProxyWords({ url, login, schemes, ...rest }, version, context) {
    nothingLeft(rest);
    // The port is always said: curl's own default for a proxy is neither 80 nor 443.
    const words = [version === '1.0' ? '--proxy1.0' : '-x', `${url.scheme}://${url.host}:${url.port}`];
    if (schemes.includes('digest'))
        words.push(schemes.includes('basic') ? '--proxy-anyauth' : '--proxy-digest');
    return login === undefined ? words : [...words, '-U', shownLogin(login, context)];
}
/** With the user in it, since -U is for the HTTP proxy where there are both. */
function socksUrl({ version, findsNames, at, user, ...rest }, context) {
    nothingLeft(rest);
    const scheme = version === 4 ? (findsNames ? 'socks4a' : 'socks4') : findsNames ? 'socks5h' : 'socks5';
    return `${scheme}://${user === undefined ? '' : userInformation(user, context)}${endpointText(at)}`;
}
function userInformation(user, context) {
    const name = encodeURIComponent(user.name);
    if (user.password === undefined)
        return `${name}@`;
    const encoded = new Secret(encodeURIComponent(user.password.reveal()));
    return `${name}:${shownSecret(encoded, context)}@`;
}
function endpointText(at) {
    return at.kind === 'host'
        ? `${at.host}:${at.port}`
        : `localhost${at.path.split('/').map(encodeURIComponent).join('/')}`;
}
//# sourceMappingURL=curl-proxy.js.map