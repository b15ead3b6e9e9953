import { Failure } from '../failure.ts';
import type { ReplyHead } from '../request/exchange.ts';
import type { Http1Policy } from '../request/http1.ts';
import type { Dialect } from '../request/plan.ts';
import { type CheckedHead, checkedHead, refuseLongLine, soundPart } from './checked-head.ts';
import { type BodyReader, bodyReader } from './reply-body.ts';
import type { ReplyExpectation, ReplyFraming } from './reply-framing.ts';
import { headEnd, mayBeHead, notHttp } from './reply-head.ts';

/** What the reader is to expect, and by whose rules. */
export interface ReplyRules extends ReplyExpectation {
  readonly dialect: Dialect;
  readonly http1: Http1Policy;
  /** A reply has been read on this connection before: what comes cannot be of HTTP/0.9. */
  readonly isReused: boolean;
  /** The request asked for another protocol, so that 101 is an answer. */
  readonly mayUpgrade: boolean;
  /** Content codings are going to be taken off. */
  readonly decoded: boolean;
}

/** Is told of a reply in order. */
export interface ReplyEvents {
  onInterim(head: ReplyHead): void;
  onHead(head: ReplyHead, framing: ReplyFraming): void;
  /** What comes is refused, of which this much is a head: told in curl's dialect alone. */
  onBrokenHead(head: ReplyHead): void;
  /** A piece of the body, still in its codings. */
  onContent(content: Buffer): void;
  /** @param hasExcess bytes came behind the reply. */
  onEnd(hasExcess: boolean): void;
}

/** Reads one reply of HTTP/1. */
export interface ReplyReader {
  /** @throws Failure for what is no reply; nothing may be pushed after that. */
  push(bytes: Buffer): void;
  /** The connection has ended. @throws Failure unless that ends the reply. */
  end(): void;
  /** Whether any byte came. */
  heard(): boolean;
  headIn(): boolean;
  /** The field lines behind a chunked body; complete with it. */
  trailer(): Uint8Array;
}

/** The largest head taken, interim heads and all: curl's bound. */
export const MAX_HEAD_BYTES = 300 * 1024;

