/** After a pause a sender may make up for at most so long. */
const BURST_MS = 1000;
/** A piece is what passes in this time, so that the flow is even. */
const PIECE_MS = 250;
/**
 * The same bytes, in pieces, no faster than so many a second: each piece comes when its time is over.
 *
 * @param bytesPerSecond at least 1.
 */
export async function* paced(chunks, bytesPerSecond, clock) {
    const pieceBytes = Math.max(1, Math.floor((bytesPerSecond * PIECE_MS) / 1000));
    let dueMs = clock.uptimeMs();
    for await (const chunk of chunks) {
        for (let start = 0; start < chunk.byteLength; start += pieceBytes) {
            const piece = chunk.subarray(start, start + pieceBytes);
            const nowMs = clock.uptimeMs();
            dueMs = Math.max(dueMs, nowMs - BURST_MS) + (piece.byteLength / bytesPerSecond) * 1000;
            // Timers count in whole milliseconds: what is less is made up for by the next piece.
            if (dueMs - nowMs >= 1)
                await clock.wait(dueMs - nowMs);
            yield piece;
        }
    }
}
//# sourceMappingURL=pace.js.map