import { authorized } from '../auth/authorize.ts';
import { nearestCommand } from '../cli/nearest.ts';
import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import { BrokenPipe, type Host } from '../host.ts';
import { redirectTarget, referredUrl } from '../http/redirect.ts';
import { RefusedTunnel } from '../http/refused-tunnel.ts';
import { Unanswered } from '../http/unanswered.ts';
import { roomOn } from '../render/columns.ts';
import { summaryLine } from '../render/message.ts';
import type { View } from '../render/view.ts';
import { parseDate } from '../request/date.ts';
import type { TimeCondition } from '../request/draft.ts';
import type { Exchange, ReplyHead } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { HandshakeFailure } from '../request/tls.ts';
import { bothTraces } from '../request/trace.ts';
import { hrefOf } from '../request/url.ts';
import { fileReceiver, nullReceiver, type Receiver, serverNamedReceiver, stdoutReceiver } from '../store/receiver.ts';
import { continuationOf, continuedPlan, startByteOf } from './continuation.ts';
import { type Conversation, conversation } from './conversation.ts';
import { type Deadline, startDeadline } from './deadline.ts';
import type { Desk, PlannedTransfer } from './desk.ts';
import { expectedPath, makeFolders, openDownload, type Resumption, resume } from './destination.ts';
import { printBrokenHeads, printHeads, printTunnel } from './heads.ts';
import type { Observation } from './observe.ts';
import { type Reception, receiveBody } from './receive.ts';
import { startRecord, type TransferRecord } from './record.ts';
import { startRetries } from './retries.ts';

/**
 * Sends a plan, follows where it leads, prints what was asked for, and tries again where that is wished for. Gives the
 * exit status; failures are told, not thrown.
 */
export async function transfer(planned: PlannedTransfer, desk: Desk): Promise<number> {
  let exitStatus = 0;
  try {
    exitStatus = await observedTransfer(planned, desk);
  } finally {
    // Behind what -w prints, as in curl, and also where nobody reads that any longer.
    const savedStatus = (await desk.cookies?.save(desk.host.stdout)) ?? 0;
    if (exitStatus === 0) exitStatus = savedStatus;
  }
  return exitStatus;
}

async function observedTransfer(planned: PlannedTransfer, desk: Desk): Promise<number> {
  let exitStatus = 0;
  const observation = desk.insight?.observe(desk.host);
  try {
    exitStatus = await transferWithRetries(planned, desk, observation);
  } finally {
    if (observation !== undefined) await desk.insight?.tell(observation, exitStatus, planned, desk);
  }
  return exitStatus;
}

async function transferWithRetries(
  planned: PlannedTransfer,
  desk: Desk,
  observation: Observation | undefined,
): Promise<number> {
  let startByte = await startByteOf(planned, desk.host);
  let receiver = earlyReceiver(planned, desk.host, startByte);
  const retries = startRetries(desk.retries, planned.plan, desk.host, desk.console);
  for (;;) {
    const record = startRecord(planned, retries.count(), desk.host);
    const tried = await tryOnce({ startByte, observation, ...planned }, receiver, desk, record, retries.count() > 0);
    // What a try has added to a file stays in it.
    if (startByte > 0) startByte += record.deliveredBytes;
    try {
      // Of a further page another try has been made already, and the pages before it are printed.
      if (record.pageCount() === 1 && (await retries.next(tried.failure, record.lastHead()))) {
        // `-C -`: the file ends somewhere else by now, and is gone on with there.
        if (planned.continueAt !== 'end') continue;
        startByte = await startByteOf(planned, desk.host);
        receiver = earlyReceiver(planned, desk.host, startByte);
        continue;
      }
    } catch (error) {
      return await desk.console.failure(error);
    }
    return await conclude(tried, record, desk);
  }
}

/** How a try came out; its failure has been told. */
interface Tried {
  readonly exitStatus: number;
  readonly failure: unknown;
}

/** A try, the byte at which it goes on, and who watches it. */
type StartedTransfer = PlannedTransfer & {
  readonly startByte: number;
  readonly observation: Observation | undefined;
};

/** What its answer is taken with. */
interface AnsweredTransfer extends StartedTransfer {
  readonly resumption: Resumption | undefined;
  readonly merge: Reception['merge'];
  readonly signal: AbortSignal;
}

