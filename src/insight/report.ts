import type { Exchange, Peer, RequestHead, TlsFacts } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { TrustSource } from '../request/tls.ts';
import type { ConnectStep } from '../request/trace.ts';

/** One request that went out, or was to, whatever came of it. */
export interface Hop {
  /** Which try of the transfer it belongs to, from 0. */
  readonly tryIndex: number;
  /** As it was sent. */
  readonly plan: RequestPlan;
  /** As it was written, or would have been. */
  readonly head: RequestHead;
  readonly marks: Marks;
  /** Whom TLS was agreed on with, or tried to: the proxy, then the server. */
  readonly secured: readonly SecuredPeer[];
  /** The other end of its connection, as far as that was made. */
  readonly peer: Peer;
  /** Of the reply's body, in its content coding. */
  readonly receivedBytes: number;
  /** `undefined` where no reply came. */
  readonly exchange: Exchange | undefined;
  /** What the reply leads to, if that was sent. */
  readonly next: RequestPlan | undefined;
  /** What broke it off, made its reply a failure, or kept the next request from being sent. */
  readonly failure: unknown;
  /** The failure came before the end of the reply. */
  readonly isBroken: boolean;
}

/** A peer at the other end of TLS. */
export interface SecuredPeer {
  readonly isProxy: boolean;
  readonly origin: string;
  readonly facts: TlsFacts;
  /** What is wrong with its certificate, in a sentence. */
  readonly trouble: string | undefined;
  /** Whether that ends the connection. */
  readonly isChecked: boolean;
  readonly trusted: readonly TrustSource[];
}

/** When things happened: milliseconds of the host's clock that never jumps. */
export interface Marks {
  /** The connection was begun to be made, or the request was written on one that was there. */
  readonly begun: number;
  /** When each step of making the connection was over; none where it was there already. */
  readonly steps: ReadonlyMap<ConnectStep, number>;
  /** The request's head was written. */
  readonly written: number | undefined;
  /** The last byte of its body was. */
  readonly sent: number | undefined;
  /** The reply's head was in. */
  readonly answered: number | undefined;
  /** It was over, one way or the other. */
  readonly ended: number;
}

/** What came of a transfer. */
export interface Report {
  /** In the order in which they were sent, those of all tries. */
  readonly hops: readonly Hop[];
  /** From the first request's beginning until everything was over, waits between tries included. */
  readonly totalMs: number;
  /** When it was over: milliseconds since the epoch. */
  readonly nowMs: number;
}
