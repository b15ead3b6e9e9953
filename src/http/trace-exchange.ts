import type { RequestHead } from '../request/exchange.ts';
import type { Trace, TraceEvent } from '../request/trace.ts';

/** Tells a trace of one exchange, in order. Without a trace nothing is done and the body is handed on as it is. */
export interface ExchangeTrace {
  requestHead(head: RequestHead): void;
  requestBody(bytes: Uint8Array): Promise<void>;
  replyHeads(heads: readonly Uint8Array[]): void;
  /** @param trailer the field lines behind the body, told after it. */
  replyBody(chunks: AsyncIterable<Uint8Array>, trailer?: () => Uint8Array): AsyncIterable<Uint8Array>;
}

/** What the trace is told of an exchange on this connection. */
export function traceExchange(trace: Trace | undefined, connectionIndex: number): ExchangeTrace {
  const tell = async (event: TraceEvent): Promise<void> => await trace?.(event, connectionIndex);
  return {
    requestHead: (head) => void tell({ kind: 'requestHead', head }),
    requestBody: (bytes) => tell({ kind: 'requestBody', bytes }),
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
