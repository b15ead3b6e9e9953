import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';

/**
 * Waits; Ctrl-C ends it, or a signal whose reason is a failure.
 *
 * @throws Failure `interrupted`, or that of the signal.
 */
export async function pause(
  durationMs: number,
  host: Pick<Host, 'wait' | 'interrupted'>,
  signal: AbortSignal = host.interrupted,
): Promise<void> {
  try {
    await host.wait(Math.min(durationMs, LONGEST_TIMER_MS), signal);
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw new Failure('interrupted', 'interrupted', { cause });
  }
}

/** What a timer of Node's can hold: 24 days. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Keeps transfers apart, as `--rate` asks: each call resolves when so much time has passed since the one before did.
 *
 * @throws Failure `interrupted` from what it gives.
 */
export function pacer(apartMs: number, host: Pick<Host, 'wait' | 'interrupted' | 'uptimeMs'>): () => Promise<void> {
  let lastAtMs: number | undefined;
  return async () => {
    const leftMs = lastAtMs === undefined ? 0 : lastAtMs + apartMs - host.uptimeMs();
    if (leftMs > 0) await pause(leftMs, host);
    lastAtMs = host.uptimeMs();
  };
}
