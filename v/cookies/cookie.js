/** Bytes that name and value of a cookie may have together (RFC 6265bis §5.6, and curl). */
export const MAX_PAIR_BYTES = 4096;
/** Bytes that a `Set-Cookie` value, or a line of a cookie file, may have: curl's bound. */
export const MAX_LINE_BYTES = 5000;
/** Whether a text holds a control character, over which servers stumble (CVE-2022-35252). */
export function hasControl(text) {
    return /[\0-\x1f\x7f]/.test(text);
}
/**
 * A path as it is kept: quotes around it and a slash at its end are taken off; what does not start with a slash is the
 * whole site, as curl has it.
 */
export function keptPath(text) {
    const bare = text.startsWith('"') ? text.slice(1).replace(/"$/, '') : text;
    if (!bare.startsWith('/'))
        return '/';
    return bare.length > 1 && bare.endsWith('/') ? bare.slice(0, -1) : bare;
}
//# sourceMappingURL=cookie.js.map