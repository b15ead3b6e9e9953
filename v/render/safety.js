/**
 * Text from the network or a file must not drive the terminal (move the cursor, set the title, answer as if typed) nor
 * hide or reorder what stands on it. What could is shown as the escape that JSON has for it (`\u001b`; two of them
 * above U+FFFF), so that a JSON document keeps its meaning and every other text stays readable.
 *
 * Made visible: C0 controls but TAB, LF and the CR of a CRLF; DEL; C1 controls; the bidirectional controls (Unicode
 * UAX #9 §2); the line and paragraph separators; zero-width space, word joiner and their kin (U+2060-U+206F), byte
 * order marks, interlinear annotations (U+FFF9-U+FFFB), tag characters. U+200C and U+200D stay: scripts and emoji are
 * written with them.
 */
import { isUtf8 } from 'node:buffer';
/** The text with everything visible that could drive a terminal or hide on it; the same text where there is nothing. */
export function makeTerminalSafe(text, { oneLine = true } = {}) {
    return text.replace(oneLine ? UNSAFE_IN_LINE : UNSAFE_IN_TEXT, visible);
}
/**
 * The same for a body of UTF-8 bytes. A byte that is not UTF-8 becomes U+FFFD as in a browser (WHATWG Encoding, UTF-8
 * decoder), which takes the bytes 0x80-0x9F out that a terminal may read as C1 controls. A byte order mark at the very
 * start stays. A chunk with nothing to escape is passed on as it is. Holds one chunk and at most three bytes (a
 * sequence or CRLF cut by the end of a chunk); a chunk grows at most sixfold.
 */
export async function* terminalSafe(chunks) {
    let held = NOTHING;
    let started = false;
    for await (const chunk of chunks) {
        const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
        const end = bytes.at(-1) === CR ? bytes.length - 1 : wholeUtf8Length(bytes);
        held = bytes.subarray(end);
        if (end === 0)
            continue;
        const whole = end === bytes.length ? bytes : bytes.subarray(0, end);
        yield safeBytes(whole, !started);
        started = true;
    }
    if (held.length > 0)
        yield safeBytes(held, !started);
}
/** How many bytes stand before a UTF-8 sequence that the end of the bytes cuts off; all of them if it cuts none. */
export function wholeUtf8Length(bytes) {
    for (let fromEnd = 1; fromEnd <= 3 && fromEnd <= bytes.length; fromEnd += 1) {
        const byte = bytes[bytes.length - fromEnd] ?? 0;
        if (byte >= 0xc0)
            return utf8SequenceLength(byte) > fromEnd ? bytes.length - fromEnd : bytes.length;
        if (byte < 0x80)
            break;
    }
    return bytes.length;
}
/** How many bytes the UTF-8 sequence has that this byte begins; 1 for a byte that begins none (RFC 3629 §4). */
export function utf8SequenceLength(lead) {
    if (lead < 0xc2 || lead > 0xf4)
        return 1;
    if (lead < 0xe0)
        return 2;
    return lead < 0xf0 ? 3 : 4;
}
const NOTHING = new Uint8Array(0);
const LF = 0x0a;
const CR = 0x0d;
const BYTE_ORDER_MARK = '\ufeff';
const UNSAFE_ANYWHERE = '\\0-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u061c\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f' +
    '\\ufeff\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}';
const UNSAFE_IN_LINE = new RegExp(`[${UNSAFE_ANYWHERE}\\r\\n]`, 'gu');
const UNSAFE_IN_TEXT = new RegExp(`[${UNSAFE_ANYWHERE}]|\\r(?!\\n)`, 'gu');
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true });
function visible(unsafe) {
    let escapes = '';
    for (let at = 0; at < unsafe.length; at += 1) {
        escapes += `\\u${unsafe.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escapes;
}
function safeBytes(bytes, atStart) {
    const valid = isUtf8(bytes);
    if (valid && !isSuspect(bytes))
        return bytes;
    const text = UTF8.decode(bytes);
    const mark = atStart && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
    const safe = mark + makeTerminalSafe(text.slice(mark.length), { oneLine: false });
    return valid && safe === text ? bytes : Buffer.from(safe);
}
// 1 for the bytes that are controls and for those that begin a sequence which may be unsafe, 0 for all others.
const CLOSER_LOOK = new Uint8Array(256);
for (let control = 0; control < 0x20; control += 1)
    CLOSER_LOOK[control] = 1;
for (const byte of [0x7f, 0xc2, 0xd8, 0xe2, 0xef, 0xf3])
    CLOSER_LOOK[byte] = 1;
CLOSER_LOOK[0x09] = 0;
CLOSER_LOOK[LF] = 0;
/**
 * May say yes for a harmless neighbour of something unsafe, never no for anything unsafe: decoding every chunk to try
 * the expression on it takes several times as long as this.
 */
function isSuspect(utf8) {
    for (let at = 0; at < utf8.length; at += 1) {
        const byte = utf8[at] ?? 0;
        if (CLOSER_LOOK[byte] === 1 && mayBeUnsafe(byte, utf8[at + 1] ?? 0, utf8[at + 2] ?? 0))
            return true;
    }
    return false;
}
function mayBeUnsafe(byte, next, third) {
    switch (byte) {
        case CR:
            return next !== LF;
        case 0xc2: // U+0080-U+009F
            return next < 0xa0;
        case 0xd8: // U+061C
            return next === 0x9c;
        case 0xe2: // U+200B, U+200E, U+200F, from U+2028 and from U+2060 on; quotes and dashes between them are common
            if (next === 0x80)
                return third >= 0xa8 || third === 0x8b || third === 0x8e || third === 0x8f;
            return next === 0x81 && third >= 0xa0;
        case 0xef: // U+FEC0-U+FEFF, U+FFC0-U+FFFF
            return next === 0xbb || next === 0xbf;
        case 0xf3: // U+E0000-U+E0FFF
            return next === 0xa0;
        default:
            return true;
    }
}
//# sourceMappingURL=safety.js.map