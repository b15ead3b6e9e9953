import type { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import type { Dispatcher } from 'undici';
import Client from 'undici/lib/dispatcher/client.js';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, ReplyHead, Timings } from '../request/exchange.ts';
import { findHeader, type HeaderField, type HeaderList } from '../request/headers.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import { tlsIdentity } from '../request/tls.ts';
import type { Trace } from '../request/trace.ts';
import { originOf } from '../request/url.ts';
import { isForwarded, requestHead, unsendableField } from '../request/wire.ts';
import { type Connection, connect } from './connect.ts';
import { dispatchOptions } from './dispatch-options.ts';
import { explainTransport } from './explain.ts';
import { type HeadTap, type TappedHead, tapHeads } from './head-tap.ts';
import { createInbox } from './inbox.ts';
import { nameServiceFor } from './names.ts';
import { openSecurer, type Securer } from './secure.ts';
import { connectedNote, traceExchange } from './trace-exchange.ts';
import { openTunnel } from './tunnel.ts';

/** Sends plans, one after another, and keeps connections for the next. */
export interface Transport {
  /**
   * Writes the request and resolves when the reply's head is in; the body is unread.
   *
   * @param trace is told what happens on the connection.
   * @throws Failure of the kind that says how far it came; the signal's reason when that fires.
   */
  send(plan: RequestPlan, signal: AbortSignal, trace?: Trace): Promise<Exchange>;
  /** Closes every connection. */
  close(): Promise<void>;
}

/** Bounds HTTP/2's heads; those of HTTP/1 are bounded by the tap. */
const MAX_HEAD_BYTES = 300 * 1024;

/** The transport on undici's client: one for a run, no global state. */
export function openTransport(host: Host): Transport {
  // undici's parser is WebAssembly; optimising it in the background costs Node 20 a third of a short run, and its work on
  // a body is one call for each chunk, which the baseline compiler's code does as well.
  setFlagsFromString('--liftoff-only');
  const lines = new Map<string, Line>();
  const securer = openSecurer(host);
  let connectionCount = 0;
  const nextIndex = (): number => connectionCount++;
  const transport: Transport = {
    async send(plan, signal, trace) {
      const field = unsendableField(plan);
      if (field !== undefined) throw new Failure('usage', `slip cannot send the header ${field}`);
      if (plan.connection.http === '2-prior-knowledge' && carriesBodyUnasked(plan)) {
        throw new Failure('usage', `slip cannot send a body with ${plan.method} over HTTP/2`, {
          hint: '--http1.1 can',
        });
      }
      const key = lineKey(plan);
      let line = lines.get(key);
      if (line === undefined) {
        line = openLine(plan, securer, host, nextIndex, transport.send);
        lines.set(key, line);
      }
      // A kept connection may have been closed in the meantime, which shows with the next turn of the event loop.
      if (line.connection !== undefined) await new Promise((resolve) => setImmediate(resolve));
      line.trace = trace;
      try {
        return await exchangeOn(line, plan, host, signal);
      } catch (error) {
        if (!isStale(error, line, plan)) throw error;
        return await exchangeOn(line, plan, host, signal);
      }
    },
    async close() {
      await Promise.all([...lines.values()].map((line) => line.client.destroy()));
      await securer.close();
    },
  };
  return transport;
}

/**
 * Whether a kept connection turned out to be closed already: nothing was heard on it, and asking again does no harm
 * (RFC 9112 §9.3.1).
 */
function isStale(error: unknown, line: Line, plan: RequestPlan): boolean {
  return (
    error instanceof Failure &&
    ['empty', 'send', 'receive'].includes(error.kind) &&
    line.wasReused &&
    line.tap?.heard !== true &&
    ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'].includes(plan.method) &&
    isRepeatable(plan.body)
  );
}

/** One client with at most one connection, and what is known of that connection. */
interface Line {
  readonly client: Client;
  connection: Connection | undefined;
  connectionIndex: number;
  /** The exchange under way was begun on a connection that had served another. */
  wasReused: boolean;
  tap: HeadTap | undefined;
  /** The first error of the socket: undici tells the last, which of a TLS alert is only that the other side closed. */
  socketError: Error | undefined;
  /** Gives up the exchange under way, connecting included. */
  signal: AbortSignal;
  /** Of the exchange under way. */
  trace: Trace | undefined;
}

