import { createHash } from 'node:crypto';
import { Duplex } from 'node:stream';
import { WebSocket, type WebSocketDispatcher } from 'undici/lib/web/websocket/websocket.js';
import { Failure } from '../failure.ts';
import type { Exchange } from '../request/exchange.ts';
import { fieldValue, findHeader } from '../request/headers.ts';

/** An open WebSocket. */
export interface WebSocketTalk {
  /**
   * Messages as they come, until the other side has ended it in order.
   *
   * @throws Failure `receive` where it says that something is wrong, `partial` where it goes without a word, and what the
   *   connection broke with.
   */
  readonly messages: AsyncIterable<string | Uint8Array>;
  /** Resolves when more may be sent; what comes after the end is dropped. */
  send(message: string | Uint8Array): Promise<void>;
  /** Ends it in order, and resolves when the other side has done so, too. */
  close(): Promise<void>;
}

/** A message is held as a whole. */
export const LONGEST_MESSAGE_BYTES = 128 * 1024 * 1024;

/** Bytes, more or less, that may wait before no more is read. */
const HIGH_WATER = 1024 * 1024;

/** An empty message takes memory, too. */
function costOf(message: string | Uint8Array): number {
  return message.length + 64;
}

/** What came of it: the code is 1005 where the other side gave none, and 1006 where it did not end it (RFC 6455 §7.1.5). */
interface Ending {
  readonly code: number;
  readonly reason: string;
}

/**
 * Frames, their compression and the ending of a WebSocket are undici's; the connection is that of a reply 101.
 *
 * @param body the reply's body: what came behind its head.
 * @throws Failure `notHttp` for a 101 that is no answer to the request (RFC 6455 §4.1).
 */
export async function openWebSocket(exchange: Exchange, body: AsyncIterable<Uint8Array>): Promise<WebSocketTalk> {
  refuseOtherProtocol(exchange);
  let waiting: (string | Uint8Array)[] = [];
  let waitingCost = 0;
  let ending: Ending | undefined;
  let wakeReader = (): void => {};
  let wakeSource = (): void => {};

  const connection = connectionOf(exchange, body, async () => {
    if (waitingCost < HIGH_WATER) return;
    await new Promise<void>((resolve) => {
      wakeSource = resolve;
    });
  });
  let broken: Error | undefined;
  connection.on('error', (error) => {
    broken = error;
  });

  const socket = webSocketOn(connection, exchange);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('message', ({ data }) => {
    const message = typeof data === 'string' ? data : new Uint8Array(data);
    waiting.push(message);
    waitingCost += costOf(message);
    wakeReader();
  });
  const closed = new Promise<void>((resolve) => {
    socket.addEventListener('close', ({ code, reason }) => {
      ending = { code, reason };
      wakeReader();
      resolve();
    });
  });
  const opened = new Promise<void>((resolve) => {
    socket.addEventListener('open', () => resolve());
  });
  await Promise.race([opened, closed]);

  async function* messages(): AsyncGenerator<string | Uint8Array> {
    while (waiting.length > 0 || ending === undefined) {
      const taken = waiting;
      waiting = [];
      for (const message of taken) {
        waitingCost -= costOf(message);
        if (waitingCost < HIGH_WATER) wakeSource();
        yield message;
      }
      if (waiting.length === 0 && ending === undefined) {
        await new Promise<void>((resolve) => {
          wakeReader = resolve;
        });
      }
      // A flood of messages must not keep signals and deadlines waiting.
      await new Promise((resolve) => setImmediate(resolve));
    }
    refuseDisorder(ending, broken);
  }

  return {
    messages: messages(),
    async send(message) {
      socket.send(message);
      if (!connection.writableNeedDrain) return;
      const drained = new Promise<void>((resolve) => {
        connection.once('drain', resolve);
      });
      await Promise.race([drained, closed]);
    },
    async close() {
      if (ending === undefined) socket.close(NORMAL_CLOSURE);
      // Nobody reads what still comes, and the other side's last word stands behind it.
      waitingCost = Number.NEGATIVE_INFINITY;
      wakeSource();
      await closed;
    },
  };
}

