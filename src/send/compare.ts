import { createHash } from 'node:crypto';
import { authorized } from '../auth/authorize.ts';
import { type DiffWish, readDiffLine } from '../cli/diff-line.ts';
import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import { type Answer, type AnswerBody, type Comparison, compareTwo, type Ignored, isSame } from '../compare/answers.ts';
import { Failure } from '../failure.ts';
import { BrokenPipe, type Host } from '../host.ts';
import { parseJsonPath } from '../json/path-syntax.ts';
import { writeJsonText } from '../json/write.ts';
import { presentBody } from '../render/body.ts';
import { decodeCharset } from '../render/charset.ts';
import { roomOn } from '../render/columns.ts';
import { comparisonJson, comparisonLines } from '../render/comparison.ts';
import { bodyLanguage, looksBinary } from '../render/sniff.ts';
import { formatByteCount } from '../render/summary.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import { displayUrl, hrefOf } from '../request/url.ts';
import { answerTo } from './conversation.ts';
import { startDeadline } from './deadline.ts';
import type { Desk, PlannedTransfer } from './desk.ts';
import { type Part, preparePart } from './part.ts';
import { decodedBody } from './receive.ts';
import { startRecord } from './record.ts';
import { openCompany } from './requests.ts';
import { startRetries } from './retries.ts';

/** The exit status of answers that differ. */
const DIFFERENT = 1;

/** The least exit status of a comparison that came to nothing: 1 says that the answers differ, whatever it is elsewhere. */
export const TROUBLE = 2;

/**
 * `slip diff` of two requests of a line. Gives the exit status, as compareSides does.
 *
 * @throws Failure for what keeps both from being sent.
 */
export async function compareAnswers(invocations: readonly Invocation[], inputs: Inputs, host: Host): Promise<number> {
  const { requests, wish } = readDiffLine(invocations);
  const { transport, openers } = openCompany(inputs, host);
  try {
    const parts: Part[] = [];
    for (const request of requests) parts.push(await preparePart(request, inputs, host, transport, openers));
    return await compareSides(await sidesOf(parts), wish);
  } finally {
    await transport.close();
  }
}

/** A request that is to be compared. */
export interface Side {
  readonly planned: PlannedTransfer;
  readonly desk: Desk;
  /** What it is called, where its URL alone does not say it. */
  readonly name?: string;
}

/**
 * Asks for both sides at the same time, and prints where the answers differ. Gives the exit status: 0 if nothing does, 1,
 * or 2 and above for the failure that kept it from comparing.
 *
 * @throws Failure `usage` where there are not two sides, or for an `--ignore` that is none.
 */
export async function compareSides(sides: readonly Side[], wish: DiffWish): Promise<number> {
  const ignored: Ignored = {
    paths: wish.paths.map(parseJsonPath),
    fields: wish.fields.map((name) => name.toLowerCase()),
    allHeaders: wish.allHeaders,
  };
  const [left, right, ...others] = sides;
  if (left === undefined || right === undefined || others.length > 0) {
    throw new Failure('usage', 'slip diff compares two requests', { hint: 'slip diff URL URL' });
  }
  const { host } = left.desk;
  const answers = await Promise.allSettled([left, right].map(fetchAnswer));
  let savedStatus = 0;
  for (const { desk } of [left, right]) savedStatus = (await desk.memory?.save()) || savedStatus;
  // Two parts may each have a session, or a file.
  for (const cookies of new Set([left.desk.cookies, right.desk.cookies])) {
    savedStatus = (await cookies?.save(host.stdout)) || savedStatus;
  }
  const failed = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  for (const [index, reason] of failed.entries()) {
    const status = Math.max(TROUBLE, await left.desk.console.failure(reason));
    if (index === failed.length - 1) return status;
  }
  const [one, other] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (one === undefined || other === undefined) throw new Error('both sides have answered');
  const comparison = compareTwo(one, other, ignored);
  try {
    await print(one, comparison, wish, [left, right]);
  } catch (error) {
    // A reader who has had enough changes nothing about it.
    if (!(error instanceof BrokenPipe)) throw error;
  }
  return isSame(comparison) ? savedStatus && Math.max(TROUBLE, savedStatus) : DIFFERENT;
}

/**
 * The requests of parts, with their names where they have some.
 *
 * @throws Failure `usage` for sets and ranges, which are many, and for a WebSocket.
 */
export async function sidesOf(parts: readonly Part[], name?: string): Promise<readonly Side[]> {
  const sides: Side[] = [];
  for (const { series, plan, desk } of parts) {
    for (const { count, at } of series) {
      if (count > 1n)
        throw new Failure('usage', 'slip diff takes no sets or ranges in a URL', { hint: '-g reads them as text' });
      const planned = plan(await at(0n), 0, sides.length);
      if (planned.plan.messages !== undefined) throw new Failure('usage', 'slip diff compares no WebSockets');
      sides.push({ planned, desk, ...(name === undefined ? {} : { name }) });
    }
  }
  return sides;
}

