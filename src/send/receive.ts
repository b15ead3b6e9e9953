import { Failure } from '../failure.ts';
import { BrokenPipe, type Host } from '../host.ts';
import { atMost } from '../http/bound.ts';
import { paced } from '../http/pace.ts';
import { presentBody } from '../render/body.ts';
import { type Progress, startProgress } from '../render/progress.ts';
import { parseContentType } from '../render/sniff.ts';
import { formatByteCount } from '../render/summary.ts';
import type { View } from '../render/view.ts';
import type { Exchange } from '../request/exchange.ts';
import { fieldValue, findHeader } from '../request/headers.ts';
import type { Receiver } from '../store/receiver.ts';
import type { Desk } from './desk.ts';
import { printTrailer } from './heads.ts';
import type { TransferRecord } from './record.ts';

/** How a body is taken. */
export interface Reception {
  readonly receiver: Receiver;
  readonly view: View;
  /** Binary bytes go to a terminal too (`-o -`). */
  readonly forced: boolean;
  /** Bytes that an earlier run of a download has got. */
  readonly resumedBytes: number;
  /** Ends also what is computed of the body. */
  readonly signal: AbortSignal;
  /** What comes in place of the body where that is only a part of it: the first page of a list, the first connection. */
  readonly merge: MergedBody | undefined;
}

/** A body made of those of several replies. */
export interface MergedBody {
  readonly contentType: string | undefined;
  /** `bodyOf` gives that of one reply, decoded and bounded. */
  chunksOf(bodyOf: (exchange: Exchange) => AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
}

/**
 * Takes the body through its stages to where it goes, and ends that: complete, or broken off with nothing misleading
 * left behind.
 *
 * @throws Failure `partial`, `receive`, `timeout`, `encoding`, `size`, `write`, `interrupted`.
 */
export async function receiveBody(
  exchange: Exchange,
  reception: Reception,
  desk: Desk,
  record: TransferRecord,
): Promise<void> {
  const { receiver } = reception;
  const { host, console } = desk;
  const progress = progressFor(exchange, reception, desk);
  try {
    refuseAnnouncedSize(exchange);
    const bodyOf = (one: Exchange): AsyncIterable<Uint8Array> =>
      witnessed(
        decodedBody(one, record, host, (byteCount) => {
          if (record.downloadBytes >= LONG_BODY_BYTES) host.expectMuch();
          progress?.advance(byteCount);
        }),
        desk,
      );
    const shown = await (desk.picker?.body ?? presentBody)(
      reception.merge?.chunksOf(bodyOf) ?? bodyOf(exchange),
      reception.merge === undefined ? findHeader(exchange.head.headers, 'Content-Type') : reception.merge.contentType,
      {
        // Not the other way round, here and in what else is made for each request: of an object that begins with another
        // one's properties and has more, V8 makes a class of its own each time. 1,000 requests took 45 ms and 11 MB for it.
        theme: desk.theme,
        ...reception.view,
        columns: host.stdout.columns,
        env: host.env,
        forced: reception.forced,
        signal: reception.signal,
        passing: true,
        lend: lendingOf(exchange, reception, desk),
        patience: () => host.sleep(PATIENCE_MS),
      },
    );
    if (shown === undefined) await leaveBinaryOut(exchange, reception.view, desk);
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
    if (said !== undefined) await console.note(said);
  } catch (error) {
    await progress?.stop();
    if (error instanceof BrokenPipe) throw error;
    const left = await receiver.abandon(error);
    if (left !== undefined) await console.note(left);
    throw error;
  }
}

function witnessed(chunks: AsyncIterable<Uint8Array>, { witness }: Desk): AsyncIterable<Uint8Array> {
  return witness === undefined ? chunks : tap(chunks, (chunk) => witness.take(chunk));
}

/** How the body's chunks are lent, where nobody on its way keeps one: a decoder, a witness and a list's pages do. */
function lendingOf({ lend, plan, head }: Exchange, { merge }: Reception, { witness }: Desk): (() => void) | undefined {
  const isCoded = plan.decoded && findHeader(head.headers, 'Content-Encoding') !== undefined;
  return merge === undefined && witness === undefined && !isCoded ? lend : undefined;
}

/** Less is over before code that is optimized could make up for what it costs to be. */
const LONG_BODY_BYTES = 128 * 1024;

/** How long the look-ahead of a terminal waits for bytes that do not come: below what a person notices. */
const PATIENCE_MS = 10;

/** The body in its time, counted, its coding taken off where slip asked for one, and bounded. */
export function decodedBody(
  exchange: Exchange,
  record: TransferRecord,
  host: Host,
  advance: (byteCount: number) => void = () => {},
): AsyncIterable<Uint8Array> {
  const { bodyBytes, bytesPerSecond } = exchange.plan.limits;
  const even = bytesPerSecond === undefined ? exchange.body : paced(exchange.body, bytesPerSecond, host);
  const counted = tap(even, ({ byteLength }) => {
    record.downloadBytes += byteLength;
    advance(byteLength);
  });
  const encoding = fieldValue(exchange.head.headers, 'Content-Encoding') ?? '';
  const decoded = exchange.plan.decoded && encoding !== '' ? withoutCodings(counted, encoding) : counted;
  return bodyBytes === undefined ? decoded : atMost(decoded, bodyBytes);
}

function progressFor(
  exchange: Exchange,
  { view, resumedBytes, merge }: Reception,
  { host }: Desk,
): Progress | undefined {
  if (view.progress === 'none') return undefined;
  const length = findHeader(exchange.head.headers, 'Content-Length');
  const totalBytes = length === undefined || merge !== undefined ? undefined : Number(length) + resumedBytes;
  return startProgress(host.stderr, totalBytes, resumedBytes, host, view.progress);
}

function refuseAnnouncedSize(exchange: Exchange): void {
  const limitBytes = exchange.plan.limits.bodyBytes;
  const announced = findHeader(exchange.head.headers, 'Content-Length');
  if (exchange.plan.http1.ignoresLength) return;
  if (limitBytes === undefined || announced === undefined || Number(announced) <= limitBytes) return;
  throw new Failure('size', `the body has ${announced} bytes, more than the ${limitBytes} of --max-filesize`);
}

async function leaveBinaryOut({ head, plan }: Exchange, view: View, { console }: Desk): Promise<void> {
  const { type } = parseContentType(findHeader(head.headers, 'Content-Type'));
  if (view.binary === 'refused') {
    throw new Failure('write', `the body is binary${type === '' ? '' : ` (${type})`} and not shown`, {
      hint: '-o FILE saves it, -o - shows it all the same',
    });
  }
  const length = findHeader(head.headers, 'Content-Length') ?? '';
  const isWhole = /^\d{1,15}$/.test(length) && !(plan.decoded && findHeader(head.headers, 'Content-Encoding'));
  const facts = [type, isWhole ? formatByteCount(Number(length)) : ''].filter((fact) => fact !== '').join(', ');
  await console.note(
    `the body is binary${facts === '' ? '' : ` (${facts})`} and not shown; -o FILE saves it, --hex shows its bytes`,
  );
}

/** node:zlib is loaded for a body that needs it. */
async function* withoutCodings(chunks: AsyncIterable<Uint8Array>, encoding: string): AsyncGenerator<Uint8Array> {
  const { decodeContent } = await import('../http/coding.ts');
  yield* decodeContent(chunks, encoding);
}

async function* tap(
  chunks: AsyncIterable<Uint8Array>,
  onChunk: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onChunk(chunk);
    yield chunk;
  }
}
