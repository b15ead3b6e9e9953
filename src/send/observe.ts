import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Turn } from '../http/converse.ts';
import type { Hop, Marks, Report } from '../insight/report.ts';
import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { ConnectStep, Trace } from '../request/trace.ts';

/** Watches one transfer, with all its tries. */
export interface Observation {
  /** A request goes out; gives what is to be told of its connection. */
  send(plan: RequestPlan): Trace;
  /** The request has its reply, and what that leads to is decided. */
  meet(turn: Turn): void;
  /** A try is over. */
  end(failure: unknown): void;
  report(): Report;
}

/** Begins to watch. */
export function observe({ uptimeMs }: Pick<Host, 'uptimeMs'>): Observation {
  const startedAtMs = uptimeMs();
  const hops: OpenHop[] = [];
  let tryIndex = 0;
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
      const hop: OpenHop = { tryIndex, plan, begunAtMs: uptimeMs(), steps: new Map() };
      hops.push(hop);
      current = hop;
      return async (event) => {
        if (event.kind === 'step') {
          if (event.over !== 'none') return void hop.steps.set(event.over, uptimeMs());
          // Also where a kept connection turned out to be closed, so that another one is made.
          hop.steps.clear();
          hop.begunAtMs = uptimeMs();
          delete hop.writtenAtMs;
        } else if (event.kind === 'requestHead' && !isForTunnel(event.head.method, plan)) {
          hop.writtenAtMs = uptimeMs();
          if (hop.steps.size === 0) hop.begunAtMs = hop.writtenAtMs;
        } else if (event.kind === 'requestBody') hop.sentAtMs = uptimeMs();
      };
    },
    meet({ exchange, next, failure }) {
      if (current === undefined) return;
      current.exchange = exchange;
      if (next !== undefined) current.next = next.plan;
      current.failure = failure;
    },
    end(failure) {
      close(failure);
      tryIndex++;
    },
    report: () => ({ hops: hops.map(closedHop), totalMs: uptimeMs() - startedAtMs }),
  };
}

/** A request that is under way. */
interface OpenHop {
  readonly tryIndex: number;
  readonly plan: RequestPlan;
  readonly steps: Map<ConnectStep, number>;
  begunAtMs: number;
  writtenAtMs?: number;
  sentAtMs?: number;
  exchange?: Exchange;
  next?: RequestPlan;
  failure?: unknown;
  closedAtMs?: number;
}

function isForTunnel(method: string, plan: RequestPlan): boolean {
  return method === 'CONNECT' && plan.method !== 'CONNECT';
}

function closedHop(hop: OpenHop): Hop {
  const { tryIndex, plan, exchange, next, failure } = hop;
  const isRead = exchange?.timings().totalMs !== undefined;
  const isBroken = failure !== undefined && !isRead && !(failure instanceof Failure && isVerdict(failure));
  return { tryIndex, plan, marks: marksOf(hop), exchange, next, failure, isBroken };
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
