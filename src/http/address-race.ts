import { connect as connectSocket, type Socket } from 'node:net';
import type { NetworkPolicy } from '../request/network.ts';
import { ipFamily } from './ip-family.ts';
import type { Binding } from './local-end.ts';
import { passingReads } from './passing-bytes.ts';

/**
 * Connects to the first of the addresses that takes the connection: the next one is tried when the one before has failed,
 * or beside it when that takes its time (RFC 8305 §5).
 *
 * @param addresses best first; at least one.
 * @param passing the socket reads so that its bytes may be taken in passing.
 * @throws Failure `interface`; Error of the first attempt, with Node's code; the signal's reason.
 */
export async function dialAddresses(
  addresses: readonly string[],
  port: number,
  policy: NetworkPolicy,
  signal: AbortSignal,
  passing?: 'passing',
): Promise<Socket> {
  const { attemptDelayMs, localEnd, keepAliveMs, sendsAtOnce } = policy;
  const bindings = localEnd && (await (await import('./local-end.ts')).bindingsFor(localEnd));
  const attempts = alternating(addresses).map((host): Attempt => {
    return {
      bindings: bindings?.(ipFamily(host)) ?? [{}],
      open(binding) {
        const socket: Socket = connectSocket({
          host,
          port,
          noDelay: sendsAtOnce,
          ...(keepAliveMs === undefined ? {} : { keepAlive: true, keepAliveInitialDelay: keepAliveMs }),
          ...(passing && { onread: passingReads(() => socket) }),
          ...binding,
        });
        return socket;
      },
    };
  });
  return await firstConnected(attempts, attemptDelayMs, signal);
}

/** Connects to a Unix socket; an abstract one begins with NUL. */
export async function dialUnix(path: string, signal: AbortSignal, passing?: 'passing'): Promise<Socket> {
  const open = (): Socket => {
    const socket: Socket = connectSocket({ path, ...(passing && { onread: passingReads(() => socket) }) });
    return socket;
  };
  return await firstConnected([{ bindings: [{}], open }], 0, signal);
}

/** The families by turns, beginning with the one that came first (RFC 8305 §4). */
export function alternating(addresses: readonly string[]): readonly string[] {
  const family = ipFamily(addresses[0] ?? '');
  const first = addresses.filter((address) => ipFamily(address) === family);
  const second = addresses.filter((address) => ipFamily(address) !== family);
  return Array.from({ length: Math.max(first.length, second.length) }, (_, index) => [first[index], second[index]])
    .flat()
    .filter((address) => address !== undefined);
}

/** An address to connect to, and what its socket may be bound to. */
interface Attempt {
  readonly bindings: readonly Binding[];
  open(binding: Binding): Socket;
}

/** The first socket that connects; all others are closed. */
function firstConnected(attempts: readonly Attempt[], delayMs: number, signal: AbortSignal): Promise<Socket> {
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
    const fail = (error: unknown): void => {
      firstError ??= error;
      beginNext();
    };
    const beginNext = (): void => {
      clearTimeout(timer);
      const attempt = waiting.shift();
      if (attempt !== undefined) begin(attempt, attempt.bindings);
      else if (pending.size === 0) settle(() => reject(firstError));
    };
    const begin = (attempt: Attempt, [binding, ...others]: readonly Binding[]): void => {
      if (binding === undefined) {
        fail(Object.assign(new Error('no local address of this family'), { code: 'EAFNOSUPPORT' }));
        return;
      }
      const socket = attempt.open(binding);
      pending.add(socket);
      const onError = (error: Error): void => {
        pending.delete(socket);
        if (others.length > 0 && isTaken(error)) begin(attempt, others);
        else fail(error);
      };
      socket.once('error', onError).once('connect', () => {
        pending.delete(socket.off('error', onError));
        settle(() => resolve(socket));
      });
      clearTimeout(timer);
      if (waiting.length > 0) timer = setTimeout(beginNext, delayMs);
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    beginNext();
  });
}

/** Whether a socket could not be bound; of a port that is taken the system may tell only when it connects. */
export function isTaken(error: unknown): boolean {
  const { syscall, code } = error as { syscall?: string; code?: string }; // Node's own errors
  return syscall === 'bind' || code === 'EADDRINUSE';
}
