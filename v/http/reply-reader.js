import { Failure } from '../failure.js';
import { bodyReader } from './reply-body.js';
import { replyFraming } from './reply-framing.js';
import { headEnd, isInterim, mayBeHead, notHttp, parseHead, strange, unfolded } from './reply-head.js';
/** The largest head taken, interim heads and all: curl's bound. */
const MAX_HEAD_BYTES = 300 * 1024;
/** A reader for the reply to one request: any splitting of the same bytes makes the same events, but for `onContent`. */
export function replyReader(rules, events) {
    const { host, dialect, http1 } = rules;
    let waiting = [];
    let waitingBytes = 0;
    /** Of the heads that are complete. */
    let headBytes = 0;
    /** What waits begins as a head does. */
    let isHead = false;
    let heard = false;
    let body;
    let bodyEndsWithConnection = false;
    let isDone = false;
    const pushBody = (reader, bytes) => {
        const used = bytes.length === 0 ? 0 : reader.take(bytes, events.onContent);
        if (!reader.isComplete())
            return;
        isDone = true;
        events.onEnd(used < bytes.length);
    };
    const beginBody = (head, framing, rest) => {
        waiting = [];
        body = bodyReader(framing.body, http1.raw, host);
        bodyEndsWithConnection = framing.body.kind === 'close';
        events.onHead(head, framing);
        pushBody(body, rest);
    };
    /** Gives what is left of the bytes behind complete heads, while there is no body. */
    const takeHeads = (bytes) => {
        for (let end = headEnd(bytes, dialect); end !== undefined; end = headEnd(bytes, dialect)) {
            if (!mayBeHead(bytes, dialect))
                break;
            const head = readHead(bytes.subarray(0, end), rules);
            const rest = bytes.subarray(end);
            headBytes += end;
            if (headBytes > MAX_HEAD_BYTES)
                throw headTooLarge(host);
            if (!isInterim(head)) {
                beginBody(head, replyFraming(head, rules), rest);
                return undefined;
            }
            events.onInterim(head);
            bytes = rest;
        }
        return bytes;
    };
    const pushHead = (chunk) => {
        waiting.push(chunk);
        waitingBytes += chunk.length;
        const isTooLarge = headBytes + waitingBytes > MAX_HEAD_BYTES;
        // A head can only be complete with a line end: looking for one first keeps a head sent byte by byte cheap.
        if (isHead && !chunk.includes(0x0a) && !isTooLarge)
            return;
        const bytes = takeHeads(waiting.length === 1 ? chunk : Buffer.concat(waiting));
        if (bytes === undefined)
            return;
        if (!mayBeHead(bytes, dialect)) {
            takeOldBody(bytes);
            return;
        }
        if (headBytes + bytes.length > MAX_HEAD_BYTES)
            throw headTooLarge(host);
        isHead = bytes.length > 5;
        waiting = bytes.length === 0 ? [] : [bytes];
        waitingBytes = bytes.length;
    };
    /** HTTP/0.9 has no heads: all there is is the body. */
    const takeOldBody = (bytes) => {
        if (rules.isReused || headBytes > 0 || !http1.allowsHttp09)
            throw notAReply(rules, headBytes > 0);
        const framing = { body: { kind: 'close' }, codings: [], keepsAlive: false };
        beginBody({ version: '0.9', status: 0, reason: '', headers: [], bytes: NOTHING }, framing, bytes);
    };
    /** In curl's manner, a head that breaks off is one that has no more fields. */
    const endHead = () => {
        if (dialect === 'slip') {
            if (!heard)
                throw emptyReply(host);
            throw new Failure('receive', `${host} closed the connection within the reply's head`);
        }
        const bytes = Buffer.concat(waiting);
        const lines = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
        if (lines.length === 0)
            throw emptyReply(host);
        const head = readHead(lines, rules);
        if (isInterim(head))
            throw emptyReply(host);
        beginBody(head, { body: { kind: 'none' }, codings: [], keepsAlive: false }, NOTHING);
    };
    return {
        push(bytes) {
            heard = true;
            if (isDone)
                return;
            if (body === undefined)
                pushHead(bytes);
            else
                pushBody(body, bytes);
        },
        end() {
            if (isDone)
                return;
            if (body === undefined)
                return endHead();
            if (!bodyEndsWithConnection) {
                throw new Failure('partial', `${host} closed the connection before the body was complete`);
            }
            isDone = true;
            events.onEnd(false);
        },
        heard: () => heard,
        headIn: () => body !== undefined,
        trailer: () => body?.trailer() ?? NOTHING,
    };
}
const NOTHING = Buffer.alloc(0);
function readHead(bytes, rules) {
    const head = parseHead(bytes, rules.host, rules.dialect);
    if (head.status === 101 && !rules.mayUpgrade) {
        throw strange(rules.host, 'it switches to a protocol that nobody asked for');
    }
    return { ...head, bytes: rules.dialect === 'curl' ? unfolded(bytes) : bytes };
}
function notAReply({ host, dialect, isReused }, followsHead) {
    if (dialect === 'slip' || isReused || followsHead)
        return notHttp(host);
    return new Failure('protocol', `what ${host} replies begins with no status line`, {
        hint: '--http0.9 takes it for a body',
    });
}
function emptyReply(host) {
    return new Failure('empty', `${host} closed the connection without a reply`);
}
function headTooLarge(host) {
    return new Failure('receive', `the reply's head from ${host} is larger than ${MAX_HEAD_BYTES / 1024} kB`);
}
//# sourceMappingURL=reply-reader.js.map