import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, ReplyHead, Timings, UnansweredRequest } from '../request/exchange.ts';
import { bodyFraming, expectsContinue, http1Version } from '../request/framing.ts';
import { hasHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { requestHead } from '../request/wire.ts';
import { explainTransport } from './explain.ts';
import { idleTimer } from './idle-timer.ts';
import { createInbox } from './inbox.ts';
import type { Errand } from './line.ts';
import type { Reached } from './reach.ts';
import type { ReplyFraming } from './reply-framing.ts';
import { type ReplyRules, replyReader } from './reply-reader.ts';
import { headBytes, type RequestWriter, writeRequest } from './request-writer.ts';
import { openPacedBody } from './send-body.ts';
import { traceExchange } from './trace-exchange.ts';
import { unanswered } from './unanswered.ts';

/** One request and its reply, as the events of a socket make it. */
export interface DirectExchange {
  /** Resolves when the reply's head is in. */
  readonly reply: Promise<Exchange>;
  /** Writes the request. */
  start(): void;
  /** Once the reply's head is in, the bytes may be others when this returns. */
  onBytes(bytes: Buffer): void;
  /** The other side has sent all it will. */
  onEnd(): void;
  onLost(error: Error | undefined): void;
  headIn(): boolean;
  /** Whether any byte of a reply came. */
  heard(): boolean;
}

/** Where an exchange takes place. */
export interface Place extends Reached {
  readonly index: number;
  /** The connection has served another exchange. */
  readonly isReused: boolean;
}

/**
 * Prepares an exchange.
 *
 * @param onSettled is told when the connection is free again, or gone.
 * @throws Failure `upload` for a body that cannot be framed.
 */
export function beginExchange(place: Place, errand: Errand, host: Host, onSettled: () => void): DirectExchange {
  const { socket, peer } = place;
  const { plan, signal, trace, isNew, startedAtMs } = errand;
  const version = http1Version(plan);
  const head = requestHead(plan, version);
  const framing = bodyFraming(plan);
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = isNew ? { ...place.timings } : {};
  const wire = traceExchange(trace, place.index);
  const interim: Uint8Array[] = [];
  let brokenHead: ReplyHead | undefined;
  let writer: RequestWriter | undefined;
  let sentBodyBytes = 0;
  let isSettled = false;
  let keepsAlive = true;
  let hasReplyEnded = false;
  /** The rest of the body is not wanted. */
  let isUploadDropped = false;
  let resolve: (exchange: Exchange) => void;
  let reject: (reason: unknown) => void;
  const reply = new Promise<Exchange>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });

  const settle = (): void => {
    isSettled = true;
    idle.stop();
    signal.removeEventListener('abort', onAbort);
    writer?.stop();
    onSettled();
  };

  const fail = (error: unknown): void => {
    if (isSettled) return;
    const progress = { heard: reader.heard(), headIn: reader.headIn() };
    const failure = signal.aborted
      ? signal.reason
      : explainTransport(place.trouble.error ?? error, plan.url.host, progress);
    socket.destroy();
    settle();
    inbox.fail(failure);
    reject(unanswered(failure, { ...soFar(), head: brokenHead }));
  };

  const soFar = (): Omit<UnansweredRequest, 'head'> => ({
    plan,
    requestHead: head,
    tunnel: isNew ? place.tunnel : undefined,
    interim,
    peer,
    connection: { index: place.index, isNew },
    sentBodyBytes: () => sentBodyBytes,
    timings: () => timings,
  });

  /** What an error of ours means goes where those of the socket go. */
  const guarded = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      fail(error);
    }
  };

  const onAbort = (): void => fail(signal.reason);
  const idle = idleTimer(plan, fail);
  const flow = {
    pause: (): void => void socket.pause(),
    resume(): void {
      if (!isSettled) socket.resume();
    },
  };
  const inbox = createInbox(flow, plan.limits.bytesPerSecond);

  /** Reply and request are complete; in curl's manner the reply waits for the request where the connection is kept. */
  const completeIfDone = (): void => {
    if (!hasReplyEnded || isSettled) return;
    if (writer?.isDone() !== true && !isUploadDropped) {
      if (plan.dialect === 'curl' && keepsAlive) return;
      keepsAlive = false;
    }
    timings.totalMs = elapsedMs();
    if (!keepsAlive) socket.destroy();
    settle();
    inbox.end();
  };

  const onHead = (replyHead: ReplyHead, { codings, keepsAlive: staysOpen }: ReplyFraming): void => {
    timings.firstByteMs = elapsedMs();
    wire.replyHeads([replyHead.bytes]);
    keepsAlive = staysOpen;
    if (replyHead.status >= 300 && writer?.isDone() !== true) {
      // Nobody wants the body any more. Where none of it has gone, the connection is still in order.
      writer?.stop();
      isUploadDropped = true;
      keepsAlive &&= replyHead.status === 417 && sentBodyBytes === 0;
    }
    const chunks = inbox.chunks(close);
    const content = codings.length === 0 ? chunks : withoutTransferCodings(chunks, codings);
    resolve({
      head: replyHead,
      ...soFar(),
      body: wire.replyBody(content, reader.trailer),
      lend: codings.length === 0 && trace === undefined ? inbox.lend : undefined,
      ...(replyHead.status === 101 && { write }),
      trailer: reader.trailer,
      close,
    });
  };

  const write = (bytes: Uint8Array): Promise<void> =>
    new Promise((done, failed) => void socket.write(bytes, (error) => (error ? failed(error) : done())));

  const close = (): void => {
    if (isSettled) return;
    socket.destroy();
    settle();
    inbox.fail(new Failure('receive', 'the rest of the body was not wanted'));
  };

  const reader = replyReader(rulesFor(plan, place), {
    onInterim({ status, bytes }) {
      interim.push(bytes);
      wire.replyHeads([bytes]);
      if (status === 100) writer?.goOn();
    },
    onHead,
    onBrokenHead(broken) {
      brokenHead = broken;
      wire.replyHeads([broken.bytes]);
    },
    onContent: inbox.push,
    onEnd(hasExcess) {
      if (hasExcess) keepsAlive = false;
      hasReplyEnded = true;
      completeIfDone();
    },
  });

  const onSent = (bytes: Uint8Array): Promise<void> | undefined => {
    sentBodyBytes += bytes.byteLength;
    timings.postTransferMs = elapsedMs();
    idle.restart();
    return trace === undefined ? undefined : wire.requestBody(bytes);
  };

  return {
    reply,
    start() {
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      timings.preTransferMs = elapsedMs();
      wire.requestHead(head);
      idle.restart();
      const body = {
        framing,
        open: () => openPacedBody(plan, host, 'passing'),
        continueMs: expectsContinue(plan, version) ? plan.http1.continueMs : undefined,
        isStrict: plan.dialect === 'slip',
      };
      writer = writeRequest(socket, headBytes(head), body, {
        onSent,
        onDone() {
          timings.postTransferMs = elapsedMs();
          completeIfDone();
        },
        onError: fail,
      });
    },
    onBytes(bytes) {
      idle.restart();
      guarded(() => reader.push(bytes));
    },
    onEnd: () => guarded(reader.end),
    onLost(error) {
      if (error !== undefined) fail(error);
      else guarded(reader.end);
    },
    headIn: reader.headIn,
    heard: reader.heard,
  };
}

function rulesFor(plan: RequestPlan, { isReused }: Place): ReplyRules {
  const isCurls = plan.dialect === 'curl';
  return {
    host: plan.url.host,
    dialect: plan.dialect,
    http1: plan.http1,
    // In curl it is -I that means no body, and not the method.
    bodyless: (isCurls ? plan.impliedMethod : plan.method) === 'HEAD',
    proxied: plan.proxy !== undefined,
    isReused,
    mayUpgrade: isCurls || hasHeader(plan.headers, 'Upgrade'),
    decoded: plan.decoded,
  };
}

/** What it takes to decode is loaded for a body that needs it. */
async function* withoutTransferCodings(
  chunks: AsyncIterable<Uint8Array>,
  codings: readonly string[],
): AsyncGenerator<Uint8Array> {
  const { decodeContent } = await import('./coding.ts');
  yield* decodeContent(chunks, codings.join(', '));
}
