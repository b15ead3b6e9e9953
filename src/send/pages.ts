import { isUtf8 } from 'node:buffer';
import { authorized, whole } from '../auth/authorize.ts';
import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import { BrokenPipe, type Host } from '../host.ts';
import type { Decider } from '../http/converse.ts';
import { movedTo, type NextRequest, typedFields } from '../http/redirect.ts';
import { parseJsonPath } from '../json/path-syntax.ts';
import type { JsonNode } from '../json/tree.ts';
import { writeJsonText } from '../json/write.ts';
import { findItemsPlace, type ItemsPlace, itemsAt, readPage } from '../pages/items.ts';
import { likelyNextPath, type NextRule, nextPageUrl } from '../pages/next-page.ts';
import { quotaWaitMs, refusalWaitMs } from '../pages/throttle.ts';
import { formatDuration } from '../render/summary.ts';
import type { Exchange } from '../request/exchange.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import { displayUrl, hrefOf, type RequestUrl } from '../request/url.ts';
import { wholeBody } from '../request/whole-body.ts';
import { type Asking, answerTo } from './conversation.ts';
import { pause } from './pause.ts';
import { startRetries } from './retries.ts';

/** Lists that come in pages. */
export interface Pages {
  /** Asks again, after the time that it takes, where a server says that it is asked too much. */
  readonly decideRefusal: Decider;
  /**
   * The items of all pages as one JSON array, in the bytes they came in, one page in memory at a time. It is closed also
   * where a page cannot be had, before the failure is thrown.
   *
   * @param first the reply to the first request; who has it closes it.
   * @throws Failure `pages` for pages that lead nowhere, `httpStatus`, and all that a request can fail with.
   */
  merged(first: Exchange, walk: PageWalk): AsyncIterable<Uint8Array>;
}

/** How the walk through the pages goes on from the first. */
export interface PageWalk extends Asking {
  /** The request for the first page, as it was planned. */
  readonly begun: RequestPlan;
  /** A page's body, decoded and bounded. */
  readonly bodyOf: (exchange: Exchange) => AsyncIterable<Uint8Array>;
}

/**
 * What `--paginate` and its kin ask for.
 *
 * @throws Failure `usage` for a path that is none, or an option that means nothing without the others.
 */
export function openPages(options: Options, host: Host): Pages {
  const choice = choosePages(options);
  return {
    decideRefusal: (exchange, _first, refusals) => afterRefusal(exchange, refusals, host),
    merged: (first, walk) => mergedPages(first, choice, walk),
  };
}

/** A list that comes in pages, as the options have it. */
interface PageChoice {
  readonly next: NextRule;
  readonly items: ItemsPlace | undefined;
  readonly maxPages: number;
}

function choosePages(options: Options): PageChoice {
  const { 'next-from': nextFrom, 'next-param': parameter, items, 'max-pages': maxPages } = options;
  if (parameter !== undefined && nextFrom === undefined) {
    throw new Failure('usage', '--next-param needs --next-from, which says where its value is');
  }
  if (maxPages === 0) throw new Failure('usage', '--max-pages is at least 1');
  return {
    next: nextFrom === undefined ? { kind: 'link' } : { kind: 'value', path: parseJsonPath(nextFrom), parameter },
    items: items === undefined ? undefined : { kind: 'path', path: parseJsonPath(items) },
    maxPages: maxPages ?? Number.POSITIVE_INFINITY,
  };
}

/** A page that has been read; one without content (204) is `undefined`, and the last. */
interface Page {
  readonly exchange: Exchange;
  readonly value: JsonNode;
  readonly encoding: 'utf8' | 'latin1';
}

async function* mergedPages(first: Exchange, choice: PageChoice, walk: PageWalk): AsyncGenerator<Uint8Array> {
  const { begun, desk } = walk;
  const seen = new Set([hrefOf(begun.url), hrefOf(first.plan.url)]);
  let [number, itemCount] = [1, 0];
  try {
    let page = await readExchange(first, walk);
    const place = page && (choice.items ?? findItemsPlace(page.value));
    while (page !== undefined && place !== undefined) {
      const items = itemsAt(page.value, place);
      if (items.length > 0) yield arrayPart(items, itemCount === 0, page.encoding);
      itemCount += items.length;
      const { exchange, value } = page;
      const from = { url: exchange.plan.url, headers: exchange.head.headers, value };
      const url = nextPageUrl(choice.next, from, begun.url);
      if (url === undefined) {
        if (number === 1) await hintAtNext(value, choice, walk);
        break;
      }
      if (number >= choice.maxPages) {
        await desk.console.note(`stopped after ${counted(number, 'page')}; the next is ${displayUrl(url)}`);
        break;
      }
      if (seen.has(hrefOf(url))) throw new Failure('pages', `the pages go round: ${displayUrl(url)} comes again`);
      seen.add(hrefOf(url));
      await waitForQuota(exchange, walk);
      number++;
      page = await askFor(planFor(url, exchange, begun), walk);
    }
  } catch (error) {
    if (error instanceof BrokenPipe) throw error;
    if (number > 1 || itemCount > 0) yield arrayEnd(itemCount);
    throw await told(error, number, itemCount, walk);
  }
  yield arrayEnd(itemCount);
}

