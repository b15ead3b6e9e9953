import { writeFailure } from './output.js';
/**
 * Empties the file, or makes it, and writes to it in the order of the calls, whoever waits for them or not.
 *
 * @throws Failure `write`, as its functions do.
 */
export async function streamFile(files, path) {
    const orFail = async (act) => {
        try {
            return await act;
        }
        catch (error) {
            throw writeFailure(error, path);
        }
    };
    const sink = await orFail(files.open(path, 'replace'));
    let last = Promise.resolve();
    return {
        isTerminal: false,
        columns: 80,
        async write(chunk) {
            last = last.then(() => sink.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
            // Whoever does not wait is told by the next write, or by close.
            last.catch(() => { });
            await orFail(last);
        },
        async close() {
            await last.catch(() => { });
            await orFail(sink.close());
        },
    };
}
//# sourceMappingURL=stream-file.js.map