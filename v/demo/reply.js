import { STATUS_CODES } from 'node:http';
import { createGzip, gzipSync } from 'node:zlib';
/** Ends the visit with an application/problem+json answer (RFC 9457). */
export class Problem extends Error {
    reply;
    constructor(status, detail, more = {}) {
        super(detail);
        const body = JSON.stringify({ title: STATUS_CODES[status] ?? 'Unknown', status, detail, errors: more.errors });
        this.reply = { status, headers: { ...more.headers, 'Content-Type': 'application/problem+json' }, body };
    }
}
const MIN_GZIP_BYTES = 1024;
export async function send(request, response, reply) {
    const { status, headers = {} } = reply;
    const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
    const streamed = body !== undefined && !(body instanceof Uint8Array);
    // A strong tag names one run of bytes (RFC 9110 §8.8.1), so what has one goes out in one coding only.
    const shrinks = /json|xml/.test(`${headers['Content-Type']}`) && headers.ETag === undefined;
    const gzipped = shrinks && (streamed || (body?.byteLength ?? 0) > MIN_GZIP_BYTES) && acceptsGzip(request);
    response.statusCode = status;
    for (const [name, value] of Object.entries(headers))
        if (value !== undefined)
            response.setHeader(name, value);
    if (shrinks)
        response.setHeader('Vary', 'Accept-Encoding');
    if (gzipped)
        response.setHeader('Content-Encoding', 'gzip');
    if (!streamed) {
        const bytes = body && gzipped ? gzipSync(body) : body;
        if (bytes)
            response.setHeader('Content-Length', bytes.byteLength);
        response.end(bytes);
    }
    else if (request.method === 'HEAD')
        response.end();
    else
        await stream(body, response, gzipped);
}
async function stream(body, response, gzipped) {
    const gzip = gzipped ? createGzip() : undefined;
    gzip?.pipe(response);
    const out = gzip ?? response;
    for await (const chunk of body) {
        if (response.destroyed)
            break;
        if (!out.write(chunk))
            await wake(response, (done) => out.once('drain', done));
    }
    out.end();
}
function acceptsGzip({ headers }) {
    return /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(`${headers['accept-encoding'] ?? ''}`);
}
/** The timer lets the process end: a server that still listens keeps it alive. */
export function pause(durationMs, response) {
    return wake(response, (done) => setTimeout(done, durationMs).unref());
}
/** Resolves on what `arm` waits for, or when the response is closed: a client that left is not waited for. */
function wake(response, arm) {
    return new Promise((resolve) => {
        const done = () => {
            response.off('close', done);
            resolve();
        };
        response.once('close', done);
        arm(done);
    });
}
//# sourceMappingURL=reply.js.map