import { Failure } from '../failure.js';
import { Secret } from '../secret.js';
/** A body in memory that is larger goes in pieces, so that it can be broken off. */
const PIECE_BYTES = 256 * 1024;
/** So much may wait in the socket before the body does. */
const HIGH_WATER_BYTES = 256 * 1024;
/** The head in bytes; secrets are revealed here, at the moment of sending. A typed line keeps the white space it had. */
export function headBytes({ method, target, version, fields }) {
    const lines = fields.map(([name, value, gap = ' ']) => `${name}:${gap}${value instanceof Secret ? value.reveal() : value}\r\n`);
    // Values are text of bytes already; a target may have been typed in any letters.
    const first = Buffer.from(`${method} ${target} HTTP/${version}\r\n`, 'utf8');
    return Buffer.concat([first, Buffer.from(`${lines.join('')}\r\n`, 'latin1')]);
}
/** Writes a request, its body no faster than the socket takes it. */
export function writeRequest(socket, head, body, events) {
    const { framing } = body;
    let isWaiting = false;
    let isDone = false;
    let isStopped = false;
    let wake;
    let timer;
    let sentBytes = 0;
    const finish = () => {
        if (isStopped || isDone)
            return;
        isDone = true;
        events.onDone();
    };
    /** Gives whether the socket takes more at once. */
    const writeChunk = (chunk) => {
        if (framing.kind !== 'chunked')
            return socket.write(chunk);
        socket.cork();
        socket.write(`${chunk.byteLength.toString(16)}\r\n`, 'latin1');
        socket.write(chunk);
        const hasRoom = socket.write('\r\n', 'latin1');
        socket.uncork();
        return hasRoom;
    };
    const pump = async (chunks) => {
        const limitBytes = framing.kind === 'length' ? framing.byteLength : Number.POSITIVE_INFINITY;
        for await (const whole of chunks) {
            if (isStopped)
                return;
            const chunk = whole.byteLength > limitBytes - sentBytes ? whole.subarray(0, limitBytes - sentBytes) : whole;
            if (chunk.byteLength < whole.byteLength && body.isStrict)
                throw changedLength();
            if (chunk.byteLength === 0)
                continue;
            const hasRoom = writeChunk(chunk);
            sentBytes += chunk.byteLength;
            const told = events.onSent(chunk);
            // The reply may come while the file is still being looked at for its end, which is known.
            if (sentBytes === limitBytes)
                finish();
            if (told !== undefined)
                await told;
            if (!hasRoom && socket.writableLength >= HIGH_WATER_BYTES) {
                await new Promise((resolve) => {
                    wake = resolve;
                });
            }
            if (isStopped)
                return;
        }
        if (framing.kind === 'length' && sentBytes < limitBytes)
            throw changedLength();
        if (framing.kind === 'chunked')
            socket.write('0\r\n\r\n', 'latin1');
        finish();
    };
    const writeBody = () => {
        clearTimeout(timer);
        isWaiting = false;
        const content = body.open() ?? new Uint8Array();
        if (content instanceof Uint8Array && content.byteLength <= PIECE_BYTES) {
            if (content.byteLength > 0)
                writeChunk(content);
            if (framing.kind === 'chunked')
                socket.write('0\r\n\r\n', 'latin1');
            if (content.byteLength > 0)
                void events.onSent(content);
            finish();
        }
        else {
            pump(content instanceof Uint8Array ? piecesOf(content) : content).catch((error) => {
                if (!isStopped)
                    events.onError(error);
            });
        }
    };
    const stop = () => {
        clearTimeout(timer);
        isStopped = !isDone;
        wake?.();
    };
    // Corked, so that a head and a small body are one packet.
    socket.cork();
    socket.write(head);
    if (framing.kind === 'none')
        finish();
    else if (body.continueMs === undefined)
        writeBody();
    else {
        isWaiting = true;
        timer = setTimeout(writeBody, body.continueMs);
    }
    socket.uncork();
    return {
        stop,
        goOn() {
            if (isWaiting)
                writeBody();
        },
        onDrain: () => wake?.(),
        isDone: () => isDone,
    };
}
function* piecesOf(bytes) {
    for (let start = 0; start < bytes.byteLength; start += PIECE_BYTES)
        yield bytes.subarray(start, start + PIECE_BYTES);
}
function changedLength() {
    return new Failure('read', 'the body is not as long as was announced: it changed while being sent');
}
//# sourceMappingURL=request-writer.js.map