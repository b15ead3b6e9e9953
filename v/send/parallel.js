/**
 * Runs tasks in their order, so many at once.
 *
 * @param end is told of each result, in the order in which the tasks end; `true` means that no further one is begun, while
 * those under way go on.
 */
export async function runTasks(tasks, atOnce, end) {
    const waiting = tasks[Symbol.iterator]();
    let hasStopped = false;
    const work = async () => {
        while (!hasStopped) {
            const { done, value: task } = waiting.next();
            if (done)
                return;
            const stops = end(await task());
            hasStopped ||= stops;
        }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
}
/** Shares a stream, so that bodies which arrive at the same time do not run into each other. */
export function sharedSink(sink) {
    let turn = Promise.resolve();
    return {
        seat() {
            let mine;
            let leave = () => { };
            return {
                sink: {
                    get isTerminal() {
                        return sink.isTerminal;
                    },
                    get columns() {
                        return sink.columns;
                    },
                    async write(chunk) {
                        if (chunk.length === 0)
                            return;
                        if (mine === undefined) {
                            mine = turn;
                            turn = new Promise((resolve) => {
                                leave = resolve;
                            });
                        }
                        await mine;
                        await sink.write(chunk);
                    },
                },
                leave: () => leave(),
            };
        },
    };
}
//# sourceMappingURL=parallel.js.map