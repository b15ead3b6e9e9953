import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, Peer, ReplyHead, Timings, UnansweredRequest } from '../request/exchange.ts';
import type { HeaderField, HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { authorityOf } from '../request/url.ts';
import { requestHead } from '../request/wire.ts';
import { dispatchOptions } from './dispatch-options.ts';
import { explainTransport } from './explain.ts';
import { idleTimer } from './idle-timer.ts';
import { createInbox } from './inbox.ts';
import type { Errand, Line } from './line.ts';
import type { Reached } from './reach.ts';
import { traceExchange } from './trace-exchange.ts';
import { unanswered } from './unanswered.ts';

/** The largest head taken: curl's bound. */
const MAX_HEAD_BYTES = 300 * 1024;

/** undici passes trailers over. */
const NO_TRAILER = new Uint8Array();

/** A line of HTTP/2 on undici's client, which gets the connection as it is and never makes one itself. */
export function undiciLine(
  plan: RequestPlan,
  { socket, peer, trouble, timings, tunnel }: Reached,
  connectionIndex: number,
  host: Host,
): Line {
  let isHandedOver = false;
  const reached = plan.proxy !== undefined && isForwarded(plan) ? plan.proxy.url : plan.url;
  const client = new Client(`${reached.scheme}://${authorityOf(reached)}`, {
    allowH2: true,
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
    trouble,
    isBusy: false,
  };
  return {
    isFree: () => !line.isBusy,
    isClosed: () => socket.destroyed || !socket.writable,
    heard: () => false,
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
  /** undici tells the socket's last error, which of a TLS alert is only that the other side closed. */
  readonly trouble: Reached['trouble'];
  isBusy: boolean;
}

/** Why there is no connection any more. A Failure, as undici connects anew for ever after some errors of its own. */
function lostConnection({ trouble }: UndiciLine, { url }: RequestPlan): Failure {
  if (trouble.error === undefined) return new Failure('empty', `${url.host} closed the connection without a reply`);
  return explainTransport(trouble.error, url.host, { heard: false, headIn: false });
}

function exchangeOn(line: UndiciLine, errand: Errand, host: Host): Promise<Exchange> {
  const { plan, signal, trace, isNew, startedAtMs } = errand;
  const { connectionIndex } = line;
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = isNew ? { ...line.connectTimings } : {};
  const wire = traceExchange(trace, connectionIndex);
  let controller: Dispatcher.DispatchController | undefined;
  let headIn = false;
  let isOver = false;
  let sentBodyBytes = 0;
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
    const flow = { pause: () => controller?.pause(), resume: () => controller?.resume() };
    const inbox = createInbox(flow, plan.limits.bytesPerSecond);
    const fail = (error: unknown): void => {
      settle();
      const failure = signal.aborted
        ? signal.reason
        : explainTransport(line.trouble.error ?? error, plan.url.host, { heard: headIn, headIn });
      inbox.fail(failure);
      reject(unanswered(failure, { ...soFar(), interim: [], head: undefined }));
    };
    const soFar = (): Omit<UnansweredRequest, 'head' | 'interim'> => ({
      plan,
      requestHead: requestHead(plan, '2'),
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
        wire.requestHead(requestHead(plan, '2'));
        idle.restart();
        if (signal.aborted) begun.abort(signal.reason);
      },
      onResponseStart(begun, status) {
        idle.restart();
        if (status < 200) return;
        headIn = true;
        timings.firstByteMs = elapsedMs();
        const head = replyHead(status, begun.rawHeaders);
        wire.replyHeads([head.bytes]);
        const close = (): void => {
          if (!isOver) begun.abort(new Failure('receive', 'the rest of the body was not wanted'));
        };
        resolve({
          ...soFar(),
          interim: [],
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
      line.client.dispatch(dispatchOptions(plan, host, onSent), handler);
    } catch (error) {
      fail(error);
    }
  });
}

/** HTTP/2's heads have no bytes of their own, so they are written out in the form of HTTP/1, as curl does. */
function replyHead(status: number, raw: unknown): ReplyHead {
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
