/** Stands for a time that never comes, in HSTS cache files. */
const NEVER = 'unlimited';
/** The last second that has four digits for its year. */
export const LATEST_SECONDS = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000;
/** A time as curl's cache files have it, in UTC: `20310429 06:18:37`, or `unlimited` for one that has no such form. */
export function printCacheTime(atSeconds) {
    if (atSeconds > LATEST_SECONDS)
        return NEVER;
    const [, day = '', time = ''] = /^(.{10})T(.{8})/.exec(new Date(atSeconds * 1000).toISOString()) ?? [];
    return `${day.replaceAll('-', '')} ${time}`;
}
/** Seconds since the epoch, `Infinity` for `unlimited`; `undefined` for text that is no such time. */
export function parseCacheTime(text) {
    if (text === NEVER)
        return Number.POSITIVE_INFINITY;
    const match = /^(\d{4})(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
    if (match === null)
        return undefined;
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number);
    const atSeconds = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
    return printCacheTime(atSeconds) === text ? atSeconds : undefined;
}
/** The lines of a cache file that say something; longer ones than curl reads are left out. */
export function cacheLines(text) {
    const lines = text.split('\n').map((line) => line.trim());
    return lines.filter((line) => line !== '' && !line.startsWith('#') && line.length <= MAX_LINE_LENGTH);
}
/** Of a line, and of what a server may say about itself; curl's. */
export const MAX_LINE_LENGTH = 4095;
/**
 * A host as it is kept and looked for: lower case and without the dots at its end, so that no spelling of a name escapes
 * what is known of it (CVE-2022-30115, CVE-2022-43551). `undefined` for what can be no name.
 */
export function hostKey(host) {
    const key = host.toLowerCase().replace(/\.+$/, '');
    return /^[^\s"/\\?#@]{1,2048}$/.test(key) ? key : undefined;
}
/** Whether a key is an IP address in the canonical form that URLs have. */
export function isAddressKey(key) {
    return /^\d{1,3}(?:\.\d{1,3}){3}$|^\[|:/.test(key);
}
//# sourceMappingURL=cache-line.js.map