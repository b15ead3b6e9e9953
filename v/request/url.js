import { Failure } from '../failure.js';
import { isCredentialParameter, Secret } from '../secret.js';
/**
 * Reads a URL as it is typed: no scheme, `:3000/x`, user information, international hosts.
 *
 * @throws Failure `url` with the place underlined; `protocol` for a scheme slip does not speak.
 */
export function parseUrl(typed, reading = {}) {
    const text = reading.forgivesSlashes ? forgiveSlashes(typed) : typed;
    const schemeMatch = /^([a-z][a-z0-9+.-]*):\/\/|^:\/\//i.exec(text);
    const scheme = schemeMatch?.[1]?.toLowerCase();
    if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
        throw foreignScheme(text, scheme);
    const halfScheme = /^https?:(?:\/(?!\/)|(?![/\d]))/i.exec(text)?.[0];
    if (halfScheme !== undefined)
        throw missingAuthority(text, halfScheme);
    const authorityStart = schemeMatch?.[0].length ?? 0;
    const authorityEnd = pathStart(text, authorityStart);
    const forbidden = /[\0-\x1f\x7f]/.exec(text) ?? /\s/.exec(text.slice(0, authorityEnd));
    if (forbidden !== null) {
        throw new Failure('url', 'a URL cannot hold a space or control character here', {
            at: placeIn(text, forbidden.index, forbidden.index + 1),
        });
    }
    const rest = text.slice(authorityEnd);
    const authority = readAuthority(text, authorityStart, authorityEnd);
    const resolvedScheme = scheme ?? reading.defaultScheme ?? (isLoopback(authority.host) ? 'http' : 'https');
    const withoutFragment = rest.replace(/#.*$/s, '');
    const queryStart = withoutFragment.indexOf('?');
    const rawPath = queryStart < 0 ? withoutFragment : withoutFragment.slice(0, queryStart);
    const path = encodeTarget(rawPath === '' ? '/' : rawPath);
    return {
        scheme: resolvedScheme,
        host: authority.host,
        port: authority.port ?? (resolvedScheme === 'https' ? 443 : 80),
        path: reading.pathAsIs ? path : removeDotSegments(path),
        query: queryStart < 0 ? undefined : encodeTarget(withoutFragment.slice(queryStart + 1)),
        user: authority.user,
    };
}
/**
 * Where a reference such as a `Location` value leads (RFC 3986 §5.2).
 *
 * @throws Failure `url` or `protocol`, as `parseUrl` does.
 */
export function resolveReference(base, reference, reading = {}) {
    const forgiven = reading.forgivesSlashes ? forgiveSlashes(reference.trim()) : reference.trim();
    const trimmed = forgiven.replaceAll(' ', '%20');
    const [start = '', scheme, slashes] = /^([a-z][a-z0-9+.-]*):(\/\/)?/i.exec(trimmed) ?? [];
    if (scheme !== undefined) {
        if (slashes !== undefined)
            return parseUrl(trimmed, reading);
        // Here a colon never means a port: `mailto:a@b` must not lead to the host b.
        throw /^https?$/i.test(scheme) ? missingAuthority(trimmed, start) : foreignScheme(trimmed, scheme.toLowerCase());
    }
    if (trimmed.startsWith('//'))
        return parseUrl(`${base.scheme}:${trimmed}`, reading);
    const origin = originOf(base);
    if (trimmed.startsWith('/'))
        return parseUrl(`${origin}${trimmed}`, reading);
    if (trimmed.startsWith('?'))
        return parseUrl(`${origin}${base.path}${trimmed}`, { pathAsIs: true });
    if (trimmed === '' || trimmed.startsWith('#'))
        return { ...base, user: undefined };
    return parseUrl(`${origin}${base.path.replace(/[^/]*$/, '')}${trimmed}`, reading);
}
/** `scheme://host:port`, the port only where it is not the scheme's own: what credentials are bound to (RFC 6454). */
export function originOf(url) {
    return `${url.scheme}://${authorityOf(url)}`;
}
/** `host[:port]` as the Host field has it (RFC 9110 §7.2). */
export function authorityOf(url) {
    return url.port === (url.scheme === 'https' ? 443 : 80) ? url.host : `${url.host}:${url.port}`;
}
/** Path and query: the origin-form request target (RFC 9112 §3.2.1). */
export function targetOf(url) {
    return url.query === undefined ? url.path : `${url.path}?${url.query}`;
}
/** The whole URL without user information. */
export function hrefOf(url) {
    return `${originOf(url)}${targetOf(url)}`;
}
/** The whole URL as it may be shown: no user information, credential query parameters masked. */
export function displayUrl(url) {
    return `${originOf(url)}${maskTarget(targetOf(url))}`;
}
/** A request target with the values of credential query parameters masked. */
export function maskTarget(target) {
    const queryStart = target.indexOf('?');
    if (queryStart < 0)
        return target;
    const masked = target
        .slice(queryStart + 1)
        .split('&')
        .map((pair) => {
        const name = pair.split('=', 1)[0] ?? '';
        return pair.includes('=') && isCredentialParameter(percentDecode(name)) ? `${name}=(secret)` : pair;
    });
    return `${target.slice(0, queryStart + 1)}${masked.join('&')}`;
}
/** A URL text, as typed, without its password. Text that is no URL comes back as it is. */
export function maskUrlText(text) {
    return maskTarget(text.replace(/^((?:(?:[a-z][a-z0-9+.-]*)?:\/\/)?[^/?#@:]*):[^/?#]*@/i, '$1:(secret)@'));
}
/** The URL with more pairs, already encoded, at the end of its query. */
export function withQuery(url, pairs) {
    if (pairs.length === 0)
        return url;
    const query = [...(url.query === undefined || url.query === '' ? [] : [url.query]), ...pairs].join('&');
    return { ...url, query: encodeTarget(query) };
}
/** Whether a canonical host is this machine: `localhost`, `*.localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopback(host) {
    return /^(?:.+\.)?localhost\.?$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/.test(host);
}
/** Percent-decodes UTF-8; text that does not decode comes back as it is. */
export function percentDecode(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return text;
    }
}
function forgiveSlashes(typed) {
    return typed.replace(/^(https?):\/(?:\/\/)?(?!\/)/i, '$1://');
}
function foreignScheme(text, scheme) {
    return new Failure('protocol', `${scheme} is no protocol that slip speaks`, {
        at: placeIn(text, 0, scheme.length),
        hint: 'http and https are what it speaks',
    });
}
/** RFC 9110 §4.2.1. Browsers and curl guess that a slash was forgotten; slip does not guess whom to send something to. */
function missingAuthority(text, start) {
    return new Failure('url', 'there is no host in this URL', {
        at: placeIn(text, 0, start.length),
        hint: 'two slashes stand before a host: http://host/',
    });
}
/** A place in a URL text that is shown: stars for its password and credential parameters keep the offsets. */
export function placeIn(text, start, end) {
    const stars = (_all, before, secret) => before + '*'.repeat(secret.length);
    const shown = text
        // A password with a / or # in it is why a URL is wrong: only what is a port by its form ends before these.
        .replace(/^((?:(?:[a-z][a-z0-9+.-]*)?:\/\/)?[^/?#@:[]*:)(?!\d*(?:[/?#]|$))(.*)(?=@)/is, stars)
        .replace(/([?&#][^=&#]*=)([^&#]*)/g, (pair, before, value) => isCredentialParameter(percentDecode(before.slice(1, -1))) ? stars(pair, before, value) : pair);
    return { text: shown, start, end };
}
function pathStart(text, authorityStart) {
    const found = text.slice(authorityStart).search(/[/?#]/);
    return found < 0 ? text.length : authorityStart + found;
}
function readAuthority(text, start, end) {
    const authority = text.slice(start, end);
    const at = authority.lastIndexOf('@');
    const hostStart = start + at + 1;
    const portMatch = /:([^:\]]*)$/.exec(authority.slice(at + 1));
    const hostEnd = portMatch === null ? end : hostStart + portMatch.index;
    const hostText = text.slice(hostStart, hostEnd);
    return {
        host: canonicalHost(text, hostText === '' && portMatch !== null ? 'localhost' : hostText, hostStart, hostEnd),
        port: portMatch === null || portMatch[1] === '' ? undefined : readPort(text, hostEnd + 1, end),
        user: at < 0 ? undefined : readUser(authority.slice(0, at)),
    };
}
function readUser(information) {
    const colon = information.indexOf(':');
    if (colon < 0)
        return { name: percentDecode(information), password: undefined };
    return {
        name: percentDecode(information.slice(0, colon)),
        password: new Secret(percentDecode(information.slice(colon + 1))),
    };
}
function readPort(text, start, end) {
    const digits = text.slice(start, end);
    const port = Number(digits);
    if (/^\d+$/.test(digits) && port <= 65535)
        return port;
    throw new Failure('url', `a port is a number up to 65535`, { at: placeIn(text, start, end) });
}
/** curl's bound, far beyond what a name can be. */
const MAX_HOST_LENGTH = 65535;
/** The host as the URL standard writes it; the standard's own parser decides what a host is. */
function canonicalHost(text, host, start, end) {
    const at = placeIn(text, start, Math.max(end, start + 1));
    if (host === '' || host.length > MAX_HOST_LENGTH)
        throw new Failure('url', 'there is no host in this URL', { at });
    // An encoded separator would move the border between host and path for whoever decodes it later (CVE-2022-27780).
    if (/%(?:2f|3a|40|3f|23|5c|25|00)|[\\^|<>`{}"]/i.test(host))
        throw new Failure('url', 'this cannot be a host', { at });
    try {
        const canonical = new URL(`http://${host}/`).hostname;
        if (canonical !== '')
            return canonical;
    }
    catch {
        // A name whose last label is a number is an address to the URL standard, and a name to the DNS.
        if (/^(?=.*[a-z])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.\d+$/i.test(host) && !/(?:^|\.)0x[\da-f]*$/i.test(host)) {
            return host.toLowerCase();
        }
    }
    throw new Failure('url', 'this cannot be a host', { at });
}
/** Percent-encodes what cannot stand in a request target: controls, space, and all beyond ASCII as UTF-8. */
function encodeTarget(text) {
    return text.replace(/[^\x21-\x7e]+/gu, (run) => [...new TextEncoder().encode(run)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(''));
}
/** RFC 3986 §5.2.4, a percent-encoded dot counting as a dot. */
function removeDotSegments(path) {
    if (!/\/(?:\.|%2e)/i.test(path))
        return path;
    const kept = [];
    const segments = path.split('/').slice(1);
    for (const [index, segment] of segments.entries()) {
        const plain = segment.replace(/%2e/gi, '.');
        const isLast = index === segments.length - 1;
        if (plain === '..')
            kept.pop();
        if (plain !== '.' && plain !== '..')
            kept.push(segment);
        else if (isLast)
            kept.push('');
    }
    return `/${kept.join('/')}`;
}
//# sourceMappingURL=url.js.map