/** A reader for the reply to one request: every splitting of the same bytes makes the same events, but for `onContent`. */
export function replyReader(rules: ReplyRules, events: ReplyEvents): ReplyReader {
  const { host, dialect, http1 } = rules;
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  /** Of the heads that are complete. */
  let headBytes = 0;
  /** What waits begins as a head does. */
  let isHead = false;
  let heard = false;
  let body: BodyReader | undefined;
  let bodyEndsWithConnection = false;
  let isDone = false;

  const pushBody = (reader: BodyReader, bytes: Buffer): void => {
    const used = bytes.length === 0 ? 0 : reader.take(bytes, events.onContent);
    if (!reader.isComplete()) return;
    isDone = true;
    events.onEnd(used < bytes.length);
  };

  const beginBody = (head: ReplyHead, framing: ReplyFraming, rest: Buffer): void => {
    waiting = [];
    body = bodyReader(framing.body, http1.raw, host);
    bodyEndsWithConnection = framing.body.kind === 'close';
    events.onHead(head, framing);
    pushBody(body, rest);
  };

  const takeHead = (bytes: Buffer): CheckedHead => {
    try {
      if (headBytes + bytes.length > MAX_HEAD_BYTES) throw tooLarge(bytes, rules);
      return checkedHead(bytes, rules);
    } catch (error) {
      tellSoundPart(bytes);
      throw error;
    }
  };

  const tellSoundPart = (bytes: Buffer): void => {
    const sound = dialect === 'curl' ? soundPart(bytes.subarray(0, MAX_HEAD_BYTES - headBytes), rules) : undefined;
    if (sound !== undefined) events.onBrokenHead(sound);
  };

  /** Gives what is left of the bytes behind complete heads, while there is no body. */
  const takeHeads = (bytes: Buffer): Buffer | undefined => {
    for (let end = headEnd(bytes, dialect); end !== undefined; end = headEnd(bytes, dialect)) {
      if (!mayBeHead(bytes, dialect)) break;
      const { head, framing } = takeHead(bytes.subarray(0, end));
      const rest = bytes.subarray(end);
      headBytes += end;
      if (framing !== undefined) {
        beginBody(head, framing, rest);
        return undefined;
      }
      events.onInterim(head);
      bytes = rest;
    }
    return bytes;
  };

  const pushHead = (chunk: Buffer): void => {
    waiting.push(chunk);
    waitingBytes += chunk.length;
    const isTooLarge = headBytes + waitingBytes > MAX_HEAD_BYTES;
    // A head can only be complete with a line end: looking for one first keeps a head sent byte by byte cheap.
    if (isHead && !chunk.includes(0x0a) && !isTooLarge) return;
    const bytes = takeHeads(waiting.length === 1 ? chunk : Buffer.concat(waiting));
    if (bytes === undefined) return;
    if (!mayBeHead(bytes, dialect)) {
      takeOldBody(bytes);
      return;
    }
    if (headBytes + bytes.length > MAX_HEAD_BYTES) {
      tellSoundPart(bytes);
      throw tooLarge(bytes, rules);
    }
    isHead = bytes.length > 5;
    waiting = bytes.length === 0 ? [] : [bytes];
    waitingBytes = bytes.length;
  };

  /** HTTP/0.9 has no heads: all there is is the body. */
  const takeOldBody = (bytes: Buffer): void => {
    if (rules.isReused || headBytes > 0 || !http1.allowsHttp09) throw notAReply(rules, headBytes > 0);
    if (rules.bodyless) throw notHttp(host);
    const framing: ReplyFraming = { body: { kind: 'close' }, codings: [], keepsAlive: false };
    beginBody({ version: '0.9', status: 0, reason: '', headers: [], bytes: NOTHING }, framing, bytes);
  };

  /** In curl's manner, a head that breaks off is one that has no more fields, and maybe a body that does not come. */
  const endHead = (): void => {
    if (dialect === 'slip') {
      if (!heard) throw emptyReply(host);
      throw new Failure('receive', `${host} closed the connection within the reply's head`);
    }
    const bytes = Buffer.concat(waiting);
    const lines = bytes.subarray(0, bytes.lastIndexOf(0x0a) + 1);
    if (lines.length === 0) throw emptyReply(host);
    const { head, framing } = takeHead(lines);
    if (framing === undefined) throw emptyReply(host);
    beginBody(head, { ...framing, keepsAlive: false }, NOTHING);
    endBody();
  };

  const endBody = (): void => {
    if (isDone) return;
    if (!bodyEndsWithConnection) {
      throw new Failure('partial', `${host} closed the connection before the body was complete`);
    }
    isDone = true;
    events.onEnd(false);
  };

  return {
    push(bytes) {
      heard = true;
      if (isDone) return;
      if (body === undefined) pushHead(bytes);
      else pushBody(body, bytes);
    },
    end() {
      if (body === undefined) endHead();
      else endBody();
    },
    heard: () => heard,
    headIn: () => body !== undefined,
    trailer: () => body?.trailer() ?? NOTHING,
  };
}

const NOTHING = Buffer.alloc(0);

function notAReply({ host, dialect, isReused }: ReplyRules, followsHead: boolean): Failure {
  if (dialect === 'slip' || isReused || followsHead) return notHttp(host);
  return new Failure('protocol', `what ${host} replies begins with no status line`, {
    hint: '--http0.9 takes it for a body',
  });
}

function emptyReply(host: string): Failure {
  return new Failure('empty', `${host} closed the connection without a reply`);
}

function tooLarge(bytes: Buffer, { host, dialect }: ReplyRules): Failure {
  if (dialect === 'curl') refuseLongLine(bytes, host);
  return headTooLarge(host);
}

/** Heads beyond the bound. */
export function headTooLarge(host: string): Failure {
  return new Failure('receive', `the reply's head from ${host} is larger than ${MAX_HEAD_BYTES / 1024} kB`);
}
