import { connect as connectSocket, isIP } from 'node:net';
/**
 * Connects to the first of the addresses that takes the connection: the next one is tried when the one before has failed,
 * or beside it when that takes its time (RFC 8305 §5).
 *
 * @param addresses best first; at least one.
 * @throws Failure `interface`; Error of the first attempt, with Node's code; the signal's reason.
 */
export async function dialAddresses(addresses, port, policy, signal) {
    const { attemptDelayMs, localEnd, keepAliveMs, sendsAtOnce } = policy;
    const bindings = localEnd && (await (await import('./local-end.js')).bindingsFor(localEnd));
    const attempts = alternating(addresses).map((host) => {
        return {
            bindings: bindings?.(isIP(host)) ?? [{}],
            open: (binding) => connectSocket({
                host,
                port,
                noDelay: sendsAtOnce,
                ...(keepAliveMs === undefined ? {} : { keepAlive: true, keepAliveInitialDelay: keepAliveMs }),
                ...binding,
            }),
        };
    });
    return await firstConnected(attempts, attemptDelayMs, signal);
}
/** Connects to a Unix socket; an abstract one begins with NUL. */
export async function dialUnix(path, signal) {
    return await firstConnected([{ bindings: [{}], open: () => connectSocket({ path }) }], 0, signal);
}
/** The families by turns, beginning with the one that came first (RFC 8305 §4). */
export function alternating(addresses) {
    const family = isIP(addresses[0] ?? '');
    const first = addresses.filter((address) => isIP(address) === family);
    const second = addresses.filter((address) => isIP(address) !== family);
    return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [first[index], second[index]])
        .flat()
        .filter((address) => address !== undefined);
}
/** The first socket that connects; all others are closed. */
function firstConnected(attempts, delayMs, signal) {
    return new Promise((resolve, reject) => {
        const pending = new Set();
        const waiting = [...attempts];
        let timer;
        let firstError;
        const settle = (act) => {
            clearTimeout(timer);
            signal.removeEventListener('abort', onAbort);
            for (const socket of pending) {
                socket.removeAllListeners('connect').removeAllListeners('error');
                socket.on('error', () => { }).destroy();
            }
            act();
        };
        const onAbort = () => settle(() => reject(signal.reason));
        const fail = (error) => {
            firstError ??= error;
            beginNext();
        };
        const beginNext = () => {
            clearTimeout(timer);
            const attempt = waiting.shift();
            if (attempt !== undefined)
                begin(attempt, attempt.bindings);
            else if (pending.size === 0)
                settle(() => reject(firstError));
        };
        const begin = (attempt, [binding, ...others]) => {
            if (binding === undefined) {
                fail(Object.assign(new Error('no local address of this family'), { code: 'EAFNOSUPPORT' }));
                return;
            }
            const socket = attempt.open(binding);
            pending.add(socket);
            const onError = (error) => {
                pending.delete(socket);
                if (others.length > 0 && isTaken(error))
                    begin(attempt, others);
                else
                    fail(error);
            };
            socket.once('error', onError).once('connect', () => {
                pending.delete(socket.off('error', onError));
                settle(() => resolve(socket));
            });
            clearTimeout(timer);
            if (waiting.length > 0)
                timer = setTimeout(beginNext, delayMs);
        };
        if (signal.aborted)
            return onAbort();
        signal.addEventListener('abort', onAbort);
        beginNext();
    });
}
/** Whether a socket could not be bound; of a port that is taken the system may tell only when it connects. */
export function isTaken(error) {
    const { syscall, code } = error; // Node's own errors
    return syscall === 'bind' || code === 'EADDRINUSE';
}
//# sourceMappingURL=address-race.js.map