/** The speed is that of the last seconds, so that one good moment does not count for ever: curl's number. */
const WINDOW_MS = 5000;
/**
 * A watch as curl's `--speed-limit` has it: the speed of the last five seconds must not stay below the limit for as long
 * as `patienceMs`.
 *
 * @param startMs when the request was begun, by the clock that `isTooSlow` is told.
 */
export function watchSpeed(bytesPerSecond, patienceMs, startMs) {
    const samples = [{ atMs: startMs, bytes: 0 }];
    let total = 0;
    let slowSinceMs;
    return {
        moved(byteCount) {
            total += byteCount;
        },
        isTooSlow(nowMs) {
            while ((samples[1]?.atMs ?? nowMs) <= nowMs - WINDOW_MS)
                samples.shift();
            const first = samples[0] ?? { atMs: startMs, bytes: 0 };
            const speed = ((total - first.bytes) / Math.max(1, nowMs - first.atMs)) * 1000;
            samples.push({ atMs: nowMs, bytes: total });
            if (speed >= bytesPerSecond)
                slowSinceMs = undefined;
            else
                slowSinceMs ??= nowMs;
            return slowSinceMs !== undefined && nowMs - slowSinceMs >= patienceMs;
        },
    };
}
//# sourceMappingURL=speed.js.map