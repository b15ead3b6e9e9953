/** Bytes that may wait before the socket is told to stop; large enough that it rarely is on a fast reader. */
const HIGH_WATER_BYTES = 256 * 1024;
/**
 * An inbox that holds little more than 256 KiB, or what may come in a second if that is less: beyond, `pause` is called
 * until the reader has caught up.
 */
export function createInbox(socket, bytesPerSecond = Number.POSITIVE_INFINITY) {
    const highWaterBytes = Math.min(HIGH_WATER_BYTES, bytesPerSecond);
    const waiting = [];
    let waitingBytes = 0;
    let isPaused = false;
    let ending;
    let wake;
    const settle = (how) => {
        ending ??= how;
        wake?.();
    };
    async function* take(onAbandon) {
        try {
            while (true) {
                const chunk = waiting.shift();
                if (chunk !== undefined) {
                    waitingBytes -= chunk.byteLength;
                    if (isPaused && waitingBytes === 0) {
                        isPaused = false;
                        socket.resume();
                    }
                    yield chunk;
                }
                else if (ending === 'ended')
                    return;
                else if (ending !== undefined)
                    throw ending.error;
                else {
                    await new Promise((resolve) => {
                        wake = resolve;
                    });
                    wake = undefined;
                }
            }
        }
        finally {
            if (ending === undefined)
                onAbandon();
        }
    }
    return {
        push(chunk) {
            waiting.push(chunk);
            waitingBytes += chunk.byteLength;
            if (waitingBytes >= highWaterBytes && !isPaused) {
                isPaused = true;
                socket.pause();
            }
            wake?.();
        },
        end: () => settle('ended'),
        fail: (error) => settle({ error }),
        chunks: take,
    };
}
//# sourceMappingURL=inbox.js.map