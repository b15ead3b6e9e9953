import cliProgress, {} from 'cli-progress';
/** A bar that redraws itself ten times a second at the most. The only importer of cli-progress. */
export function createBar(stderr, totalBytes, bytes, describe) {
    const options = {
        // cli-progress asks a stream only for these; readline moves its cursor by writing to it.
        stream: {
            isTTY: true,
            columns: stderr.columns,
            write: (text) => void stderr.write(text),
        },
        format: (settings, params) => totalBytes === undefined
            ? describe()
            : `${cliProgress.Format.BarFormat(params.progress, settings)} ${Math.floor(params.progress * 100)} % · ${describe()}`,
        barCompleteChar: '━',
        barIncompleteChar: '─',
        barsize: Math.max(10, Math.min(30, stderr.columns - 60)),
        fps: 10,
        clearOnComplete: true,
        hideCursor: true,
        linewrap: null,
    };
    const bar = new cliProgress.SingleBar(options);
    bar.start(totalBytes ?? 0, bytes);
    return { update: (count) => bar.update(count), stop: () => bar.stop() };
}
//# sourceMappingURL=progress-bar.js.map