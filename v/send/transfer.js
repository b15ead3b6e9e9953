import { authorized } from '../auth/authorize.js';
import { Failure } from '../failure.js';
import { BrokenPipe } from '../host.js';
import { converse } from '../http/converse.js';
import { decideExpectation } from '../http/expectation.js';
import { decideRedirect, redirectTarget } from '../http/redirect.js';
import { RefusedTunnel } from '../http/refused-tunnel.js';
import { summaryLine } from '../render/message.js';
import { parseDate } from '../request/date.js';
import { findHeader } from '../request/headers.js';
import { HandshakeFailure } from '../request/tls.js';
import { bothTraces } from '../request/trace.js';
import { displayUrl, hrefOf, resolveReference } from '../request/url.js';
import { fileReceiver, nullReceiver, serverNamedReceiver, stdoutReceiver } from '../store/receiver.js';
import { continuationOf, continuedPlan, startByteOf } from './continuation.js';
import { startDeadline } from './deadline.js';
import { expectedPath, makeFolders, openDownload, resume } from './destination.js';
import { printHeads, printTunnel } from './heads.js';
import { receiveBody } from './receive.js';
import { startRecord } from './record.js';
import { startRetries } from './retries.js';
/**
 * Sends a plan, follows where it leads, prints what was asked for, and tries again where that is wished for. Gives the
 * exit status; failures are told, not thrown.
 */