/** Asks for one side, again where `--retry` has it. */
async function fetchAnswer(side: Side): Promise<Answer> {
  const { planned, desk } = side;
  const { plan, view } = planned;
  const { host, console, pages } = desk;
  const deadline = startDeadline(plan, host);
  const retries = startRetries(desk.retries, plan, host, console);
  const bodyOf = (exchange: Exchange): AsyncIterable<Uint8Array> => decodedBody(exchange, record, host);
  let record = startRecord(planned, 0, host);
  try {
    for (;;) {
      record = startRecord(planned, retries.count(), host);
      const asking = {
        desk,
        signal: deadline.signal,
        trace: deadline.trace,
        observation: undefined,
        decideRefusal: pages?.decideRefusal,
        view,
        record,
      };
      try {
        const exchange = await answerTo(authorized(plan, host), asking);
        try {
          const { status, headers } = exchange.head;
          refuseStatus(exchange, desk);
          const isList = pages !== undefined && status < 300;
          const chunks = isList ? pages.merged(exchange, { ...asking, begun: plan, bodyOf }) : bodyOf(exchange);
          const type = isList ? 'application/json' : findHeader(headers, 'Content-Type');
          return { status, headers, body: await readBody(chunks, type) };
        } finally {
          exchange.close();
        }
      } catch (failure) {
        if (failure instanceof BrokenPipe || record.pageCount() > 1) throw failure;
        if (!(await retries.next(failure, record.lastHead()))) throw failure;
      }
    }
  } catch (error) {
    throw ofSide(error, side);
  } finally {
    deadline.clear();
  }
}

/** A failure says on which side it was, unless it does so itself. */
function ofSide(error: unknown, side: Side): unknown {
  if (!(error instanceof Failure) || error.kind === 'interrupted') return error;
  const { kind, message, at, hint, also, cause } = error;
  const title = side.name ?? urlOf(side);
  if (message.includes(title)) return error;
  const detail = { ...(at === undefined ? {} : { at }), ...(hint === undefined ? {} : { hint }), also, cause };
  return new Failure(kind, `${title}: ${message}`, detail);
}

/** As it may be shown. */
function urlOf({ planned: { plan, view } }: Side): string {
  return (view.showsSecrets ? hrefOf : displayUrl)(plan.url);
}

/** `-f`: an answer of 400 and above is none. */
function refuseStatus({ head, plan }: Exchange, { options }: Desk): void {
  if (!options.fail || head.status < 400) return;
  throw new Failure('httpStatus', `${displayUrl(plan.url)} answered ${head.status} ${head.reason}`.trimEnd());
}

/** Both bodies are in memory, and no text of JavaScript may be much longer. */
const MAX_BODY_BYTES = 256 * 1024 * 1024;

async function readBody(body: AsyncIterable<Uint8Array>, contentType: string | undefined): Promise<AnswerBody> {
  const chunks: Uint8Array[] = [];
  const hash = createHash('sha256');
  let [byteLength, commaCount] = [0, 0];
  for await (const chunk of body) {
    byteLength += chunk.byteLength;
    if (byteLength > MAX_BODY_BYTES) {
      throw new Failure('size', `a body has more than ${formatByteCount(MAX_BODY_BYTES)}, too much to compare`);
    }
    commaCount += commasIn(chunk);
    hash.update(chunk);
    chunks.push(chunk);
  }
  const print = { byteLength, sha256: hash.digest('hex') };
  const prefix = Buffer.concat(chunks, Math.min(byteLength, LOOKED_AT_BYTES));
  if (looksBinary(prefix, contentType)) return { kind: 'binary', print };
  const decoded: Uint8Array[] = [];
  for await (const chunk of decodeCharset(each(chunks), contentType)) decoded.push(chunk);
  const text = Buffer.concat(decoded).toString('utf8');
  const language = bodyLanguage(contentType, prefix);
  const mayBeJson = language === 'json' || language === 'ndjson' || /^\s*[[{]/.test(text);
  if (mayBeJson && commaCount > MAX_JSON_VALUES) {
    throw new Failure('size', `a body of JSON has more than ${MAX_JSON_VALUES} values, too many to compare`);
  }
  return { kind: 'text', text, mayBeJson, print };
}

/** A body is known by so many. */
const LOOKED_AT_BYTES = 2000;

/** Two of so many values take 1 GB, and `--ignore` with its tree as much again or more; Node may have no more than 4. */
const MAX_JSON_VALUES = 5_000_000;

function commasIn(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(COMMA); at >= 0; at = bytes.indexOf(COMMA, at + 1)) count++;
  return count;
}

const COMMA = 0x2c;

/** Columns of a line that is read in a pipe or a file. */
const PIPE_COLUMNS = 100;

async function print(
  left: Answer,
  comparison: Comparison,
  { asJson }: DiffWish,
  [one, other]: readonly [Side, Side],
): Promise<void> {
  const { host, theme, console } = one.desk;
  const { view } = one.planned;
  const { onTerminal, showsSecrets } = view;
  const { stdout } = host;
  const same = isSame(comparison);
  const urls = [urlOf(one), urlOf(other)] as const;
  if (asJson) {
    const text = Buffer.from(`${writeJsonText(comparisonJson(comparison, same, urls, showsSecrets))}\n`);
    const { columns } = stdout;
    const { env } = host;
    const seen = { ...view, theme, columns, env, forced: false, patience: async () => {} };
    const chunks = await presentBody(each([text]), 'application/json', seen);
    for await (const chunk of chunks ?? []) await stdout.write(chunk);
  } else if (same) {
    await console.note(`the answers are the same: ${left.status}, ${formatByteCount(left.body.print.byteLength)}`);
  } else {
    const columns = stdout.isTerminal ? roomOn(stdout) : PIPE_COLUMNS;
    const titled = ({ name }: Side, url: string): string => (name === undefined ? url : `${name}: ${url}`);
    const titles = [titled(one, urls[0]), titled(other, urls[1])] as const;
    for (const line of comparisonLines(comparison, titles, { theme, onTerminal, columns, showsSecrets })) {
      await stdout.write(`${line}\n`);
    }
  }
}

async function* each(chunks: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
