import { findHeader } from '../request/headers.js';
import { percentDecode } from '../request/url.js';
/**
 * The name of a download as the server or the URL has it, to be made safe by `safeFileName`: the reply's
 * Content-Disposition (RFC 6266), else the last part of the URL's path, else `download`. A name that is not the
 * server's gets the extension of the media type when it has none and the type is a well-known one.
 *
 * @param requestUrl absolute URL of the first request: where that redirects to often has a name for machines.
 * @param contentType the reply's Content-Type field, parameters and all.
 */
export function downloadName(headers, requestUrl, contentType) {
    const given = dispositionName(findHeader(headers, 'content-disposition') ?? '');
    if (given !== undefined)
        return given;
    const name = pathName(requestUrl) ?? 'download';
    return splitExtension(name).extension === '' ? name + typeExtension(contentType) : name;
}
/**
 * A name that is a plain file on every system and can neither leave its folder nor hide there: the part after the last
 * separator, without leading dots, control and format characters (the bidirectional ones among them), `<>:"|?*` and
 * trailing dots and spaces, `_` before Windows' device names, and `download` if nothing is left. The rules are the same
 * on every system, so that files can move between them.
 *
 * @returns at most 230 bytes of UTF-8, the extension kept: file systems take 255, of which a number and `.part.json`
 *   need some.
 */
export function safeFileName(name) {
    const base = name.split(/[/\\]/).at(-1) ?? '';
    const visible = base.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}<>:"|?*]/gu, '').replace(/\p{Zs}/gu, ' ');
    const safe = withinBytes(visible.replace(/^[. ]+/, ''), 229).replace(/[. ]+$/, '');
    if (safe === '')
        return 'download';
    return /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]|conin\$|conout\$) *(?:\.|$)/i.test(safe) ? `_${safe}` : safe;
}
/**
 * The name to try after so many were taken: `report.pdf`, `report-1.pdf`, `report-2.pdf` (as HTTPie counts);
 * `data-1.tar.gz` keeps both its endings.
 */
export function numberedName(name, count) {
    if (count === 0)
        return name;
    const { stem, extension } = splitExtension(name);
    return `${stem}-${count}${extension}`;
}
/**
 * The name that curl's `-O` gives: the last segment of the path that is not empty, not decoded, `\` ending a segment,
 * too; curl's own name for a path without any, or with nothing but a folder (`..` under `--path-as-is`).
 */
export function urlFileName(url) {
    const name = urlPath(url)
        .split(/[/\\]/)
        .findLast((segment) => segment !== '');
    return name === undefined || name === '.' || name === '..' ? 'curl_response' : name;
}
/**
 * The file name in a Content-Disposition field: `filename*` before `filename` (RFC 6266 §4.3), the first of each. Forms
 * that are common though not allowed are read too: no quotes, no disposition type, UTF-8 as it is.
 */
function dispositionName(field) {
    const parameters = new Map();
    for (const match of field.matchAll(/(?:^|;)\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;]*))/gs)) {
        const [, name = '', quoted, bare = ''] = match;
        // Only these two are ever escaped; any other backslash is a separator in a Windows path that nobody escaped.
        const value = quoted === undefined ? bare.trim() : quoted.replace(/\\(["\\])/g, '$1');
        if (!parameters.has(name.toLowerCase()))
            parameters.set(name.toLowerCase(), value);
    }
    const extended = decodeExtended(parameters.get('filename*') ?? '');
    return extended || utf8Again(parameters.get('filename') ?? '') || undefined;
}
/** A value with its charset, `UTF-8'en'na%C3%AFve.txt` (RFC 8187); `undefined` when it is not in that form. */
function decodeExtended(value) {
    const [, charset = '', encoded = ''] = /^([^']*)'[^']*'(.*)$/s.exec(value) ?? [];
    switch (charset.toLowerCase()) {
        case 'utf-8':
            try {
                return decodeURIComponent(encoded);
            }
            catch {
                return undefined;
            }
        case 'iso-8859-1':
            return encoded.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
        default:
            return undefined;
    }
}
/** Heads are decoded as latin-1; a value that was UTF-8 becomes that again, as browsers read it. */
export function utf8Again(value) {
    try {
        return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(value, (char) => char.charCodeAt(0)));
    }
    catch {
        return value;
    }
}
/** The path of an absolute URL, without its leading slash. */
function urlPath(url) {
    const path = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*\/([^?#]*)/i.exec(url)?.[1];
    return path ?? '';
}
function pathName(url) {
    const segment = urlPath(url)
        .split('/')
        .filter((part) => part !== '')
        .at(-1);
    return segment === undefined ? undefined : percentDecode(segment);
}
function splitExtension(name) {
    const [, stem = name, extension = ''] = /^(.+?)((?:\.tar)?\.[a-z0-9]{1,10})$/is.exec(name) ?? [];
    return { stem, extension };
}
/** The name cut to a number of UTF-8 bytes, from the end of its stem and between characters. */
function withinBytes(name, mostBytes) {
    if (Buffer.byteLength(name) <= mostBytes)
        return name;
    const { stem, extension } = splitExtension(name);
    let room = mostBytes - Buffer.byteLength(extension);
    let kept = '';
    for (const character of stem) {
        room -= Buffer.byteLength(character);
        if (room < 0)
            break;
        kept += character;
    }
    return kept + extension;
}
const EXTENSIONS = new Map([
    ['application/gzip', '.gz'],
    ['application/javascript', '.js'],
    ['application/json', '.json'],
    ['application/pdf', '.pdf'],
    ['application/wasm', '.wasm'],
    ['application/x-ndjson', '.ndjson'],
    ['application/x-tar', '.tar'],
    ['application/xml', '.xml'],
    ['application/yaml', '.yaml'],
    ['application/zip', '.zip'],
    ['audio/mpeg', '.mp3'],
    ['audio/ogg', '.ogg'],
    ['audio/wav', '.wav'],
    ['font/woff2', '.woff2'],
    ['image/avif', '.avif'],
    ['image/gif', '.gif'],
    ['image/jpeg', '.jpg'],
    ['image/png', '.png'],
    ['image/svg+xml', '.svg'],
    ['image/webp', '.webp'],
    ['text/calendar', '.ics'],
    ['text/css', '.css'],
    ['text/csv', '.csv'],
    ['text/html', '.html'],
    ['text/javascript', '.js'],
    ['text/markdown', '.md'],
    ['text/plain', '.txt'],
    ['text/xml', '.xml'],
    ['video/mp4', '.mp4'],
    ['video/webm', '.webm'],
]);
/** The extension of a media type, of its structured syntax if it has one (`application/problem+json`), else nothing. */
function typeExtension(contentType) {
    const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    return EXTENSIONS.get(type) ?? EXTENSIONS.get(type.replace(/^.*\+/, 'application/')) ?? '';
}
//# sourceMappingURL=download-name.js.map