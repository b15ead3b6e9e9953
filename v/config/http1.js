/** How long a body waits for `100 Continue` unless `--expect100-timeout` says otherwise: curl's second. */
const CONTINUE_MS = 1000;
/** What was typed about HTTP/1. */
export function http1Policy(options) {
    const patience = options['expect100-timeout'];
    return {
        allowsHttp09: options['http0.9'] === true,
        expects: true,
        continueMs: patience === undefined ? CONTINUE_MS : Math.round(patience * 1000),
        asksTransferCodings: options['tr-encoding'] === true,
        raw: options.raw === true,
        ignoresLength: options['ignore-content-length'] === true,
    };
}
/** What was typed about tunnels, but for the fields in them. */
export function tunnelWishes(options) {
    return {
        forced: options.proxytunnel === true,
        version: options['proxy1.0'] === undefined ? '1.1' : '1.0',
        headsShown: options['suppress-connect-headers'] !== true,
    };
}
//# sourceMappingURL=http1.js.map