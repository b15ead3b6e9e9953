import { Failure } from '../failure.js';
import { strange } from './reply-head.js';
/** @param raw gives chunks with their framing, trailer included. */
export function bodyReader(body, raw, host) {
    switch (body.kind) {
        case 'none':
            return lengthReader(0);
        case 'length':
            return lengthReader(body.byteLength);
        case 'close':
            return lengthReader(Number.POSITIVE_INFINITY);
        case 'chunked':
            return raw ? withFraming(chunkReader(host)) : chunkReader(host);
    }
}
const NOTHING = Buffer.alloc(0);
function lengthReader(byteLength) {
    let leftBytes = byteLength;
    return {
        take(bytes, give) {
            const used = Math.min(leftBytes, bytes.length);
            leftBytes -= used;
            if (used > 0)
                give(used === bytes.length ? bytes : bytes.subarray(0, used));
            return used;
        },
        isComplete: () => leftBytes === 0,
        trailer: () => NOTHING,
    };
}
function withFraming(reader) {
    return {
        take(bytes, give) {
            const whole = Buffer.from(bytes);
            const used = reader.take(bytes, () => { });
            if (used > 0)
                give(whole.subarray(0, used));
            return used;
        },
        isComplete: reader.isComplete,
        trailer: () => NOTHING,
    };
}
/** More digits than this are no size that anybody means: curl's bound. */
const MAX_SIZE_DIGITS = 16;
/** As of a head. */
const MAX_TRAILER_BYTES = 300 * 1024;
const LF = 0x0a;
const CR = 0x0d;
/** Chunks as curl takes them: extensions are passed over, and a bare LF ends a line. */
function chunkReader(host) {
    let state = 'size';
    let digits = '';
    let leftBytes = 0;
    /** Of the trailer: the line that is not complete, and all those that are. */
    let line = NOTHING;
    const lines = [];
    let trailerBytes = 0;
    const broken = (reason) => new Failure('receive', `the body that ${host} sends is not framed as HTTP/1.1 asks: ${reason}`);
    /** Gives where the digits end. */
    const readSize = (bytes, from) => {
        let at = from;
        for (; at < bytes.length && isHexDigit(bytes[at] ?? 0); at++)
            digits += String.fromCharCode(bytes[at] ?? 0);
        if (digits.length > MAX_SIZE_DIGITS)
            throw broken('the size of a chunk is too long');
        if (at === bytes.length)
            return at;
        if (digits === '')
            throw broken('the size of a chunk is no number');
        leftBytes = Number.parseInt(digits, 16);
        if (leftBytes >= 2 ** 63)
            throw broken('the size of a chunk is too large');
        digits = '';
        state = 'size line';
        return at;
    };
    /** Gives what comes behind the line, which ends with LF; all of the bytes where it is not complete. */
    const readTrailerLine = (bytes, from) => {
        const lineEnd = bytes.indexOf(LF, from);
        const end = lineEnd < 0 ? bytes.length : lineEnd + 1;
        trailerBytes += end - from;
        if (trailerBytes > MAX_TRAILER_BYTES)
            throw broken('its trailer is larger than 300 kB');
        line = Buffer.concat([line, bytes.subarray(from, end)]);
        if (lineEnd < 0)
            return end;
        const length = line.length - (line.at(-2) === CR ? 2 : 1);
        if (length === 0)
            state = 'done';
        else {
            const text = line.toString('latin1', 0, length);
            if (/[\0\r]/.test(text))
                throw strange(host, 'its trailer holds a control character');
            if (!text.includes(':'))
                throw strange(host, 'its trailer holds a line without a name');
            lines.push(Buffer.from(`${text}\r\n`, 'latin1'));
        }
        line = NOTHING;
        return end;
    };
    return {
        take(bytes, give) {
            let at = 0;
            let contentStart = 0;
            let contentEnd = 0;
            try {
                while (at < bytes.length && state !== 'done') {
                    switch (state) {
                        case 'size':
                            at = readSize(bytes, at);
                            break;
                        case 'size line': {
                            const lineEnd = bytes.indexOf(LF, at);
                            at = lineEnd < 0 ? bytes.length : lineEnd + 1;
                            if (lineEnd >= 0)
                                state = leftBytes === 0 ? 'trailer' : 'data';
                            break;
                        }
                        case 'data': {
                            const end = Math.min(bytes.length, at + leftBytes);
                            if (contentEnd === 0)
                                contentStart = contentEnd = at;
                            else if (contentEnd !== at)
                                bytes.copyWithin(contentEnd, at, end);
                            contentEnd += end - at;
                            leftBytes -= end - at;
                            at = end;
                            if (leftBytes === 0)
                                state = 'data end';
                            break;
                        }
                        case 'data end':
                            if (bytes[at] === LF)
                                state = 'size';
                            else if (bytes[at] !== CR)
                                throw broken('a chunk is longer than its size');
                            at++;
                            break;
                        case 'trailer':
                            at = readTrailerLine(bytes, at);
                    }
                }
            }
            finally {
                // What came before a fault is content all the same.
                if (contentEnd > contentStart)
                    give(bytes.subarray(contentStart, contentEnd));
            }
            return at;
        },
        isComplete: () => state === 'done',
        trailer: () => Buffer.concat(lines),
    };
}
function isHexDigit(byte) {
    return (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
}
//# sourceMappingURL=reply-body.js.map