import type { ClientHttp2Session, ClientHttp2Stream, OutgoingHttpHeaders } from 'node:http2';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, ReplyHead, Timings, UnansweredRequest } from '../request/exchange.ts';
import { framedByteLength } from '../request/framing.ts';
import { findHeader, type HeaderField, type HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hostValue, requestTarget } from '../request/target.ts';
import { encodeTarget } from '../request/url-encoding.ts';
import { requestHead } from '../request/wire.ts';
import { Secret } from '../secret.ts';
import { closedTooSoon, explainTransport } from './explain.ts';
import { idleTimer } from './idle-timer.ts';
import { createInbox } from './inbox.ts';
import type { Errand, Fate } from './line.ts';
import type { Reached } from './reach.ts';
import { headTooLarge, MAX_HEAD_BYTES } from './reply-reader.ts';
import { changedLength } from './request-writer.ts';
import { openPacedBody } from './send-body.ts';
import { traceExchange } from './trace-exchange.ts';
import { unanswered } from './unanswered.ts';

/** A connection that speaks HTTP/2. */
export interface Session extends Reached {
  readonly session: ClientHttp2Session;
  readonly index: number;
  /** Streams that may have received what nobody has read. */
  readonly unread: Set<ClientHttp2Stream>;
  /** Streams whose end had not come when the connection closed, which Node ends all the same. */
  readonly cut: WeakSet<ClientHttp2Stream>;
  /** The server has said that it takes no more: which streams it has looked at, up to which number (RFC 9113 §6.8). */
  goneAway: { readonly code: number; readonly lastStreamId: number } | undefined;
}

/** Is told what becomes of a stream. */
export interface StreamEvents {
  /** It counts no longer among those that are open. */
  onGone(): void;
  /** @param error what the exchange is rejected with. */
  onFate(error: object, fate: Fate): void;
}

/** Error codes of HTTP/2 (RFC 9113 §7). */
const NO_ERROR = 0;
const REFUSED_STREAM = 7;
const CANCEL = 8;

