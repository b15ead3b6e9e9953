import { maskedValue, shownValue } from '../request/headers.js';
import { maskTarget } from '../request/url.js';
import { replyLines, requestLines } from './message.js';
import { makeTerminalSafe } from './safety.js';
/**
 * Writes events down as curl does: `*`, `>`, `<`, `{` and `}` in the plain form, dumps of 16 or 64 bytes a line in the
 * others. Credentials are masked unless they are to be shown; a dump counts the bytes that it shows.
 */
export function traceWriter(style) {
    return style.form === 'plain' ? plainWriter(style) : dumpWriter(style.form, style);
}
function plainWriter({ showsSecrets, terminal, hidesBodies }) {
    // Of several pieces of a body only the first is told.
    let isInBody = false;
    return (event, prefix) => {
        const marked = (sign, lines) => {
            const mark = terminal === undefined ? sign : terminal.dim(sign);
            const encoding = terminal === undefined ? 'latin1' : 'utf8';
            return Buffer.from(lines.map((line) => `${prefix}${mark} ${line}`).join(''), encoding);
        };
        const wasInBody = isInBody;
        isInBody = event.kind === 'requestBody' || event.kind === 'replyBody';
        switch (event.kind) {
            case 'note':
                return marked('*', [`${noteText(event.text, terminal)}\n`]);
            case 'requestHead':
                if (terminal === undefined)
                    return marked('>', requestHeadLines(event.head, showsSecrets));
                return marked('>', withEnds(requestLines(event.head, terminal, showsSecrets)));
            case 'replyHead':
                if (terminal === undefined)
                    return marked('<', replyHeadLines(event.bytes, showsSecrets));
                return marked('<', withEnds(replyLines({ bytes: event.bytes, status: statusOf(event.bytes) }, terminal, showsSecrets)));
            case 'requestBody':
            case 'replyBody':
                if (wasInBody || hidesBodies)
                    return NOTHING;
                return marked(event.kind === 'requestBody' ? '}' : '{', [`[${event.bytes.byteLength} bytes data]\n`]);
        }
    };
}
const NOTHING = new Uint8Array();
function withEnds(lines) {
    return [...lines, ''].map((line) => `${line}\n`);
}
function statusOf(head) {
    return Number(/^\S+ (\d{3})/.exec(Buffer.from(head.subarray(0, 64)).toString('latin1'))?.[1] ?? 100);
}
function dumpWriter(form, { showsSecrets, terminal }) {
    const dump = (title, prefix, bytes) => {
        const { byteLength } = bytes;
        const rows = form === 'hex' ? hexRows(bytes) : asciiRows(bytes);
        return `${prefix}${title}, ${byteLength} bytes (0x${byteLength.toString(16)})\n${rows}`;
    };
    return (event, prefix) => {
        switch (event.kind) {
            case 'note':
                return Buffer.from(`${prefix}* ${noteText(event.text, terminal)}\n`, 'latin1');
            case 'requestHead': {
                const head = Buffer.from(requestHeadLines(event.head, showsSecrets).join(''), 'latin1');
                return Buffer.from(dump('=> Send header', prefix, head));
            }
            case 'replyHead': {
                const lines = replyHeadLines(event.bytes, showsSecrets);
                return Buffer.from(lines.map((line) => dump('<= Recv header', prefix, Buffer.from(line, 'latin1'))).join(''));
            }
            case 'requestBody':
                return Buffer.from(dump('=> Send data', prefix, event.bytes));
            case 'replyBody':
                return Buffer.from(dump('<= Recv data', prefix, event.bytes));
        }
    };
}
/** UTF-8 behind latin-1, as all that is written here is bytes. */
function noteText(text, terminal) {
    return terminal === undefined ? Buffer.from(text).toString('latin1') : makeTerminalSafe(text);
}
const HEX_COLUMNS = 16;
const ASCII_COLUMNS = 64;
function hexRows(bytes) {
    let rows = '';
    for (let start = 0; start < bytes.byteLength; start += HEX_COLUMNS) {
        const end = Math.min(start + HEX_COLUMNS, bytes.byteLength);
        let hex = '';
        for (let at = start; at < end; at++)
            hex += HEX[bytes[at] ?? 0];
        rows += `${offset(start)}: ${hex.padEnd(HEX_COLUMNS * 3)}${visibleText(bytes, start, end)}\n`;
    }
    return rows;
}
/** Each line of the text begins a row, its CRLF left out. */
function asciiRows(bytes) {
    let rows = '';
    for (let start = 0; start < bytes.byteLength;) {
        const most = Math.min(start + ASCII_COLUMNS, bytes.byteLength);
        let end = start;
        // A line that is exactly as long as the row takes its end along.
        while (end < most && !isLineEnd(bytes, end))
            end++;
        rows += `${offset(start)}: ${visibleText(bytes, start, end)}\n`;
        start = isLineEnd(bytes, end) ? end + 2 : end;
    }
    return rows;
}
function isLineEnd(bytes, at) {
    return bytes[at] === 0x0d && bytes[at + 1] === 0x0a;
}
function offset(at) {
    return at.toString(16).padStart(4, '0');
}
const BYTES = Array.from({ length: 256 }, (_, byte) => byte);
const HEX = BYTES.map((byte) => `${byte.toString(16).padStart(2, '0')} `);
const VISIBLE = BYTES.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
function visibleText(bytes, start, end) {
    let text = '';
    for (let at = start; at < end; at++)
        text += VISIBLE[bytes[at] ?? 0];
    return text;
}
/** As it is written to the wire, line by line with the ends, in latin-1. */
function requestHeadLines({ method, target, version, fields }, showsSecrets) {
    const shown = fields.map(([name, value, gap]) => {
        const text = shownValue(name, value, showsSecrets);
        return `${name}:${gap ?? (text === '' ? '' : ' ')}${text}`;
    });
    const first = `${method} ${showsSecrets ? target : maskTarget(target)} HTTP/${version}`;
    return [first, ...shown, ''].map((line) => `${line}\r\n`);
}
/** A head byte for byte, line by line with the ends, but for the values that are masked. */
function replyHeadLines(bytes, showsSecrets) {
    const lines = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        .toString('latin1')
        .match(/.*?\n|.+$/gs);
    return (lines ?? []).map((line) => {
        const [, name, space = '', value = '', end = ''] = /^([^:\s]+):([ \t]*)(.*?)([ \t]*\r?\n?)$/s.exec(line) ?? [];
        if (showsSecrets || name === undefined)
            return line;
        return `${name}:${space}${maskedValue(name, value)}${end}`;
    });
}
//# sourceMappingURL=trace.js.map