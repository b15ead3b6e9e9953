import { Resolver } from 'node:dns/promises';
import { Failure } from '../failure.js';
import { interfaceAddresses } from './local-end.js';
import { lookupError } from './resolve.js';
/**
 * Asks name servers, without the system's file of hosts: both families at once, IPv6 addresses first.
 *
 * @throws Failure `interface` for one that is not there.
 */
export function nameServers(source) {
    return async (name, family, signal) => {
        const resolver = new Resolver();
        if (source.servers.length > 0)
            resolver.setServers(source.servers);
        const { fromIpv4, fromIpv6 } = ownEnds(source);
        resolver.setLocalAddress(fromIpv4 ?? '0.0.0.0', fromIpv6 ?? '::0');
        const onAbort = () => resolver.cancel();
        signal.throwIfAborted();
        signal.addEventListener('abort', onAbort, { once: true });
        try {
            const answers = await Promise.allSettled([
                family === 4 ? [] : resolver.resolve6(name),
                family === 6 ? [] : resolver.resolve4(name),
            ]);
            signal.throwIfAborted();
            const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
            if (found.length > 0)
                return found;
            const failed = answers.find((answer) => answer.status === 'rejected');
            throw failed === undefined ? lookupError('ENOTFOUND') : translated(failed.reason);
        }
        finally {
            signal.removeEventListener('abort', onAbort);
        }
    };
}
function ownEnds({ interface: name, fromIpv4, fromIpv6 }) {
    if (name === undefined)
        return { fromIpv4, fromIpv6 };
    const addresses = interfaceAddresses(name);
    if (addresses === undefined)
        throw new Failure('interface', `there is no network interface ${name}`);
    return {
        fromIpv4: fromIpv4 ?? addresses.find((address) => !address.includes(':')),
        fromIpv6: fromIpv6 ?? addresses.find((address) => address.includes(':')),
    };
}
/** That a name does not exist, or that nobody said so. */
function translated(error) {
    const { code } = error; // an error of node:dns
    return lookupError(code === 'ENOTFOUND' || code === 'ENODATA' ? 'ENOTFOUND' : 'EAI_AGAIN', error);
}
//# sourceMappingURL=name-servers.js.map