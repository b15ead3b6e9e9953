import type { Socket } from 'node:net';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange, Timings } from '../request/exchange.ts';
import { findHeader, type HeaderList } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { framedByteLength, requestHead } from '../request/wire.ts';
import { type BodyFraming, chunkedFraming, endlessFraming, lengthFraming } from './body-framing.ts';
import type { Connection } from './connect.ts';
import { closedTooSoon, explainTransport } from './explain.ts';
import { headReader, type WholeHead } from './head-reader.ts';
import { idleTimer } from './idle-timer.ts';
import { createInbox } from './inbox.ts';
import type { Errand, Line } from './line.ts';
import { announcedLength, valuesOf } from './reply-head.ts';
import { headBytes, writeBody } from './request-writer.ts';
import { openPacedBody } from './send-body.ts';
import { traceExchange } from './trace-exchange.ts';

/** How long a 100 (Continue) is waited for: curl's default. */
const EXPECT_MS = 1000;

/** A line that speaks HTTP/1 by itself: the second sender, for what undici cannot express. */
export function directLine({ socket, peer, trouble, timings }: Connection, connectionIndex: number, host: Host): Line {
  let exchange: OpenExchange | undefined;
  let isClosed = false;
  socket.on('data', (bytes: Buffer) => {
    // Nobody asked: whatever it is, the next reply would be taken for it.
    if (exchange === undefined) socket.destroy();
    else exchange.onData(bytes);
  });
  socket.on('error', (error) => exchange?.onEnd(error));
  for (const event of ['end', 'close']) {
    socket.on(event, () => {
      isClosed = true;
      exchange?.onEnd(undefined);
    });
  }
  return {
    isFree: () => exchange === undefined,
    isClosed: () => isClosed || socket.destroyed || !socket.writable,
    heard: () => exchange?.heard() ?? false,
    async send(errand) {
      const begun = beginExchange(socket, errand, host, {
        peer,
        connectTimings: timings,
        connectionIndex,
        onDone: (isReusable) => {
          exchange = undefined;
          if (!isReusable) socket.destroy();
        },
      });
      exchange = begun;
      if (socket.destroyed) begun.onEnd(trouble.error);
      return await begun.reply;
    },
    async destroy() {
      socket.destroy();
    },
  };
}

/** What the exchange under way wants to know of its socket. */
interface OpenExchange {
  readonly reply: Promise<Exchange>;
  heard(): boolean;
  onData(bytes: Buffer): void;
  /** The connection ended, by an error or without. */
  onEnd(error: Error | undefined): void;
}

/** What is known of the connection, and who is told that it is free again. */
interface Ends {
  readonly peer: Exchange['peer'];
  readonly connectTimings: Connection['timings'];
  readonly connectionIndex: number;
  readonly onDone: (isReusable: boolean) => void;
}

