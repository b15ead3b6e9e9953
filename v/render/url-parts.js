/** The parts of a URL that `--write-out` can print, by curl's names in the order of curl's list. */
export const URL_PARTS = [
    'fragment',
    'host',
    'options',
    'password',
    'path',
    'port',
    'query',
    'scheme',
    'user',
    'zoneid',
];
const DEFAULT_PORTS = new Map([
    ['http', '80'],
    ['https', '443'],
]);
/**
 * An absolute URL's parts as they are written (RFC 3986 appendix B), nothing decoded: the last `@` ends the userinfo,
 * an IPv6 host keeps its brackets but not its zone (RFC 6874), a missing port is the scheme's.
 */
export function splitUrl(url) {
    const [, scheme = '', authority = '', path = '', query, fragment] = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
    const [, user, password, host = '', zone, bracket = '', port] = /^(?:([^:]*)(?::(.*))?@)?(\[[^\]%]*|[^:]*)(?:%(?:25)?([^\]]*))?(\]?)(?::(\d*))?$/s.exec(authority) ?? [];
    return {
        fragment: fragment || undefined,
        host: host + bracket,
        options: undefined,
        password,
        path: path || '/',
        port: port || DEFAULT_PORTS.get(scheme.toLowerCase()),
        query: query || undefined,
        scheme: scheme.toLowerCase() || undefined,
        user,
        zoneid: zone,
    };
}
/** A URL with the user information and fragment of the text that it was made from: curl shows them in `url_effective`. */
export function withTypedParts(href, typed) {
    const user = /^(?:[a-z][a-z0-9+.-]*:\/\/)?([^/?#]*@)?/i.exec(typed)?.[1] ?? '';
    const fragment = /#.*$/s.exec(typed)?.[0] ?? '';
    return `${href.replace('://', () => `://${user}`)}${fragment}`;
}
//# sourceMappingURL=url-parts.js.map