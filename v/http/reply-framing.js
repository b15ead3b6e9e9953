import { Failure } from '../failure.js';
import { fieldValue } from '../request/headers.js';
import { strange } from './reply-head.js';
/**
 * Decides it from a final head, by curl's rules: chunks before a length, equal lengths are one, codings only where they
 * were asked for.
 *
 * @throws Failure `notHttp` for a length that is none or two, `encoding` for a coding that nobody asked for.
 */
export function replyFraming(head, expectation) {
    const { host, http1, bodyless } = expectation;
    const isEmpty = head.status === 204 || head.status === 304;
    const length = http1.ignoresLength || isEmpty ? undefined : announcedLength(head.headers, host);
    const { chunked, codings, closes } = isEmpty || bodyless ? NO_CODINGS : transferCodings(valuesOf(head.headers, 'Transfer-Encoding'), http1);
    const keepsAlive = staysOpen(head, expectation) && !closes;
    if (head.status === 101)
        return { body: { kind: 'close' }, codings: [], keepsAlive: false };
    if (isEmpty || bodyless)
        return { body: { kind: 'none' }, codings: [], keepsAlive };
    if (chunked)
        return { body: { kind: 'chunked' }, codings, keepsAlive };
    if (length !== undefined && !closes)
        return { body: { kind: 'length', byteLength: length }, codings, keepsAlive };
    return { body: { kind: 'close' }, codings, keepsAlive: false };
}
/** RFC 9112 §9.3, and `Proxy-Connection`, which no RFC knows. */
function staysOpen({ version, headers }, { proxied }) {
    const says = (name, option) => new RegExp(`(?:^|,)\\s*${option}\\s*(?:,|$)`, 'i').test(fieldValue(headers, name) ?? '');
    if (says('Connection', 'close'))
        return false;
    if (version === '1.0')
        return says('Connection', 'keep-alive') || (proxied && says('Proxy-Connection', 'keep-alive'));
    return !(proxied && says('Proxy-Connection', 'close'));
}
const NO_CODINGS = { chunked: false, codings: [], closes: false };
function transferCodings(lines, http1) {
    let chunked = false;
    const codings = [];
    for (const line of lines) {
        for (const coding of line.split(',').map((name) => name.trim().toLowerCase())) {
            if (coding === '')
                continue;
            if (coding === 'chunked')
                chunked = true;
            else if (http1.asksTransferCodings) {
                if (chunked)
                    throw new Failure('encoding', `the transfer coding ${coding} comes behind chunked`);
                if (coding !== 'identity')
                    codings.push(coding);
            }
            else if (http1.raw)
                break;
            else if (chunked || coding !== 'identity') {
                throw new Failure('encoding', `the body has the transfer coding ${coding}, which was not asked for`, {
                    hint: '--tr-encoding asks for it and takes it off',
                });
            }
        }
    }
    return { chunked, codings, closes: http1.asksTransferCodings && lines.length > 0 && !chunked };
}
/** Beyond what fits into 63 bits a length is none, and the body ends with the connection, as in curl. */
const MAX_LENGTH = 2n ** 63n - 1n;
/** The same length said several times is one; lists of it too (RFC 9110 §8.6). */
function announcedLength(headers, host) {
    let length;
    for (const text of valuesOf(headers, 'Content-Length').flatMap((value) => value.split(','))) {
        if (!/^[ \t]*\d+[ \t]*$/.test(text))
            throw strange(host, 'its Content-Length is no length');
        const announced = BigInt(text.trim());
        if (announced > MAX_LENGTH)
            continue;
        if (length !== undefined && announced !== length)
            throw strange(host, 'it has two different lengths');
        length = announced;
    }
    return length === undefined ? undefined : Number(length);
}
function valuesOf(headers, name) {
    const wanted = name.toLowerCase();
    return headers
        .filter(([candidate]) => candidate.toLowerCase() === wanted)
        .map(([, value]) => String(value));
}
//# sourceMappingURL=reply-framing.js.map