import { setMaxListeners } from 'node:events';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { watchSpeed } from '../http/speed.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { Trace } from '../request/trace.ts';

/** What ends a transfer before its time. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Is to be told what moves; `undefined` when nobody asks how fast that is. */
  readonly trace: Trace | undefined;
  clear(): void;
}

/** Speed is looked at once a second, as in curl. */
const SPEED_CHECK_MS = 1000;

/** Fires on Ctrl-C, when the whole transfer takes longer than `--max-time`, and when it is too slow for too long. */
export function startDeadline(plan: RequestPlan, host: Host): Deadline {
  const { totalMs, slow } = plan.limits;
  if (totalMs === undefined && slow === undefined) return unlimited(host.interrupted);
  const over = new AbortController();
  const giveUp = (kind: 'interrupted' | 'timeout', message: string): void => over.abort(new Failure(kind, message));
  const onInterrupt = (): void => giveUp('interrupted', 'interrupted');
  if (host.interrupted.aborted) onInterrupt();
  host.interrupted.addEventListener('abort', onInterrupt);
  const timer =
    totalMs === undefined
      ? undefined
      : setTimeout(
          () => giveUp('timeout', `${plan.url.host} took longer than the ${totalMs / 1000} s of --max-time`),
          totalMs,
        );
  const watch = slow && { cleared: new AbortController(), ...slow };
  return {
    signal: over.signal,
    trace:
      watch &&
      speedTrace(watch, host, watch.cleared.signal, (sentence) => giveUp('timeout', `${plan.url.host} ${sentence}`)),
    clear: () => {
      clearTimeout(timer);
      watch?.cleared.abort();
      host.interrupted.removeEventListener('abort', onInterrupt);
    },
  };
}

/** For each signal of the user's, one that gives the reason as a Failure: made for each transfer, it was a twentieth of its CPU time. */
const interruptions = new WeakMap<AbortSignal, Deadline>();

/** Without limits of its own, a transfer ends before its time on Ctrl-C alone. */
function unlimited(interrupted: AbortSignal): Deadline {
  const known = interruptions.get(interrupted);
  if (known !== undefined) return known;
  const over = new AbortController();
  // Each request that is under way listens, and there may be hundreds.
  setMaxListeners(0, over.signal);
  const onInterrupt = (): void => over.abort(new Failure('interrupted', 'interrupted'));
  if (interrupted.aborted) onInterrupt();
  interrupted.addEventListener('abort', onInterrupt, { once: true });
  const deadline: Deadline = { signal: over.signal, trace: undefined, clear: () => {} };
  interruptions.set(interrupted, deadline);
  return deadline;
}

/** Watches from the first request on: how long connecting takes is the business of `--connect-timeout`. */
function speedTrace(
  { bytesPerSecond, patienceMs }: NonNullable<RequestPlan['limits']['slow']>,
  host: Host,
  cleared: AbortSignal,
  giveUp: (sentence: string) => void,
): Trace {
  let watch: ReturnType<typeof watchSpeed> | undefined;
  const check = async (): Promise<void> => {
    watch = watchSpeed(bytesPerSecond, patienceMs, host.uptimeMs());
    do await host.wait(SPEED_CHECK_MS, cleared);
    while (!watch.isTooSlow(host.uptimeMs()));
    giveUp(`was slower than ${bytesPerSecond} bytes a second for ${patienceMs / 1000} s`);
  };
  return async (event) => {
    if (watch === undefined && event.kind === 'requestHead') check().catch(() => {});
    if (event.kind === 'requestBody' || event.kind === 'replyBody') watch?.moved(event.bytes.byteLength);
  };
}
