import { X509Certificate } from 'node:crypto';
import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import { type Answer, lazyText } from '../collection/answer.ts';
import type { Host, Sink } from '../host.ts';
import { decodeCharset } from '../render/charset.ts';
import type { Exchange } from '../request/exchange.ts';
import { fieldValue, shownValue } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { displayUrl } from '../request/url.ts';
import { paged } from '../send/paged.ts';
import { type Company, sendRequests } from '../send/requests.ts';

/** What came of a line that was sent. */
export interface Sent {
  readonly exitStatus: number;
  /** What was said on stderr. */
  readonly told: string;
  /** The last reply; `undefined` where there was none. */
  readonly answer: Answer | undefined;
  /** What was sent last, or was to be. */
  readonly plan: RequestPlan | undefined;
  /** The last one, for reports. */
  readonly exchange: Exchange | undefined;
  /** The body is longer than what is kept: the answer has its beginning. */
  readonly isCut: boolean;
}

/** How a line is sent. */
export interface Sending {
  readonly company: Company;
  readonly inputs: Inputs;
  readonly host: Host;
  /** Printed as it would be without a run; else nothing is, and what is told is kept. */
  readonly prints: boolean;
}

/** The longest body that is kept to be judged. */
const LONGEST_KEPT_BYTES = 64 * 1024 * 1024;

/** Sends a line, and keeps what came of it. */
export async function sendLine(invocations: readonly Invocation[], sending: Sending): Promise<Sent> {
  const { host, company, inputs, prints } = sending;
  const told: string[] = [];
  const exchanges: Exchange[] = [];
  const chunks: Uint8Array[] = [];
  let keptBytes = 0;
  let isCut = false;
  const startedAtMs = host.uptimeMs();
  let endedAtMs = startedAtMs;
  const quiet: Sink = { isTerminal: false, columns: 80, write: async () => {} };
  const kept: Sink = {
    ...quiet,
    write: async (chunk) => void told.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')),
  };
  let plan: RequestPlan | undefined;
  const watched: Company = {
    ...company,
    transport: {
      ...company.transport,
      async send(next, ...around) {
        plan = next;
        return await company.transport.send(next, ...around);
      },
    },
    witness: {
      meet(exchange) {
        exchanges.push(exchange);
        chunks.length = 0;
        keptBytes = 0;
        isCut = false;
        endedAtMs = host.uptimeMs();
      },
      take(chunk) {
        endedAtMs = host.uptimeMs();
        if (keptBytes + chunk.byteLength > LONGEST_KEPT_BYTES) isCut = true;
        if (isCut) return;
        // The chunk is the transport's own, which may use it again.
        chunks.push(new Uint8Array(chunk));
        keptBytes += chunk.byteLength;
      },
    },
  };
  const exitStatus = prints
    ? await paged(invocations, host, (paging, shown) => sendRequests(shown, inputs, paging, watched))
    : await sendRequests(invocations.map(outspoken), inputs, { ...host, stdout: quiet, stderr: kept }, watched);
  const exchange = exchanges.at(-1);
  const answer =
    exchange && (await answerOf(exchanges, exchange, Buffer.concat(chunks), endedAtMs - startedAtMs, host.now()));
  return { exitStatus, told: told.join(''), answer, plan, exchange, isCut };
}

/** With `-s` why a request failed would not be told; nothing of it is printed anyway. */
function outspoken(invocation: Invocation): Invocation {
  return { ...invocation, options: { ...invocation.options, 'show-error': true } };
}

async function answerOf(
  exchanges: readonly Exchange[],
  last: Exchange,
  body: Uint8Array,
  totalMs: number,
  nowMs: number,
): Promise<Answer> {
  const contentType = fieldValue(last.head.headers, 'Content-Type');
  const [certificate] = last.peer.tls?.certificates ?? [];
  return {
    status: last.head.status,
    url: displayUrl(last.plan.url),
    headers: clearFields(last),
    cookies: await cookiesOf(exchanges, nowMs),
    body,
    ...lazyText(() => textOf(body, contentType)),
    redirectCount: exchanges.length - 1,
    totalMs,
    certificateEndsAtMs: certificate && Date.parse(new X509Certificate(certificate).validTo),
  };
}

function clearFields({ head }: Exchange): readonly (readonly [name: string, value: string])[] {
  return head.headers.map(([name, value]) => [name, shownValue(name, value, true)]);
}

/** What was set on the way, by name; the last one counts. */
async function cookiesOf(exchanges: readonly Exchange[], nowMs: number): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const [name, value] of exchanges.flatMap(clearFields)) {
    if (name.toLowerCase() !== 'set-cookie') continue;
    const { parseSetCookie } = await import('../cookies/set-cookie.ts');
    const cookie = parseSetCookie(value, nowMs / 1000);
    if (cookie !== undefined) found.set(cookie.name, cookie.value);
  }
  return found;
}

/** The body as the views show it: by its charset, in UTF-8. */
async function textOf(body: Uint8Array, contentType: string | undefined): Promise<string> {
  const pieces: Uint8Array[] = [];
  for await (const piece of decodeCharset(whole(body), contentType)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function* whole(body: Uint8Array): AsyncGenerator<Uint8Array> {
  yield body;
}
