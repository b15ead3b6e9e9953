import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import { createGzip, gzipSync } from 'node:zlib';

/** An answer of the desk, before it is written. */
export interface Reply {
  readonly status: number;
  readonly headers?: OutgoingHttpHeaders;
  /** An iterable is written as it is made, no faster than the client reads. */
  readonly body?: string | Uint8Array | Iterable<string> | AsyncIterable<string>;
}

/** Each wrong field with what is wrong about it. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Ends the visit with an application/problem+json answer (RFC 9457). */
export class Problem extends Error {
  readonly reply: Reply;

  constructor(status: number, detail: string, more: { errors?: FieldErrors; headers?: OutgoingHttpHeaders } = {}) {
    super(detail);
    const body = JSON.stringify({ title: STATUS_CODES[status] ?? 'Unknown', status, detail, errors: more.errors });
    this.reply = { status, headers: { ...more.headers, 'Content-Type': 'application/problem+json' }, body };
  }
}

const MIN_GZIP_BYTES = 1024;

export async function send(request: IncomingMessage, response: ServerResponse, reply: Reply): Promise<void> {
  const { status, headers = {} } = reply;
  const body = typeof reply.body === 'string' ? Buffer.from(reply.body) : reply.body;
  const streamed = body !== undefined && !(body instanceof Uint8Array);
  // A strong tag names one run of bytes (RFC 9110 §8.8.1), so what has one goes out in one coding only.
  const shrinks = /json|xml/.test(`${headers['Content-Type']}`) && headers.ETag === undefined;
  const gzipped = shrinks && (streamed || (body?.byteLength ?? 0) > MIN_GZIP_BYTES) && acceptsGzip(request);
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  if (shrinks) response.setHeader('Vary', 'Accept-Encoding');
  if (gzipped) response.setHeader('Content-Encoding', 'gzip');
  if (!streamed) {
    const bytes = body && gzipped ? gzipSync(body) : body;
    if (bytes) response.setHeader('Content-Length', bytes.byteLength);
    response.end(bytes);
  } else if (request.method === 'HEAD') response.end();
  else await stream(body, response, gzipped);
}

async function stream(
  body: Iterable<string> | AsyncIterable<string>,
  response: ServerResponse,
  gzipped: boolean,
): Promise<void> {
  const gzip = gzipped ? createGzip() : undefined;
  gzip?.pipe(response);
  const out = gzip ?? response;
  for await (const chunk of body) {
    if (response.destroyed) break;
    if (!out.write(chunk)) await wake(response, (done) => out.once('drain', done));
  }
  out.end();
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /(?:^|,)\s*gzip\s*(?:$|,|;\s*q=(?!0(?:\.0*)?\s*(?:,|$)))/i.test(`${headers['accept-encoding'] ?? ''}`);
}

/** The timer lets the process end: a server that still listens keeps it alive. */
export function pause(durationMs: number, response: ServerResponse): Promise<void> {
  return wake(response, (done) => setTimeout(done, durationMs).unref());
}

/** Resolves on what `arm` waits for, or when the response is closed: a client that left is not waited for. */
function wake(response: ServerResponse, arm: (done: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off('close', done);
      resolve();
    };
    response.once('close', done);
    arm(done);
  });
}