async function tryOnce(
  planned: StartedTransfer,
  receiver: Receiver | undefined,
  desk: Desk,
  record: TransferRecord,
  isRetry: boolean,
): Promise<Tried> {
  const deadline = startDeadline(planned.plan, desk.host);
  let broken: unknown;
  try {
    if (isRetry) await receiver?.restart();
    else if (await isSkipped(planned, desk)) {
      record.fileName = expectedPath(planned.destination);
      return { exitStatus: 0, failure: undefined };
    }
    const exitStatus = await exchangeAndPrint(planned, receiver, desk, record, deadline);
    if (desk.options['remote-time']) await dateFile(record, desk);
    return { exitStatus, failure: undefined };
  } catch (failure) {
    broken = failure;
    if (failure instanceof BrokenPipe) throw failure;
    return { exitStatus: await desk.console.failure(orCommand(failure, planned.plan)), failure };
  } finally {
    deadline.clear();
    planned.observation?.end(broken);
    record.fileName ??= receiver?.name;
  }
}

/** A name without an address may have been meant for a sub-command: `slip halp`. */
function orCommand(failure: unknown, { dialect, url }: RequestPlan): unknown {
  if (!(failure instanceof Failure) || failure.kind !== 'hostName' || dialect === 'curl') return failure;
  const command = nearestCommand(url.host);
  if (command === undefined) return failure;
  return new Failure(failure.kind, failure.message, { hint: `did you mean slip ${command}?`, cause: failure.cause });
}

/** What is left to do when a transfer is over. Gives the exit status. */
async function conclude({ exitStatus: tried, failure }: Tried, record: TransferRecord, desk: Desk): Promise<number> {
  const saved = (await desk.memory?.save()) ?? 0;
  const lastHead = record.lastHead();
  const picked = lastHead === undefined ? 0 : ((await desk.picker?.head?.(lastHead, desk)) ?? 0);
  const exitStatus = tried || picked || saved;
  if (desk.writeOut !== undefined) {
    const errorMessage = failure instanceof Error ? failure.message : undefined;
    const unreachedPeer = failure instanceof HandshakeFailure ? failure.peer : undefined;
    const refusedTunnel = failure instanceof RefusedTunnel ? failure.report : undefined;
    await desk.writeOut(record.facts({ exitStatus, errorMessage, unreachedPeer, refusedTunnel }), desk);
  }
  return exitStatus;
}

/** `--skip-existing`: nothing is sent for a file that is there already. */
async function isSkipped({ destination }: PlannedTransfer, { host, console }: Desk): Promise<boolean> {
  const path = expectedPath(destination);
  if (path === undefined || !('skipsExisting' in destination && destination.skipsExisting)) return false;
  const facts = await host.files.facts(path).catch(() => undefined);
  if (facts !== undefined) await console.note(`${path} is there already: nothing was sent`);
  return facts !== undefined;
}

/** `--remote-time`: the file gets the time that the server has for it. */
async function dateFile(record: TransferRecord, { host, console }: Desk): Promise<void> {
  const { fileName } = record;
  const modifiedAtSeconds = parseDate(findHeader(record.lastHead()?.headers ?? [], 'Last-Modified') ?? '');
  if (fileName === undefined || modifiedAtSeconds === undefined) return;
  if ((await host.files.facts(fileName).catch(() => undefined))?.kind !== 'file') return;
  await host.files
    .setModified(fileName, modifiedAtSeconds * 1000)
    .catch(() => console.warning(`${fileName} did not get the time of Last-Modified`));
}

