import { isIP } from 'node:net';
import { Failure } from '../failure.js';
import { isLoopback } from '../request/url.js';
import { dialAddresses, dialUnix, isTaken } from './address-race.js';
import { proxyLine as proxyLineOf } from './proxy-line.js';
import { findAddresses } from './resolve.js';
import { securedPeer } from './secure.js';
import { errorCode } from './settle.js';
/** What ALPN agreed on, or prior knowledge said. */
export function speaksHttp2(socket) {
    return 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
}
/**
 * Looks up, connects and shakes hands.
 *
 * @param uptimeMs a clock that never jumps.
 * @throws Failure `hostName`, `proxyName`, `proxy`, `connect`, `timeout`, and those of `Securer.secure`; the signal's
 * reason.
 */
export async function connect(route, securer, uptimeMs, signal) {
    const startedAt = uptimeMs();
    const timings = {};
    const plain = route.tunnel ??
        (await connectPlain(route, signal, () => {
            timings.nameLookupMs = uptimeMs() - startedAt;
        }));
    timings.connectMs = uptimeMs() - startedAt;
    // To a server it goes before TLS; a proxy that passes requests on finds it where it finds them.
    const { proxyLine, isProxy } = route;
    if (proxyLine !== undefined && !isProxy)
        plain.write(proxyLineOf(plain, proxyLine.client));
    const secured = route.secure ? await securer.secure(plain, { ...route, tls: route.policy.tls }, signal) : undefined;
    if (secured !== undefined)
        timings.tlsMs = uptimeMs() - startedAt;
    const socket = secured ?? plain;
    const trouble = {};
    socket.on('error', (error) => {
        trouble.error ??= error;
    });
    if (proxyLine !== undefined && isProxy)
        socket.write(proxyLineOf(plain, proxyLine.client));
    return { socket, peer: peerOf(route, plain, secured), trouble, timings };
}
async function connectPlain(route, signal, onLookup) {
    const { policy, socks } = route;
    const target = route.via ?? { host: route.host, port: route.port };
    if (socks !== undefined) {
        const socket = await dialEndpoint({ ...route, at: socks.at, isProxy: true }, signal, onLookup);
        return await throughSocks(socket, socks, target, route, signal);
    }
    const at = policy.unixSocket === undefined ? { kind: 'host', ...target } : { kind: 'unix', path: policy.unixSocket };
    return await dialEndpoint({ ...route, at }, signal, onLookup);
}
async function dialEndpoint(peering, signal, onLookup) {
    const { at, policy, names } = peering;
    try {
        if (at.kind === 'unix')
            return await dialUnix(at.path, signal);
        const addresses = await findAddresses(at.host, at.port, policy, names, signal);
        onLookup();
        return await dialAddresses(addresses, at.port, policy, signal);
    }
    catch (error) {
        throw signal.aborted ? signal.reason : connectFailure(error, peering);
    }
}
/** Version 4 has no addresses but IPv4 ones; of a name with both, curl tells version 5 the IPv6 one. */
async function throughSocks(socket, socks, target, { policy, names }, signal) {
    const where = `the SOCKS proxy ${endpointName(socks.at)}`;
    // While names are looked up nobody else listens, and an error without a listener would end the process.
    const onError = () => { };
    socket.on('error', onError);
    let host = target.host.replace(/^\[|\]$/g, '');
    if (!socks.findsNames) {
        const family = socks.version === 4 ? 4 : policy.family;
        try {
            const addresses = await findAddresses(target.host, target.port, { ...policy, family }, names, signal);
            const usable = addresses.filter((address) => socks.version === 5 || isIP(address) === 4);
            const address = usable.find((candidate) => isIP(candidate) === 6) ?? usable[0];
            if (address === undefined)
                throw new Error('no IPv4 address');
            host = address;
        }
        catch (cause) {
            socket.destroy();
            if (signal.aborted)
                throw signal.reason;
            throw new Failure('proxy', `no address is known for ${target.host} that ${where} could be told`, {
                cause,
                hint: socks.version === 4 ? 'socks4a:// lets the proxy look it up' : 'socks5h:// lets the proxy look it up',
            });
        }
    }
    const { passSocks } = await import('./socks.js');
    await passSocks(socket, socks, { host, port: target.port }, where, signal);
    return socket.off('error', onError);
}
function endpointName(at) {
    return at.kind === 'unix' ? at.path.replace(/^\0/, '@') : `${at.host} port ${at.port}`;
}
function peerOf({ isProxy, proxyVerifyResult }, plain, secured) {
    return {
        ...(plain.remoteAddress === undefined ? {} : { remoteAddress: plain.remoteAddress }),
        ...(plain.remotePort === undefined ? {} : { remotePort: plain.remotePort }),
        ...(plain.localAddress === undefined ? {} : { localAddress: plain.localAddress }),
        ...(plain.localPort === undefined ? {} : { localPort: plain.localPort }),
        ...(proxyVerifyResult === undefined ? {} : { proxyVerifyResult }),
        ...(secured === undefined ? {} : securedPeer(secured, isProxy)),
    };
}
const CONNECT_SENTENCES = {
    ECONNREFUSED: 'refused the connection',
    ECONNRESET: 'closed the connection at once',
    EHOSTUNREACH: 'cannot be reached: no route to the host',
    ENETUNREACH: 'cannot be reached: the network is unreachable',
    EADDRNOTAVAIL: 'cannot be reached from this machine',
    EACCES: 'cannot be reached: permission denied',
    EAFNOSUPPORT: 'cannot be reached from the address of --interface',
    ENOENT: 'is not there',
};
function connectFailure(error, { at, isProxy, policy }) {
    if (error instanceof Failure)
        return error;
    const code = errorCode(error);
    const whose = isProxy ? 'the proxy ' : '';
    const host = at.kind === 'host' ? at.host : at.path;
    if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME', 'EAI_FAIL'].includes(code)) {
        const kind = isProxy ? 'proxyName' : 'hostName';
        const sentence = code === 'EAI_AGAIN' ? 'the name server did not answer for' : 'no address is known for';
        return new Failure(kind, `${sentence} ${whose}${host}`, { cause: error });
    }
    const where = endpointName(at);
    if (policy.localEnd !== undefined && isTaken(error))
        return localEndFailure(error, code, policy.localEnd);
    if (code === 'ETIMEDOUT')
        return new Failure('timeout', `${where} did not answer`, { cause: error });
    const sentence = CONNECT_SENTENCES[code] ?? `cannot be reached (${code || String(error)})`;
    return new Failure('connect', `${whose}${where} ${sentence}`, {
        cause: error,
        ...(code === 'ECONNREFUSED' && isLoopback(host) ? { hint: 'is the server running, and on that port?' } : {}),
    });
}
function localEndFailure(error, code, { interface: name, host, ports }) {
    const end = [name ?? host, ports && `port ${ports.first}${ports.last > ports.first ? ` to ${ports.last}` : ''}`];
    const sentence = code === 'EADDRINUSE' ? 'is taken' : `cannot be connected from (${code})`;
    return new Failure('interface', `${end.filter((part) => part !== undefined).join(' ')} ${sentence}`, {
        cause: error,
    });
}
//# sourceMappingURL=connect.js.map