const NORMAL_CLOSURE = 1000;

/** Codes with which nothing is wrong: done, going away, and none. */
const IN_ORDER = [NORMAL_CLOSURE, 1001, 1005];

function refuseDisorder({ code, reason }: Ending, broken: Error | undefined): void {
  if (IN_ORDER.includes(code)) return;
  if (broken !== undefined) throw broken;
  if (code === 1006)
    throw new Failure('partial', 'the WebSocket was not ended in order: the connection went, or its rules were broken');
  const said = reason === '' ? '' : `: ${reason}`;
  throw new Failure('receive', `the WebSocket was ended with ${code}${said}`);
}

function refuseOtherProtocol({ requestHead, head }: Exchange): void {
  const key = findHeader(requestHead.fields, 'Sec-WebSocket-Key');
  const isWebSocket = fieldValue(head.headers, 'Upgrade')?.toLowerCase() === 'websocket';
  if (!isWebSocket || fieldValue(head.headers, 'Sec-WebSocket-Accept') !== acceptOf(String(key))) {
    throw new Failure('notHttp', 'the server switched to a protocol that was not asked for', {
      hint: '-v shows its Upgrade and Sec-WebSocket-Accept',
    });
  }
  // With undici's permessage-deflate two of five floods of 50 MB stood still.
  const extension = fieldValue(head.headers, 'Sec-WebSocket-Extensions');
  const protocol = fieldValue(head.headers, 'Sec-WebSocket-Protocol');
  const asked = String(findHeader(requestHead.fields, 'Sec-WebSocket-Protocol') ?? '').split(/[\t ]*,[\t ]*/);
  const isAsked = protocol === undefined || (asked.includes(protocol) && /^[\w!#$%&'*+.^`|~-]+$/.test(protocol));
  if (extension === undefined && isAsked) return;
  throw new Failure('notHttp', `the server speaks ${extension ?? protocol} in the WebSocket, which slip does not`);
}

/** What a server makes of a key (RFC 6455 §4.2.2). */
function acceptOf(key: string): string {
  return createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
}

/** Both ways of the connection; a piece is read when the last one is taken and there is `room`. */
function connectionOf({ write }: Exchange, body: AsyncIterable<Uint8Array>, room: () => Promise<void>): Duplex {
  const pieces = body[Symbol.asyncIterator]();
  return new Duplex({
    // As with a socket of Node: where the other side has ended it, nothing is sent any more.
    allowHalfOpen: false,
    read() {
      room()
        .then(() => pieces.next())
        .then(
          ({ value, done }) => this.push(done ? null : value),
          (error) => this.destroy(error),
        );
    },
    write(piece, _encoding, done) {
      if (write === undefined) done(new Failure('send', 'nothing can be sent'));
      else write(piece).then(() => done(), done);
    },
    destroy(error, done) {
      void pieces.return?.().catch(() => {});
      done(error);
    },
  });
}

/** undici's WebSocket on a connection that is there: what it asks for has been asked for, and is answered from the reply. */
function webSocketOn(connection: Duplex, { head }: Exchange): WebSocket {
  const protocol = fieldValue(head.headers, 'Sec-WebSocket-Protocol');
  const dispatcher: WebSocketDispatcher = {
    webSocketOptions: { maxPayloadSize: LONGEST_MESSAGE_BYTES },
    dispatch({ headers }, handler) {
      const { 'sec-websocket-key': key = '' } = headers as Readonly<Record<string, string>>; // undici's own list of them
      const fields = ['Upgrade', 'websocket', 'Connection', 'Upgrade', 'Sec-WebSocket-Accept', acceptOf(key)];
      if (protocol !== undefined) fields.push('Sec-WebSocket-Protocol', protocol);
      handler.onConnect?.(() => void connection.destroy());
      handler.onUpgrade?.(
        head.status,
        fields.map((text) => Buffer.from(text, 'latin1')),
        connection,
      );
      return true;
    },
  };
  return new WebSocket('ws://localhost/', {
    protocols: protocol === undefined ? [] : [protocol],
    dispatcher,
  });
}