async function exchangeAndPrint(
  planned: StartedTransfer,
  receiver: Receiver | undefined,
  desk: Desk,
  record: TransferRecord,
  deadline: Deadline,
): Promise<number> {
  const { destination, view, observation } = planned;
  await desk.headerDump?.open();
  await desk.etagFile?.open();
  // curl makes them at once; slip leaves nothing behind of a request that fails.
  if (planned.plan.dialect === 'curl') await makeFolders(destination, desk.host);
  const resumption = destination.kind === 'download' ? await resume(destination, planned.plan, desk.host) : undefined;
  const plan = authorized(resumption?.plan ?? continuedPlan(planned.plan, planned.startByte), desk.host);
  const trace = bothTraces(desk.tracer?.of(planned.transferIndex, view.onTerminal && view.parts.body), deadline.trace);
  const talk = { desk, signal: deadline.signal, trace, observation, decideRefusal: desk.pages?.decideRefusal };
  try {
    for await (const { exchange, next, failure } of conversation(plan, talk)) {
      record.add(exchange);
      desk.witness?.meet(exchange);
      receiver?.meet(exchange.head);
      await desk.etagFile?.write(exchange.head, desk.host.stdout);
      await printHeads(exchange, next === undefined && failure === undefined, view, receiver, desk);
      if (failure instanceof Failure && failure.kind === 'redirects') record.redirectUrl = unfollowedTarget(exchange);
      if (failure !== undefined) throw failure;
      if (next !== undefined) continue;
      const merge = mergeOf(exchange, planned, talk, record);
      return await printAnswer(
        exchange,
        { resumption, merge, signal: talk.signal, ...planned },
        receiver,
        desk,
        record,
      );
    }
  } catch (error) {
    if (error instanceof RefusedTunnel) await printTunnel(error.report, plan, view, receiver, desk);
    if (error instanceof Unanswered) {
      record.addUnanswered(error.request);
      await printBrokenHeads(error.request, view, receiver, desk);
    }
    // Heads may be in the file, or all of a body that counts as a failure.
    const left = error instanceof BrokenPipe ? undefined : await receiver?.abandon(error);
    if (left !== undefined) await desk.console.note(left);
    throw error;
  }
  throw new Error('a conversation ends with an answer');
}

/** Where the body goes, if that does not depend on the reply: heads may go there too. */
function earlyReceiver(
  { destination, view, plan }: PlannedTransfer,
  { files, stdout }: Host,
  startByte: number,
): Receiver | undefined {
  switch (destination.kind) {
    case 'stdout':
      return stdoutReceiver(stdout, view.onTerminal && plan.dialect === 'slip');
    case 'null':
      return nullReceiver();
    case 'file':
      return fileReceiver(
        files,
        destination.path,
        startByte > 0 ? { ...destination.rules, taken: 'append', removedAfter: 'none' } : destination.rules,
      );
    case 'server-named':
      return serverNamedReceiver(files, destination.target);
    case 'download':
      return undefined;
  }
}

/** What comes in place of the body, where it is the first page of a list or of a stream that is followed. */
function mergeOf(
  exchange: Exchange,
  { plan, view }: PlannedTransfer,
  talk: Conversation,
  record: TransferRecord,
): Reception['merge'] {
  const { pages, events } = talk.desk;
  const contentType = findHeader(exchange.head.headers, 'Content-Type');
  if (plan.messages !== undefined && exchange.head.status === 101) {
    return {
      contentType: 'application/x-ndjson',
      chunksOf: (bodyOf) => messagesOver(exchange, bodyOf(exchange), talk, view),
    };
  }
  if (events === undefined && pages === undefined) return undefined;
  const begun = { ...talk, begun: plan, view, record };
  if (events !== undefined && exchange.head.status === 200) {
    return { contentType, chunksOf: (bodyOf) => events.followed(exchange, { ...begun, bodyOf }) };
  }
  if (pages === undefined || exchange.head.status >= 300) return undefined;
  return { contentType: 'application/json', chunksOf: (bodyOf) => pages.merged(exchange, { ...begun, bodyOf }) };
}

/** What WebSockets need is loaded when one has been opened. */
async function* messagesOver(
  exchange: Exchange,
  body: AsyncIterable<Uint8Array>,
  { desk }: Conversation,
  { onTerminal }: View,
): AsyncGenerator<Uint8Array> {
  const { webSocketLines } = await import('./web-socket.ts');
  yield* webSocketLines(exchange, body, desk, onTerminal);
}

