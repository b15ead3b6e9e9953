import { Failure } from '../failure.js';
/** The server closed the connection where more was to come. */
export function closedTooSoon(host, { heard, headIn }, cause) {
    if (headIn)
        return new Failure('partial', `${host} closed the connection before the body was complete`, { cause });
    return heard
        ? new Failure('receive', `${host} closed the connection within the reply's head`, { cause })
        : new Failure('empty', `${host} closed the connection without a reply`, { cause });
}
/**
 * Which failure an error of the transport is, by its code; text is never matched.
 *
 * @param host named in the sentence.
 */
export function explainTransport(error, host, progress) {
    if (error instanceof Failure)
        return error;
    const { code = '', name, message = String(error), } = (error ?? {}); // undici's and Node's errors
    const isCutShort = code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
    if (code === 'UND_ERR_SOCKET' || code === 'UND_ERR_CLOSED' || (isCutShort && progress.headIn)) {
        return closedTooSoon(host, progress, error);
    }
    // undici 7 gives its parser's errors a name, and mostly no code.
    if (name === 'HTTPParserError' || isCutShort) {
        return progress.headIn
            ? new Failure('receive', `the body that ${host} sends is not framed as HTTP/1.1 asks`, { cause: error })
            : new Failure('notHttp', `what ${host} replies is not HTTP/1.1`, {
                cause: error,
                hint: 'is it https:// there, or another service?',
            });
    }
    if (code === 'UND_ERR_HEADERS_OVERFLOW') {
        return new Failure('receive', `the reply's head from ${host} is larger than 300 kB`, { cause: error });
    }
    if (code === 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH') {
        return new Failure('read', 'the body is not as long as was announced: it changed while being sent', {
            cause: error,
        });
    }
    if (code === 'UND_ERR_INVALID_ARG' || code === 'UND_ERR_NOT_SUPPORTED') {
        return new Failure('usage', `this request cannot be sent: ${message}`, { cause: error });
    }
    if (code === 'ECONNRESET') {
        return new Failure('receive', `${host} reset the connection`, { cause: error });
    }
    if (code === 'EPIPE') {
        return new Failure('send', `${host} closed the connection while the request was being sent`, { cause: error });
    }
    if (code === 'ETIMEDOUT')
        return new Failure('timeout', `${host} stopped answering`, { cause: error });
    if (code.startsWith('ERR_HTTP2_') || code === 'UND_ERR_INFO') {
        const kind = code === 'ERR_HTTP2_STREAM_ERROR' || progress.headIn ? 'http2Stream' : 'http2';
        return new Failure(kind, `${host} broke off HTTP/2: ${message}`, { cause: error, hint: '--http1.1 may work' });
    }
    // The handshake is over by then, so that for curl this is no failure of TLS.
    if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
        const reason = code
            .replace(/^ERR_SSL_/, '')
            .toLowerCase()
            .replaceAll('_', ' ');
        return new Failure('receive', `TLS with ${host} broke off: ${reason}`, {
            cause: error,
            ...(code.includes('CERTIFICATE_REQUIRED') ? { hint: '--cert FILE shows the server a certificate' } : {}),
        });
    }
    return new Failure('receive', `the exchange with ${host} broke off: ${message}`, { cause: error });
}
//# sourceMappingURL=explain.js.map