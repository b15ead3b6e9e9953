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
  const securer = securerOnDemand(host);
  const remembered = nameMemory(host.uptimeMs);
  let connectionCount = 0;
  let requestCount = 0;

  const openLine = async (plan: RequestPlan, key: string, signal: AbortSignal, trace?: Trace): Promise<Line> => {
    // While the connection is being made; which sender it will be is sure when ALPN has agreed on a protocol.
    const loading = [
      mayAgreeOnHttp2(plan) ? import('./undici-line.ts') : import('./direct-line.ts'),
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
      if (++requestCount === MANY_REQUESTS) host.expectMuch();
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
  const { socket } = reached;
  // undici tells HTTP/2 by the property that ALPN sets; with prior knowledge nobody has set it.
  if (plan.connection.http === '2-prior-knowledge') Object.assign(socket, { alpnProtocol: 'h2' });
  if (speaksHttp2(socket)) {
    const { undiciLine } = await import('./undici-line.ts');
    return undiciLine(plan, reached, index, host);
  }
  const { directLine } = await import('./direct-line.ts');
  return directLine(reached, index, host);
}

/** @throws Failure `usage` for what cannot be put on the wire in HTTP/2. */
function refuseUnsendable(plan: RequestPlan): void {
  if (plan.connection.http !== '2-prior-knowledge') return;
  const field = unsendableField(plan);
  if (field !== undefined) throw new Failure('usage', `slip cannot send the header ${field} over HTTP/2`);
  if (carriesBodyUnasked(plan)) {
    throw new Failure('usage', `slip cannot send a body with ${plan.method} over HTTP/2`, { hint: '--http1.1 can' });
  }
}

/** undici ends an HTTP/2 stream of GET and HEAD before its body, so such a request stays with HTTP/1.1. */
function speaksHttp1(plan: RequestPlan): boolean {
  if (plan.connection.http !== 'auto') return plan.connection.http !== '2-prior-knowledge';
  return carriesBodyUnasked(plan) || (plan.dialect === 'slip' && needsHttp1(plan));
}

function carriesBodyUnasked(plan: RequestPlan): boolean {
  return plan.body.kind !== 'none' && ['GET', 'HEAD'].includes(plan.method);
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
 * Whether a kept connection turned out to be closed already: nothing was heard on it, and asking again does no harm
 * (RFC 9112 §9.3.1). In curl's manner whatever the method.
 */
function isStale(error: unknown, line: Line, plan: RequestPlan): boolean {
  return (
    error instanceof Failure &&
    ['empty', 'send', 'receive'].includes(error.kind) &&
    !line.heard() &&
    (plan.dialect === 'curl' || IDEMPOTENT.includes(plan.method)) &&
    isRepeatable(plan.body)
  );
}

/** Whatever makes two requests need connections of their own: a shared one may not cross trust settings or credentials. */
function lineKey(plan: RequestPlan): string {
  const { proxy, socks } = plan;
  return JSON.stringify([
    // Whoever passes requests on may be asked for any server.
    isForwarded(plan) ? 'forwarded' : originOf(plan.url),
    speaksHttp1(plan),
    policyKey(plan.connection),
    proxy && [originOf(proxy.url), proxy.login?.name, proxy.login?.password.reveal()],
    plan.via,
    socks && [socks, socks.user?.password?.reveal()],
  ]);
}

/** Written out once for all requests of a policy. */
const policyKeys = new WeakMap<ConnectionPolicy, string>();

function policyKey(policy: ConnectionPolicy): string {
  const known = policyKeys.get(policy);
  if (known !== undefined) return known;
  // Of the detours the one that is taken counts: `via`.
  const parts = { ...policy, detours: undefined };
  const key = JSON.stringify([parts, tlsIdentity(policy.tls), tlsIdentity(policy.proxyTls)]);
  policyKeys.set(policy, key);
  return key;
}