async function printAnswer(
  exchange: Exchange,
  planned: AnsweredTransfer,
  early: Receiver | undefined,
  desk: Desk,
  record: TransferRecord,
): Promise<number> {
  const { options, console, host } = desk;
  const { view, destination, resumption } = planned;
  record.redirectUrl = unfollowedTarget(exchange);
  const continuation = continuationOf(exchange, planned.startByte);
  const isComplete = continuation.kind === 'complete';
  const { failure, exitStatus } = isComplete ? { exitStatus: 0 } : statusOutcome(exchange, options);
  record.isUnchanged = exchange.plan.method !== 'HEAD' && isUnchanged(planned.timeCondition, exchange.head);
  try {
    if (failure !== undefined && !options['fail-with-body']) {
      await explainRefusal(exchange, desk);
      throw failure;
    }
    if (continuation.kind === 'refused') throw continuation.failure;
    // A file that is there is not touched for a body that does not come.
    const hasNoBody = exchange.head.status === 304 && destination.kind !== 'download';
    if (isComplete || record.isUnchanged || hasNoBody) {
      if (view.parts.head && early !== undefined) await early.finish();
      return exitStatus;
    }
    const reception: Reception = {
      view,
      forced: destination.kind === 'stdout' && destination.forced,
      resumedBytes: resumption?.partial?.byteLength ?? planned.startByte,
      receiver: early ?? (await openDownload(destination, exchange.head, resumption, host)),
      merge: planned.merge,
      signal: planned.signal,
    };
    if (view.parts.body) await receiveBody(exchange, reception, desk, record);
    else if (destination.kind !== 'stdout') await reception.receiver.finish();
    await explainRefusal(exchange, desk);
  } finally {
    exchange.close();
  }
  if (failure !== undefined) throw failure;
  if (exitStatus !== 0 && !view.parts.summary && !view.parts.head && !view.summaryOnStderr && view.errors) {
    await console.lines([summaryLine(exchange, console.theme, roomOn(host.stderr))]);
  }
  return exitStatus;
}

/** Says what a 401 is about; to whom has no profiles only on a terminal. */
async function explainRefusal(exchange: Exchange, { profiles, options, console, host }: Desk): Promise<void> {
  if (exchange.head.status !== 401 || exchange.plan.dialect === 'curl') return;
  const { explained } = await import('./refusal.ts');
  const sentence = await explained(exchange, profiles, options.auth !== false, host);
  if (sentence !== undefined) await console.note(sentence);
}

/** `-z`: whether a reply that came all the same is not new, or not old enough. curl takes it for a 304 then. */
function isUnchanged(condition: TimeCondition | undefined, { headers }: ReplyHead): boolean {
  const changedAtSeconds = parseDate(findHeader(headers, 'Last-Modified') ?? '');
  if (!condition?.atSeconds || !changedAtSeconds) return false;
  return condition.name === 'If-Unmodified-Since'
    ? changedAtSeconds >= condition.atSeconds
    : changedAtSeconds <= condition.atSeconds;
}

/** What the answer's own status means for the exit status. */
function statusOutcome(
  exchange: Exchange,
  options: Options,
): { readonly failure?: Failure; readonly exitStatus: number } {
  const { status, reason } = exchange.head;
  if (status >= 400 && (options.fail || options['fail-with-body'])) {
    // Scripts look for curl's words.
    const sentence =
      exchange.plan.dialect === 'curl'
        ? `The requested URL returned error: ${status}`
        : `the server answered ${status}${reason === '' ? '' : ` ${reason}`}`;
    const failure = new Failure('httpStatus', sentence);
    return { failure, exitStatus: failure.exitStatus };
  }
  if (exchange.plan.messages !== undefined && status !== 101) {
    return { exitStatus: new Failure('httpStatus', '').exitStatus };
  }
  // HTTPie's statuses: 3 only for a redirect that was not followed, which is any that is still the answer.
  if (options['check-status'] && status >= 300) return { exitStatus: Math.min(5, Math.floor(status / 100)) };
  return { exitStatus: 0 };
}

/** Where a redirect that was not followed would have led; text that is no URL leads nowhere, but in curl to itself. */
function unfollowedTarget(exchange: Exchange): string | undefined {
  const location = redirectTarget(exchange);
  if (location === undefined) return undefined;
  try {
    const url = referredUrl(exchange.plan, location);
    return `${hrefOf(url)}${url.fragment ?? ''}`;
  } catch {
    return exchange.plan.dialect === 'curl' ? location : undefined;
  }
}
