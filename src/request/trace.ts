import type { Peer, RequestHead } from './exchange.ts';

/** The steps of making a connection, in their order; which of them there are depends on what is on the way. */
export const CONNECT_STEPS = ['lookup', 'tcp', 'socks', 'proxyTls', 'tunnel', 'tls'] as const;

export type ConnectStep = (typeof CONNECT_STEPS)[number];

/** Something that happens on a connection: `-v` in curl's form and `--trace` are made of these. */
export type TraceEvent =
  /** What is done about the connection, in a sentence. */
  | { readonly kind: 'note'; readonly text: string }
  /** A connection is begun to be made, or a step of that is over. */
  | { readonly kind: 'step'; readonly over: ConnectStep | 'none' }
  /** The connection stands. */
  | { readonly kind: 'connected'; readonly peer: Peer }
  /** A head that has been written, that of a CONNECT too; whoever shows it masks its secrets. */
  | { readonly kind: 'requestHead'; readonly head: RequestHead }
  /** Body bytes as they were written, chunk framing included where the sender has it. */
  | { readonly kind: 'requestBody'; readonly bytes: Uint8Array }
  /** A whole head as it came: interim, a proxy's, or the reply's own; trailers too. */
  | { readonly kind: 'replyHead'; readonly bytes: Uint8Array }
  /** Body bytes as they came, in their content coding; chunk framing included where the sender has it. */
  | { readonly kind: 'replyBody'; readonly bytes: Uint8Array };

/**
 * Is told as it happens, in order, by whoever speaks on the connection. Never throws.
 *
 * @param connectionIndex which connection of this run it is; `undefined` while there is none yet.
 * @returns resolves when there is room for more: to be awaited after body bytes, so that a slow trace file slows the
 *   transfer down and does not fill the memory.
 */
export type Trace = (event: TraceEvent, connectionIndex: number | undefined) => Promise<void>;

/** One trace that tells two, of which either may be missing. */
export function bothTraces(one: Trace | undefined, other: Trace | undefined): Trace | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return async (event, connectionIndex) => {
    await Promise.all([one(event, connectionIndex), other(event, connectionIndex)]);
  };
}
