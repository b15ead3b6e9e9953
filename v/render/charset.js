/** From the encoding a body came in to UTF-8 for a terminal. */
import { isAscii, isUtf8 } from 'node:buffer';
import { utf8SequenceLength } from './safety.js';
import { asLatin1, bodyLanguage, lookAhead, parseContentType, unicodeSignature } from './sniff.js';
/**
 * The body in UTF-8, without its byte order mark. The first of these that says something counts: `options.charset`; a
 * byte order mark; the `charset` parameter; in XML the declaration, in HTML a `meta` element among the first 1024 bytes
 * (HTML §4.2.5.4); in JSON and XML the place of the NULs; else the first bytes that are not ASCII: UTF-8 if they are a
 * sequence of it, windows-1252 if not. A label that nobody knows counts as UTF-8, which passes through undecoded.
 * Looks ahead 4 bytes, 1024 in HTML and XML without `charset`; after that holds at most 15 bytes.
 */
export async function* decodeCharset(chunks, contentType, options = {}) {
    const label = options.charset ?? parseContentType(contentType).parameters.get('charset');
    const language = bodyLanguage(contentType, NOTHING);
    const declaration = label === undefined ? DECLARATIONS.get(language) : undefined;
    const ahead = await lookAhead(chunks, declaration?.withinBytes ?? 4, options);
    const signature = unicodeSignature(ahead.prefix, contentType);
    const marked = signature !== undefined && signature.markBytes > 0 ? signature : undefined;
    const named = options.charset ?? marked?.encoding ?? label ?? declaration?.find(asLatin1(ahead.prefix));
    const encoding = named === undefined ? signature?.encoding : encodingOf(named, signature?.encoding);
    const skipsMark = marked !== undefined && marked.encoding === encoding;
    yield* inUtf8(skipsMark ? withoutFirst(marked.markBytes, ahead.chunks) : ahead.chunks, encoding);
}
const NOTHING = new Uint8Array(0);
const DECLARATIONS = new Map([
    ['xml', { withinBytes: 1024, find: encodingInXml }],
    ['html', { withinBytes: 1024, find: (start) => encodingInXml(start) ?? encodingInHtml(start) }],
]);
function encodingInXml(start) {
    return readableAsAscii(/^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1]);
}
function encodingInHtml(start) {
    const withoutComments = start.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
    return readableAsAscii(/<meta\s[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i.exec(withoutComments)?.[1]);
}
// Text that could be read as ASCII so far is not UTF-16 or UTF-32, whatever it says of itself (HTML §13.2.3.2).
function readableAsAscii(label) {
    return label !== undefined && /^(?:utf-?(?:16|32)|ucs-?[24])/i.test(label) ? 'utf-8' : label;
}
/** The one name of an encoding; `shown` settles the byte order that a label such as `utf-16` leaves open. */
function encodingOf(label, shown) {
    const [wide, bits, order] = /^(?:utf-?(16|32)|ucs-?4)(?:-?(le|be))?$/i.exec(label.trim()) ?? [];
    if (wide !== undefined) {
        const family = bits === '16' ? 'utf-16' : 'utf-32';
        if (order !== undefined)
            return family + order.toLowerCase();
        return shown?.startsWith(family) === true ? shown : `${family}le`;
    }
    try {
        return new TextDecoder(label).encoding;
    }
    catch {
        return 'utf-8';
    }
}
function inUtf8(chunks, encoding) {
    switch (encoding) {
        case undefined:
            return guessed(chunks);
        case 'utf-8':
            return chunks;
        case 'windows-1252':
            return fromWindows1252(chunks);
        case 'utf-32le':
        case 'utf-32be':
            return fromUtf32(chunks, encoding === 'utf-32le');
        default:
            return decoded(chunks, encoding);
    }
}
async function* withoutFirst(byteCount, chunks) {
    let left = byteCount;
    for await (const chunk of chunks) {
        const rest = left === 0 ? chunk : chunk.subarray(left);
        left -= chunk.length - rest.length;
        if (rest.length > 0)
            yield rest;
    }
}
/**
 * Node's converters have room for two UTF-16 units a byte, and throw when a malformed sequence begun in the chunk before
 * needs more than a tiny chunk gives (seen in 20, 22 and 24 with EUC-JP, ISO-2022-JP and gb18030): so none is tiny.
 */
async function* decoded(chunks, encoding) {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    let held = NOTHING;
    for await (const chunk of chunks) {
        held = joined(held, chunk);
        if (held.length < 16)
            continue;
        const text = decoder.decode(held, { stream: true });
        held = NOTHING;
        if (text !== '')
            yield Buffer.from(text);
    }
    const end = decoder.decode(held);
    if (end !== '')
        yield Buffer.from(end);
}
/** ASCII passes until the first other bytes come: every encoding that is guessed among contains it. */
async function* guessed(chunks) {
    let held = NOTHING;
    let settled;
    for await (const chunk of chunks) {
        const bytes = joined(held, chunk);
        held = NOTHING;
        if (settled === undefined && !isAscii(bytes)) {
            const start = bytes.findIndex((byte) => byte >= 0x80);
            const sequence = bytes.subarray(start, start + utf8SequenceLength(bytes[start] ?? 0));
            if (isCutOff(sequence)) {
                held = bytes.subarray(start);
                if (start > 0)
                    yield bytes.subarray(0, start);
                continue;
            }
            settled = isUtf8(sequence) ? 'utf-8' : 'windows-1252';
        }
        yield settled === 'windows-1252' ? windows1252ToUtf8(bytes) : bytes;
    }
    if (held.length > 0)
        yield windows1252ToUtf8(held);
}
function joined(held, chunk) {
    return held.length === 0 ? chunk : Buffer.concat([held, chunk]);
}
function isCutOff(sequence) {
    const [lead = 0, ...others] = sequence;
    return sequence.length < utf8SequenceLength(lead) && others.every((byte) => (byte & 0xc0) === 0x80);
}
async function* fromWindows1252(chunks) {
    for await (const chunk of chunks)
        yield windows1252ToUtf8(chunk);
}
// By hand, since some releases of Node read 0x80-0x9F of windows-1252 as latin-1 (nodejs/node#56542).
const WINDOWS_1252_FROM_0X80 = '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
    '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
function windows1252ToUtf8(bytes) {
    if (isAscii(bytes))
        return bytes;
    return Buffer.from(asLatin1(bytes).replace(/[\x80-\x9f]/g, (unit) => WINDOWS_1252_FROM_0X80.charAt(unit.charCodeAt(0) - 0x80)));
}
/** TextDecoder knows no UTF-32. What is no character (a surrogate, above U+10FFFF, cut off) becomes U+FFFD. */
async function* fromUtf32(chunks, littleEndian) {
    let held = NOTHING;
    for await (const chunk of chunks) {
        const bytes = joined(held, chunk);
        const end = bytes.length - (bytes.length % 4);
        held = bytes.subarray(end);
        if (end > 0)
            yield utf32ToUtf8(new DataView(bytes.buffer, bytes.byteOffset, end), littleEndian);
    }
    if (held.length > 0)
        yield Buffer.from('\ufffd');
}
function utf32ToUtf8(view, littleEndian) {
    let text = '';
    for (let at = 0; at < view.byteLength; at += 4) {
        const codePoint = view.getUint32(at, littleEndian);
        const isCharacter = codePoint <= 0x10ffff && (codePoint & 0xfffff800) !== 0xd800;
        text += isCharacter ? String.fromCodePoint(codePoint) : '\ufffd';
    }
    return Buffer.from(text);
}
//# sourceMappingURL=charset.js.map