import type { SavedRequest } from '../collection/collection.ts';
import type { Mismatch } from '../collection/match.ts';
import type { ReplyHead, RequestHead, Timings } from '../request/exchange.ts';

/** What a report keeps of an exchange, which has bodies behind it. */
export interface Recorded {
  /** As it may be shown. */
  readonly url: string;
  readonly requestHead: RequestHead;
  /** Without its bytes, which hold all that came with them. */
  readonly head: Omit<ReplyHead, 'bytes'>;
  readonly headBytes: number;
  readonly timings: Timings;
  readonly sentBodyBytes: number;
}

/** What became of one request of a run. */
export interface Outcome {
  readonly request: SavedRequest;
  /** Its name, and which round of `repeat` it was: `add-book[2]`. */
  readonly label: string;
  /** Passed; an expectation failed; something kept it from being sent or judged; it was left out. */
  readonly state: 'passed' | 'failed' | 'broken' | 'skipped';
  readonly mismatches: readonly Mismatch[];
  /** Why it is broken or skipped. */
  readonly reason: string | undefined;
  /** Exit status of what broke it. */
  readonly exitStatus: number;
  readonly method: string | undefined;
  /** As it may be shown. */
  readonly url: string | undefined;
  readonly status: number | undefined;
  readonly durationMs: number;
  readonly bodyBytes: number;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** How often it was sent, by `until`. */
  readonly attempts: number;
  /** Of the last exchange. */
  readonly timings: Timings | undefined;
  /** What was sent and what came, where a report asks for it. */
  readonly exchange: Recorded | undefined;
  /** The body as text, where a report asks for it and has room for it. */
  readonly text: string | undefined;
}

/** What is kept of an outcome to the end of a run, however long that is. */
export type Verdict = Pick<Outcome, 'request' | 'state' | 'exitStatus'>;

/** A run that is over. */
export interface RunResult {
  readonly name: string;
  /** Of the collection's file. */
  readonly path: string;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly outcomes: readonly Outcome[];
  /** `slip 1.2.3` */
  readonly client: string;
}

/** How many requests came out how. */
export function tally(outcomes: readonly Pick<Outcome, 'state'>[]): Readonly<Record<Outcome['state'], number>> {
  const counts = { passed: 0, failed: 0, broken: 0, skipped: 0 };
  for (const { state } of outcomes) counts[state] += 1;
  return counts;
}
