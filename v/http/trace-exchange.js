import { X509Certificate } from 'node:crypto';
/** What the trace is told of an exchange on this connection. */
export function traceExchange(trace, connectionIndex) {
    const tell = async (event) => await trace?.(event, connectionIndex);
    let early;
    let isHeadTold = false;
    return {
        requestHead(head) {
            isHeadTold = true;
            void tell({ kind: 'requestHead', head });
            if (early !== undefined)
                void tell({ kind: 'requestBody', bytes: early });
        },
        async requestBody(bytes) {
            if (isHeadTold)
                await tell({ kind: 'requestBody', bytes });
            else
                early = bytes;
        },
        replyHeads(heads) {
            for (const bytes of heads)
                void tell({ kind: 'replyHead', bytes });
        },
        replyBody: (chunks, trailer) => (trace === undefined ? chunks : told(chunks, trailer, tell)),
    };
}
async function* told(chunks, trailer, tell) {
    for await (const bytes of chunks) {
        await tell({ kind: 'replyBody', bytes });
        yield bytes;
    }
    const bytes = trailer?.();
    if (bytes !== undefined && bytes.byteLength > 0)
        await tell({ kind: 'replyHead', bytes });
}
/** Where a connection is about to be made to: the server, its proxy, or a Unix socket. */
export function connectingNote(plan) {
    return { kind: 'note', text: `connecting to ${placeOf(plan)}` };
}
function placeOf({ connection, proxy, socks, url }) {
    if (connection.unixSocket !== undefined)
        return connection.unixSocket;
    if (socks?.at.kind === 'unix')
        return `the proxy ${socks.at.path}`;
    if (socks !== undefined)
        return `the proxy ${socks.at.host} port ${socks.at.port}`;
    return proxy === undefined ? `${url.host} port ${url.port}` : `the proxy ${proxy.url.host} port ${proxy.url.port}`;
}
/** That a connection stands, to whom, and how it is secured. */
export function connectedNotes(peer) {
    const { remoteAddress, remotePort, tlsProtocol, tlsCipher, verified, certificates = [] } = peer;
    const place = remoteAddress === undefined ? 'the Unix socket' : `${remoteAddress} port ${remotePort}`;
    const [certificate] = certificates;
    return [
        `connected to ${place}`,
        ...(tlsProtocol === undefined ? [] : [`secured with ${tlsProtocol}, ${tlsCipher}`]),
        ...(certificate === undefined ? [] : [certificateText(certificate, verified === true)]),
    ].map((text) => ({ kind: 'note', text }));
}
function certificateText(der, isVerified) {
    const { subject, issuer, validTo } = new X509Certificate(der);
    const [holder, authority] = [subject, issuer].map((name) => name.split('\n').join(', '));
    const verdict = isVerified ? 'checked and good' : 'not checked';
    return `the certificate of ${holder}, from ${authority}, valid until ${validTo}: ${verdict}`;
}
//# sourceMappingURL=trace-exchange.js.map