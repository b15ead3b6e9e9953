import { findHeader, maskedValue, shownValue } from '../request/headers.js';
import { maskTarget } from '../request/url.js';
import { statusPaint } from './paint.js';
import { reasonPhrase } from './reason.js';
import { makeTerminalSafe } from './safety.js';
import { parseContentType } from './sniff.js';
import { formatByteCount, formatDuration } from './summary.js';
/** `HTTP/2 404 Not Found · 84 ms · 3.1 kB · application/json`: what a reader wants to know before the body. */
export function summaryLine(exchange, theme) {
    const { head } = exchange;
    const reason = head.reason === '' ? reasonPhrase(head.status) : head.reason;
    const code = head.version === '0.9' ? '' : ` ${head.status}`;
    const status = `HTTP/${head.version}${code}${reason === '' ? '' : ` ${textOf(reason)}`}`;
    const firstByteMs = exchange.timings().firstByteMs;
    const length = findHeader(head.headers, 'Content-Length');
    const type = parseContentType(findHeader(head.headers, 'Content-Type')).type;
    const facts = [
        ...(firstByteMs === undefined ? [] : [formatDuration(firstByteMs)]),
        ...(length !== undefined && /^\d{1,15}$/.test(length) && exchange.plan.method !== 'HEAD'
            ? [formatByteCount(Number(length))]
            : []),
        ...(type === '' ? [] : [textOf(type)]),
    ];
    return [statusPaint(theme, head.status)(status), ...facts.map((fact) => theme.dim(`· ${fact}`))].join(' ');
}
/** A request's head as it goes out, its credentials masked unless they are to be shown. */
export function requestLines(head, theme, showsSecrets) {
    const target = showsSecrets ? head.target : maskTarget(head.target);
    const first = `${theme.success(head.method)} ${makeTerminalSafe(target)} ${theme.dim(`HTTP/${head.version}`)}`;
    return [first, ...head.fields.map(([name, value]) => fieldLine(name, shownValue(name, value, showsSecrets), theme))];
}
/** A reply's head line by line as it came, with credentials that the server sets masked unless they are to be shown. */
export function replyLines(head, theme, showsSecrets) {
    const [statusLine = '', ...fieldLines] = headText(head.bytes).split(/\r?\n/);
    const fields = fieldLines.filter((line) => line !== '');
    return [
        statusPaint(theme, head.status)(textOf(statusLine)),
        ...fields.map((line) => {
            const colon = line.indexOf(':');
            if (colon < 0)
                return textOf(line);
            const name = line.slice(0, colon);
            const value = line.slice(colon + 1).trim();
            return fieldLine(name, showsSecrets ? value : maskedValue(name, value), theme);
        }),
    ];
}
/** The head of an interim reply, whose status nobody has read yet. */
export function interimLines(bytes, theme) {
    return replyLines({ bytes, status: 100 }, theme, false);
}
function headText(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1').trimEnd();
}
function fieldLine(name, value, theme) {
    return `${theme.headerName(textOf(name))}: ${theme.headerValue(textOf(value))}`;
}
/** Head text was read as latin-1; servers that mean more send UTF-8. */
function textOf(latin1) {
    const utf8 = Buffer.from(latin1, 'latin1').toString('utf8');
    return makeTerminalSafe(utf8.includes('\uFFFD') ? latin1 : utf8);
}
//# sourceMappingURL=message.js.map