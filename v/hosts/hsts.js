import { cacheLines, hostKey, isAddressKey, MAX_LINE_LENGTH, parseCacheTime, printCacheTime } from './cache-line.js';
/** As in curl; the oldest make way. */
const MAX_HOSTS = 10_000;
/** Strict hosts, none at first. */
export function openStrictHosts() {
    const known = new Map();
    const learnt = new Map();
    const find = (key, nowSeconds) => {
        const found = known.get(key);
        return found !== undefined && found.expiresAtSeconds > nowSeconds ? found : undefined;
    };
    return {
        load(hosts) {
            for (const host of hosts)
                keep(known, host);
        },
        learn(host, value, nowSeconds) {
            const key = hostKey(host);
            const policy = parseStrictTransport(value);
            // Addresses have no policy (§8.1.1).
            if (key === undefined || isAddressKey(key) || policy === undefined)
                return false;
            known.delete(key);
            const { maxAgeSeconds, coversSubdomains } = policy;
            const strict = maxAgeSeconds === 0 ? undefined : { host: key, coversSubdomains, expiresAtSeconds: nowSeconds + maxAgeSeconds };
            if (strict !== undefined)
                keep(known, strict);
            learnt.set(key, strict);
            return true;
        },
        upgraded(url, nowSeconds) {
            const key = hostKey(url.host);
            if (url.scheme === 'https' || key === undefined || isAddressKey(key))
                return url;
            if (find(key, nowSeconds) === undefined && !isCovered(key, (domain) => find(domain, nowSeconds)))
                return url;
            return { ...url, scheme: 'https', port: url.port === 80 ? 443 : url.port };
        },
        learnt: () => learnt,
    };
}
function isCovered(key, find) {
    for (let dot = key.indexOf('.'); dot >= 0; dot = key.indexOf('.', dot + 1)) {
        if (find(key.slice(dot + 1))?.coversSubdomains)
            return true;
    }
    return false;
}
function keep(known, host) {
    known.set(host.host, host);
    const [oldest] = known.keys();
    if (known.size > MAX_HOSTS && oldest !== undefined)
        known.delete(oldest);
}
/** One directive: a token, maybe with a token or a quoted string (RFC 6797 §6.1). */
const DIRECTIVE = /^\s*([!#$%&'*+\-.^_`|~\w]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"]*)))?\s*$/;
/**
 * The policy in a `Strict-Transport-Security` value, or `undefined` for one that is to be passed over: without max-age,
 * with a directive twice, or in another form.
 */
export function parseStrictTransport(value) {
    if (value.length > MAX_LINE_LENGTH)
        return undefined;
    const directives = new Map();
    for (const text of value.match(/(?:[^;"]|"(?:[^"\\]|\\.)*")+|"/g) ?? []) {
        if (text.trim() === '')
            continue;
        const [whole, name = '', quoted, token] = DIRECTIVE.exec(text) ?? [];
        if (whole === undefined || directives.has(name.toLowerCase()))
            return undefined;
        directives.set(name.toLowerCase(), quoted ?? token);
    }
    const maxAge = directives.get('max-age');
    if (maxAge === undefined || !/^\d+$/.test(maxAge))
        return undefined;
    return { maxAgeSeconds: Number(maxAge), coversSubdomains: directives.has('includesubdomains') };
}
/**
 * The hosts in a cache file of curl's (curl's docs/HSTS.md): a host, with a dot before it where its subdomains count, and
 * the time until which it is strict. Lines of another form and times that have passed are left out; of two lines for one
 * host the later time counts, and the stricter of the two.
 */
export function parseHstsFile(text, nowSeconds) {
    const hosts = new Map();
    for (const line of cacheLines(text)) {
        const [, dot, name = '', time = ''] = /^(\.?)(\S+) "([^"]*)"$/.exec(line) ?? [];
        const host = hostKey(name);
        const expiresAtSeconds = parseCacheTime(time);
        if (host === undefined || isAddressKey(host) || expiresAtSeconds === undefined)
            continue;
        if (expiresAtSeconds <= nowSeconds)
            continue;
        const other = hosts.get(host);
        hosts.set(host, {
            host,
            coversSubdomains: dot === '.' || other?.coversSubdomains === true,
            expiresAtSeconds: Math.max(expiresAtSeconds, other?.expiresAtSeconds ?? 0),
        });
    }
    return [...hosts.values()];
}
/** A cache file's text: that of `text`, which may have changed since it was read, with what has been learnt since. */
export function updatedHstsFile(text, { learnt }, nowSeconds) {
    const hosts = new Map(parseHstsFile(text, nowSeconds).map((host) => [host.host, host]));
    for (const [key, host] of learnt()) {
        hosts.delete(key);
        if (host !== undefined)
            keep(hosts, host);
    }
    const lines = [...hosts.values()].map(({ host, coversSubdomains, expiresAtSeconds }) => `${coversSubdomains ? '.' : ''}${host} "${printCacheTime(expiresAtSeconds)}"`);
    return [...HEADER, ...lines].map((line) => `${line}\n`).join('');
}
const HEADER = [
    '# HSTS cache, in the form that curl reads too.',
    '# slip writes it anew: what you change may be lost.',
];
//# sourceMappingURL=hsts.js.map