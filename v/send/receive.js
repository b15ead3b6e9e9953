import { Failure } from '../failure.js';
import { BrokenPipe } from '../host.js';
import { atMost } from '../http/bound.js';
import { paced } from '../http/pace.js';
import { presentBody } from '../render/body.js';
import { startProgress } from '../render/progress.js';
import { parseContentType } from '../render/sniff.js';
import { fieldValue, findHeader } from '../request/headers.js';
import { printTrailer } from './heads.js';
/**
 * Takes the body through its stages to where it goes, and ends that: complete, or broken off with nothing misleading
 * left behind.
 *
 * @throws Failure `partial`, `receive`, `timeout`, `encoding`, `size`, `write`, `interrupted`.
 */
export async function receiveBody(exchange, reception, desk, record) {
    const { receiver } = reception;
    const { host, console } = desk;
    const progress = progressFor(exchange, reception, desk);
    try {
        refuseAnnouncedSize(exchange);
        const shown = await presentBody(bodyStages(exchange, record, progress, host), findHeader(exchange.head.headers, 'Content-Type'), {
            ...reception.view,
            theme: desk.theme,
            forced: reception.forced,
            patience: () => host.sleep(PATIENCE_MS),
        });
        if (shown === undefined)
            await leaveBinaryOut(exchange, reception.view, desk);
        else {
            for await (const chunk of shown) {
                record.deliveredBytes += chunk.byteLength;
                await receiver.write(chunk);
            }
        }
        await progress?.stop();
        await printTrailer(exchange, reception.view, receiver, desk);
        const said = await receiver.finish();
        record.fileName = receiver.name;
        if (said !== undefined)
            await console.note(said);
    }
    catch (error) {
        await progress?.stop();
        if (error instanceof BrokenPipe)
            throw error;
        const left = await receiver.abandon(error);
        if (left !== undefined)
            await console.note(left);
        throw error;
    }
}
/** How long the look-ahead of a terminal waits for bytes that do not come: below what a person notices. */
const PATIENCE_MS = 20;
/** The body in its time, counted, its coding taken off where slip asked for one, and bounded. */
async function* bodyStages(exchange, record, progress, host) {
    const { bodyBytes, bytesPerSecond } = exchange.plan.limits;
    const even = bytesPerSecond === undefined ? exchange.body : paced(exchange.body, bytesPerSecond, host);
    const counted = tap(even, (byteCount) => {
        record.downloadBytes += byteCount;
        progress?.advance(byteCount);
    });
    const encoding = fieldValue(exchange.head.headers, 'Content-Encoding') ?? '';
    const decoded = exchange.plan.decoded && encoding !== '' ? await withoutCodings(counted, encoding) : counted;
    yield* bodyBytes === undefined ? decoded : atMost(decoded, bodyBytes);
}
function progressFor(exchange, { view, resumedBytes }, { host }) {
    if (view.progress === 'none')
        return undefined;
    const length = findHeader(exchange.head.headers, 'Content-Length');
    const totalBytes = length === undefined ? undefined : Number(length) + resumedBytes;
    return startProgress(host.stderr, totalBytes, resumedBytes, host, view.progress);
}
function refuseAnnouncedSize(exchange) {
    const limitBytes = exchange.plan.limits.bodyBytes;
    const announced = findHeader(exchange.head.headers, 'Content-Length');
    if (exchange.plan.http1.ignoresLength)
        return;
    if (limitBytes === undefined || announced === undefined || Number(announced) <= limitBytes)
        return;
    throw new Failure('size', `the body has ${announced} bytes, more than the ${limitBytes} of --max-filesize`);
}
async function leaveBinaryOut(exchange, view, { console }) {
    const { type } = parseContentType(findHeader(exchange.head.headers, 'Content-Type'));
    const sentence = `the body is binary${type === '' ? '' : ` (${type})`} and not shown`;
    const hint = '-o FILE saves it, -o - shows it all the same';
    if (view.binary === 'refused')
        throw new Failure('write', sentence, { hint });
    await console.note(`${sentence}; ${hint}`);
}
/** node:zlib is loaded for a body that needs it. */
async function withoutCodings(chunks, encoding) {
    const { decodeContent } = await import('../http/coding.js');
    return decodeContent(chunks, encoding);
}
async function* tap(chunks, onChunk) {
    for await (const chunk of chunks) {
        onChunk(chunk.byteLength);
        yield chunk;
    }
}
//# sourceMappingURL=receive.js.map