import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange } from '../request/exchange.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import { tlsIdentity } from '../request/tls.ts';
import type { Trace } from '../request/trace.ts';
import { originOf } from '../request/url.ts';
import { needsDirectSender } from '../request/wire.ts';
import type { Connection, Route } from './connect.ts';
import type { Line } from './line.ts';
import { nameServiceFor } from './names.ts';
import { reach } from './reach.ts';
import { openSecurer } from './secure.ts';
import { connectedNotes, connectingNote } from './trace-exchange.ts';

/** Sends plans and keeps connections for the next. */
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

/** How often a request is sent again when kept connections turn out to be closed: curl's number. */
const MAX_STALE_LINES = 5;

/** The transport: one for a run, no global state. */
export function openTransport(host: Host): Transport {
  const kept = new Map<string, Line[]>();
  const securer = openSecurer(host);
  let connectionCount = 0;

  const openLine = async (plan: RequestPlan, key: string, signal: AbortSignal, trace?: Trace): Promise<Line> => {
    // While the connection is being made; which sender it will be is sure when ALPN has agreed on a protocol.
    const loading = needsDirectSender(plan) ? import('./direct-line.ts') : import('./undici-line.ts');
    loading.catch(() => {});
    void trace?.(connectingNote(plan), undefined);
    const names = await nameServiceFor(plan, transport.send);
    const connection = await reach(plan, protocolsFor(plan), names, securer, host, signal);
    const index = connectionCount++;
    for (const note of trace === undefined ? [] : connectedNotes(connection.peer)) void trace?.(note, index);
    const line = await lineOn(connection, plan, index, host);
    kept.set(key, [...(kept.get(key) ?? []), line]);
    return line;
  };

  /** A kept line that is free. */
  const findLine = async (key: string): Promise<Line | undefined> => {
    if (kept.get(key) === undefined) return undefined;
    // A kept connection may have been closed in the meantime, which shows with the next turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
    const open = (kept.get(key) ?? []).filter((line) => !line.isClosed());
    kept.set(key, open);
    return open.find((line) => line.isFree());
  };

  const transport: Transport = {
    async send(plan, signal, trace) {
      refuseUnsendable(plan);
      const key = lineKey(plan);
      for (let staleLines = 0; ; staleLines++) {
        const startedAtMs = host.uptimeMs();
        const found = await findLine(key);
        signal.throwIfAborted();
        const line = found ?? (await openLine(plan, key, signal, trace));
        try {
          return await line.send({ plan, signal, trace, isNew: found === undefined, startedAtMs });
        } catch (error) {
          if (found === undefined || staleLines >= MAX_STALE_LINES || !isStale(error, line, plan)) throw error;
        }
      }
    },
    async close() {
      await Promise.all([...kept.values()].flat().map((line) => line.destroy()));
      await securer.close();
    },
  };
  return transport;
}

/** The sender that the connection and the plan call for. */
async function lineOn(connection: Connection, plan: RequestPlan, index: number, host: Host): Promise<Line> {
  const { socket } = connection;
  // undici tells HTTP/2 by the property that ALPN sets; with prior knowledge nobody has set it.
  if (plan.connection.http === '2-prior-knowledge') Object.assign(socket, { alpnProtocol: 'h2' });
  const isHttp2 = 'alpnProtocol' in socket && socket.alpnProtocol === 'h2';
  if (needsDirectSender(plan) && !isHttp2) {
    const { directLine } = await import('./direct-line.ts');
    return directLine(connection, index, host);
  }
  const { undiciLine } = await import('./undici-line.ts');
  return undiciLine(plan, connection, index, host);
}

/** @throws Failure `usage` for what undici cannot put on the wire. */
function refuseUnsendable(plan: RequestPlan): void {
  if (plan.connection.http !== '2-prior-knowledge' || !carriesBodyUnasked(plan)) return;
  throw new Failure('usage', `slip cannot send a body with ${plan.method} over HTTP/2`, { hint: '--http1.1 can' });
}

/** undici ends an HTTP/2 stream of GET and HEAD before its body, so such a request stays with HTTP/1.1. */
function speaksHttp1(plan: RequestPlan): boolean {
  const { http } = plan.connection;
  return http === '1.0' || http === '1.1' || (http === 'auto' && carriesBodyUnasked(plan));
}

function carriesBodyUnasked(plan: RequestPlan): boolean {
  return plan.body.kind !== 'none' && ['GET', 'HEAD'].includes(plan.method);
}

function protocolsFor(plan: RequestPlan): Route['protocols'] {
  if (plan.connection.http === '2-prior-knowledge') return ['h2'];
  return speaksHttp1(plan) ? ['http/1.1'] : ['h2', 'http/1.1'];
}

/**
 * Whether a kept connection turned out to be closed already: nothing was heard on it, and asking again does no harm
 * (RFC 9112 §9.3.1).
 */
function isStale(error: unknown, line: Line, plan: RequestPlan): boolean {
  return (
    error instanceof Failure &&
    ['empty', 'send', 'receive'].includes(error.kind) &&
    !line.heard() &&
    ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'].includes(plan.method) &&
    isRepeatable(plan.body)
  );
}

/** Whatever makes two requests need connections of their own: a shared one may not cross trust settings or credentials. */
function lineKey(plan: RequestPlan): string {
  const { proxy, socks } = plan;
  return JSON.stringify([
    originOf(plan.url),
    plan.connection,
    proxy && [originOf(proxy.url), proxy.login?.name, proxy.login?.password.reveal()],
    plan.via,
    socks && [socks, socks.user?.password?.reveal()],
    tlsIdentity(plan.connection.tls),
    proxy && tlsIdentity(plan.connection.proxyTls),
    speaksHttp1(plan),
    needsDirectSender(plan),
  ]);
}
