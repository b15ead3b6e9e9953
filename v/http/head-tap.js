import { Failure } from '../failure.js';
import { framingHead, headEnd, isInterim, mayBeHead, notHttp, parseHead, strange, } from './reply-head.js';
/** The largest head taken: curl's bound. */
const MAX_HEAD_BYTES = 300 * 1024;
/**
 * Stands before a socket's `read`: keeps each head as it came, and gives the parser one in its place that frames the
 * same body. undici tells neither a reply's version nor its bytes, and refuses folded lines, bare line feeds, equal
 * lengths said twice, control characters and a 100 that it did not ask for, all of which real servers send. Once the final
 * head is in, the tap only holds the body back where its reader is slow: undici's own pause ends the process with an
 * assertion when the connection is closed meanwhile.
 */
export function tapHeads(socket, host) {
    const read = socket.read;
    let waiting = [];
    let waitingBytes = 0;
    let heads = [];
    let heard = false;
    /** What waits begins as a head does. */
    let isHead = false;
    let isAside = true;
    let isHeld = false;
    const stepAside = (rest) => {
        isAside = true;
        waiting = [];
        waitingBytes = 0;
        return rest;
    };
    /** What the parser may have of these bytes; `null` while a head is not complete. */
    const filtered = (chunk) => {
        heard = true;
        waiting.push(chunk);
        waitingBytes += chunk.length;
        // A head can only be complete with a line end: looking for one first keeps a head sent byte by byte cheap.
        if (isHead && !chunk.includes(0x0a) && waitingBytes <= MAX_HEAD_BYTES)
            return null;
        let bytes = Buffer.concat(waiting);
        for (let end = headEnd(bytes); end !== undefined && mayBeHead(bytes); end = headEnd(bytes)) {
            const head = { bytes: bytes.subarray(0, end), ...parseHead(bytes.subarray(0, end), host) };
            heads.push(head);
            bytes = bytes.subarray(end);
            if (head.status === 101)
                throw strange(host, 'it switches to a protocol that nobody asked for');
            if (!isInterim(head))
                return stepAside(Buffer.concat([framingHead(head, host), bytes]));
        }
        // Told here, as undici has no error of its own for a server that speaks before it is asked.
        if (!mayBeHead(bytes))
            throw notHttp(host);
        if (bytes.length > MAX_HEAD_BYTES) {
            throw new Failure('receive', `the reply's head from ${host} is larger than ${MAX_HEAD_BYTES / 1024} kB`);
        }
        isHead = bytes.length > 5;
        waiting = bytes.length === 0 ? [] : [bytes];
        waitingBytes = bytes.length;
        return null;
    };
    socket.read = (size) => {
        if (isHeld)
            return null;
        const chunk = read.call(socket, size);
        if (isAside || !(chunk instanceof Buffer))
            return chunk;
        try {
            return filtered(chunk);
        }
        catch (error) {
            socket.destroy(error); // nothing else is thrown here; undici hands it on as it is
            return null;
        }
    };
    const tap = {
        restart() {
            heads = [];
            heard = false;
            isHead = false;
            waiting = [];
            waitingBytes = 0;
            isAside = false;
            isHeld = false;
        },
        heads: () => heads,
        get heard() {
            return heard;
        },
        hold() {
            isHeld = true;
        },
        release() {
            if (!isHeld)
                return;
            isHeld = false;
            socket.emit('readable');
        },
    };
    tap.restart();
    return tap;
}
//# sourceMappingURL=head-tap.js.map