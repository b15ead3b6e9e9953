import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { TunnelReport } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import type { TraceEvent } from '../request/trace.ts';
import { type Connection, connect, type Route } from './connect.ts';
import type { NameService } from './resolve.ts';
import type { Securer } from './secure.ts';

/** A connection, and the tunnel that it goes through. */
export interface Reached extends Connection {
  readonly tunnel: TunnelReport | undefined;
}

/**
 * Connects to where the plan's request is written: the server, its plain proxy, or the far end of a tunnel.
 *
 * @param key what plans have in common that may share a connection.
 * @param tell is told of the conversation with a proxy.
 * @throws Failure of `connect` and `openTunnel`; `timeout` when it takes longer than the plan allows.
 */
export async function reach(
  plan: RequestPlan,
  key: string,
  protocols: Route['protocols'],
  names: NameService,
  securer: Securer,
  host: Host,
  signal: AbortSignal,
  tell: (event: TraceEvent) => void,
): Promise<Reached> {
  const { proxy, url, connection: policy, socks } = plan;
  const deadline = connectDeadline(signal, plan);
  const dial = (
    target: RequestPlan['url'],
    more: Pick<Route, 'protocols' | 'policy' | 'isProxy' | 'via' | 'proxyLine' | 'tunnel' | 'proxyPeer'>,
  ): Promise<Connection> =>
    connect(
      {
        host: target.host,
        port: target.port,
        secure: target.scheme === 'https',
        sessionKey: key,
        names,
        socks,
        ...more,
      },
      securer,
      host.uptimeMs,
      deadline.signal,
      (over) => tell({ kind: 'step', over }),
    );
  const dialProxy = (target: RequestPlan['url']): Promise<Connection> =>
    dial(target, {
      protocols: ['http/1.1'],
      policy: { ...policy, tls: policy.proxyTls },
      via: undefined,
      proxyLine: isForwarded(plan) ? policy.proxyLine : undefined,
      isProxy: true,
    });
  const server = { protocols, policy, via: plan.via, proxyLine: policy.proxyLine, isProxy: false };
  try {
    if (proxy === undefined) return { ...(await dial(url, server)), tunnel: undefined };
    if (isForwarded(plan)) return { ...(await dialProxy(proxy.url)), tunnel: undefined };
    const { openTunnel } = await import('./tunnel.ts');
    const startedAtMs = host.uptimeMs();
    const { connection: toProxy, report } = await openTunnel({
      plan,
      proxy,
      randomBytes: host.randomBytes,
      signal: deadline.signal,
      connectToProxy: () => dialProxy(proxy.url),
      tell,
    });
    const tunnelMs = host.uptimeMs() - startedAtMs;
    tell({ kind: 'step', over: 'tunnel' });
    const { proxyVerifyResult, proxyTls } = toProxy.peer;
    const reached = await dial(url, {
      ...server,
      tunnel: toProxy.socket,
      ...(proxyTls === undefined || proxyVerifyResult === undefined
        ? {}
        : { proxyPeer: { proxyVerifyResult, proxyTls } }),
    });
    const { tlsMs } = reached.timings;
    const timings = { ...toProxy.timings, ...(tlsMs === undefined ? {} : { tlsMs: tunnelMs + tlsMs }) };
    return { ...reached, timings, tunnel: report };
  } finally {
    deadline.clear();
  }
}

/** A signal that also fires when connecting has taken too long, or nothing has come of it for the plan's idle time. */
function connectDeadline(signal: AbortSignal, plan: RequestPlan): { readonly signal: AbortSignal; clear(): void } {
  const { connectMs, idleMs } = plan.limits;
  const limitMs = Math.min(connectMs ?? Number.POSITIVE_INFINITY, idleMs ?? Number.POSITIVE_INFINITY);
  if (limitMs === Number.POSITIVE_INFINITY) return { signal, clear: () => {} };
  const sentence =
    limitMs === connectMs
      ? `${plan.url.host} could not be connected within ${limitMs / 1000} s`
      : `${plan.url.host} sent nothing for ${limitMs / 1000} s`;
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Failure('timeout', sentence)), limitMs);
  return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}