function beginExchange(socket: Socket, errand: Errand, host: Host, ends: Ends): OpenExchange {
  const { plan, signal, trace, isNew, startedAtMs } = errand;
  const name = plan.url.host;
  const elapsedMs = (): number => host.uptimeMs() - startedAtMs;
  const timings: { -readonly [Phase in keyof Timings]: Timings[Phase] } = isNew ? { ...ends.connectTimings } : {};
  const version = plan.connection.http === '1.0' ? '1.0' : '1.1';
  const sentHead = requestHead(plan, version);
  const wire = traceExchange(trace, ends.connectionIndex);
  const readHead = headReader(name);
  const interim: WholeHead[] = [];
  const inbox = createInbox({ pause: () => socket.pause(), resume: () => socket.resume() }, plan.limits.bytesPerSecond);
  let state: 'head' | 'body' | 'over' = 'head';
  let heard = false;
  let framing: BodyFraming | undefined;
  let isKept = false;
  let isSent = false;
  let sentBodyBytes = 0;
  let goOn: (() => void) | undefined;
  let settleReply: { resolve(exchange: Exchange): void; reject(error: unknown): void };
  const reply = new Promise<Exchange>((resolve, reject) => {
    settleReply = { resolve, reject };
  });

  const finish = (isReusable: boolean): void => {
    if (state === 'over') return;
    state = 'over';
    idle.stop();
    signal.removeEventListener('abort', onAbort);
    goOn?.();
    // Paused for a slow reader, it would never tell that it was closed.
    if (isReusable) socket.resume();
    ends.onDone(isReusable);
  };
  const fail = (error: unknown): void => {
    if (state === 'over') return;
    const failure = signal.aborted ? signal.reason : explainTransport(error, name, { heard, headIn: state === 'body' });
    finish(false);
    inbox.fail(failure);
    settleReply.reject(failure);
  };
  const idle = idleTimer(plan, fail);
  const onAbort = (): void => fail(signal.reason);

  const takeFinalHead = (head: WholeHead, rest: Buffer): void => {
    if (plan.dialect === 'curl' && /^\s*HTTP\/1\.[2-9]/.test(head.bytes.toString('latin1', 0, 12))) {
      throw new Failure('protocol', `${name} answers in a version of HTTP/1 that curl does not take`);
    }
    state = 'body';
    timings.firstByteMs = elapsedMs();
    framing = framingOf(head, plan);
    isKept = isPersistent(head, sentHead.fields) && !framing?.endsWithConnection;
    wire.replyHeads([...interim, head].map(({ bytes }) => bytes));
    // Who answers with an error has no use for the rest of the body, and the connection none for what is left of it.
    if (!isSent && head.status >= 400) isKept = false;
    goOn?.();
    settleReply.resolve({
      plan,
      requestHead: sentHead,
      interim: interim.map(({ bytes }) => bytes),
      head,
      body: wire.replyBody(inbox.chunks(() => fail(new Failure('receive', 'the rest of the body was not wanted')))),
      peer: ends.peer,
      connection: { index: ends.connectionIndex, isNew },
      sentBodyBytes: () => sentBodyBytes,
      timings: () => timings,
      close: () => fail(new Failure('receive', 'the rest of the body was not wanted')),
    });
    if (framing === undefined) endBody(rest.length === 0);
    else if (rest.length > 0) takeBody(rest);
  };
  const takeBody = (bytes: Buffer): void => {
    const taken = framing?.take(bytes, (content) => inbox.push(content));
    // More than the body belongs to no reply that was asked for.
    if (taken !== undefined) endBody(taken === bytes.length);
  };
  const endBody = (isClean: boolean): void => {
    timings.totalMs = elapsedMs();
    finish(isKept && isSent && isClean);
    inbox.end();
  };

  signal.addEventListener('abort', onAbort, { once: true });
  idle.restart();
  const begin = async (): Promise<void> => {
    signal.throwIfAborted();
    if (version === '1.0' && isBodySent(plan) && framedByteLength(plan) === undefined) throw chunkless();
    timings.preTransferMs = elapsedMs();
    wire.requestHead(sentHead);
    const head = headBytes(sentHead);
    const body = isBodySent(plan) ? openPacedBody(plan, host) : undefined;
    const isExpecting = sentHead.fields.some(([field, value]) => {
      return field.toLowerCase() === 'expect' && /100-continue/i.test(String(value));
    });
    if (body instanceof Uint8Array && !isExpecting && !isChunked(sentHead.fields)) {
      socket.write(Buffer.concat([head, body]));
      await sent(body);
    } else {
      socket.write(head);
      if (body !== undefined) {
        if (isExpecting) await continued();
        const isWhole = await writeBody(socket, {
          chunks: body instanceof Uint8Array ? [body] : body,
          framing: isChunked(sentHead.fields)
            ? { kind: 'chunked' }
            : { kind: 'length', byteLength: framedByteLength(plan) ?? Number.POSITIVE_INFINITY },
          isWanted: () => state === 'head' || (state === 'body' && isKept),
          onSent: sent,
        });
        if (!isWhole) return;
      }
    }
    isSent = true;
    timings.postTransferMs = elapsedMs();
  };
  const sent = async (bytes: Uint8Array): Promise<void> => {
    sentBodyBytes += bytes.byteLength;
    // The reply may come while the file is still being looked at for an end that is known.
    if (!isChunked(sentHead.fields) && sentBodyBytes === framedByteLength(plan)) isSent = true;
    timings.postTransferMs = elapsedMs();
    idle.restart();
    await wire.requestBody(bytes);
  };
  /** Until the server says to go on, has answered, or has had its time. */
  const continued = async (): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, EXPECT_MS);
      goOn = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    goOn = undefined;
  };
  begin().catch(fail);

  return {
    reply,
    heard: () => heard,
    onData(bytes) {
      heard = true;
      idle.restart();
      try {
        if (state === 'body') return takeBody(bytes);
        for (let progress = readHead(bytes); ; progress = readHead()) {
          if (progress.kind === 'final') return takeFinalHead(progress.head, progress.rest);
          if (progress.kind === 'headless') throw headless(name);
          if (progress.kind === 'more') return;
          interim.push(progress.head);
          if (progress.head.status === 100) goOn?.();
        }
      } catch (error) {
        if (error instanceof Failure) fail(error);
        else
          fail(new Failure('receive', `the body that ${name} sends is not framed as HTTP/1.1 asks`, { cause: error }));
      }
    },
    onEnd(error) {
      if (state === 'over') return;
      if (error !== undefined) fail(error);
      else if (state === 'body' && framing?.endsWithConnection) endBody(false);
      else fail(closedTooSoon(name, { heard, headIn: state === 'body' }));
    },
  };
}