/** An item a line, so that a part of the list can be read too; the items keep their bytes. */
function arrayPart(items: readonly JsonNode[], isFirst: boolean, encoding: Page['encoding']): Uint8Array {
  return Buffer.from(`${isFirst ? '[' : ','}\n${items.map(writeJsonText).join(',\n')}`, encoding);
}

function arrayEnd(itemCount: number): Uint8Array {
  return Buffer.from(itemCount === 0 ? '[]\n' : '\n]\n');
}

/** The failure with the page's number, once it has been said that the list is not whole. */
async function told(error: unknown, number: number, itemCount: number, { desk }: PageWalk): Promise<unknown> {
  if (!(error instanceof Failure) || error.kind === 'interrupted') return error;
  if (number > 1)
    await desk.console.note(`the list is not whole: ${counted(itemCount, 'item')} of ${counted(number - 1, 'page')}`);
  if (error.kind !== 'pages' && error.kind !== 'httpStatus') return error;
  const { kind, message, hint, cause } = error;
  return new Failure(kind, `page ${number}: ${message}`, { ...(hint === undefined ? {} : { hint }), cause });
}

/** The same request for another page: of what was typed that which may go to its origin. */
function planFor(url: RequestUrl, { plan }: Exchange, begun: RequestPlan): RequestPlan {
  const answered = whole(plan);
  if (!isRepeatable(answered.body)) {
    throw new Failure('rewind', `the body came from a pipe and cannot be sent again to ${displayUrl(url)}`, {
      hint: 'put it in a file: @FILE, -d @FILE or -T FILE',
    });
  }
  const moved = movedTo(url, answered, begun, typedFields(begun, answered.body.kind !== 'none')).plan;
  return { ...moved, auth: { ...moved.auth, roundCount: 0 } };
}

/** Asks for a page and reads it, again and again where `--retry` has it. */
async function askFor(plan: RequestPlan, walk: PageWalk): Promise<Page | undefined> {
  const { desk, record } = walk;
  const retries = startRetries(desk.retries, plan, desk.host, desk.console);
  for (;;) {
    await desk.keepPace();
    record.turnPage();
    try {
      const exchange = await answerTo(authorized(plan, desk.host), walk);
      try {
        const { status, reason } = exchange.head;
        if (status >= 300) throw new Failure('httpStatus', `the server answered ${status} ${reason}`.trimEnd());
        return await readExchange(exchange, walk);
      } finally {
        exchange.close();
      }
    } catch (failure) {
      if (failure instanceof BrokenPipe || !(await retries.next(failure, record.lastHead()))) throw failure;
    }
  }
}

/** Above it a page is no page; and no text of JavaScript may be much longer. */
const MAX_PAGE_BYTES = 256 * 1024 * 1024;

async function readExchange(exchange: Exchange, { bodyOf }: PageWalk): Promise<Page | undefined> {
  if (exchange.head.status === 204) return undefined;
  const tooLong = (): Failure => new Failure('pages', 'it has more than 256 MB, too much for one page');
  const bytes = await wholeBody(bodyOf(exchange), MAX_PAGE_BYTES, tooLong);
  // What is no UTF-8 keeps its bytes, too.
  const encoding = isUtf8(bytes) ? 'utf8' : 'latin1';
  return { exchange, value: readPage(bytes.toString(encoding)), encoding };
}

/** No server is waited for longer. */
const LONGEST_WAIT_MS = 3_600_000;
/** How often a request is made again that was refused for now. */
const MAX_REFUSALS = 5;
const FIRST_BACK_OFF_MS = 1000;

async function waitForQuota({ head }: Exchange, { desk, signal }: PageWalk): Promise<void> {
  const waitMs = quotaWaitMs(head.headers, desk.host.now());
  if (waitMs === 0) return;
  if (waitMs > LONGEST_WAIT_MS) {
    throw new Failure(
      'pages',
      `the server gives nothing more for ${formatDuration(waitMs)}, which is too long to wait`,
    );
  }
  await desk.console.note(`the server's limit is reached: the next page in ${formatDuration(waitMs)}`);
  await pause(waitMs, desk.host, signal);
}

function afterRefusal({ head, plan: sent }: Exchange, refusals: number, host: Host): NextRequest | undefined {
  const askedMs = refusalWaitMs(head, host.now());
  const plan = whole(sent);
  if (askedMs === undefined || askedMs > LONGEST_WAIT_MS || refusals >= MAX_REFUSALS || !isRepeatable(plan.body)) {
    return undefined;
  }
  const waitMs = askedMs === 0 ? FIRST_BACK_OFF_MS * 2 ** refusals : askedMs;
  const note = `the server answered ${head.status}: asking again in ${formatDuration(waitMs)}`;
  return { plan: authorized(plan, host), notes: [note], waitMs };
}

/** A first page without a link may have the URL of the next in its body. */
async function hintAtNext(page: JsonNode, choice: PageChoice, { desk }: PageWalk): Promise<void> {
  const path = choice.next.kind === 'link' ? likelyNextPath(page) : undefined;
  if (path !== undefined)
    await desk.console.note(`there is no Link to a next page, but --next-from '${path}' finds one`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
