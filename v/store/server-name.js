import { safeFileName, utf8Again } from './download-name.js';
/**
 * What a reply's head makes of the name, by curl's rules: the first `filename=` of a Content-Disposition in a 2xx or 3xx
 * settles it; until then a 3xx gives the last segment of its Location. Neither `filename*` nor percent-encoding is
 * decoded. Names are made safe (`safeFileName`), which curl does on Windows alone.
 */
export function nextNaming(naming, { status, headers }) {
    const isRedirect = status >= 300 && status < 400;
    if (!isRedirect && (status < 200 || status >= 300))
        return naming;
    let next = naming;
    for (const [fieldName, value] of headers) {
        if (next.isSettled)
            break;
        const lowerName = fieldName.toLowerCase();
        if (lowerName === 'location' && isRedirect)
            next = named(next, locationName(String(value)), false);
        if (lowerName === 'content-disposition')
            next = named(next, dispositionName(String(value)), true);
    }
    return next;
}
function named(naming, raw, isSettled) {
    if (raw === undefined)
        return naming;
    return { name: safeFileName(utf8Again(raw)), isServers: true, isSettled };
}
/** What stands behind `filename=`: up to the quote it begins with, which nothing escapes, else up to a semicolon. */
function dispositionName(field) {
    let at = 0;
    for (const parameter of field.split(/(?<=;)/)) {
        const start = at + parameter.search(/[a-z]|$/i);
        at += parameter.length;
        if (!field.startsWith('filename=', start))
            continue;
        const match = /^[ \t]*(?:(["'])(.*?)(?:\1|$)|([^;]*))/s.exec(field.slice(start + 'filename='.length));
        return lastSegment(match?.[2] ?? match?.[3] ?? '');
    }
    return undefined;
}
function locationName(value) {
    return lastSegment(value.trim().replace(/[?#].*$/s, ''));
}
/** What comes after the last slash and then the last backslash, if there is anything. */
function lastSegment(path) {
    return path.replace(/^.*\//s, '').replace(/^.*\\/s, '') || undefined;
}
//# sourceMappingURL=server-name.js.map