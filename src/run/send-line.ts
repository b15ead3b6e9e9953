import { X509Certificate } from 'node:crypto';
import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import { type Answer, lazyJson } from '../collection/answer.ts';
import type { Host, Sink } from '../host.ts';
import type { Exchange } from '../request/exchange.ts';
import { fieldValue, shownValue } from '../request/headers.ts';
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
  /** The request of the last reply, and how many bytes its head and body had, for reports. */
  readonly exchange: Exchange | undefined;
}

/** How a line is sent. */
export interface Sending {
  readonly company: Company;
  readonly inputs: Inputs;
  readonly host: Host;
  /** Printed as it would be without a run; else nothing is, and what is told is kept. */
  readonly prints: boolean;
}

/** The longest body that is kept to be judged; of what is longer the beginning is. */
export const LONGEST_KEPT_BYTES = 64 * 1024 * 1024;

/** Sends a line, and keeps what came of it. */
export async function sendLine(invocations: readonly Invocation[], sending: Sending): Promise<Sent> {
  const { host, company, inputs, prints } = sending;
  const told: string[] = [];
  const exchanges: Exchange[] = [];
  const chunks: Uint8Array[] = [];
  let keptBytes = 0;
  const startedAtMs = host.uptimeMs();
  let endedAtMs = startedAtMs;
  const quiet: Sink = { isTerminal: false, columns: 80, write: async () => {} };
  const kept: Sink = {
    ...quiet,
    write: async (chunk) => void told.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8')),
  };
  const watched: Company = {
    ...company,
    witness: {
      meet(exchange) {
        exchanges.push(exchange);
        chunks.length = 0;
        keptBytes = 0;
        endedAtMs = host.uptimeMs();
      },
      take(chunk) {
        endedAtMs = host.uptimeMs();
        if (keptBytes >= LONGEST_KEPT_BYTES) return;
        // The chunk is the transport's own, which may use it again.
        chunks.push(Uint8Array.from(chunk));
        keptBytes += chunk.byteLength;
      },
    },
  };
  const exitStatus = prints
    ? await paged(invocations, host, (paging, shown) => sendRequests(shown, inputs, paging, watched))
    : await sendRequests(invocations, inputs, { ...host, stdout: quiet, stderr: kept }, watched);
  const exchange = exchanges.at(-1);
  const answer = exchange && answerOf(exchanges, exchange, Buffer.concat(chunks), endedAtMs - startedAtMs);
  return { exitStatus, told: told.join(''), answer, exchange };
}

function answerOf(exchanges: readonly Exchange[], last: Exchange, body: Uint8Array, totalMs: number): Answer {
  const headers = last.head.headers.map(([name, value]) => [name, shownValue(name, value, true)] as const);
  const text = textOf(body, fieldValue(last.head.headers, 'Content-Type'));
  const [certificate] = last.peer.tls?.certificates ?? [];
  return {
    status: last.head.status,
    url: displayUrl(last.plan.url),
    headers,
    cookies: new Map(
      exchanges.flatMap(({ head }) =>
        cookiesOf(head.headers.map(([name, value]) => [name, shownValue(name, value, true)])),
      ),
    ),
    body,
    text,
    json: lazyJson(text),
    redirectCount: exchanges.length - 1,
    totalMs,
    certificateEndsAtMs: certificate && Date.parse(new X509Certificate(certificate).validTo),
  };
}

function cookiesOf(headers: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  return headers.flatMap(([name, value]) => {
    const pair = name.toLowerCase() === 'set-cookie' ? /^\s*([^=;]+?)\s*=\s*([^;]*)/.exec(value) : null;
    return pair === null ? [] : [[pair[1] ?? '', (pair[2] ?? '').trim()] as const];
  });
}

/** The body by its charset; UTF-8 where none is named, or one that this Node does not know. */
function textOf(body: Uint8Array, contentType: string | undefined): string {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return new TextDecoder().decode(body);
  }
}
