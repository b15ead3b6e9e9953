import { Failure } from '../failure.js';
/**
 * The same chunks up to the bound, failing once there is more, as in curl.
 *
 * @throws Failure `size`.
 */
export async function* atMost(chunks, limitBytes) {
    let total = 0;
    for await (const chunk of chunks) {
        const room = limitBytes - total;
        total += chunk.byteLength;
        if (total <= limitBytes) {
            yield chunk;
            continue;
        }
        if (room > 0)
            yield chunk.subarray(0, room);
        throw new Failure('size', `the body is larger than the ${limitBytes} bytes of --max-filesize`);
    }
}
//# sourceMappingURL=bound.js.map