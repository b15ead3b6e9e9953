import type { Host } from '../host.ts';
import type { RequestPlan } from '../request/plan.ts';
import { beginExchange, type DirectExchange } from './direct-exchange.ts';
import type { Line } from './line.ts';
import { takeInPassing } from './passing-bytes.ts';
import type { Reached } from './reach.ts';

/** A line of HTTP/1 on a socket, spoken by slip itself. */
export function directLine(reached: Reached, connectionIndex: number, host: Host): Line {
  const { socket, trouble } = reached;
  let current: DirectExchange | undefined;
  let last: DirectExchange | undefined;
  /** The last reply was in HTTP/1.0. */
  let isOld = false;
  socket.on('close', () => current?.onLost(trouble.error));

  /** Not before the first request: what comes earlier waits in the socket, and is its reply. */
  const listen = (): void => {
    // Bytes that nobody asked for, or an end in between: no other request may follow.
    const take = (bytes: Buffer): void => (current === undefined ? void socket.destroy() : current.onBytes(bytes));
    socket.on('data', take);
    // Heads are kept, bodies are copied.
    takeInPassing(socket, (bytes) => take(current?.headIn() ? bytes : Buffer.from(bytes)));
    socket.on('end', () => (current === undefined ? void socket.destroy() : current.onEnd()));
    // A socket that a tunnel was read from was stopped for that.
    socket.resume();
  };

  return {
    isFree: () => current === undefined,
    isClosed: () => socket.destroyed || !socket.writable || !socket.readable,
    isShared: false,
    fate: () => (last?.heard() ? 'heard' : 'unheard'),
    async send(errand) {
      const isReused = last !== undefined;
      const spoken = isOld ? { ...errand, plan: inHttp10(errand.plan) } : errand;
      const place = { index: connectionIndex, isReused, ...reached };
      const exchange = beginExchange(place, spoken, host, () => {
        current = undefined;
        if (!socket.destroyed) socket.resume();
      });
      current = last = exchange;
      exchange.start();
      if (socket.destroyed) exchange.onLost(trouble.error);
      else if (!isReused) listen();
      const reply = await exchange.reply;
      isOld = reply.head.version === '1.0';
      return reply;
    },
    async destroy() {
      // To destroy one has Node open stderr, and more: 0.9 ms of CPU. One that TLS is on may have others below it.
      if (host.endsWithRun && !('encrypted' in socket)) socket.unref();
      else socket.destroy();
    },
  };
}

/** In curl's manner a connection that was answered in HTTP/1.0 is not asked in 1.1. */
function inHttp10(plan: RequestPlan): RequestPlan {
  return plan.dialect === 'curl' ? { ...plan, connection: { ...plan.connection, http: '1.0' } } : plan;
}
