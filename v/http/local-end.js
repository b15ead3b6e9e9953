import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Failure } from '../failure.js';
/**
 * The ways to bind a socket of each family; none for a family that the local end does not have. Node cannot bind to an
 * interface, so that its address is used: the system's routes decide which way packets leave.
 *
 * @throws Failure `interface` when the local end is not of this machine.
 */
export async function bindingsFor(end) {
    const addresses = await localAddresses(end);
    const { first, last } = end.ports ?? { first: 0, last: 0 };
    const ports = Array.from({ length: last - first + 1 }, (_, index) => first + index);
    return (family) => {
        if (addresses === undefined)
            return ports.map((localPort) => ({ localPort }));
        const localAddress = addresses.find((address) => isIP(address) === family);
        if (localAddress === undefined)
            return [];
        return ports.map((localPort) => ({ localAddress, localPort }));
    };
}
/** An address of the interface with this name, for an end of questions to DNS servers too. */
export function interfaceAddresses(name) {
    const found = networkInterfaces()[name];
    // Of an interface that is up, a link-local address reaches only its own link.
    return found
        ?.map(({ address }) => address)
        .sort((left, right) => Number(isLinkLocal(left)) - Number(isLinkLocal(right)));
}
async function localAddresses(end) {
    if (end.interface === undefined && end.host === undefined)
        return undefined;
    const ofInterface = end.interface === undefined ? undefined : interfaceAddresses(end.interface);
    if (ofInterface !== undefined)
        return ofInterface;
    const found = end.host === undefined ? [] : await hostAddresses(end.host.replace(/^\[|\]$/g, ''));
    if (found.length > 0)
        return found;
    throw new Failure('interface', `there is no network interface or own address ${end.interface ?? end.host}`);
}
async function hostAddresses(host) {
    if (isIP(host) !== 0)
        return [host];
    return await new Promise((resolve) => {
        lookup(host, { all: true }, (_error, list) => resolve(list?.map(({ address }) => address) ?? []));
    });
}
function isLinkLocal(address) {
    return /^fe[89ab]/i.test(address);
}
//# sourceMappingURL=local-end.js.map