import { withTypedParts } from '../render/url-parts.js';
import { findHeader } from '../request/headers.js';
import { hrefOf, maskUrlText, originOf } from '../request/url.js';
import { Secret } from '../secret.js';
/**
 * A record of one transfer.
 *
 * @param retryCount how often it has been begun before.
 */
export function startRecord({ plan, view, typedUrl, urlIndex, transferIndex }, retryCount, clocks) {
    const startedAtMs = clocks.uptimeMs();
    const exchanges = [];
    // Who prints the URL by curl's own rules is the one who typed the password in it.
    const isShown = view.showsSecrets || plan.dialect === 'curl';
    const wholeUrl = ({ url }) => {
        const href = hrefOf(url);
        if (!isShown || originOf(url) !== originOf(plan.url))
            return href;
        return withTypedParts(href, url === plan.url ? typedUrl : typedUrl.replace(/#.*$/s, ''));
    };
    let lastStartedAtMs = startedAtMs;
    let headAtMs = startedAtMs;
    return {
        get lastHead() {
            return exchanges.at(-1)?.head;
        },
        redirectUrl: undefined,
        isUnchanged: false,
        fileName: undefined,
        downloadBytes: 0,
        deliveredBytes: 0,
        add(exchange) {
            if (exchanges.length > 0)
                lastStartedAtMs = headAtMs;
            headAtMs = clocks.uptimeMs();
            exchanges.push(exchange);
        },
        facts({ exitStatus, errorMessage, unreachedPeer, refusedTunnel }) {
            const last = exchanges.at(-1);
            const redirectMs = lastStartedAtMs - startedAtMs;
            const timings = shifted(last?.timings() ?? {}, redirectMs);
            const totalMs = clocks.uptimeMs() - startedAtMs;
            const tunnels = [...exchanges.map(({ tunnel }) => tunnel), refusedTunnel].filter((one) => one !== undefined);
            const uploadBytes = sum(exchanges, (exchange) => exchange.sentBodyBytes());
            return {
                exitStatus,
                errorMessage,
                typedUrl: isShown ? typedUrl : maskUrlText(typedUrl),
                firstUrl: wholeUrl(plan),
                lastUrl: wholeUrl(last?.plan ?? plan),
                urlIndex,
                transferIndex,
                connectionIndex: last?.connection.index ?? -1,
                method: (last?.plan ?? plan).method,
                referer: findHeader((last?.plan ?? plan).headers, 'Referer'),
                replies: exchanges.map(({ head }, index) => this.isUnchanged && index === exchanges.length - 1 ? { ...head, status: 304 } : head),
                redirectUrl: this.redirectUrl,
                redirectCount: Math.max(0, exchanges.length - 1),
                retryCount,
                connectCount: exchanges.filter(({ connection }) => connection.isNew).length,
                peer: unreachedPeer ?? (last === undefined ? {} : peerOf(last)),
                proxyUsed: (last?.plan ?? plan).proxy !== undefined || (last?.plan ?? plan).socks !== undefined,
                proxyConnectStatus: tunnels.at(-1)?.status,
                fileName: this.fileName,
                downloadBytes: this.downloadBytes,
                deliveredBytes: this.deliveredBytes,
                headerBytes: sum(exchanges, ({ head, interim }) => head.bytes.byteLength + sum(interim, (bytes) => bytes.byteLength)) +
                    sum(tunnels, ({ heads }) => sum(heads, (bytes) => bytes.byteLength)),
                requestBytes: sum(exchanges, ({ requestHead }) => headByteLength(requestHead)) + uploadBytes,
                uploadBytes,
                timings: { ...timings, totalMs },
                redirectMs: exchanges.length > 1 ? redirectMs : 0,
                postTransferMs: timings.postTransferMs ?? timings.preTransferMs ?? 0,
                queueMs: 0,
                nowMs: clocks.now(),
                clientVersion: `slip ${clocks.version}`,
            };
        },
    };
}
/** Who answered; a Unix socket is told by its path, as in curl. */
function peerOf({ peer, plan }) {
    const { unixSocket } = plan.connection;
    return unixSocket === undefined ? peer : { ...peer, remoteAddress: unixSocket };
}
/** Times of the last exchange, counted from the start of the first. */
function shifted(timings, byMs) {
    return Object.fromEntries(Object.entries(timings).map(([phase, atMs]) => [phase, atMs + byMs]));
}
function headByteLength(head) {
    const first = `${head.method} ${head.target} HTTP/${head.version}\r\n`;
    const clear = (value) => (value instanceof Secret ? value.reveal() : value);
    return (first.length +
        sum(head.fields, ([name, value, gap = ' ']) => name.length + gap.length + clear(value).length + 3) +
        2);
}
function sum(values, of) {
    return values.reduce((total, value) => total + of(value), 0);
}
//# sourceMappingURL=record.js.map