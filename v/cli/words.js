import { Failure } from '../failure.js';
import { parseItem } from '../request/items.js';
/** Methods that may be typed in any case (RFC 9110 §9, RFC 5789, RFC 4918, RFC 3253, the QUERY draft). */
// biome-ignore format: a list reads best as a few lines
export const METHODS = [
    'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'CONNECT', 'QUERY',
    'PROPFIND', 'PROPPATCH', 'MKCOL', 'COPY', 'MOVE', 'LOCK', 'UNLOCK', 'SEARCH', 'REPORT', 'PURGE', 'LINK', 'UNLINK',
];
/**
 * `[METHOD] URL [ITEM…]`, where further words that start with `http://` or `https://` are further URLs.
 *
 * @param urlOptions the values of `--url`, which need no positional URL beside them.
 * @throws Failure `usage` when no URL is there, or a word is neither a URL nor an item.
 */
export function sortWords(words, urlOptions) {
    const [first, second] = words;
    const isMethod = first !== undefined && (isKnownMethod(first) || (/^[A-Z][A-Z-]*$/.test(first) && second !== undefined));
    const rest = isMethod ? words.slice(1) : words;
    const method = isMethod ? first.toUpperCase() : undefined;
    const [leading, ...others] = rest;
    // Beside --url, a first word that reads as an item is one; otherwise the first word is the URL, whatever it looks like.
    const hasLeadingUrl = leading !== undefined && (urlOptions.length === 0 || isFurtherUrl(leading) || !readsAsItem(leading));
    const urls = [...urlOptions, ...(hasLeadingUrl ? [leading] : [])];
    const items = [];
    for (const word of hasLeadingUrl ? others : rest) {
        if (isFurtherUrl(word))
            urls.push(word);
        else
            items.push(parseItem(word));
    }
    if (urls.length === 0)
        throw missingUrl(first);
    return { method, urls, items };
}
function isKnownMethod(word) {
    return METHODS.includes(word.toUpperCase());
}
function isFurtherUrl(word) {
    return /^https?:\/\//i.test(word);
}
function readsAsItem(word) {
    try {
        parseItem(word);
        return true;
    }
    catch {
        return false;
    }
}
function missingUrl(method) {
    return new Failure('usage', method === undefined ? 'there is no URL' : `there is no URL after ${method}`, {
        hint: method === undefined
            ? 'slip [METHOD] URL [ITEM…]; slip -h shows more'
            : `a host of that name is written http://${method}/`,
    });
}
//# sourceMappingURL=words.js.map