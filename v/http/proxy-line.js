/**
 * The first line of a connection in the PROXY protocol, version 1, as curl writes it: to a Unix socket nothing is known;
 * a client's address that was typed stands for both ends.
 */
export function proxyLine({ localAddress, localPort, remoteAddress, remotePort, }, client) {
    if (remoteAddress === undefined || localAddress === undefined)
        return 'PROXY UNKNOWN\r\n';
    const version = /^\d{1,3}(?:\.\d{1,3}){3}$/.test(client ?? remoteAddress) ? 4 : 6;
    const ends = `${client ?? localAddress} ${client ?? remoteAddress}`;
    return `PROXY TCP${version} ${ends} ${localPort} ${remotePort}\r\n`;
}
//# sourceMappingURL=proxy-line.js.map