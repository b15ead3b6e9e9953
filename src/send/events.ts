import { authorized } from '../auth/authorize.ts';
import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import { createEventReader } from '../render/bodies/event-reader.ts';
import { bodyLanguage, parseContentType } from '../render/sniff.ts';
import { formatDuration } from '../render/summary.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import { displayUrl } from '../request/url.ts';
import { answerTo } from './conversation.ts';
import type { PageWalk } from './pages.ts';
import { pause } from './pause.ts';
import { startRetries } from './retries.ts';

/** Event streams that are followed. */
export interface Events {
  /**
   * The stream as it came, up to as many events as are wished for, over as many connections as it takes. Where it is
   * connected again, an event that was cut off is left out.
   *
   * @param first the reply to the first request; who has it closes it.
   */
  followed(first: Exchange, walk: PageWalk): AsyncIterable<Uint8Array>;
}

/**
 * What `--max-events` and `--reconnect` ask for.
 *
 * @throws Failure `usage` for no event at all.
 */
export function openEvents({ reconnect, 'max-events': maxEvents = Number.POSITIVE_INFINITY }: Options): Events {
  if (maxEvents === 0) throw new Failure('usage', '--max-events is at least 1');
  return {
    followed(first, walk) {
      if (isEventStream(first)) return follow(first, maxEvents, reconnect === true, walk);
      const language = bodyLanguage(findHeader(first.head.headers, 'Content-Type'), new Uint8Array());
      if (language === 'ndjson' && reconnect !== true) return firstLines(walk.bodyOf(first), maxEvents);
      return notFollowed(first, reconnect === true ? '--reconnect' : '--max-events', walk);
    },
  };
}

function isEventStream({ head }: Exchange): boolean {
  return parseContentType(findHeader(head.headers, 'Content-Type')).type === 'text/event-stream';
}

async function* notFollowed(first: Exchange, option: string, walk: PageWalk): AsyncGenerator<Uint8Array> {
  await walk.desk.console.note(`the reply is no event stream, so ${option} says nothing about it`);
  yield* walk.bodyOf(first);
}

const LF = 0x0a;

/** Lines that have something on them. */
async function* firstLines(chunks: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  let isBlank = true;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      if (chunk[at] !== LF) isBlank &&= (chunk[at] ?? 0) <= 0x20;
      else {
        if (!isBlank) count++;
        isBlank = true;
        if (count < most) continue;
        yield chunk.subarray(0, at + 1);
        return;
      }
    }
    yield chunk;
  }
}

/** What browsers wait where the stream does not say (WHATWG HTML §9.2.2 leaves it open). */
const FIRST_WAIT_MS = 3000;
/** However often nobody answers, no longer than this, unless the stream itself asks for more. */
const LONGEST_BACK_OFF_MS = 60_000;

async function* follow(
  first: Exchange,
  maxEvents: number,
  reconnects: boolean,
  walk: PageWalk,
): AsyncGenerator<Uint8Array> {
  const { console } = walk.desk;
  let exchange: Exchange | undefined = first;
  let waitMs = FIRST_WAIT_MS;
  let lastEventId: string | undefined;
  let count = 0;
  while (exchange !== undefined) {
    const reader = createEventReader({ givesBlocks: true });
    let lost: unknown;
    let isBegun = false;
    try {
      for await (const chunk of walk.bodyOf(exchange)) {
        for (const fact of reader.read(chunk)) {
          if (fact.kind === 'retry') waitMs = fact.waitMs;
          if (fact.kind === 'event') count++;
          if (fact.kind === 'block' || fact.kind === 'overlong') {
            yield isBegun || exchange === first ? fact.bytes : withoutMark(fact.bytes);
            isBegun = true;
          }
          // Of an event that is too long to be held, all bytes have been given before it is told.
          if (count >= maxEvents && (fact.kind === 'block' || (fact.kind === 'event' && fact.data === undefined)))
            return;
        }
      }
    } catch (error) {
      if (!reconnects || !isLost(error, walk)) {
        yield reader.end();
        throw error;
      }
      lost = error;
    } finally {
      if (exchange !== first) exchange.close();
    }
    if (!reconnects) {
      yield reader.end();
      return;
    }
    lastEventId = reader.lastEventId ?? lastEventId;
    await console.note(`${reasonOf(lost)}: connecting again in ${formatDuration(waitMs)}`);
    exchange = await connectAgain(lastEventId, waitMs, walk);
  }
  await console.note('the server answered 204: the stream is over');
}

/** A byte order mark stands at the beginning of a stream alone, and this one goes on with another. */
function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/** The next reply, or `undefined` where the server says that there is none. Nobody there yet is asked again. */
async function connectAgain(
  lastEventId: string | undefined,
  waitMs: number,
  walk: PageWalk,
): Promise<Exchange | undefined> {
  const { desk, record, signal, begun } = walk;
  const plan = planWith(lastEventId, begun);
  const retries = startRetries(desk.retries, plan, desk.host, desk.console);
  let nextWaitMs = waitMs;
  for (;;) {
    await pause(nextWaitMs, desk.host, signal);
    record.turnPage();
    try {
      const exchange = await answerTo(authorized(plan, desk.host), walk);
      if (exchange.head.status === 200 && isEventStream(exchange)) return exchange;
      exchange.close();
      if (exchange.head.status === 204) return undefined;
      throw notAStream(exchange);
    } catch (failure) {
      if (failure instanceof Failure && failure.kind === 'httpStatus') {
        if (!(await retries.next(failure, record.lastHead()))) throw failure;
        nextWaitMs = 0;
        continue;
      }
      if (!isLost(failure, walk)) throw failure;
      nextWaitMs = Math.max(waitMs, Math.min(Math.max(1, nextWaitMs) * 2, LONGEST_BACK_OFF_MS));
      await desk.console.note(`${reasonOf(failure)}: connecting again in ${formatDuration(nextWaitMs)}`);
    }
  }
}

/** The request with what the stream has said of its last event; an id that no header field can have is left out. */
function planWith(lastEventId: string | undefined, begun: RequestPlan): RequestPlan {
  if (!isRepeatable(begun.body)) {
    throw new Failure('rewind', `the body came from a pipe and cannot be sent again to ${displayUrl(begun.url)}`, {
      hint: 'put it in a file: @FILE, -d @FILE or -T FILE',
    });
  }
  if (lastEventId === undefined || /[^\t\x20-\x7e\x80-\u{10ffff}]/u.test(lastEventId)) return begun;
  const others = begun.headers.filter(([name]) => name.toLowerCase() !== 'last-event-id');
  const value = Buffer.from(lastEventId, 'utf8').toString('latin1');
  return { ...begun, headers: lastEventId === '' ? others : [...others, ['Last-Event-ID', value]] };
}

function notAStream({ head }: Exchange): Failure {
  const { status, reason } = head;
  const what = status === 200 ? 'with something that is no event stream' : `${status} ${reason}`.trimEnd();
  return new Failure('httpStatus', `connected again, the server answered ${what}`);
}

const LOST: ReadonlySet<string> = new Set([
  'connect',
  'hostName',
  'empty',
  'send',
  'receive',
  'partial',
  'timeout',
  'http2Stream',
  'http2',
]);

/** Whether another try may come to more: what ends the whole transfer ends the following, too. */
function isLost(error: unknown, { signal }: PageWalk): boolean {
  return error instanceof Failure && LOST.has(error.kind) && !signal.aborted;
}

function reasonOf(lost: unknown): string {
  return lost instanceof Failure ? lost.message : 'the stream ended';
}
