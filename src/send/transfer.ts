import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import { BrokenPipe, type Host } from '../host.ts';
import { atMost } from '../http/bound.ts';
import { converse, type Turn } from '../http/converse.ts';
import { decideRedirect, redirectTarget } from '../http/redirect.ts';
import { presentBody } from '../render/body.ts';
import { interimLines, replyLines, requestLines, summaryLine } from '../render/message.ts';
import type { Theme } from '../render/paint.ts';
import { startProgress } from '../render/progress.ts';
import { parseContentType } from '../render/sniff.ts';
import type { View } from '../render/view.ts';
import { type Piece, renderWriteOut } from '../render/write-out.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hrefOf, resolveReference } from '../request/url.ts';
import type { HeaderDump } from '../store/header-dump.ts';
import type { Receiver } from '../store/receiver.ts';
import type { Console } from './console.ts';
import { type Destination, openReceiver, type Resumption, resume } from './destination.ts';
import { printRequest } from './preview.ts';
import { startRecord, type TransferRecord } from './record.ts';

/** Everything a transfer needs beside its plan: the same for all URLs of a command line. */
export interface Desk {
  readonly host: Host;
  readonly options: Options;
  readonly console: Console;
  /** Colours of stdout. */
  readonly theme: Theme;
  readonly send: (plan: RequestPlan, signal: AbortSignal) => Promise<Exchange>;
  readonly headerDump: HeaderDump | undefined;
  readonly writeOut: readonly Piece[] | undefined;
}

/** One URL of a command line, decided. */
export interface PlannedTransfer {
  readonly plan: RequestPlan;
  readonly view: View;
  readonly destination: Destination;
  readonly typedUrl: string;
  readonly urlIndex: number;
}

/** Sends a plan, follows where it leads, prints what was asked for. Gives the exit status; failures are told, not thrown. */
export async function transfer(planned: PlannedTransfer, desk: Desk): Promise<number> {
  const { host, console } = desk;
  const record = startRecord(planned.plan, planned.typedUrl, planned.urlIndex, host);
  const deadline = startDeadline(planned.plan, host);
  let exitStatus = 0;
  let failure: unknown;
  try {
    exitStatus = await exchangeAndPrint(planned, desk, record, deadline.signal);
  } catch (error) {
    if (error instanceof BrokenPipe) throw error;
    failure = error;
    exitStatus = await console.failure(error);
  } finally {
    deadline.clear();
  }
  if (desk.writeOut !== undefined) {
    const errorMessage = failure instanceof Error ? failure.message : undefined;
    await writeOut(desk.writeOut, record.facts({ exitStatus, errorMessage }), desk);
  }
  return exitStatus;
}

/** Fires on Ctrl-C, and when the whole transfer has taken longer than `--max-time`. */
function startDeadline(plan: RequestPlan, host: Host): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const onInterrupt = (): void => controller.abort(new Failure('interrupted', 'interrupted'));
  if (host.interrupted.aborted) onInterrupt();
  host.interrupted.addEventListener('abort', onInterrupt);
  const { totalMs } = plan.limits;
  const timer =
    totalMs === undefined
      ? undefined
      : setTimeout(() => {
          controller.abort(
            new Failure('timeout', `${plan.url.host} took longer than the ${totalMs / 1000} s of --max-time`),
          );
        }, totalMs);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      host.interrupted.removeEventListener('abort', onInterrupt);
    },
  };
}

async function exchangeAndPrint(
  planned: PlannedTransfer,
  desk: Desk,
  record: TransferRecord,
  signal: AbortSignal,
): Promise<number> {
  const { destination } = planned;
  const resumption = destination.kind === 'download' ? await resume(destination, planned.plan, desk.host) : undefined;
  const plan = resumption?.plan ?? planned.plan;
  const turns = converse(plan, (next) => desk.send(next, signal), decideRedirect);
  for await (const turn of turns) {
    record.add(turn.exchange);
    await printHeads(turn, planned, desk);
    if (turn.next === undefined) return await printAnswer(turn.exchange, planned, resumption, desk, record);
    for (const note of turn.next.notes) await desk.console.note(note);
  }
  throw new Error('a conversation ends with an answer');
}