/** How the body is framed; `undefined` for a reply without one (RFC 9112 §6.3). */
function framingOf(head: WholeHead, plan: RequestPlan): BodyFraming | undefined {
  const asksForHead = plan.dialect === 'curl' ? plan.impliedMethod === 'HEAD' : plan.method === 'HEAD';
  if (asksForHead || head.status === 204 || head.status === 304) return undefined;
  const codings = valuesOf(head.headers, 'transfer-encoding').join(',');
  if (codings !== '') return /(?:^|,)\s*chunked\s*$/i.test(codings) ? chunkedFraming(false) : endlessFraming();
  const byteLength = announcedLength(head, plan.url.host);
  if (byteLength === undefined) return endlessFraming();
  return byteLength === 0 ? undefined : lengthFraming(byteLength);
}

/** Whether the connection goes on behind this exchange (RFC 9112 §9.3). */
function isPersistent(head: WholeHead, sentFields: HeaderList): boolean {
  const options = valuesOf(head.headers, 'connection').concat(valuesOf(head.headers, 'proxy-connection')).join(',');
  if (/(?:^|,)\s*close\s*(?:,|$)/i.test(options) || head.status === 101) return false;
  if (/(?:^|,)\s*close\s*(?:,|$)/i.test(findHeader(sentFields, 'Connection') ?? '')) return false;
  return head.version === '1.1' || /(?:^|,)\s*keep-alive\s*(?:,|$)/i.test(options);
}

function isBodySent({ dialect, impliedMethod, body }: RequestPlan): boolean {
  if (dialect === 'curl') return (impliedMethod === 'POST' || impliedMethod === 'PUT') && body.kind !== 'none';
  return body.kind !== 'none';
}

function isChunked(fields: HeaderList): boolean {
  return /(?:^|,)\s*chunked\s*$/i.test(findHeader(fields, 'Transfer-Encoding') ?? '');
}

function chunkless(): Failure {
  return new Failure('upload', 'HTTP/1.0 has no chunks, and nobody knows how long the body is', {
    hint: 'put it in a file, or type a Content-Length',
  });
}

function headless(host: string): Failure {
  return new Failure('protocol', `${host} answers in HTTP/0.9, without a status line`, {
    hint: 'is it https:// there, or another service? --http0.9 takes such an answer',
  });
}
