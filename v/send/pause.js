import { Failure } from '../failure.js';
/**
 * Waits; Ctrl-C ends it.
 *
 * @throws Failure `interrupted`.
 */
export async function pause(durationMs, host) {
    try {
        await host.wait(Math.min(durationMs, LONGEST_TIMER_MS), host.interrupted);
    }
    catch (cause) {
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
export function pacer(apartMs, host) {
    let lastAtMs;
    return async () => {
        const leftMs = lastAtMs === undefined ? 0 : lastAtMs + apartMs - host.uptimeMs();
        if (leftMs > 0)
            await pause(leftMs, host);
        lastAtMs = host.uptimeMs();
    };
}
//# sourceMappingURL=pause.js.map