/**
 * `NO_PROXY` as curl 8 reads it: a list with commas, of names that stand for their sub-domains too, of addresses and CIDR
 * blocks; a space that no comma follows ends it; `*` counts only alone.
 *
 * @returns whether a canonical host (IPv6 in brackets) takes no proxy.
 */
export function parseNoProxy(list) {
    if (list === '*')
        return () => true;
    const entries = listEntries(list);
    return (host) => entries.some((entry) => exceptionFits(entry, host));
}
function listEntries(list) {
    const entries = [];
    for (const piece of list.split(',')) {
        const [entry = '', ...beyond] = piece
            .trim()
            .toLowerCase()
            .split(/[ \t]+/);
        if (entry !== '')
            entries.push(entry);
        if (beyond.length > 0)
            break;
    }
    return entries;
}
function exceptionFits(entry, host) {
    const address = host.replace(/^\[|\]$/g, '');
    if (addressFamily(address) !== undefined) {
        const [network = '', prefix] = entry.split('/', 2);
        const bare = network.replace(/^\[|\]$/g, '');
        if (prefix === undefined)
            return addressBits(bare) === addressBits(address);
        return /^\d{1,3}$/.test(prefix) && inNetwork(address, bare, Number(prefix));
    }
    const name = entry.replace(/\.$/, '').replace(/^\./, '');
    const plainHost = host.replace(/\.$/, '');
    return plainHost === name || plainHost.endsWith(`.${name}`);
}
function inNetwork(address, network, prefixBits) {
    const left = addressBits(address);
    const right = addressBits(network);
    if (left === undefined || right === undefined || left.length !== right.length || prefixBits > left.length)
        return false;
    // A block of /0 is to curl the one address that is written there.
    const width = prefixBits === 0 ? left.length : prefixBits;
    return left.slice(0, width) === right.slice(0, width);
}
/** An address as a string of 32 or 128 binary digits. */
function addressBits(address) {
    const family = addressFamily(address);
    if (family === undefined)
        return undefined;
    if (family === 4)
        return address
            .split('.')
            .map((part) => bits(Number(part), 8))
            .join('');
    const [head = '', tail] = address.split('::', 2);
    const left = head === '' ? [] : head.split(':');
    const right = tail === undefined || tail === '' ? [] : tail.split(':');
    const groups = [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
    return groups.map((group) => bits(Number.parseInt(group, 16), 16)).join('');
}
function addressFamily(text) {
    if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text))
        return 4;
    return /^[\da-f:]*:[\da-f:]*$/i.test(text) ? 6 : undefined;
}
function bits(value, width) {
    return value.toString(2).padStart(width, '0');
}
//# sourceMappingURL=no-proxy.js.map