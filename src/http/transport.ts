import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange } from '../request/exchange.ts';
import { type ConnectionPolicy, isRepeatable, type RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { tlsIdentity } from '../request/tls.ts';
import type { Trace, TraceEvent } from '../request/trace.ts';
import { originOf } from '../request/url.ts';
import { needsHttp1, unsendableField } from '../request/wire.ts';
import { type Route, speaksHttp2 } from './connect.ts';
import type { Line } from './line.ts';
import { nameMemory } from './name-memory.ts';
import { nameServiceFor } from './names.ts';
import { type Reached, reach } from './reach.ts';
import type { Securer } from './secure.ts';

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

/** So many requests, and more are likely to come. */
const MANY_REQUESTS = 10;

/** The transport: one for a run, no global state. */
export function openTransport(host: Host): Transport {
  const kept = new Map<string, Line[]>();
  /** Lines that are being made, with whether they can be shared. */
  const opening = new Map<string, Promise<boolean>>();
  /** Places that turned out to speak HTTP/1, where nobody need wait. */
  const alone = new Set<string>();
  const securer = securerOnDemand(host);
  const remembered = nameMemory(host.uptimeMs);
  let connectionCount = 0;
  let requestCount = 0;

  const openLine = async (plan: RequestPlan, key: string, signal: AbortSignal, trace?: Trace): Promise<Line> => {
    // While the connection is being made; which sender it will be is sure when ALPN has agreed on a protocol.
    const loading = [
      mayAgreeOnHttp2(plan) ? import('./http2-line.ts') : import('./direct-line.ts'),
      securer.load(plan),
    ];
    for (const part of loading) part.catch(() => {});
    const index = connectionCount++;
    const tell = (event: TraceEvent): void => void trace?.(event, index);
    const names = remembered.of(policyKey(plan.connection), await nameServiceFor(plan, transport.send));
    // Whoever looks at the clock is to see the time of the network, and not that of loading what speaks to it.
    if (trace !== undefined) await Promise.all([...loading, securer.prepare(plan)].map((part) => part.catch(() => {})));
    const notes = trace === undefined ? undefined : await import('./trace-connection.ts');
    if (notes !== undefined) void trace?.(notes.connectingNote(plan), undefined);
    tell({ kind: 'step', over: 'none' });
    const reached = await reach(plan, key, protocolsFor(plan), names, securer, host, signal, tell);
    tell({ kind: 'connected', peer: reached.peer });
    for (const note of notes?.connectedNotes(reached.peer) ?? []) tell(note);
    const line = await lineOn(reached, plan, index, host);
    kept.set(key, [...(kept.get(key) ?? []), line]);
    return line;
  };

  /** A new line; whoever may share it can wait for it, and learns whether it was worth waiting for. */
  const beginLine = (plan: RequestPlan, key: string, signal: AbortSignal, trace?: Trace): Promise<Line> => {
    const line = openLine(plan, key, signal, trace);
    if (!mayAgreeOnHttp2(plan) || alone.has(key)) return line;
    const worth = line.then(
      ({ isShared }) => {
        if (!isShared) alone.add(key);
        return isShared;
      },
      () => false,
    );
    opening.set(key, worth);
    void worth.then(() => {
      if (opening.get(key) === worth) opening.delete(key);
    });
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

  /** A free line, one that is being made and can be shared, or a new one. */
  const takeLine = async (
    plan: RequestPlan,
    key: string,
    signal: AbortSignal,
    trace?: Trace,
  ): Promise<{ readonly line: Line; readonly isNew: boolean }> => {
    for (let isPatient = plan.connection.waitsToShare; ; ) {
      const found = await findLine(key);
      signal.throwIfAborted();
      if (found !== undefined) return { line: found, isNew: false };
      const awaited = isPatient ? opening.get(key) : undefined;
      if (awaited === undefined) return { line: await beginLine(plan, key, signal, trace), isNew: true };
      isPatient = await unlessAborted(awaited, signal);
    }
  };

  const transport: Transport = {
    async send(plan, signal, trace) {
      refuseUnsendable(plan);
      if (++requestCount === MANY_REQUESTS) host.expectMuch();
      const key = lineKey(plan);
      for (let staleLines = 0; ; staleLines++) {
        const startedAtMs = host.uptimeMs();
        const { line, isNew } = await takeLine(plan, key, signal, trace);
        try {
          return await line.send({ plan, signal, trace, isNew, startedAtMs });
        } catch (error) {
          if (staleLines >= MAX_STALE_LINES || !mayAskAgain(error, line, plan, !isNew)) throw error;
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

/** TLS is loaded for those who need it: to load node:crypto and node:tls takes 4 ms of CPU, and 18 on Node 24. */
function securerOnDemand(host: Host): Securer & { load(plan: RequestPlan): Promise<void> } {
  let opening: Promise<Securer> | undefined;
  const open = async (): Promise<Securer> => {
    opening ??= import('./secure.ts').then(({ openSecurer }) => openSecurer(host));
    return await opening;
  };
  const isWanted = ({ url, proxy }: Pick<RequestPlan, 'url' | 'proxy'>): boolean =>
    url.scheme === 'https' || proxy?.url.scheme === 'https';
  return {
    async load(plan) {
      if (isWanted(plan)) await open();
    },
    async prepare(plan) {
      if (isWanted(plan)) await (await open()).prepare(plan);
    },
    secure: async (plain, route, signal) => await (await open()).secure(plain, route, signal),
    async close() {
      await (await opening)?.close();
    },
  };
}

/** The sender that the connection and the plan call for. */
async function lineOn(reached: Reached, plan: RequestPlan, index: number, host: Host): Promise<Line> {
  if (plan.connection.http === '2-prior-knowledge' || speaksHttp2(reached.socket)) {
    const { http2Line } = await import('./http2-line.ts');
    return http2Line(plan, reached, index, host);
  }
  const { directLine } = await import('./direct-line.ts');
  return directLine(reached, index, host);
}

/** @throws Failure `usage` for what cannot be put on the wire in HTTP/2. */
function refuseUnsendable(plan: RequestPlan): void {
  if (plan.connection.http !== '2-prior-knowledge') return;
  const field = unsendableField(plan);
  if (field !== undefined) throw new Failure('usage', `slip cannot send the header ${field} over HTTP/2`);
}

/** Whether the request is one that slip does not send in HTTP/2. */
function speaksHttp1(plan: RequestPlan): boolean {
  // Without TLS nobody agrees on anything else.
  if (plan.url.scheme === 'http' && plan.connection.http === 'auto') return true;
  if (plan.connection.http !== 'auto') return plan.connection.http !== '2-prior-knowledge';
  return plan.dialect === 'slip' && needsHttp1(plan);
}

/** Over TLS most servers do; without it only who knows that beforehand. */
function mayAgreeOnHttp2(plan: RequestPlan): boolean {
  if (plan.connection.http === '2-prior-knowledge') return true;
  return plan.url.scheme === 'https' && protocolsFor(plan).includes('h2');
}

function protocolsFor(plan: RequestPlan): Route['protocols'] {
  if (plan.connection.http === '2-prior-knowledge') return ['h2'];
  return speaksHttp1(plan) ? ['http/1.1'] : ['h2', 'http/1.1'];
}

/** Methods that may be asked for twice where once was meant (RFC 9110 §9.2.2). */
const IDEMPOTENT = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];

/**
 * Whether a request without a reply may be sent once more by itself: where the server says that it has not looked at it
 * (RFC 9113 §8.7), or where a kept connection turned out to be closed already, nothing was heard on it, and asking again
 * does no harm (RFC 9112 §9.3.1); in curl's manner whatever the method.
 */
function mayAskAgain(error: unknown, line: Line, plan: RequestPlan, isReused: boolean): boolean {
  if (!(error instanceof Failure) || !isRepeatable(plan.body)) return false;
  const fate = line.fate(error);
  if (fate === 'refused') return true;
  return (
    isReused &&
    fate === 'unheard' &&
    ['empty', 'send', 'receive'].includes(error.kind) &&
    (plan.dialect === 'curl' || IDEMPOTENT.includes(plan.method))
  );
}

/** Rejects with the signal's reason when that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Whatever makes two requests need connections of their own: a shared one may not cross trust settings or credentials. */
function lineKey(plan: RequestPlan): string {
  const { proxy, socks, via } = plan;
  const known = `${speaksHttp1(plan)} ${policyKey(plan.connection)}`;
  if (proxy === undefined && socks === undefined && via === undefined) return `${known} ${originOf(plan.url)}`;
  return JSON.stringify([
    known,
    // Whoever passes requests on may be asked for any server.
    isForwarded(plan) ? 'forwarded' : originOf(plan.url),
    proxy && [originOf(proxy.url), proxy.login?.name, proxy.login?.password.reveal()],
    via,
    socks && [socks, socks.user?.password?.reveal()],
  ]);
}

/** Found once for all requests of a policy. */
const policyKeys = new WeakMap<ConnectionPolicy, string>();

/** A short key for each that was written out: that has two thousand characters, to be compared for each request. */
const shortKeys = new Map<string, string>();

function policyKey(policy: ConnectionPolicy): string {
  const known = policyKeys.get(policy);
  if (known !== undefined) return known;
  // Of the detours the one that is taken counts: `via`.
  const parts = { ...policy, detours: undefined };
  const text = JSON.stringify([parts, tlsIdentity(policy.tls), tlsIdentity(policy.proxyTls)]);
  const key = shortKeys.get(text) ?? `policy ${shortKeys.size}`;
  shortKeys.set(text, key);
  policyKeys.set(policy, key);
  return key;
}
