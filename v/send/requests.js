import { authorized } from '../auth/authorize.js';
import { chooseTrace } from '../cli/trace-choice.js';
import { parseRate } from '../config/rate.js';
import { Failure } from '../failure.js';
import { previewVersion, requestHead } from '../request/wire.js';
import { continuedPlan, startByteOf } from './continuation.js';
import { runTasks, sharedSink } from './parallel.js';
import { cookieOpener, memoryOpener, preparePart } from './part.js';
import { pacer } from './pause.js';
import { printRequest } from './preview.js';
import { transfer } from './transfer.js';
/**
 * Sends the requests of a command line, one URL after another.
 *
 * @param invocations the parts between `--next`.
 * @returns the exit status: 0, or that of the last transfer that failed; in curl's manner that of the last transfer.
 * @throws Failure for what keeps the whole line from being sent.
 */
export async function sendRequests(invocations, inputs, host) {
    const transport = lazyTransport(host);
    const parts = [];
    const openers = { memory: memoryOpener(host), cookies: cookieOpener(inputs, host) };
    for (const invocation of invocations)
        parts.push(await preparePart(invocation, inputs, host, transport, openers));
    const options = invocations[0]?.options ?? {};
    const failsEarly = options['fail-early'] === true;
    const atOnce = options.parallel ? Math.max(1, options['parallel-max'] ?? DEFAULT_AT_ONCE) : 1;
    // curl gives the status of the last transfer, failed or not, unless several run at once.
    const lastCounts = atOnce === 1 && invocations[0]?.dialect === 'curl';
    const stdout = sharedSink(host.stdout);
    const tracer = await openTracer(invocations[0], parts[0]?.desk);
    let exitStatus = 0;
    const apartMs = options.rate === undefined || options.parallel ? 0 : parseRate(options.rate);
    const keepPace = pacer(apartMs, host);
    const send = async (one) => {
        try {
            await keepPace();
        }
        catch (error) {
            return { status: await one.part.desk.console.failure(error), endsRun: true };
        }
        const { sink, leave } = stdout.seat();
        try {
            return await planAndSend(one, atOnce === 1 ? host : { ...host, stdout: sink }, tracer);
        }
        finally {
            leave();
        }
    };
    try {
        await runTasks(tasksOf(parts, send), atOnce, ({ status, endsRun }) => {
            if (lastCounts || status !== 0)
                exitStatus = status;
            return host.interrupted.aborted || endsRun || (failsEarly && status !== 0);
        });
        return exitStatus;
    }
    finally {
        await transport.close();
        for (const { desk } of parts)
            await desk.headerDump?.close();
        await tracer?.close();
    }
}
/** The trace of the whole run, if there is one. */
async function openTracer(invocation, desk) {
    const choice = invocation && chooseTrace(invocation.occurrences, invocation.dialect);
    if (desk === undefined || choice === undefined)
        return undefined;
    const { openTrace } = await import('./trace.js');
    return await openTrace(choice, desk);
}
/** curl's number of transfers at once. */
const DEFAULT_AT_ONCE = 50;
/** One task for each transfer of the line, made when its turn has come: there may be very many. */
function* tasksOf(parts, send) {
    let transferCount = 0;
    for (const part of parts) {
        let urlIndex = 0;
        for (const { count, at } of part.series) {
            for (let index = 0n; index < count; index++) {
                const one = { part, draft: () => at(index), urlIndex, transferIndex: transferCount++ };
                yield () => send(one);
            }
            urlIndex++;
        }
    }
}
async function planAndSend({ part, draft, urlIndex, transferIndex }, host, tracer) {
    const desk = { ...part.desk, host, tracer };
    let picked;
    try {
        picked = await draft();
    }
    catch (error) {
        return { status: await desk.console.failure(error), endsRun: true };
    }
    let planned;
    try {
        planned = part.plan(picked, urlIndex, transferIndex);
    }
    catch (error) {
        // A URL that is none says nothing about the next.
        const endsRun = !(error instanceof Failure && (error.kind === 'url' || error.kind === 'protocol'));
        return { status: await desk.console.failure(error), endsRun };
    }
    const { offline, 'as-curl': asCurl } = desk.options;
    return { status: await (offline || asCurl ? preview(planned, desk) : transfer(planned, desk)), endsRun: false };
}
async function preview(planned, desk) {
    const { view } = planned;
    const whole = continuedPlan(planned.plan, await startByteOf(planned, desk.host));
    const prepared = desk.cookies?.prepare(whole) ?? whole;
    if (desk.options['as-curl']) {
        const { printAsCurl } = await import('./as-curl.js');
        await printAsCurl(prepared, view, desk);
        return 0;
    }
    const plan = authorized(prepared, desk.host);
    await printRequest(plan, requestHead(plan, previewVersion(plan)), view, desk);
    return 0;
}
/** The transport with undici behind it, loaded when the first request is sent. */
function lazyTransport(host) {
    let opening;
    return {
        async send(plan, signal, trace) {
            opening ??= import('../http/transport.js').then(({ openTransport }) => openTransport(host));
            return await (await opening).send(plan, signal, trace);
        },
        close: async () => await (await opening)?.close(),
    };
}
//# sourceMappingURL=requests.js.map