/** What is printed of every hop: the request where asked for, the heads. */
async function printHeads({ exchange, next }: Turn, { view }: PlannedTransfer, desk: Desk): Promise<void> {
  const { host, theme, console, headerDump } = desk;
  if (view.verbose) await printVerbose(exchange, view, desk);
  await printRequest(exchange.plan, exchange.requestHead, view, desk);
  const heads = [...exchange.interim, exchange.head.bytes];
  for (const bytes of heads) await headerDump?.write(bytes);
  if (view.parts.head) {
    if (view.onTerminal || view.colored) {
      const interim = exchange.interim.flatMap((bytes) => [...interimLines(bytes, theme), '']);
      const lines = [...interim, ...replyLines(exchange.head, theme, true), ''];
      await host.stdout.write(lines.map((line) => `${line}\n`).join(''));
    } else for (const bytes of heads) await host.stdout.write(bytes);
  }
  if (view.parts.summary && next === undefined) await host.stdout.write(`${summaryLine(exchange, theme)}\n`);
  if (view.summaryOnStderr && next === undefined) await console.lines([summaryLine(exchange, console.theme)]);
}

/** Both sides of an exchange on stderr, as `curl -v` marks them. */
async function printVerbose(exchange: Exchange, view: View, { console }: Desk): Promise<void> {
  const { theme } = console;
  const { peer, connection } = exchange;
  const mark = (sign: string, lines: readonly string[]): string[] =>
    [...lines, ''].map((line) => `${theme.dim(sign)} ${line}`.trimEnd());
  const where =
    peer.remoteAddress === undefined
      ? exchange.plan.connection.unixSocket
      : `${peer.remoteAddress} port ${peer.remotePort}`;
  const secured =
    peer.tlsProtocol === undefined
      ? ''
      : `, ${peer.tlsProtocol} ${peer.tlsCipher}${peer.verified ? '' : ', certificate not checked'}`;
  await console.lines([
    theme.dim(`* ${connection.isNew ? 'connected to' : 'still connected to'} ${where}${secured}`),
    ...mark('>', requestLines(exchange.requestHead, theme, view.showsSecrets)),
    ...exchange.interim.flatMap((bytes) => mark('<', interimLines(bytes, theme))),
    ...mark('<', replyLines(exchange.head, theme, view.showsSecrets)),
  ]);
}