/** Begins an exchange in a stream of its own. Resolves when the reply's head is in. */
export function beginStream(place: Session, errand: Errand, host: Host, events: StreamEvents): Promise<Exchange> {
  const { session, socket, peer, index } = place;
  const { plan, signal, trace, isNew, startedAtMs } = errand;
  const head = requestHead(plan, '2');
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = isNew ? { ...place.timings } : {};
  const wire = traceExchange(trace, index);
  const interim: Uint8Array[] = [];
  let interimBytes = 0;
  let trailer: Uint8Array = new Uint8Array();
  let stream: ClientHttp2Stream | undefined;
  let sentBodyBytes = 0;
  let headIn = false;
  let isSettled = false;
  let isUploaded = false;
  /** Of the body as it was announced; it says nothing where that was not. */
  let missingBytes = 0;

  return new Promise((resolve, reject) => {
    const settle = (): void => {
      isSettled = true;
      idle.stop();
      signal.removeEventListener('abort', onAbort);
    };
    const soFar = (): Omit<UnansweredRequest, 'head'> => ({
      plan,
      requestHead: head,
      tunnel: isNew ? place.tunnel : undefined,
      interim,
      peer,
      connection: { index, isNew },
      sentBodyBytes: () => sentBodyBytes,
      timings: () => timings,
    });
    const fail = (reason: unknown, fate: Fate = 'heard'): void => {
      if (isSettled) return;
      settle();
      stream?.close(CANCEL);
      inbox.fail(reason);
      const error = unanswered(reason, { ...soFar(), head: undefined });
      if (typeof error === 'object' && error !== null) events.onFate(error, fate);
      reject(error);
    };
    const onAbort = (): void => fail(signal.reason);
    const idle = idleTimer(plan, fail);
    const inbox = createInbox(
      { pause: () => stream?.pause(), resume: () => stream?.resume() },
      plan.limits.bytesPerSecond,
    );

    /** The stream has ended without all of a reply. */
    const breakOff = (opened: ClientHttp2Stream, error?: unknown): void => {
      const progress = { heard: headIn || interim.length > 0, headIn };
      const { host: name } = plan.url;
      const isBeyond =
        (opened.id ?? Number.POSITIVE_INFINITY) > (place.goneAway?.lastStreamId ?? Number.POSITIVE_INFINITY);
      if (!headIn && (opened.rstCode === REFUSED_STREAM || isBeyond || (place.goneAway && opened.id === undefined))) {
        fail(
          new Failure('http2Stream', `${name} refused the request before it looked at it`, { cause: error }),
          'refused',
        );
      } else if (place.trouble.error !== undefined) {
        fail(explainTransport(place.trouble.error, name, progress), progress.heard ? 'heard' : 'unheard');
      } else if (socket.destroyed && [NO_ERROR, CANCEL].includes(opened.rstCode ?? NO_ERROR)) {
        fail(closedTooSoon(name, progress, error), progress.heard ? 'heard' : 'unheard');
      } else {
        fail(explainTransport(error ?? streamError(opened.rstCode ?? NO_ERROR), name, progress));
      }
    };

    const onResponse = (raw: readonly string[]): void => {
      idle.restart();
      headIn = true;
      timings.firstByteMs = elapsedMs();
      const reply = replyHead(raw);
      if (plan.method !== 'HEAD' && reply.status !== 304) {
        // Where the connection has closed, the body may have been read before its head is told.
        missingBytes += Number(findHeader(reply.headers, 'Content-Length') ?? 0);
      }
      wire.replyHeads([reply.bytes]);
      const close = (): void => {
        if (isSettled) return;
        settle();
        stream?.close(CANCEL);
        inbox.fail(new Failure('receive', 'the rest of the body was not wanted'));
      };
      const given = (): Uint8Array => trailer;
      const body = wire.replyBody(inbox.chunks(close), given);
      const lend = trace === undefined ? inbox.lend : undefined;
      resolve({ ...soFar(), head: reply, body, lend, trailer: given, close });
    };

    const listen = (opened: ClientHttp2Stream): void => {
      place.unread.add(opened);
      opened.on('headers', (_headers, _flags, raw: readonly string[] = []) => {
        idle.restart();
        const { bytes } = replyHead(raw);
        interim.push(bytes);
        wire.replyHeads([bytes]);
        interimBytes += bytes.byteLength;
        if (interimBytes > MAX_HEAD_BYTES) fail(headTooLarge(plan.url.host));
      });
      opened.on('response', (_headers, _flags, raw: readonly string[] = []) => {
        if (!isSettled) onResponse(raw);
      });
      opened.on('trailers', (fields) => {
        const lines = Object.entries(fields).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));
        trailer = lineBytes(lines.map(([name, value]) => `${name}: ${value}`));
      });
      opened.on('data', (bytes: Buffer) => {
        if (isSettled) return;
        idle.restart();
        missingBytes -= bytes.byteLength;
        inbox.push(bytes);
      });
      opened.on('end', () => {
        // A stream that was reset ends, too.
        if (isSettled || !headIn || (opened.rstCode ?? NO_ERROR) !== NO_ERROR) return;
        if (place.cut.has(opened)) return breakOff(opened);
        if (missingBytes > 0) {
          // Node takes a stream that is reset in peace for one that has ended.
          fail(new Failure('partial', `${plan.url.host} ended the body ${missingBytes} bytes too soon`));
          return;
        }
        timings.totalMs = elapsedMs();
        settle();
        inbox.end();
        if (!isUploaded) opened.close(CANCEL);
      });
      // Why the server goes away may be told with the next turn of the event loop.
      opened.on('error', (error) => void setImmediate(() => breakOff(opened, error)));
      opened.on('close', () => {
        place.unread.delete(opened);
        events.onGone();
        setImmediate(() => breakOff(opened));
      });
    };

    const onSent = (bytes: Uint8Array): Promise<void> => {
      sentBodyBytes += bytes.byteLength;
      timings.postTransferMs = elapsedMs();
      idle.restart();
      return wire.requestBody(bytes);
    };

    if (signal.aborted) {
      events.onGone();
      return onAbort();
    }
    signal.addEventListener('abort', onAbort, { once: true });
    idle.restart();
    try {
      const body = openPacedBody(plan, host, 'passing');
      stream = session.request(wireHeaders(plan, head.fields), { endStream: body === undefined });
      listen(stream);
      timings.preTransferMs = elapsedMs();
      wire.requestHead(head);
      const done = (): void => {
        isUploaded = true;
      };
      if (body === undefined) done();
      else writeBody(stream, body, framedByteLength(plan), onSent, () => isSettled).then(done, fail);
    } catch (error) {
      if (stream === undefined) events.onGone();
      fail(unsendable(error, plan), session.closed || session.destroyed ? 'refused' : 'heard');
    }
  });
}

