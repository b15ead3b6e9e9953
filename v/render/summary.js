/** Durations as people say them: `84 ms`, `1.24 s`, `2 min 5 s`. */
export function formatDuration(durationMs) {
    if (durationMs < 999.5)
        return `${Math.round(durationMs)} ms`;
    if (durationMs < 59_950)
        return `${(durationMs / 1000).toFixed(durationMs < 9_995 ? 2 : 1)} s`;
    const seconds = Math.round(durationMs / 1000);
    return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
/** Sizes in powers of 1000, as disks and networks count: `312 B`, `3.1 kB`, `1.07 GB`. */
export function formatByteCount(byteCount) {
    if (byteCount < 1000)
        return `${byteCount} B`;
    const units = ['kB', 'MB', 'GB', 'TB'];
    let value = byteCount / 1000;
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
        value /= 1000;
        unit++;
    }
    return `${value < 9.995 ? value.toFixed(2).replace(/0$/, '') : value < 99.95 ? value.toFixed(1) : value.toFixed(0)} ${units[unit]}`;
}
//# sourceMappingURL=summary.js.map