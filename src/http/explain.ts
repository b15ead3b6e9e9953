import { Failure } from '../failure.ts';

/** How far an exchange had come when it broke. */
export interface Progress {
  /** Whether any byte of a reply had come. */
  readonly heard: boolean;
  readonly headIn: boolean;
}

/** The server closed the connection where more was to come. */
export function closedTooSoon(host: string, { heard, headIn }: Progress, cause?: unknown): Failure {
  if (headIn) return new Failure('partial', `${host} closed the connection before the body was complete`, { cause });
  return heard
    ? new Failure('receive', `${host} closed the connection within the reply's head`, { cause })
    : new Failure('empty', `${host} closed the connection without a reply`, { cause });
}

/**
 * Which failure an error of the transport is, by its code; text is never matched.
 *
 * @param host named in the sentence.
 */
export function explainTransport(error: unknown, host: string, progress: Progress): Failure {
  if (error instanceof Failure) return error;
  const { code = '', message = String(error) } = (error ?? {}) as { code?: string; message?: string }; // Node's errors
  if (code === 'ECONNRESET') {
    return new Failure('receive', `${host} reset the connection`, { cause: error });
  }
  if (code === 'EPIPE') {
    return new Failure('send', `${host} closed the connection while the request was being sent`, { cause: error });
  }
  if (code === 'ETIMEDOUT') return new Failure('timeout', `${host} stopped answering`, { cause: error });
  if (code.startsWith('ERR_HTTP2_')) {
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
