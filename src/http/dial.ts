import { connect as connectSocket, isIP, type Socket } from 'node:net';
import type { NetworkPolicy } from '../request/network.ts';

/**
 * Connects to the first of the addresses that takes the connection: the next one is tried when the one before has failed,
 * or beside it when that takes its time (RFC 8305 §5).
 *
 * @param addresses best first; at least one.
 * @throws Error of the first attempt, with Node's code; the signal's reason.
 */
export async function dialAddresses(
  addresses: readonly string[],
  port: number,
  policy: NetworkPolicy,
  signal: AbortSignal,
): Promise<Socket> {
  const attempts = alternating(addresses).map(
    (host) => () => connectSocket({ host, port, noDelay: true, keepAlive: true }),
  );
  return await firstConnected(attempts, policy.attemptDelayMs, signal);
}

/** Connects to a Unix socket. */
export async function dialUnix(path: string, signal: AbortSignal): Promise<Socket> {
  return await firstConnected([() => connectSocket({ path })], 0, signal);
}

/** The families by turns, beginning with the one that came first (RFC 8305 §4). */
export function alternating(addresses: readonly string[]): readonly string[] {
  const family = isIP(addresses[0] ?? '');
  const first = addresses.filter((address) => isIP(address) === family);
  const second = addresses.filter((address) => isIP(address) !== family);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((address) => address !== undefined);
}

/** The first socket that connects; all others are closed. */
function firstConnected(attempts: readonly (() => Socket)[], delayMs: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const pending = new Set<Socket>();
    const waiting = [...attempts];
    let timer: NodeJS.Timeout | undefined;
    let firstError: unknown;
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      for (const socket of pending) {
        socket.removeAllListeners('connect').removeAllListeners('error');
        socket.on('error', () => {}).destroy();
      }
      act();
    };
    const onAbort = (): void => settle(() => reject(signal.reason));
    const begin = (): void => {
      clearTimeout(timer);
      const attempt = waiting.shift();
      if (attempt === undefined) {
        if (pending.size === 0) settle(() => reject(firstError));
        return;
      }
      const socket = attempt();
      pending.add(socket);
      const onError = (error: Error): void => {
        firstError ??= error;
        pending.delete(socket);
        begin();
      };
      socket.once('error', onError).once('connect', () => {
        pending.delete(socket.off('error', onError));
        settle(() => resolve(socket));
      });
      if (waiting.length > 0) timer = setTimeout(begin, delayMs);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    begin();
  });
}
