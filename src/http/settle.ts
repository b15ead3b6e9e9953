import type { Socket } from 'node:net';
import type { Failure } from '../failure.ts';

/** Waits for one event of a socket; when it fails or is given up, the socket is gone. */
export function settle<S extends Socket>(
  socket: S,
  event: string,
  signal: AbortSignal,
  explain: (error: Error) => Failure,
): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off(event, onEvent);
      act();
    };
    const fail = (reason: unknown): void =>
      finish(() => {
        socket.on('error', () => {}).destroy();
        reject(reason);
      });
    const onEvent = (): void => finish(() => resolve(socket));
    const onError = (error: Error): void => fail(explain(error));
    const onClose = (): void => fail(explain(Object.assign(new Error('closed'), { code: 'ECONNRESET' })));
    const onAbort = (): void => fail(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    socket.once(event, onEvent).once('error', onError).once('close', onClose);
  });
}

/** Node's code for an error; of several attempts, the first one's that says more than "gave up". */
export function errorCode(error: unknown): string {
  const { code, errors } = error as { code?: string; errors?: readonly { code?: string }[] }; // Node's own errors
  return errors?.find((attempt) => attempt.code !== undefined)?.code ?? code ?? '';
}