/** The exit status of the answer's own status. */
function statusOutcome(
  exchange: Exchange,
  options: Options,
): { readonly failure?: Failure; readonly exitStatus: number } {
  const { status, reason } = exchange.head;
  const sentence = `the server answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status >= 400 && (options.fail || options['fail-with-body'])) {
    return { failure: new Failure('httpStatus', sentence), exitStatus: 22 };
  }
  if (options['check-status'] && status >= 300) {
    // HTTPie's statuses: 3 only for a redirect that was not followed, which is any that is still the answer.
    return { exitStatus: Math.min(5, Math.floor(status / 100)) };
  }
  return { exitStatus: 0 };
}

async function printAnswer(
  exchange: Exchange,
  planned: PlannedTransfer,
  resumption: Resumption | undefined,
  desk: Desk,
  record: TransferRecord,
): Promise<number> {
  const { host, options, console } = desk;
  const { view, destination } = planned;
  record.redirectUrl = unfollowedTarget(exchange);
  const outcome = statusOutcome(exchange, options);
  if ((outcome.failure !== undefined && !options['fail-with-body']) || !view.parts.body) {
    exchange.close();
    if (outcome.failure !== undefined) throw outcome.failure;
    return outcome.exitStatus;
  }
  try {
    refuseAnnouncedSize(exchange);
    const reception = await openReceiver(destination, exchange.head, resumption, host, view.onTerminal);
    if (reception.wantsBody)
      await receiveBody(exchange, reception.receiver, planned, resumption?.partial?.byteLength ?? 0, desk, record);
    const said = await reception.receiver.finish();
    record.fileName = reception.receiver.name;
    if (said !== undefined) await console.note(said);
  } finally {
    exchange.close();
  }
  if (outcome.failure !== undefined) throw outcome.failure;
  if (outcome.exitStatus !== 0 && !view.parts.summary && !view.parts.head && !view.summaryOnStderr && view.errors) {
    await console.lines([summaryLine(exchange, console.theme)]);
  }
  return outcome.exitStatus;
}

/** Where a redirect that was not followed would have led; text that is no URL leads nowhere. */
function unfollowedTarget(exchange: Exchange): string | undefined {
  const location = redirectTarget(exchange);
  if (location === undefined) return undefined;
  try {
    return hrefOf(resolveReference(exchange.plan.url, location));
  } catch {
    return undefined;
  }
}

function refuseAnnouncedSize(exchange: Exchange): void {
  const limitBytes = exchange.plan.limits.bodyBytes;
  const announced = findHeader(exchange.head.headers, 'Content-Length');
  if (limitBytes === undefined || announced === undefined || Number(announced) <= limitBytes) return;
  throw new Failure('size', `the body has ${announced} bytes, more than the ${limitBytes} of --max-filesize`);
}

async function receiveBody(
  exchange: Exchange,
  receiver: Receiver,
  { view, destination }: PlannedTransfer,
  resumedBytes: number,
  desk: Desk,
  record: TransferRecord,
): Promise<void> {
  const { host, console } = desk;
  const { headers } = exchange.head;
  const contentType = findHeader(headers, 'Content-Type');
  const length = findHeader(headers, 'Content-Length');
  const progress =
    view.progress === 'none'
      ? undefined
      : startProgress(
          host.stderr,
          length === undefined ? undefined : Number(length) + resumedBytes,
          resumedBytes,
          host,
          view.progress,
        );
  const counted = tap(exchange.body, (byteCount) => {
    record.downloadBytes += byteCount;
    progress?.advance(byteCount);
  });
  const encoding = findHeaders(headers, 'Content-Encoding');
  const decoded = exchange.plan.decoded && encoding !== '' ? await withoutCodings(counted, encoding) : counted;
  const { bodyBytes } = exchange.plan.limits;
  const bounded = bodyBytes === undefined ? decoded : atMost(decoded, bodyBytes);
  try {
    const shown = await presentBody(bounded, contentType, {
      ...view,
      theme: desk.theme,
      forced: destination.kind === 'stdout' && destination.forced,
      patience: () => host.sleep(PATIENCE_MS),
    });
    if (shown === undefined) {
      const type = parseContentType(contentType).type;
      await console.note(
        `the body is binary${type === '' ? '' : ` (${type})`} and not shown; -o FILE saves it, -o - shows it all the same`,
      );
      return;
    }
    for await (const chunk of shown) {
      record.deliveredBytes += chunk.byteLength;
      await receiver.write(chunk);
    }
  } catch (error) {
    await progress?.stop();
    if (error instanceof BrokenPipe) throw error;
    const left = await receiver.abandon(error);
    if (left !== undefined) await console.note(left);
    throw error;
  } finally {
    await progress?.stop();
  }
}

/** node:zlib is loaded for a body that needs it. */
async function withoutCodings(chunks: AsyncIterable<Uint8Array>, encoding: string): Promise<AsyncIterable<Uint8Array>> {
  const { decodeContent } = await import('../http/coding.ts');
  return decodeContent(chunks, encoding);
}

/** How long the look-ahead of a terminal waits for bytes that do not come: below what a person notices. */
const PATIENCE_MS = 20;

function findHeaders(headers: Exchange['head']['headers'], name: string): string {
  const wanted = name.toLowerCase();
  return headers
    .filter(([candidate]) => candidate.toLowerCase() === wanted)
    .map(([, value]) => String(value))
    .join(',');
}

async function* tap(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (byteCount: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onChunk(chunk.byteLength);
    yield chunk;
  }
}

async function writeOut(
  pieces: readonly Piece[],
  facts: Parameters<typeof renderWriteOut>[1],
  { host, console }: Desk,
): Promise<void> {
  const { outputs, notes } = renderWriteOut(pieces, facts);
  for (const { to, text } of outputs) {
    if (to === 'stdout') await host.stdout.write(text);
    else if (to === 'stderr') await host.stderr.write(text);
    else {
      const sink = await host.files.open(to.path, to.append ? 'append' : 'replace');
      await sink.write(Buffer.from(text));
      await sink.close();
    }
  }
  for (const sentence of notes) await console.note(sentence);
}
