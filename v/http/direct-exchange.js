import { Failure } from '../failure.js';
import { bodyFraming, expectsContinue, http1Version } from '../request/framing.js';
import { hasHeader } from '../request/headers.js';
import { requestHead } from '../request/wire.js';
import { explainTransport } from './explain.js';
import { idleTimer } from './idle-timer.js';
import { createInbox } from './inbox.js';
import { replyReader } from './reply-reader.js';
import { headBytes, writeRequest } from './request-writer.js';
import { openPacedBody } from './send-body.js';
import { traceExchange } from './trace-exchange.js';
/**
 * Prepares an exchange.
 *
 * @param onSettled is told when the connection is free again, or gone.
 * @throws Failure `upload` for a body that cannot be framed.
 */
export function beginExchange(place, errand, host, onSettled) {
    const { socket, peer } = place;
    const { plan, signal, trace, isNew, startedAtMs } = errand;
    const version = http1Version(plan);
    const head = requestHead(plan, version);
    const framing = bodyFraming(plan);
    const elapsedMs = () => host.uptimeMs() - startedAtMs;
    const timings = isNew ? { ...place.timings } : {};
    const wire = traceExchange(trace, place.index);
    const interim = [];
    let writer;
    let sentBodyBytes = 0;
    let isSettled = false;
    let keepsAlive = true;
    let hasReplyEnded = false;
    /** The rest of the body is not wanted. */
    let isUploadDropped = false;
    let resolve;
    let reject;
    const reply = new Promise((onResolve, onReject) => {
        resolve = onResolve;
        reject = onReject;
    });
    const settle = () => {
        isSettled = true;
        idle.stop();
        signal.removeEventListener('abort', onAbort);
        writer?.stop();
        onSettled();
    };
    const fail = (error) => {
        if (isSettled)
            return;
        const progress = { heard: reader.heard(), headIn: reader.headIn() };
        const failure = signal.aborted ? signal.reason : explainTransport(error, plan.url.host, progress);
        socket.destroy();
        settle();
        inbox.fail(failure);
        reject(failure);
    };
    /** What an error of ours means goes where those of the socket go. */
    const guarded = (act) => {
        try {
            act();
        }
        catch (error) {
            fail(error);
        }
    };
    const onAbort = () => fail(signal.reason);
    const idle = idleTimer(plan, fail);
    const flow = {
        pause: () => void socket.pause(),
        resume() {
            if (!isSettled)
                socket.resume();
        },
    };
    const inbox = createInbox(flow, plan.limits.bytesPerSecond);
    /** Reply and request are complete; in curl's manner the reply waits for the request where the connection is kept. */
    const completeIfDone = () => {
        if (!hasReplyEnded || isSettled)
            return;
        if (writer?.isDone() !== true && !isUploadDropped) {
            if (plan.dialect === 'curl' && keepsAlive)
                return;
            keepsAlive = false;
        }
        timings.totalMs = elapsedMs();
        if (!keepsAlive)
            socket.destroy();
        settle();
        inbox.end();
    };
    const onHead = (replyHead, { codings, keepsAlive: staysOpen }) => {
        timings.firstByteMs = elapsedMs();
        wire.replyHeads([replyHead.bytes]);
        keepsAlive = staysOpen;
        if (replyHead.status >= 300 && writer?.isDone() !== true) {
            // Nobody wants the body any more. Where none of it has gone, the connection is still in order.
            writer?.stop();
            isUploadDropped = true;
            keepsAlive &&= replyHead.status === 417 && sentBodyBytes === 0;
        }
        const chunks = inbox.chunks(close);
        const content = codings.length === 0 ? chunks : withoutTransferCodings(chunks, codings);
        resolve({
            plan,
            requestHead: head,
            tunnel: isNew ? place.tunnel : undefined,
            interim,
            head: replyHead,
            body: wire.replyBody(content, reader.trailer),
            trailer: reader.trailer,
            peer,
            connection: { index: place.index, isNew },
            sentBodyBytes: () => sentBodyBytes,
            timings: () => timings,
            close,
        });
    };
    const close = () => {
        if (isSettled)
            return;
        socket.destroy();
        settle();
        inbox.fail(new Failure('receive', 'the rest of the body was not wanted'));
    };
    const reader = replyReader(rulesFor(plan, place), {
        onInterim({ status, bytes }) {
            interim.push(bytes);
            wire.replyHeads([bytes]);
            if (status === 100)
                writer?.goOn();
        },
        onHead,
        onContent: inbox.push,
        onEnd(hasExcess) {
            if (hasExcess)
                keepsAlive = false;
            hasReplyEnded = true;
            completeIfDone();
        },
    });
    const onSent = (bytes) => {
        sentBodyBytes += bytes.byteLength;
        timings.postTransferMs = elapsedMs();
        idle.restart();
        return trace === undefined ? undefined : wire.requestBody(bytes);
    };
    return {
        reply,
        start() {
            if (signal.aborted)
                return onAbort();
            signal.addEventListener('abort', onAbort, { once: true });
            timings.preTransferMs = elapsedMs();
            wire.requestHead(head);
            idle.restart();
            const body = {
                framing,
                open: () => openPacedBody(plan, host),
                continueMs: expectsContinue(plan, version) ? plan.http1.continueMs : undefined,
                isStrict: plan.dialect === 'slip',
            };
            writer = writeRequest(socket, headBytes(head), body, {
                onSent,
                onDone() {
                    timings.postTransferMs = elapsedMs();
                    completeIfDone();
                },
                onError: fail,
            });
        },
        onBytes(bytes) {
            idle.restart();
            guarded(() => reader.push(bytes));
        },
        onDrain: () => writer?.onDrain(),
        onEnd: () => guarded(reader.end),
        onLost(error) {
            if (error !== undefined)
                fail(error);
            else
                guarded(reader.end);
        },
        heard: reader.heard,
    };
}
function rulesFor(plan, { isReused }) {
    const isCurls = plan.dialect === 'curl';
    return {
        host: plan.url.host,
        dialect: plan.dialect,
        http1: plan.http1,
        // In curl it is -I that means no body, and not the method.
        bodyless: (isCurls ? plan.impliedMethod : plan.method) === 'HEAD',
        proxied: plan.proxy !== undefined,
        isReused,
        mayUpgrade: isCurls || hasHeader(plan.headers, 'Upgrade'),
    };
}
/** What it takes to decode is loaded for a body that needs it. */
async function* withoutTransferCodings(chunks, codings) {
    const { decodeContent } = await import('./coding.js');
    yield* decodeContent(chunks, codings.join(', '));
}
//# sourceMappingURL=direct-exchange.js.map