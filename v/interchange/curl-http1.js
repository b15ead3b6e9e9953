import { nothingLeft, valued } from './curl-context.js';
import { headerLine, headerName } from './curl-field.js';
const CURL_CONTINUE_MS = 1000;
/** How HTTP/1 is spoken, in curl's options. */
export function http1Words(policy) {
    // Whether a long body is announced is a conversation's own affair; the option is a typed header.
    const { expects: _expects, allowsHttp09, continueMs, asksTransferCodings, raw, ignoresLength, ...rest } = policy;
    nothingLeft(rest);
    return [
        ...(allowsHttp09 ? ['--http0.9'] : []),
        ...valued('expect100-timeout', continueMs === CURL_CONTINUE_MS ? undefined : String(continueMs / 1000)),
        ...(asksTransferCodings ? ['--tr-encoding'] : []),
        ...(raw ? ['--raw'] : []),
        ...(ignoresLength ? ['--ignore-content-length'] : []),
    ];
}
/** How a proxy is asked for a tunnel, in curl's options; in which version, is said along with the proxy. */
export function tunnelWords(tunnel, context) {
    // The proxy is told the user agent of the request.
    const { forced, version: _version, headsShown, headers, removed, userAgent: _userAgent, ...rest } = tunnel;
    nothingLeft(rest);
    return [
        ...(forced ? ['-p'] : []),
        ...(headsShown ? [] : ['--suppress-connect-headers']),
        ...[...new Set(removed)].flatMap((name) => ['--proxy-header', `${headerName(name)}:`]),
        ...headers.flatMap((field) => ['--proxy-header', headerLine(field, context)]),
    ];
}
//# sourceMappingURL=curl-http1.js.map