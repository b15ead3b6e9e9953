import { Failure } from '../failure.js';
import { NO_PROXIES } from '../request/plan.js';
import { maskUrlText, parseUrl, percentDecode } from '../request/url.js';
import { Secret } from '../secret.js';
import { parseNoProxy } from './no-proxy.js';
/**
 * Which proxies a URL takes, by curl's rules: what was typed before the environment; `http_proxy` in lower case only, as a
 * CGI program finds a visitor's `Proxy:` header in `HTTP_PROXY`; `NO_PROXY` counts for all; an empty variable is not there.
 *
 * @throws Failure, when it is asked: `connect` for a kind of proxy that there is not, `proxyName` for a URL that is none,
 * and for two SOCKS proxies.
 */
export function proxyChooser(wishes) {
    const exceptions = exceptionsIn(wishes.noProxy, wishes.env);
    return (url) => {
        if (exceptions(url.host))
            return NO_PROXIES;
        const wish = wishes.proxy ?? (wishes.preproxy ? undefined : environmentProxy(url.scheme, wishes.env));
        const first = wishes.preproxy ? readPreproxy(wishes.preproxy) : undefined;
        if (wish === undefined || wish.text === '')
            return { ...NO_PROXIES, socks: first };
        const { socks, proxy } = readProxy(wish.text, wish.scheme, wishes.proxyUser, wishes.schemes);
        if (socks !== undefined && first !== undefined) {
            throw new Failure('proxyName', '--preproxy leads to an HTTP proxy, and the proxy is a SOCKS proxy too');
        }
        return { socks: socks ?? first, proxy };
    };
}
/** Whether the environment alone leads a URL through a proxy, right or wrong. */
export function environmentNamesProxy(url, env) {
    return !exceptionsIn(undefined, env)(url.host) && environmentProxy(url.scheme, env) !== undefined;
}
function exceptionsIn(typed, env) {
    return parseNoProxy(typed ?? (env.no_proxy || env.NO_PROXY || ''));
}
function environmentProxy(scheme, env) {
    const names = scheme === 'http' ? ['http_proxy'] : ['https_proxy', 'HTTPS_PROXY'];
    for (const name of [...names, 'all_proxy', 'ALL_PROXY']) {
        const text = env[name];
        if (text)
            return { text, scheme: 'http' };
    }
    return undefined;
}
function readPreproxy(text) {
    const { socks } = readProxy(text, 'socks4', undefined, []);
    if (socks !== undefined)
        return socks;
    throw new Failure('proxyName', `--preproxy takes a SOCKS proxy, not ${maskUrlText(text)}`);
}
/** curl's default port for a proxy without one is 1080, whatever its scheme but https. */
const DEFAULT_PROXY_PORT = 1080;
const SOCKS = {
    socks: { version: 4, findsNames: false },
    socks4: { version: 4, findsNames: false },
    socks4a: { version: 4, findsNames: true },
    socks5: { version: 5, findsNames: false },
    socks5h: { version: 5, findsNames: true },
};
/** As in curl, what the URL says of the user comes before `--proxy-user`. */
function readProxy(text, assumed, typedUser, schemes) {
    const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase() ?? assumed;
    const kind = SOCKS[scheme];
    if (kind === undefined && scheme !== 'http' && scheme !== 'https') {
        throw new Failure('connect', `slip does not speak to ${scheme} proxies`, {
            hint: 'http, https, socks4, socks4a, socks5 and socks5h work',
        });
    }
    const rest = text.replace(/^[^:/?#@]*:\/\//, '');
    const url = readProxyUrl(`${scheme === 'https' ? 'https' : 'http'}://${rest}`);
    const hasPort = /:\d+(?:[/?#]|$)/.test(rest.replace(/^[^/?#]*@/, ''));
    const port = hasPort || scheme === 'https' ? url.port : DEFAULT_PROXY_PORT;
    const user = url.user ?? (typedUser === undefined ? undefined : splitUser(typedUser));
    if (kind !== undefined)
        return { socks: { ...kind, at: socksEndpoint(url, port), user }, proxy: undefined };
    return { socks: undefined, proxy: { url: { ...url, port }, login: wholeLogin(user), schemes } };
}
function readProxyUrl(url) {
    try {
        return parseUrl(url);
    }
    catch (error) {
        if (!(error instanceof Failure))
            throw error;
        const { at } = error;
        throw new Failure('proxyName', `the proxy cannot be read: ${error.message}`, {
            cause: error,
            ...(at === undefined ? {} : { at }),
        });
    }
}
/** `localhost` and a path are a Unix socket: `socks5h://localhost/run/proxy.sock`. */
function socksEndpoint({ host, path }, port) {
    if (host === 'localhost' && path !== '/')
        return { kind: 'unix', path: percentDecode(path) };
    return { kind: 'host', host, port };
}
/** A login without a password has an empty one; one that says nothing is none. */
function wholeLogin(user) {
    if (user === undefined || (user.name === '' && (user.password?.reveal() ?? '') === ''))
        return undefined;
    return { name: user.name, password: user.password ?? new Secret('') };
}
function splitUser(user) {
    const colon = user.indexOf(':');
    if (colon < 0)
        return { name: user, password: undefined };
    return { name: user.slice(0, colon), password: new Secret(user.slice(colon + 1)) };
}
//# sourceMappingURL=proxy.js.map