/** @throws Failure `read` for a body of another length than was announced, and those of the body itself. */
async function writeBody(
  stream: ClientHttp2Stream,
  body: Uint8Array | AsyncIterable<Uint8Array>,
  byteLength: number | undefined,
  onSent: (bytes: Uint8Array) => Promise<void>,
  isOver: () => boolean,
): Promise<void> {
  let sentBytes = 0;
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    if (isOver() || stream.destroyed) return;
    sentBytes += chunk.byteLength;
    if (byteLength !== undefined && sentBytes > byteLength) throw changedLength();
    if (chunk.byteLength === 0) continue;
    const taken = new Promise<void>((resolve) => stream.write(chunk, () => resolve()));
    await onSent(chunk);
    await taken;
  }
  if (isOver()) return;
  if (byteLength !== undefined && sentBytes < byteLength) throw changedLength();
  stream.end();
}

/** The head as Node takes it, a field that is there twice in one, as HTTP allows it (RFC 9110 §5.2). Secrets are revealed. */
function wireHeaders(plan: RequestPlan, fields: HeaderList): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = Object.assign(Object.create(null), {
    ':method': plan.method,
    ':authority': hostValue(plan),
    ':scheme': plan.url.scheme,
    ':path': encodeTarget(requestTarget(plan)),
  });
  for (const [written, value] of fields) {
    const name = written.toLowerCase();
    if (name === 'host') continue;
    const text = (value instanceof Secret ? value.reveal() : value).replace(/^[ \t]+|[ \t]+$/g, '');
    // Nothing else may be said in it (RFC 9113 §8.2.2), and curl leaves it out.
    if (name === 'te' && text !== 'trailers') continue;
    const before = headers[name];
    headers[name] = before === undefined ? text : `${String(before)}${name === 'cookie' ? '; ' : ', '}${text}`;
  }
  return headers;
}

/** What Node says of a request that it does not take. */
function unsendable(error: unknown, { url }: RequestPlan): unknown {
  const { code = '', message = '' } = error as { code?: string; message?: string }; // one of Node's
  if (/^ERR_(?:HTTP2_(?:HEADER|INVALID_(?:CONNECTION|HEADER|PSEUDO)|CONNECT)|INVALID)/.test(code)) {
    return new Failure('usage', `this request cannot be sent: ${message}`, { cause: error });
  }
  return explainTransport(error, url.host, { heard: false, headIn: false });
}

/** RFC 9113 §7, by their numbers. */
const ERROR_NAMES = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
];

/** Node tells of no error where a stream was ended in peace, be it too soon. */
function streamError(code: number): Error {
  const message = `the stream was closed with ${ERROR_NAMES[code] ?? code}`;
  return Object.assign(new Error(message), { code: 'ERR_HTTP2_STREAM_ERROR' });
}

/** HTTP/2's heads have no bytes of their own, so they are written out in the form of HTTP/1, as curl does. */
function replyHead(raw: readonly string[]): ReplyHead {
  const all = headerList(raw);
  const status = Number(all.find(([name]) => name === ':status')?.[1]);
  const headers = all.filter(([name]) => !name.startsWith(':'));
  return {
    version: '2',
    status,
    reason: '',
    headers,
    bytes: lineBytes([`HTTP/2 ${status} `, ...fieldLines(headers), '']),
  };
}

function fieldLines(fields: HeaderList): readonly string[] {
  return fields.map(([name, value]) => `${name}: ${String(value)}`);
}

function lineBytes(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\r\n`).join(''), 'latin1');
}

/** Node gives raw fields as a flat list. */
function headerList(raw: readonly string[]): HeaderList {
  const fields: HeaderField[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) fields.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return fields;
}
