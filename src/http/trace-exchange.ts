import { X509Certificate } from 'node:crypto';
import type { Peer, RequestHead } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { Trace, TraceEvent } from '../request/trace.ts';

/** Tells a trace of one exchange, in order. Without a trace nothing is done and the body is handed on as it is. */
export interface ExchangeTrace {
  requestHead(head: RequestHead): void;
  /** A piece that comes before the head, as undici hands bodies of one piece over, is told after it. */
  requestBody(bytes: Uint8Array): Promise<void>;
  replyHeads(heads: readonly Uint8Array[]): void;
  /** @param trailer the field lines behind the body, told after it. */
  replyBody(chunks: AsyncIterable<Uint8Array>, trailer?: () => Uint8Array): AsyncIterable<Uint8Array>;
}

/** What the trace is told of an exchange on this connection. */
export function traceExchange(trace: Trace | undefined, connectionIndex: number): ExchangeTrace {
  const tell = async (event: TraceEvent): Promise<void> => await trace?.(event, connectionIndex);
  let early: Uint8Array | undefined;
  let isHeadTold = false;
  return {
    requestHead(head) {
      isHeadTold = true;
      void tell({ kind: 'requestHead', head });
      if (early !== undefined) void tell({ kind: 'requestBody', bytes: early });
    },
    async requestBody(bytes) {
      if (isHeadTold) await tell({ kind: 'requestBody', bytes });
      else early = bytes;
    },
    replyHeads(heads) {
      for (const bytes of heads) void tell({ kind: 'replyHead', bytes });
    },
    replyBody: (chunks, trailer) => (trace === undefined ? chunks : told(chunks, trailer, tell)),
  };
}

async function* told(
  chunks: AsyncIterable<Uint8Array>,
  trailer: (() => Uint8Array) | undefined,
  tell: (event: TraceEvent) => Promise<void>,
): AsyncGenerator<Uint8Array> {
  for await (const bytes of chunks) {
    await tell({ kind: 'replyBody', bytes });
    yield bytes;
  }
  const bytes = trailer?.();
  if (bytes !== undefined && bytes.byteLength > 0) await tell({ kind: 'replyHead', bytes });
}

/** Where a connection is about to be made to: the server, its proxy, or a Unix socket. */
export function connectingNote(plan: RequestPlan): TraceEvent {
  return { kind: 'note', text: `connecting to ${placeOf(plan)}` };
}

function placeOf({ connection, proxy, socks, url }: RequestPlan): string {
  if (connection.unixSocket !== undefined) return connection.unixSocket;
  if (socks?.at.kind === 'unix') return `the proxy ${socks.at.path}`;
  if (socks !== undefined) return `the proxy ${socks.at.host} port ${socks.at.port}`;
  return proxy === undefined ? `${url.host} port ${url.port}` : `the proxy ${proxy.url.host} port ${proxy.url.port}`;
}

/** That a connection stands, to whom, and how it is secured. */
export function connectedNotes(peer: Peer): readonly TraceEvent[] {
  const { remoteAddress, remotePort, tls, verified } = peer;
  const place = remoteAddress === undefined ? 'the Unix socket' : `${remoteAddress} port ${remotePort}`;
  const certificate = tls?.certificates[0];
  return [
    `connected to ${place}`,
    ...(tls === undefined ? [] : [`secured with ${tls.protocol}, ${tls.cipher}`]),
    ...(certificate === undefined ? [] : [certificateText(certificate, verified === true)]),
  ].map((text) => ({ kind: 'note', text }));
}

function certificateText(der: Uint8Array, isVerified: boolean): string {
  const { subject, issuer, validTo } = new X509Certificate(der);
  const [holder, authority] = [subject, issuer].map((name) => name.split('\n').join(', '));
  const verdict = isVerified ? 'checked and good' : 'not checked';
  return `the certificate of ${holder}, from ${authority}, valid until ${validTo}: ${verdict}`;
}
