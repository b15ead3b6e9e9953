import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { Trace } from '../request/trace.ts';

/** One connection that speaks HTTP, whichever sender is behind it. */
export interface Line {
  /** Whether a request may be written to it now. */
  isFree(): boolean;
  /** Whether no request can be written to it any more. */
  isClosed(): boolean;
  /** It takes several requests at a time. */
  readonly isShared: boolean;
  /** What had become of a request whose `send` was rejected with this. */
  fate(error: unknown): Fate;
  /** Writes the request; resolves when the reply's head is in. */
  send(errand: Errand): Promise<Exchange>;
  destroy(): Promise<void>;
}

/**
 * How far a request came that has no reply: the server says that it has not looked at it, nothing was heard of it before
 * the connection was gone, or it was under way.
 */
export type Fate = 'refused' | 'unheard' | 'heard';

/** A request to be sent on a line. */
export interface Errand {
  readonly plan: RequestPlan;
  readonly signal: AbortSignal;
  readonly trace: Trace | undefined;
  /** The connection was made for this request. */
  readonly isNew: boolean;
  /** When the request was begun, connecting included, by the host's clock that never jumps. */
  readonly startedAtMs: number;
}