/** Whatever makes two requests need connections of their own: a shared one may not cross trust settings or credentials. */
function lineKey(plan: RequestPlan): string {
  const { proxy, socks } = plan;
  return JSON.stringify([
    originOf(plan.url),
    plan.connection,
    proxy && [originOf(proxy.url), proxy.authorization?.reveal()],
    plan.via,
    socks && [socks, socks.user?.password?.reveal()],
    tlsIdentity(plan.connection.tls),
    proxy && tlsIdentity(plan.connection.proxyTls),
    speaksHttp1(plan),
  ]);
}

/** undici ends an HTTP/2 stream of GET and HEAD before its body, so such a request stays with HTTP/1.1. */
function speaksHttp1(plan: RequestPlan): boolean {
  const { http } = plan.connection;
  return http === '1.1' || (http === 'auto' && carriesBodyUnasked(plan));
}

function carriesBodyUnasked(plan: RequestPlan): boolean {
  return plan.body.kind !== 'none' && ['GET', 'HEAD'].includes(plan.method);
}

function openLine(
  plan: RequestPlan,
  securer: Securer,
  host: Host,
  nextIndex: () => number,
  ask: Transport['send'],
): Line {
  const { proxy } = plan;
  const line: Line = {
    client: new Client(originOf(proxy !== undefined && isForwarded(plan) ? proxy.url : plan.url), {
      allowH2: !speaksHttp1(plan),
      headersTimeout: 0,
      bodyTimeout: 0,
      maxHeaderSize: MAX_HEAD_BYTES,
      connect: (_options, callback) => {
        connectLine(line, plan, securer, host, ask).then(
          (socket) => {
            line.connectionIndex = nextIndex();
            if (line.connection !== undefined)
              void line.trace?.(connectedNote(line.connection.peer), line.connectionIndex);
            callback(null, socket);
          },
          (error: Error) => callback(error, null),
        );
      },
    }),
    connection: undefined,
    connectionIndex: -1,
    wasReused: false,
    tap: undefined,
    socketError: undefined,
    signal: AbortSignal.abort(),
    trace: undefined,
  };
  return line;
}

async function connectLine(
  line: Line,
  plan: RequestPlan,
  securer: Securer,
  host: Host,
  ask: Transport['send'],
): Promise<Socket> {
  const { proxy, url, connection: policy } = plan;
  const deadline = connectDeadline(line.signal, plan);
  const names = await nameServiceFor(plan, ask);
  const dial = (
    target: RequestPlan['url'],
    more: { tunnel?: Socket; proxyVerifyResult?: number | undefined; isProxy?: true; h2?: boolean },
  ): Promise<Connection> =>
    connect(
      {
        host: target.host,
        port: target.port,
        secure: target.scheme === 'https',
        protocols: more.h2 ? (policy.http === '2-prior-knowledge' ? ['h2'] : ['h2', 'http/1.1']) : ['http/1.1'],
        policy: more.isProxy ? { ...policy, tls: policy.proxyTls } : policy,
        names,
        socks: plan.socks,
        via: more.isProxy ? undefined : plan.via,
        proxyLine: more.isProxy && !isForwarded(plan) ? undefined : policy.proxyLine,
        ...(more.tunnel === undefined ? {} : { tunnel: more.tunnel }),
        ...(more.proxyVerifyResult === undefined ? {} : { proxyVerifyResult: more.proxyVerifyResult }),
        isProxy: more.isProxy ?? false,
      },
      securer,
      host.uptimeMs,
      deadline.signal,
    );
  try {
    if (proxy !== undefined && isForwarded(plan)) line.connection = await dial(proxy.url, { isProxy: true });
    else {
      const h2 = !speaksHttp1(plan);
      let proxyVerifyResult: number | undefined;
      const target = plan.via ?? url;
      const tunnel =
        proxy === undefined
          ? undefined
          : await openTunnel(
              proxy,
              `${target.host}:${target.port}`,
              findHeader(plan.headers, 'User-Agent'),
              async () => {
                const { socket, peer } = await dial(proxy.url, { isProxy: true });
                proxyVerifyResult = peer.proxyVerifyResult;
                return socket;
              },
            );
      line.connection = await dial(url, { h2, ...(tunnel === undefined ? {} : { tunnel, proxyVerifyResult }) });
    }
    const { socket } = line.connection;
    // undici tells HTTP/2 by the property that ALPN sets; with prior knowledge nobody has set it.
    if (policy.http === '2-prior-knowledge') Object.assign(socket, { alpnProtocol: 'h2' });
    line.tap = tapHeads(socket, url.host);
    line.socketError = undefined;
    socket.on('error', (error) => {
      line.socketError ??= error;
    });
    return socket;
  } finally {
    deadline.clear();
  }
}

