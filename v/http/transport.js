import { Failure } from '../failure.js';
import { isRepeatable } from '../request/plan.js';
import { isForwarded } from '../request/target.js';
import { tlsIdentity } from '../request/tls.js';
import { originOf } from '../request/url.js';
import { needsDirectSender, unsendableField } from '../request/wire.js';
import { speaksHttp2 } from './connect.js';
import { nameServiceFor } from './names.js';
import { reach } from './reach.js';
import { openSecurer } from './secure.js';
import { connectedNotes, connectingNote } from './trace-exchange.js';
/** How often a request is sent again when kept connections turn out to be closed: curl's number. */
const MAX_STALE_LINES = 5;
/** The transport: one for a run, no global state. */
export function openTransport(host) {
    const kept = new Map();
    const securer = openSecurer(host);
    let connectionCount = 0;
    const openLine = async (plan, key, signal, trace) => {
        // While the connection is being made; which sender it will be is sure when ALPN has agreed on a protocol.
        const loading = needsDirectSender(plan) ? import('./direct-line.js') : import('./undici-line.js');
        loading.catch(() => { });
        const index = connectionCount++;
        const tell = (event) => void trace?.(event, index);
        void trace?.(connectingNote(plan), undefined);
        const names = await nameServiceFor(plan, transport.send);
        const reached = await reach(plan, protocolsFor(plan), names, securer, host, signal, tell);
        for (const note of trace === undefined ? [] : connectedNotes(reached.peer))
            tell(note);
        const line = await lineOn(reached, plan, index, host);
        kept.set(key, [...(kept.get(key) ?? []), line]);
        return line;
    };
    /** A kept line that is free. */
    const findLine = async (key) => {
        if (kept.get(key) === undefined)
            return undefined;
        // A kept connection may have been closed in the meantime, which shows with the next turn of the event loop.
        await new Promise((resolve) => setImmediate(resolve));
        const open = (kept.get(key) ?? []).filter((line) => !line.isClosed());
        kept.set(key, open);
        return open.find((line) => line.isFree());
    };
    const transport = {
        async send(plan, signal, trace) {
            refuseUnsendable(plan);
            const key = lineKey(plan);
            for (let staleLines = 0;; staleLines++) {
                const startedAtMs = host.uptimeMs();
                const found = await findLine(key);
                signal.throwIfAborted();
                const line = found ?? (await openLine(plan, key, signal, trace));
                try {
                    return await line.send({ plan, signal, trace, isNew: found === undefined, startedAtMs });
                }
                catch (error) {
                    if (found === undefined || staleLines >= MAX_STALE_LINES || !isStale(error, line, plan))
                        throw error;
                }
            }
        },
        async close() {
            await Promise.all([...kept.values()].flat().map((line) => line.destroy()));
            await securer.close();
        },
    };
    return transport;
}
/** The sender that the connection and the plan call for. */
async function lineOn(reached, plan, index, host) {
    const { socket } = reached;
    // undici tells HTTP/2 by the property that ALPN sets; with prior knowledge nobody has set it.
    if (plan.connection.http === '2-prior-knowledge')
        Object.assign(socket, { alpnProtocol: 'h2' });
    if (needsDirectSender(plan) && !speaksHttp2(socket)) {
        const { directLine } = await import('./direct-line.js');
        return directLine(reached, index, host);
    }
    const { undiciLine } = await import('./undici-line.js');
    return undiciLine(plan, reached, index, host);
}
/** @throws Failure `usage` for what cannot be put on the wire in HTTP/2. */
function refuseUnsendable(plan) {
    if (plan.connection.http !== '2-prior-knowledge')
        return;
    const field = unsendableField(plan);
    if (field !== undefined)
        throw new Failure('usage', `slip cannot send the header ${field} over HTTP/2`);
    if (carriesBodyUnasked(plan)) {
        throw new Failure('usage', `slip cannot send a body with ${plan.method} over HTTP/2`, { hint: '--http1.1 can' });
    }
}
/** undici ends an HTTP/2 stream of GET and HEAD before its body, so such a request stays with HTTP/1.1. */
function speaksHttp1(plan) {
    if (plan.connection.http !== 'auto')
        return plan.connection.http !== '2-prior-knowledge';
    return carriesBodyUnasked(plan) || (plan.dialect === 'slip' && needsDirectSender(plan));
}
function carriesBodyUnasked(plan) {
    return plan.body.kind !== 'none' && ['GET', 'HEAD'].includes(plan.method);
}
function protocolsFor(plan) {
    if (plan.connection.http === '2-prior-knowledge')
        return ['h2'];
    return speaksHttp1(plan) ? ['http/1.1'] : ['h2', 'http/1.1'];
}
/** Methods that may be asked for twice where once was meant (RFC 9110 §9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
/**
 * Whether a kept connection turned out to be closed already: nothing was heard on it, and asking again does no harm
 * (RFC 9112 §9.3.1). In curl's manner whatever the method.
 */
function isStale(error, line, plan) {
    return (error instanceof Failure &&
        ['empty', 'send', 'receive'].includes(error.kind) &&
        !line.heard() &&
        (plan.dialect === 'curl' || IDEMPOTENT.includes(plan.method)) &&
        isRepeatable(plan.body));
}
/** Whatever makes two requests need connections of their own: a shared one may not cross trust settings or credentials. */
function lineKey(plan) {
    const { proxy, socks } = plan;
    return JSON.stringify([
        // Whoever passes requests on may be asked for any server.
        isForwarded(plan) ? 'forwarded' : originOf(plan.url),
        { ...plan.connection, http: speaksHttp1(plan) ? '1' : plan.connection.http },
        proxy && [originOf(proxy.url), proxy.login?.name, proxy.login?.password.reveal()],
        plan.via,
        socks && [socks, socks.user?.password?.reveal()],
        tlsIdentity(plan.connection.tls),
        proxy && tlsIdentity(plan.connection.proxyTls),
        needsDirectSender(plan),
    ]);
}
//# sourceMappingURL=transport.js.map