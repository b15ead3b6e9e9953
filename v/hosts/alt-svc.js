import { cacheLines, hostKey, LATEST_SECONDS, MAX_LINE_LENGTH, parseCacheTime, printCacheTime } from './cache-line.js';
/** Seconds for which an alternative is good that does not say (§3.1). */
const DEFAULT_AGE_SECONDS = 24 * 3600;
/** Bounds what servers can make us keep, as in curl: for all origins together. */
const MAX_ALTERNATIVES = 5000;
/** Alternatives, none at first. */
export function openAlternatives() {
    let known = [];
    const learntOrigins = new Set();
    const keep = (more) => {
        known = [...known, ...more].slice(-MAX_ALTERNATIVES);
    };
    return {
        load: keep,
        learn(from, value, nowSeconds) {
            const origin = originKey(from);
            const told = parseAltSvc(value);
            if (told === undefined)
                return false;
            known = known.filter((alternative) => originKey(alternative.from) !== origin);
            keep(told.map(({ protocol, host, port, maxAgeSeconds, persists }) => ({
                from,
                to: { protocol, host: host ?? from.host, port },
                expiresAtSeconds: Math.min(nowSeconds + maxAgeSeconds, LATEST_SECONDS),
                persists,
            })));
            learntOrigins.add(origin);
            return true;
        },
        find({ host, port }, protocols, nowSeconds) {
            for (const protocol of protocols) {
                const origin = originKey({ protocol, host, port });
                const found = known.find(({ from, to, expiresAtSeconds }) => originKey(from) === origin && protocols.includes(to.protocol) && expiresAtSeconds >= nowSeconds);
                if (found !== undefined)
                    return found;
            }
            return undefined;
        },
        learnt: () => new Map([...learntOrigins].map((origin) => [origin, known.filter(({ from }) => originKey(from) === origin)])),
    };
}
/** A host with a dot at its end is the same one. */
function originKey({ protocol, host, port }) {
    return `${protocol} ${hostKey(host) ?? host} ${port}`;
}
const PROTOCOLS = new Map([
    ['h1', 'h1'],
    ['http/1.1', 'h1'],
    ['http%2f1.1', 'h1'],
    ['h2', 'h2'],
    ['h3', 'h3'],
]);
/** One alternative: a protocol, `"[host]:port"`, parameters. */
const ALTERNATIVE = /^\s*([^\s=",;]+)\s*=\s*"([^"]*)"((?:\s*;\s*[^\s=",;]+\s*=\s*(?:"[^"]*"|[^\s",;]+))*)\s*(?:,|$)/;
/**
 * What an `Alt-Svc` value tells: an empty list for `clear`, and `undefined` for nothing that slip could note. Protocols
 * that it does not know are passed over; at the first piece of another form reading ends, as in curl.
 */
export function parseAltSvc(value) {
    if (value.length > MAX_LINE_LENGTH)
        return undefined;
    if (/^\s*clear\s*(?:;|$)/i.test(value))
        return [];
    const told = [];
    let rest = value;
    for (let match = ALTERNATIVE.exec(rest); match !== null; match = ALTERNATIVE.exec(rest)) {
        rest = rest.slice(match[0].length);
        const protocol = PROTOCOLS.get(match[1]?.toLowerCase() ?? '');
        const [place, host = '', digits = ''] = /^((?:\[[\da-f:.]+\])|[^\s[\]:"]*):(\d{1,5})$/i.exec(match[2] ?? '') ?? [];
        const port = Number(digits);
        if (place === undefined || port > 65535)
            break;
        if (protocol === undefined || port === 0)
            continue;
        const parameters = new Map([...(match[3] ?? '').matchAll(/;\s*([^\s=]+)\s*=\s*"?([^"\s;]*)/g)].map(([, name = '', text = '']) => [
            name.toLowerCase(),
            text,
        ]));
        const age = parameters.get('ma');
        told.push({
            protocol,
            host: host === '' ? undefined : host.toLowerCase(),
            port,
            maxAgeSeconds: age !== undefined && /^\d+$/.test(age) ? Number(age) : DEFAULT_AGE_SECONDS,
            persists: parameters.get('persist') === '1',
        });
    }
    return told.length === 0 ? undefined : told;
}
/** A line of a cache file: two places, a time, whether it persists, a priority that is always 0 (curl's docs/ALTSVC.md). */
const LINE = /^(h[123]) (\S+) (\d{1,5}) (h[123]) (\S+) (\d{1,5}) "([^"]*)" ([01]) 0$/;
/** The alternatives in a cache file of curl's; lines of another form and times that have passed are left out. */
export function parseAltSvcFile(text, nowSeconds) {
    return cacheLines(text).flatMap((line) => {
        const [, fromProtocol, fromHost, fromPort, toProtocol, toHost, toPort, time = '', persists] = LINE.exec(line) ?? [];
        const from = placeOf(fromProtocol, fromHost, fromPort);
        const to = placeOf(toProtocol, toHost, toPort);
        const expiresAtSeconds = parseCacheTime(time);
        if (from === undefined || to === undefined || expiresAtSeconds === undefined)
            return [];
        return expiresAtSeconds > nowSeconds ? [{ from, to, expiresAtSeconds, persists: persists === '1' }] : [];
    });
}
function placeOf(protocolName = '', host = '', port = '') {
    const protocol = PROTOCOLS.get(protocolName);
    const key = hostKey(host);
    if (protocol === undefined || key === undefined || Number(port) > 65535)
        return undefined;
    return { protocol, host: key, port: Number(port) };
}
/** A cache file's text: that of `text`, which may have changed since it was read, with what has been learnt since. */
export function updatedAltSvcFile(text, { learnt }, nowSeconds) {
    const changed = learnt();
    const others = parseAltSvcFile(text, nowSeconds).filter(({ from }) => !changed.has(originKey(from)));
    const lines = [...others, ...[...changed.values()].flat()]
        .slice(-MAX_ALTERNATIVES)
        .map(({ from, to, expiresAtSeconds, persists }) => [placeText(from), placeText(to), `"${printCacheTime(expiresAtSeconds)}"`, persists ? '1' : '0', '0'].join(' '));
    return [...HEADER, ...lines].map((line) => `${line}\n`).join('');
}
function placeText({ protocol, host, port }) {
    return `${protocol} ${host} ${port}`;
}
const HEADER = [
    '# Alt-Svc cache, in the form that curl reads too.',
    '# slip writes it anew: what you change may be lost.',
];
//# sourceMappingURL=alt-svc.js.map