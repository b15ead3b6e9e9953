import { nothingLeft, valued } from './curl-context.js';
/** How a socket comes to be, in curl's options. */
export function networkWords(network) {
    const { family, unixSocket, detours, resolutions, names, attemptDelayMs, localEnd, keepAliveMs, sendsAtOnce, proxyLine, ...rest } = network;
    nothingLeft(rest);
    const isAbstract = unixSocket?.startsWith('\0') === true;
    return [
        ...(family === undefined ? [] : [`-${family}`]),
        ...valued(isAbstract ? 'abstract-unix-socket' : 'unix-socket', isAbstract ? unixSocket.slice(1) : unixSocket),
        ...detours.flatMap((detour) => ['--connect-to', detourText(detour)]),
        ...resolutions.flatMap((resolution) => ['--resolve', resolutionText(resolution)]),
        ...nameSourceWords(names),
        ...valued('happy-eyeballs-timeout-ms', unlessUsual(attemptDelayMs, 200)),
        ...(localEnd === undefined ? [] : localEndWords(localEnd)),
        ...(keepAliveMs === undefined ? ['--no-keepalive'] : valued('keepalive-time', unlessUsual(keepAliveMs / 1000, 60))),
        ...(sendsAtOnce ? [] : ['--no-tcp-nodelay']),
        ...(proxyLine === undefined ? [] : proxyLineWords(proxyLine)),
    ];
}
/** A number that curl would not take by itself. */
function unlessUsual(value, usual) {
    return value === usual ? undefined : String(value);
}
function detourText({ host, port, toHost, toPort, ...rest }) {
    nothingLeft(rest);
    return [host, port, toHost, toPort].map((piece) => piece ?? '').join(':');
}
function resolutionText({ host, port, addresses, ...rest }) {
    nothingLeft(rest);
    if (addresses.length === 0)
        return `-${host}:${port}`;
    return `${host}:${port}:${addresses.map((address) => (address.includes(':') ? `[${address}]` : address)).join(',')}`;
}
function nameSourceWords(names) {
    switch (names.kind) {
        case 'system':
            return [];
        case 'dns': {
            const { kind: _kind, servers, interface: ownInterface, fromIpv4, fromIpv6, ...rest } = names;
            nothingLeft(rest);
            return [
                ...valued('dns-servers', servers.length === 0 ? undefined : servers.join(',')),
                ...valued('dns-interface', ownInterface),
                ...valued('dns-ipv4-addr', fromIpv4),
                ...valued('dns-ipv6-addr', fromIpv6),
            ];
        }
        case 'https': {
            const { kind: _kind, url, verified, ...rest } = names;
            nothingLeft(rest);
            return ['--doh-url', url, ...(verified ? [] : ['--doh-insecure'])];
        }
    }
}
function localEndWords({ interface: name, host, ports, ...rest }) {
    nothingLeft(rest);
    const either = name === undefined ? host && `host!${host}` : host === undefined ? `if!${name}` : name;
    return [
        ...valued('interface', either),
        ...valued('local-port', ports && (ports.first === ports.last ? `${ports.first}` : `${ports.first}-${ports.last}`)),
    ];
}
function proxyLineWords({ client, ...rest }) {
    nothingLeft(rest);
    return client === undefined ? ['--haproxy-protocol'] : ['--haproxy-clientip', client];
}
//# sourceMappingURL=curl-network.js.map