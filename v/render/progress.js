import { formatByteCount, formatDuration } from './summary.js';
/** A transfer shorter than this shows nothing: a line that flashes up tells nobody anything. */
const DELAY_MS = 400;
/**
 * A progress line on stderr, drawn by cli-progress, which is loaded when the transfer takes long enough to show it.
 *
 * @param totalBytes of the body as it comes; `undefined` where the server does not say.
 * @param doneBytes that an earlier run has already got.
 */
export function startProgress(stderr, totalBytes, doneBytes, clock, kind) {
    const startedAtMs = clock.uptimeMs();
    let bytes = doneBytes;
    let bar;
    let stopped = false;
    const begin = async () => {
        // A bar that cannot be drawn is no reason to give the transfer up.
        const { createBar } = await import('./progress-bar.js').catch(() => ({ createBar: undefined }));
        if (!stopped && createBar !== undefined)
            bar = createBar(stderr, totalBytes, bytes, () => describe());
    };
    const describe = () => {
        const elapsedMs = Math.max(1, clock.uptimeMs() - startedAtMs);
        const bytesPerMs = (bytes - doneBytes) / elapsedMs;
        const left = totalBytes !== undefined && bytesPerMs > 0 && bytes < totalBytes
            ? ` · ${secondsText((totalBytes - bytes) / bytesPerMs)} left`
            : '';
        const of = totalBytes === undefined ? '' : ` of ${formatByteCount(totalBytes)}`;
        return `${formatByteCount(bytes)}${of} · ${formatByteCount(Math.round(bytesPerMs * 1000))}/s${left}`;
    };
    const timer = kind === 'bar' ? undefined : setTimeout(begin, DELAY_MS);
    if (kind === 'bar')
        void begin();
    return {
        advance(byteCount) {
            bytes += byteCount;
            bar?.update(bytes);
        },
        async stop() {
            stopped = true;
            clearTimeout(timer);
            bar?.stop();
        },
    };
}
/** Whole seconds: a guess with two decimals would look like knowledge. */
function secondsText(durationMs) {
    const seconds = Math.max(1, Math.ceil(durationMs / 1000));
    return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
//# sourceMappingURL=progress.js.map