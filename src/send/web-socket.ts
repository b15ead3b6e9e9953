import type { Options } from '../cli/options.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { openBody } from '../http/send-body.ts';
import { LONGEST_MESSAGE_BYTES, openWebSocket, type WebSocketTalk } from '../http/web-socket.ts';
import { formatByteCount } from '../render/summary.ts';
import type { Exchange } from '../request/exchange.ts';
import type { BodySource } from '../request/plan.ts';
import { wholeBody } from '../request/whole-body.ts';
import type { Desk } from './desk.ts';

/**
 * What comes over the WebSocket that was opened, a line for each text and the bytes of each other message, while the
 * messages of the plan are sent: lines of stdin one by one, and anything else as one. On a terminal the lines that are
 * typed are sent, up to Ctrl-D, which ends it.
 *
 * @throws Failure as `openWebSocket` and its messages do, and `read` for what is to be sent.
 */
export async function* webSocketLines(
  exchange: Exchange,
  body: AsyncIterable<Uint8Array>,
  { host, options, console }: Desk,
  onTerminal: boolean,
): AsyncGenerator<Uint8Array> {
  const { 'max-events': maxEvents = Number.POSITIVE_INFINITY, reconnect }: Options = options;
  if (reconnect) await console.note('the reply is no event stream, so --reconnect says nothing about it');
  const talk = await openWebSocket(exchange, body);
  let failed: unknown;
  void sendAll(talk, exchange.plan.messages, host).catch((error) => {
    failed = error;
    return talk.close();
  });
  let count = 0;
  try {
    for await (const message of talk.messages) {
      if (typeof message === 'string') yield Buffer.from(`${message}\n`);
      else if (!onTerminal) yield message;
      else {
        const length = formatByteCount(message.length);
        await console.note(`a message of ${length} that is no text is not shown; -o FILE saves it`);
      }
      if (++count >= maxEvents) break;
    }
  } finally {
    await Promise.race([talk.close(), host.sleep(LAST_WORD_MS)]);
  }
  if (failed !== undefined) throw failed;
}

/** How long the other side may take to end what is ended here. */
const LAST_WORD_MS = 1000;

async function sendAll(talk: WebSocketTalk, messages: BodySource | undefined, host: Host): Promise<void> {
  if (messages === undefined) return;
  const isTyped = messages.kind === 'none' && host.stdin.isTerminal;
  if (isTyped || messages.kind === 'stdin') {
    for await (const line of linesOf(host.stdin.chunks())) await talk.send(line);
    // In a pipe the answers are still to come.
    if (isTyped) await talk.close();
    return;
  }
  const opened = openBody(messages, host);
  if (opened !== undefined)
    await talk.send(
      textOrBytes(opened instanceof Uint8Array ? opened : await wholeBody(opened, LONGEST_MESSAGE_BYTES, tooLong)),
    );
}

async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string | Uint8Array> {
  let begun: Uint8Array[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    let at = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, at)) {
      yield lineOf([...begun, chunk.subarray(at, end)]);
      begun = [];
      begunBytes = 0;
      at = end + 1;
    }
    begun.push(chunk.subarray(at));
    begunBytes += chunk.length - at;
    if (begunBytes > LONGEST_MESSAGE_BYTES) throw tooLong();
  }
  if (begunBytes > 0) yield lineOf(begun);
}

function lineOf(pieces: readonly Uint8Array[]): string | Uint8Array {
  const bytes = Buffer.concat(pieces);
  return textOrBytes(bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes);
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
