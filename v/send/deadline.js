import { Failure } from '../failure.js';
import { watchSpeed } from '../http/speed.js';
/** Speed is looked at once a second, as in curl. */
const SPEED_CHECK_MS = 1000;
/** Fires on Ctrl-C, when the whole transfer takes longer than `--max-time`, and when it is too slow for too long. */
export function startDeadline(plan, host) {
    const { totalMs, slow } = plan.limits;
    const over = new AbortController();
    const cleared = new AbortController();
    const giveUp = (kind, message) => over.abort(new Failure(kind, message));
    const onInterrupt = () => giveUp('interrupted', 'interrupted');
    if (host.interrupted.aborted)
        onInterrupt();
    host.interrupted.addEventListener('abort', onInterrupt);
    const timer = totalMs === undefined
        ? undefined
        : setTimeout(() => giveUp('timeout', `${plan.url.host} took longer than the ${totalMs / 1000} s of --max-time`), totalMs);
    return {
        signal: over.signal,
        trace: slow && speedTrace(slow, host, cleared.signal, (sentence) => giveUp('timeout', `${plan.url.host} ${sentence}`)),
        clear: () => {
            clearTimeout(timer);
            cleared.abort();
            host.interrupted.removeEventListener('abort', onInterrupt);
        },
    };
}
/** Watches from the first request on: how long connecting takes is the business of `--connect-timeout`. */
function speedTrace({ bytesPerSecond, patienceMs }, host, cleared, giveUp) {
    let watch;
    const check = async () => {
        watch = watchSpeed(bytesPerSecond, patienceMs, host.uptimeMs());
        do
            await host.wait(SPEED_CHECK_MS, cleared);
        while (!watch.isTooSlow(host.uptimeMs()));
        giveUp(`was slower than ${bytesPerSecond} bytes a second for ${patienceMs / 1000} s`);
    };
    return async (event) => {
        if (watch === undefined && event.kind === 'requestHead')
            check().catch(() => { });
        if (event.kind === 'requestBody' || event.kind === 'replyBody')
            watch?.moved(event.bytes.byteLength);
    };
}
//# sourceMappingURL=deadline.js.map