import { Failure } from '../failure.js';
import { isForwarded } from '../request/target.js';
import { connect } from './connect.js';
/**
 * Connects to where the plan's request is written: the server, its plain proxy, or the far end of a tunnel.
 *
 * @param tell is told of the conversation with a proxy.
 * @throws Failure of `connect` and `openTunnel`; `timeout` when it takes longer than the plan allows.
 */
export async function reach(plan, protocols, names, securer, host, signal, tell) {
    const { proxy, url, connection: policy, socks } = plan;
    const deadline = connectDeadline(signal, plan);
    const dial = (target, more) => connect({ host: target.host, port: target.port, secure: target.scheme === 'https', names, socks, ...more }, securer, host.uptimeMs, deadline.signal);
    const dialProxy = (target) => dial(target, {
        protocols: ['http/1.1'],
        policy: { ...policy, tls: policy.proxyTls },
        via: undefined,
        proxyLine: isForwarded(plan) ? policy.proxyLine : undefined,
        isProxy: true,
    });
    const server = { protocols, policy, via: plan.via, proxyLine: policy.proxyLine, isProxy: false };
    try {
        if (proxy === undefined)
            return { ...(await dial(url, server)), tunnel: undefined };
        if (isForwarded(plan))
            return { ...(await dialProxy(proxy.url)), tunnel: undefined };
        const { openTunnel } = await import('./tunnel.js');
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
        const { proxyVerifyResult } = toProxy.peer;
        const reached = await dial(url, {
            ...server,
            tunnel: toProxy.socket,
            ...(proxyVerifyResult === undefined ? {} : { proxyVerifyResult }),
        });
        const { tlsMs } = reached.timings;
        const timings = { ...toProxy.timings, ...(tlsMs === undefined ? {} : { tlsMs: tunnelMs + tlsMs }) };
        return { ...reached, timings, tunnel: report };
    }
    finally {
        deadline.clear();
    }
}
/** A signal that also fires when connecting has taken too long, or nothing has come of it for the plan's idle time. */
function connectDeadline(signal, plan) {
    const { connectMs, idleMs } = plan.limits;
    const limitMs = Math.min(connectMs ?? Number.POSITIVE_INFINITY, idleMs ?? Number.POSITIVE_INFINITY);
    if (limitMs === Number.POSITIVE_INFINITY)
        return { signal, clear: () => { } };
    const sentence = limitMs === connectMs
        ? `${plan.url.host} could not be connected within ${limitMs / 1000} s`
        : `${plan.url.host} sent nothing for ${limitMs / 1000} s`;
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Failure('timeout', sentence)), limitMs);
    return { signal: AbortSignal.any([signal, controller.signal]), clear: () => clearTimeout(timer) };
}
//# sourceMappingURL=reach.js.map