import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { openBody } from '../http/send-body.ts';
import { LONGEST_MESSAGE_BYTES, openWebSocket, type WebSocketTalk } from '../http/web-socket.ts';
import type { Exchange } from '../request/exchange.ts';
import type { BodySource } from '../request/plan.ts';
import { wholeBody } from '../request/whole-body.ts';
import type { Desk } from './desk.ts';

/**
 * What comes over the WebSocket that was opened, a line for each text and the bytes of each other message, while the
 * messages of the plan are sent: lines of stdin one by one, and anything else as one. On a terminal the lines that are
 * typed are sent.
 *
 * @throws Failure as `openWebSocket` and its messages do, and `read` for what is to be sent.
 */
export async function* webSocketLines(
  exchange: Exchange,
  body: AsyncIterable<Uint8Array>,
  { host, options, console }: Desk,
): AsyncGenerator<Uint8Array> {
  const { 'max-events': maxEvents = Number.POSITIVE_INFINITY, reconnect }: Options = options;
  if (reconnect) await console.note('the reply is no event stream, so --reconnect says nothing about it');
  const talk = await openWebSocket(exchange, body);
  let failed: unknown;
  const sending = sendAll(talk, exchange.plan.messages, host).catch(async (error) => {
    failed = error;
    await talk.close();
  });
  let count = 0;
  try {
    for await (const message of talk.messages) {
      yield typeof message === 'string' ? Buffer.from(`${message}\n`) : message;
      if (++count >= maxEvents) break;
    }
  } finally {
    await Promise.race([talk.close(), host.sleep(LAST_WORD_MS)]);
  }
  if (failed !== undefined) throw failed;
  void sending;
}

/** How long the other side may take to end what is ended here. */
const LAST_WORD_MS = 1000;

async function sendAll(talk: WebSocketTalk, messages: BodySource | undefined, host: Host): Promise<void> {
  if (messages === undefined) return;
  const isTyped = messages.kind === 'none' && host.stdin.isTerminal;
  if (isTyped || messages.kind === 'stdin') {
    for await (const line of linesOf(host.stdin.chunks())) await talk.send(line);
    return;
  }
  const opened = openBody(messages, host);
  if (opened !== undefined)
    await talk.send(
      textOrBytes(opened instanceof Uint8Array ? opened : await wholeBody(opened, LONGEST_MESSAGE_BYTES, tooLong)),
    );
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(LF); end >= 0; end = rest.indexOf(LF)) {
      yield textOrBytes(rest.subarray(0, rest[end - 1] === CR ? end - 1 : end));
      rest = rest.subarray(end + 1);
    }
  }
  if (rest.length > 0) yield textOrBytes(rest);
}

const LF = 0x0a;
const CR = 0x0d;

/** A text message is UTF-8 (RFC 6455 §5.6); whatever is not, is sent as bytes. */
function textOrBytes(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

function tooLong(): Failure {
  return new Failure('read', `a message has at most ${LONGEST_MESSAGE_BYTES} bytes`);
}