/** What ALPN agreed on, or prior knowledge said. */
function agreedOnHttp2({ connection }: Line): boolean {
  return connection !== undefined && 'alpnProtocol' in connection.socket && connection.socket.alpnProtocol === 'h2';
}

/** A signal that also fires when connecting has taken too long. */
function connectDeadline(signal: AbortSignal, plan: RequestPlan): { readonly signal: AbortSignal; clear(): void } {
  const { connectMs } = plan.limits;
  if (connectMs === undefined) return { signal, clear: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort(new Failure('timeout', `${plan.url.host} could not be connected within ${connectMs / 1000} s`));
  }, connectMs);
  return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}

function exchangeOn(line: Line, plan: RequestPlan, host: Host, signal: AbortSignal): Promise<Exchange> {
  const startedAtMs = host.uptimeMs();
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = {};
  const earlier = line.connection;
  let controller: Dispatcher.DispatchController | undefined;
  let headIn = false;
  let sentBodyBytes = 0;
  const wire = traceExchange(line.trace, () => line.connectionIndex);
  line.signal = signal;
  line.tap?.restart();

  return new Promise((resolve, reject) => {
    const stop = (reason: unknown): void => {
      controller?.abort(reason as Error); // undici hands the reason on as it is
      reject(reason);
    };
    const idle = idleTimer(plan, stop);
    const onAbort = (): void => stop(signal.reason);
    const settle = (): void => {
      idle.stop();
      signal.removeEventListener('abort', onAbort);
    };
    const inbox = createInbox({ pause: () => controller?.pause(), resume: () => controller?.resume() });
    const fail = (error: unknown): void => {
      settle();
      const failure = signal.aborted
        ? signal.reason
        : explainTransport(line.socketError ?? error, plan.url.host, { heard: line.tap?.heard ?? false, headIn });
      inbox.fail(failure);
      reject(failure);
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(begun) {
        controller = begun;
        line.wasReused = line.connection === earlier;
        if (!line.wasReused) Object.assign(timings, line.connection?.timings);
        timings.preTransferMs = elapsedMs();
        wire.requestHead(requestHead(plan, agreedOnHttp2(line) ? '2' : '1.1'));
        idle.restart();
        if (signal.aborted) begun.abort(signal.reason);
      },
      onResponseStart(begun, status) {
        idle.restart();
        if (status < 200 && status !== 101) return;
        headIn = true;
        timings.firstByteMs = elapsedMs();
        const heads = line.tap?.heads() ?? [];
        const head = replyHead(heads.at(-1), status, begun.rawHeaders);
        const interim = heads.slice(0, -1).map(({ bytes }) => bytes);
        wire.replyHeads([...interim, head.bytes]);
        const close = (): void => begun.abort(new Failure('receive', 'the rest of the body was not wanted'));
        resolve({
          plan,
          requestHead: requestHead(plan, head.version === '2' ? '2' : '1.1'),
          interim,
          head,
          body: wire.replyBody(inbox.chunks(close)),
          peer: line.connection?.peer ?? {},
          connection: { index: line.connectionIndex, isNew: !line.wasReused },
          sentBodyBytes: () => sentBodyBytes,
          timings: () => timings,
          close,
        });
      },
      onResponseData(_begun, chunk) {
        idle.restart();
        inbox.push(chunk);
      },
      onResponseEnd() {
        timings.totalMs = elapsedMs();
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

/** Fires when nothing has moved for as long as the plan allows. */
function idleTimer(plan: RequestPlan, stop: (reason: Failure) => void): { restart(): void; stop(): void } {
  const { idleMs } = plan.limits;
  if (idleMs === undefined) return { restart: () => {}, stop: () => {} };
  const timer = setTimeout(
    () => stop(new Failure('timeout', `${plan.url.host} sent nothing for ${idleMs / 1000} s`)),
    idleMs,
  );
  return { restart: () => void timer.refresh(), stop: () => clearTimeout(timer) };
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
