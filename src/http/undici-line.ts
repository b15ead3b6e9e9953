import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, Peer, ReplyHead, Timings, UnansweredRequest } from '../request/exchange.ts';
import type { HeaderField, HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { originOf } from '../request/url.ts';
import { requestHead } from '../request/wire.ts';
import { speaksHttp2 } from './connect.ts';
import { dispatchOptions } from './dispatch-options.ts';
import { explainTransport } from './explain.ts';
import { type HeadTap, type TappedHead, tapHeads } from './head-tap.ts';
import { idleTimer } from './idle-timer.ts';
import { createInbox } from './inbox.ts';
import type { Errand, Line } from './line.ts';
import type { Reached } from './reach.ts';
import { traceExchange } from './trace-exchange.ts';
import { unanswered } from './unanswered.ts';

/** Bounds HTTP/2's heads; those of HTTP/1 are bounded by the tap. */
const MAX_HEAD_BYTES = 300 * 1024;

/** undici passes trailers over. */
const NO_TRAILER = new Uint8Array();

/** undici's parser is WebAssembly; told once for the process. */
let isTuned = false;

/** A line on undici's client, which gets the connection as it is and never makes one itself. */
export function undiciLine(
  plan: RequestPlan,
  { socket, peer, trouble, timings, tunnel }: Reached,
  connectionIndex: number,
  host: Host,
): Line {
  // Optimising the parser in the background costs Node 20 a third of a short run, and its work on a body is one call for
  // each chunk, which the baseline compiler's code does as well.
  if (!isTuned) setFlagsFromString('--liftoff-only');
  isTuned = true;
  let isHandedOver = false;
  const reached = plan.proxy !== undefined && isForwarded(plan) ? plan.proxy.url : plan.url;
  const client = new Client(originOf(reached), {
    allowH2: speaksHttp2(socket),
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_HEAD_BYTES,
    connect: (_options, callback) => {
      const isFirst = !isHandedOver;
      isHandedOver = true;
      // Not before undici has returned: a callback within its call leaves its queue waiting for ever.
      queueMicrotask(() => {
        if (isFirst) callback(null, socket);
        else callback(lostConnection(line, plan), null);
      });
    },
  });
  const line: UndiciLine = {
    client,
    socket,
    peer,
    connectTimings: timings,
    tunnel,
    connectionIndex,
    tap: speaksHttp2(socket) ? undefined : tapHeads(socket, plan.url.host),
    trouble,
    isBusy: false,
  };
  return {
    isFree: () => !line.isBusy,
    isClosed: () => socket.destroyed || !socket.writable,
    heard: () => line.tap?.heard ?? false,
    send: (errand) => exchangeOn(line, errand, host),
    destroy: () => client.destroy(),
  };
}

/** One client with its one connection. */
interface UndiciLine {
  readonly client: Client;
  readonly socket: Socket;
  readonly peer: Peer;
  readonly connectTimings: Reached['timings'];
  readonly tunnel: Reached['tunnel'];
  readonly connectionIndex: number;
  /** Of HTTP/1 alone. */
  readonly tap: HeadTap | undefined;
  /** undici tells the socket's last error, which of a TLS alert is only that the other side closed. */
  readonly trouble: Reached['trouble'];
  isBusy: boolean;
}

/** Why there is no connection any more. A Failure, as undici connects anew for ever after some errors of its own. */
function lostConnection({ trouble, tap }: UndiciLine, { url }: RequestPlan): Failure {
  if (trouble.error === undefined) return new Failure('empty', `${url.host} closed the connection without a reply`);
  return explainTransport(trouble.error, url.host, { heard: tap?.heard ?? false, headIn: false });
}

function exchangeOn(line: UndiciLine, errand: Errand, host: Host): Promise<Exchange> {
  const { plan, signal, trace, isNew, startedAtMs } = errand;
  const { tap, connectionIndex } = line;
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = isNew ? { ...line.connectTimings } : {};
  const version = speaksHttp2(line.socket) ? '2' : '1.1';
  const wire = traceExchange(trace, connectionIndex);
  let controller: Dispatcher.DispatchController | undefined;
  let headIn = false;
  let isOver = false;
  let sentBodyBytes = 0;
  tap?.restart();
  line.isBusy = true;

  return new Promise((resolve, reject) => {
    const stop = (reason: unknown): void => {
      controller?.abort(reason as Error); // undici hands the reason on as it is
      reject(unanswered(reason, { ...soFar(), interim: [], head: undefined }));
    };
    const idle = idleTimer(plan, stop);
    const onAbort = (): void => stop(signal.reason);
    const settle = (): void => {
      idle.stop();
      signal.removeEventListener('abort', onAbort);
      line.isBusy = false;
    };
    const inbox = createInbox(
      tap === undefined
        ? { pause: () => controller?.pause(), resume: () => controller?.resume() }
        : { pause: tap.hold, resume: tap.release },
      plan.limits.bytesPerSecond,
    );
    const fail = (error: unknown): void => {
      settle();
      const failure = signal.aborted
        ? signal.reason
        : explainTransport(line.trouble.error ?? error, plan.url.host, { heard: tap?.heard ?? false, headIn });
      inbox.fail(failure);
      reject(unanswered(failure, { ...soFar(), interim: [], head: undefined }));
    };
    const soFar = (): Omit<UnansweredRequest, 'head' | 'interim'> => ({
      plan,
      requestHead: requestHead(plan, version),
      tunnel: isNew ? line.tunnel : undefined,
      peer: line.peer,
      connection: { index: connectionIndex, isNew },
      sentBodyBytes: () => sentBodyBytes,
      timings: () => timings,
    });
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(begun) {
        controller = begun;
        timings.preTransferMs = elapsedMs();
        wire.requestHead(requestHead(plan, version));
        idle.restart();
        if (signal.aborted) begun.abort(signal.reason);
      },
      onResponseStart(begun, status) {
        idle.restart();
        if (status < 200 && status !== 101) return;
        headIn = true;
        timings.firstByteMs = elapsedMs();
        const heads = tap?.heads() ?? [];
        const head = replyHead(heads.at(-1), status, begun.rawHeaders);
        const interim = heads.slice(0, -1).map(({ bytes }) => bytes);
        wire.replyHeads([...interim, head.bytes]);
        const close = (): void => {
          if (!isOver) begun.abort(new Failure('receive', 'the rest of the body was not wanted'));
        };
        resolve({
          ...soFar(),
          interim,
          head,
          body: wire.replyBody(inbox.chunks(close)),
          trailer: () => NO_TRAILER,
          close,
        });
      },
      onResponseData(_begun, chunk) {
        idle.restart();
        inbox.push(chunk);
      },
      onResponseEnd() {
        timings.totalMs = elapsedMs();
        isOver = true;
        settle();
        inbox.end();
      },
      onResponseError: (_begun, error) => fail(error),
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    idle.restart();
    try {
      const onSent = async (bytes: Uint8Array): Promise<void> => {
        sentBodyBytes += bytes.byteLength;
        timings.postTransferMs = elapsedMs();
        idle.restart();
        await wire.requestBody(bytes);
      };
      line.client.dispatch(dispatchOptions(plan, version, host, onSent), handler);
    } catch (error) {
      fail(error);
    }
  });
}

/** The head as the tap has it; HTTP/2 has no bytes of its own, so they are written out in the same form, as curl does. */
function replyHead(tapped: TappedHead | undefined, status: number, raw: unknown): ReplyHead {
  if (tapped !== undefined) return tapped;
  const headers = headerList(raw);
  const lines = [`HTTP/2 ${status} `, ...headers.map(([name, value]) => `${name}: ${String(value)}`), '', ''];
  return { version: '2', status, reason: '', headers, bytes: Buffer.from(lines.join('\r\n'), 'latin1') };
}

/** undici gives raw fields as a flat list of buffers. */
function headerList(raw: unknown): HeaderList {
  const fields: HeaderField[] = [];
  if (!Array.isArray(raw)) return fields;
  const text = (value: unknown): string => (value instanceof Buffer ? value.toString('latin1') : String(value));
  for (let index = 0; index + 1 < raw.length; index += 2) fields.push([text(raw[index]), text(raw[index + 1])]);
  return fields;
}