export async function transfer(planned, desk) {
    let exitStatus = 0;
    try {
        exitStatus = await transferWithRetries(planned, desk);
    }
    finally {
        // Behind what -w prints, as in curl, and also where nobody reads that any longer.
        const savedStatus = (await desk.cookies?.save(desk.host.stdout)) ?? 0;
        if (exitStatus === 0)
            exitStatus = savedStatus;
    }
    return exitStatus;
}
async function transferWithRetries(planned, desk) {
    let startByte = await startByteOf(planned, desk.host);
    const receiver = earlyReceiver(planned, desk.host, startByte);
    const retries = startRetries(desk.retries, planned.plan, desk.host, desk.console);
    for (;;) {
        const record = startRecord(planned, retries.count, desk.host);
        const tried = await tryOnce({ ...planned, startByte }, receiver, desk, record, retries.count > 0);
        // What a try has added to a file stays in it.
        if (startByte > 0)
            startByte += record.deliveredBytes;
        try {
            if (await retries.next(tried.failure, record.lastHead))
                continue;
        }
        catch (error) {
            return await desk.console.failure(error);
        }
        return await conclude(tried, record, desk);
    }
}
async function tryOnce(planned, receiver, desk, record, isRetry) {
    const deadline = startDeadline(planned.plan, desk.host);
    try {
        if (isRetry)
            await receiver?.restart();
        else if (await isSkipped(planned, desk)) {
            record.fileName = expectedPath(planned.destination);
            return { exitStatus: 0, failure: undefined };
        }
        const exitStatus = await exchangeAndPrint(planned, receiver, desk, record, deadline);
        if (desk.options['remote-time'])
            await dateFile(record, desk);
        return { exitStatus, failure: undefined };
    }
    catch (failure) {
        if (failure instanceof BrokenPipe)
            throw failure;
        return { exitStatus: await desk.console.failure(failure), failure };
    }
    finally {
        deadline.clear();
        record.fileName ??= receiver?.name;
    }
}
/** What is left to do when a transfer is over. Gives the exit status. */
async function conclude({ exitStatus: tried, failure }, record, desk) {
    const saved = (await desk.memory?.save()) ?? 0;
    const exitStatus = tried === 0 ? saved : tried;
    if (desk.writeOut !== undefined) {
        const errorMessage = failure instanceof Error ? failure.message : undefined;
        const unreachedPeer = failure instanceof HandshakeFailure ? failure.peer : undefined;
        const refusedTunnel = failure instanceof RefusedTunnel ? failure.report : undefined;
        await desk.writeOut(record.facts({ exitStatus, errorMessage, unreachedPeer, refusedTunnel }), desk);
    }
    return exitStatus;
}
/** `--skip-existing`: nothing is sent for a file that is there already. */
async function isSkipped({ destination }, { host, console }) {
    const path = expectedPath(destination);
    if (path === undefined || !('skipsExisting' in destination && destination.skipsExisting))
        return false;
    const facts = await host.files.facts(path).catch(() => undefined);
    if (facts !== undefined)
        await console.note(`${path} is there already: nothing was sent`);
    return facts !== undefined;
}
/** `--remote-time`: the file gets the time that the server has for it. */
async function dateFile({ fileName, lastHead }, { host, console }) {
    const modifiedAtSeconds = parseDate(findHeader(lastHead?.headers ?? [], 'Last-Modified') ?? '');
    if (fileName === undefined || modifiedAtSeconds === undefined)
        return;
    if ((await host.files.facts(fileName).catch(() => undefined))?.kind !== 'file')
        return;
    await host.files
        .setModified(fileName, modifiedAtSeconds * 1000)
        .catch(() => console.warning(`${fileName} did not get the time of Last-Modified`));
}
async function exchangeAndPrint(planned, receiver, desk, record, deadline) {
    const { destination, view } = planned;
    await desk.headerDump?.open();
    await desk.etagFile?.open();
    // curl makes them at once; slip leaves nothing behind of a request that fails.
    if (planned.plan.dialect === 'curl')
        await makeFolders(destination, desk.host);
    const resumption = destination.kind === 'download' ? await resume(destination, planned.plan, desk.host) : undefined;
    const plan = authorized(resumption?.plan ?? continuedPlan(planned.plan, planned.startByte), desk.host);
    const challenges = answersChallenges(desk.options) ? await import('../http/reauthenticate.js') : undefined;
    const decide = (exchange, first, hops) => challenges?.decideChallenge(exchange, hops, desk.host) ??
        decideExpectation(exchange, desk.host) ??
        decideRedirect(exchange, first, hops, desk.host);
    const trace = bothTraces(desk.tracer?.of(planned.transferIndex, view.onTerminal && view.parts.body), deadline.trace);
    try {
        for await (const { exchange, next, failure } of converse(plan, async (hop) => {
            const ready = desk.cookies?.prepare(hop) ?? hop;
            const met = await desk.send(desk.memory?.detoured(ready) ?? ready, deadline.signal, trace);
            desk.memory?.learn(met);
            desk.cookies?.learn(met);
            return met;
        }, decide)) {
            record.add(exchange);
            receiver?.meet(exchange.head);
            await desk.etagFile?.write(exchange.head, desk.host.stdout);
            await printHeads(exchange, next === undefined && failure === undefined, view, receiver, desk);
            if (failure !== undefined)
                throw failure;
            if (next === undefined)
                return await printAnswer(exchange, planned, receiver, resumption, desk, record);
            await trace?.({ kind: 'note', text: `the reply leads to ${displayUrl(next.plan.url)}` }, exchange.connection.index);
            for (const note of next.notes)
                await desk.console.note(note);
        }
    }
    catch (error) {
        if (error instanceof RefusedTunnel)
            await printTunnel(error.report, plan, view, receiver, desk);
        // Heads may be in the file, or all of a body that counts as a failure.
        const left = error instanceof BrokenPipe ? undefined : await receiver?.abandon(error);
        if (left !== undefined)
            await desk.console.note(left);
        throw error;
    }
    throw new Error('a conversation ends with an answer');
}
/** Whether a challenge could be answered with more than was shown unasked. */
function answersChallenges(options) {
    return ['basic', 'digest', 'anyauth', 'proxy-digest', 'proxy-anyauth'].some((name) => options[name]);
}
/** Where the body goes, if that does not depend on the reply: heads may go there too. */
function earlyReceiver({ destination, view, plan }, { files, stdout }, startByte) {
    switch (destination.kind) {
        case 'stdout':
            return stdoutReceiver(stdout, view.onTerminal && plan.dialect === 'slip');
        case 'null':
            return nullReceiver();
        case 'file':
            return fileReceiver(files, destination.path, startByte > 0 ? { ...destination.rules, taken: 'append', removedAfter: 'none' } : destination.rules);
        case 'server-named':
            return serverNamedReceiver(files, destination.target);
        case 'download':
            return undefined;
    }
}
async function printAnswer(exchange, planned, early, resumption, desk, record) {
    const { options, console, host } = desk;
    const { view, destination } = planned;
    record.redirectUrl = unfollowedTarget(exchange);
    const continuation = continuationOf(exchange, planned.startByte);
    const isComplete = continuation.kind === 'complete';
    const { failure, exitStatus } = isComplete ? { exitStatus: 0 } : statusOutcome(exchange, options);
    record.isUnchanged = exchange.plan.method !== 'HEAD' && isUnchanged(planned.timeCondition, exchange.head);
    try {
        if (failure !== undefined && !options['fail-with-body'])
            throw failure;
        if (continuation.kind === 'refused')
            throw continuation.failure;
        // A file that is there is not touched for a body that does not come.
        const hasNoBody = exchange.head.status === 304 && destination.kind !== 'download';
        if (isComplete || record.isUnchanged || hasNoBody) {
            if (view.parts.head && early !== undefined)
                await early.finish();
            return exitStatus;
        }
        const reception = {
            view,
            forced: destination.kind === 'stdout' && destination.forced,
            resumedBytes: resumption?.partial?.byteLength ?? planned.startByte,
            receiver: early ?? (await openDownload(destination, exchange.head, resumption, host)),
        };
        if (view.parts.body)
            await receiveBody(exchange, reception, desk, record);
        else if (destination.kind !== 'stdout')
            await reception.receiver.finish();
    }
    finally {
        exchange.close();
    }
    if (failure !== undefined)
        throw failure;
    if (exitStatus !== 0 && !view.parts.summary && !view.parts.head && !view.summaryOnStderr && view.errors) {
        await console.lines([summaryLine(exchange, console.theme)]);
    }
    return exitStatus;
}
/** `-z`: whether a reply that came all the same is not new, or not old enough. curl takes it for a 304 then. */
function isUnchanged(condition, { headers }) {
    const changedAtSeconds = parseDate(findHeader(headers, 'Last-Modified') ?? '');
    if (!condition?.atSeconds || !changedAtSeconds)
        return false;
    return condition.name === 'If-Unmodified-Since'
        ? changedAtSeconds >= condition.atSeconds
        : changedAtSeconds <= condition.atSeconds;
}
/** What the answer's own status means for the exit status. */
function statusOutcome(exchange, options) {
    const { status, reason } = exchange.head;
    if (status >= 400 && (options.fail || options['fail-with-body'])) {
        const failure = new Failure('httpStatus', `the server answered ${status}${reason === '' ? '' : ` ${reason}`}`);
        return { failure, exitStatus: failure.exitStatus };
    }
    // HTTPie's statuses: 3 only for a redirect that was not followed, which is any that is still the answer.
    if (options['check-status'] && status >= 300)
        return { exitStatus: Math.min(5, Math.floor(status / 100)) };
    return { exitStatus: 0 };
}
/** Where a redirect that was not followed would have led; text that is no URL leads nowhere, but in curl to itself. */
function unfollowedTarget(exchange) {
    const location = redirectTarget(exchange);
    if (location === undefined)
        return undefined;
    try {
        return `${hrefOf(resolveReference(exchange.plan.url, location))}${/#.*$/s.exec(location)?.[0] ?? ''}`;
    }
    catch {
        return exchange.plan.dialect === 'curl' ? location : undefined;
    }
}
//# sourceMappingURL=transfer.js.map