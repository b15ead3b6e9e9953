import { SocksClient } from 'socks';
import { Failure } from '../failure.js';
/** RFC 1928 and RFC 1929 give lengths one byte; curl holds version 4 to the same. */
const MAX_TEXT_BYTES = 255;
/** The client's own limit of time, which it cannot do without: the signal's is the one that counts. */
const FOREVER_MS = 2 ** 31 - 1;
/**
 * Asks a SOCKS proxy, on a socket that is connected to it, to pass everything on to `host` from now on.
 *
 * @param host a name or, for a proxy that is told addresses, an IP address without brackets.
 * @param where the proxy's name in sentences.
 * @throws Failure `proxy` for every way in which the proxy does not do it; the signal's reason.
 */
export async function passSocks(socket, proxy, { host, port }, where, signal) {
    const userId = proxy.user?.name ?? '';
    const password = proxy.user?.password?.reveal() ?? '';
    for (const [what, text] of Object.entries({ user: userId, password, host })) {
        if (Buffer.byteLength(text) <= MAX_TEXT_BYTES)
            continue;
        socket.destroy();
        throw new Failure('proxy', `a SOCKS proxy takes no ${what} of more than ${MAX_TEXT_BYTES} bytes`);
    }
    const onAbort = () => void socket.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    try {
        if (signal.aborted)
            onAbort();
        await SocksClient.createConnection({
            command: 'connect',
            // It connects nowhere, so that the proxy's own host and port are formalities.
            proxy: { host: 'proxy', port: 1, type: proxy.version, userId, password },
            destination: { host, port },
            existing_socket: socket,
            timeout: FOREVER_MS,
        });
        // The client lets the socket flow with the next turn of the event loop; until then it is not its user's alone.
        await new Promise((resolve) => setImmediate(resolve));
    }
    catch (cause) {
        socket.on('error', () => { }).destroy();
        if (signal.aborted)
            throw signal.reason;
        throw refusal(cause, proxy, `${host} port ${port}`, where);
    }
    finally {
        signal.removeEventListener('abort', onAbort);
    }
}
function refusal(cause, proxy, target, where) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
    return new Failure('proxy', `${where} did not connect to ${target}: ${reason.toLowerCase()}`, {
        cause,
        ...(/authentication/i.test(reason) && proxy.user === undefined
            ? { hint: '--proxy-user USER:PASSWORD tells it who you are' }
            : {}),
    });
}
//# sourceMappingURL=socks.js.map