import { lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import { isLoopback } from '../request/url.js';
/**
 * The addresses of a host, best first: an address itself, what `--resolve` says, names that are this machine by
 * definition (RFC 6761 §6.3), else what the look-up finds.
 *
 * @param host canonical; IPv6 in brackets.
 * @throws Error of the look-up, with Node's code; the signal's reason.
 */
export async function findAddresses(host, port, policy, names, signal) {
    const name = host.replace(/^\[|\]$/g, '');
    const known = knownAddresses(name, port, policy) ?? (isIP(name) === 0 ? undefined : [name]);
    if (known === undefined)
        return await names(name, policy.family, signal);
    // An address in the URL itself goes through -4 and -6, as in curl.
    const usable = known.filter((address) => address === name || !policy.family || isIP(address) === policy.family);
    if (usable.length === 0)
        throw lookupError('ENOTFOUND');
    return usable;
}
/** An error as Node's look-ups have it. */
export function lookupError(code, cause) {
    return Object.assign(new Error('the look-up found nothing', { cause }), { code });
}
/** Entries for the name itself come before those for any name, as in curl. */
function knownAddresses(name, port, policy) {
    for (const host of [name, '*']) {
        const entry = policy.resolutions.findLast((candidate) => candidate.port === port && candidate.host === host);
        if (entry !== undefined && entry.addresses.length > 0)
            return entry.addresses;
    }
    // Only the system has a say in what localhost is; name servers are not asked.
    const isOwn = isLoopback(name) && isIP(name) === 0 && (name !== 'localhost' || policy.names.kind !== 'system');
    return isOwn ? ['127.0.0.1', '::1'] : undefined;
}
/** The look-up of the system. */
export const systemNames = (name, family, signal) => unlessAborted(new Promise((resolve, reject) => {
    systemLookup(name, { all: true, family: family ?? 0 }, (error, list) => {
        if (error === null)
            resolve(list.map(({ address }) => address));
        else
            reject(error);
    });
}), signal);
/** A look-up cannot be called back; when it is given up, nobody waits for it any longer. */
function unlessAborted(promise, signal) {
    return new Promise((resolve, reject) => {
        const onAbort = () => reject(signal.reason);
        if (signal.aborted)
            return onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    });
}
//# sourceMappingURL=resolve.js.map