import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Turn } from '../http/converse.ts';
import { certificateSentence } from '../http/trust.ts';
import type { Hop, Marks, Report, SecuredPeer } from '../insight/report.ts';
import type { Exchange, Peer, TlsFacts } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import { HandshakeFailure, type TlsPolicy } from '../request/tls.ts';
import type { ConnectStep, Trace } from '../request/trace.ts';
import { originOf, type RequestUrl } from '../request/url.ts';
import { previewVersion, requestHead } from '../request/wire.ts';

/** Watches one transfer, with all its tries. */
export interface Observation {
  /** A request goes out; gives what is to be told of its connection. */
  send(plan: RequestPlan): Trace;
  /** The request has its reply, and what that leads to is decided. */
  meet(turn: Turn): void;
  /** A try is over. */
  end(failure: unknown): void;
  report(): Report;
  /** What ended the last try, if anything did. */
  failure(): unknown;
}

/** Begins to watch. */
export function observe({ uptimeMs, now }: Pick<Host, 'uptimeMs' | 'now'>): Observation {
  const startedAtMs = uptimeMs();
  const hops: OpenHop[] = [];
  let tryIndex = 0;
  let lastFailure: unknown;
  let current: OpenHop | undefined;
  const close = (failure: unknown): void => {
    if (current === undefined) return;
    current.closedAtMs = uptimeMs();
    current.failure ??= failure;
    current = undefined;
  };
  return {
    send(plan) {
      close(undefined);
      const hop: OpenHop = { tryIndex, plan, begunAtMs: uptimeMs(), steps: new Map(), receivedBytes: 0 };
      hops.push(hop);
      current = hop;
      return async (event) => {
        if (event.kind === 'step') {
          if (event.over !== 'none') return void hop.steps.set(event.over, uptimeMs());
          // Also where a kept connection turned out to be closed, so that another one is made.
          hop.steps.clear();
          hop.begunAtMs = uptimeMs();
          delete hop.writtenAtMs;
          delete hop.peer;
        } else if (event.kind === 'requestHead' && !isForTunnel(event.head.method, plan)) {
          hop.writtenAtMs = uptimeMs();
          if (hop.steps.size === 0) hop.begunAtMs = hop.writtenAtMs;
        } else if (event.kind === 'connected') hop.peer = event.peer;
        else if (event.kind === 'replyBody') hop.receivedBytes += event.bytes.byteLength;
        else if (event.kind === 'requestBody') hop.sentAtMs = uptimeMs();
      };
    },
    meet({ exchange, next, failure }) {
      if (current === undefined) return;
      current.exchange = exchange;
      if (next !== undefined) current.next = next.plan;
      current.failure = failure;
    },
    end(failure) {
      lastFailure = failure;
      close(failure);
      tryIndex++;
    },
    failure: () => lastFailure,
    report: () => {
      const nowMs = now();
      return { hops: hops.map((hop) => closedHop(hop, nowMs)), totalMs: uptimeMs() - startedAtMs, nowMs };
    },
  };
}

/** A request that is under way. */
interface OpenHop {
  readonly tryIndex: number;
  readonly plan: RequestPlan;
  readonly steps: Map<ConnectStep, number>;
  begunAtMs: number;
  receivedBytes: number;
  writtenAtMs?: number;
  sentAtMs?: number;
  peer?: Peer;
  exchange?: Exchange;
  next?: RequestPlan;
  failure?: unknown;
  closedAtMs?: number;
}

function isForTunnel(method: string, plan: RequestPlan): boolean {
  return method === 'CONNECT' && plan.method !== 'CONNECT';
}

function closedHop(hop: OpenHop, nowMs: number): Hop {
  const { tryIndex, plan, exchange, next, failure } = hop;
  const isRead = exchange?.timings().totalMs !== undefined;
  const isBroken = failure !== undefined && !isRead && !(failure instanceof Failure && isVerdict(failure));
  const peer = exchange?.peer ?? hop.peer ?? (failure instanceof HandshakeFailure ? failure.peer : {});
  const secured = securedPeers(plan, peer, nowMs);
  const head = exchange?.requestHead ?? requestHead(plan, previewVersion(plan));
  const { receivedBytes } = hop;
  return { tryIndex, plan, head, peer, receivedBytes, marks: marksOf(hop), secured, exchange, next, failure, isBroken };
}

function securedPeers({ url, proxy, connection }: RequestPlan, peer: Peer, nowMs: number): readonly SecuredPeer[] {
  const peers: SecuredPeer[] = [];
  const add = (to: RequestUrl, facts: TlsFacts, policy: TlsPolicy, isProxy: boolean): void => {
    const shown = { host: to.host, isProxy, trouble: facts.trouble, certificates: facts.certificates };
    const trouble = facts.trouble === undefined ? undefined : certificateSentence(shown, nowMs);
    peers.push({ isProxy, origin: originOf(to), facts, trouble, isChecked: policy.verified, trusted: policy.trusted });
  };
  if (proxy !== undefined && peer.proxyTls !== undefined) add(proxy.url, peer.proxyTls, connection.proxyTls, true);
  if (peer.tls !== undefined) add(url, peer.tls, connection.tls, false);
  return peers;
}

/** Whether what failed is not the exchange, but what its head says. */
function isVerdict({ kind }: Failure): boolean {
  return kind === 'httpStatus' || kind === 'redirects' || kind === 'credential' || kind === 'range';
}

/** The exchange knows best, as far as there is one: it tells times since its own start. */
function marksOf({ begunAtMs, steps, writtenAtMs, sentAtMs, exchange, closedAtMs }: OpenHop): Marks {
  const { preTransferMs, postTransferMs, firstByteMs, totalMs } = exchange?.timings() ?? {};
  const base = (writtenAtMs ?? begunAtMs) - (preTransferMs ?? 0);
  const since = (durationMs: number | undefined): number | undefined =>
    durationMs === undefined ? undefined : base + durationMs;
  return {
    begun: begunAtMs,
    steps,
    written: writtenAtMs,
    sent: since(postTransferMs) ?? sentAtMs,
    answered: since(firstByteMs),
    ended: since(totalMs) ?? closedAtMs ?? begunAtMs,
  };
}
