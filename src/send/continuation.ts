import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader, hasHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { PlannedTransfer } from './desk.ts';
import { expectedPath } from './destination.ts';

/** The byte at which a download goes on (`-C`); 0 where there is nothing to go on with. */
export async function startByteOf({ continueAt, destination }: PlannedTransfer, { files }: Host): Promise<number> {
  if (continueAt !== 'end') return continueAt ?? 0;
  const path = expectedPath(destination);
  return path === undefined ? 0 : ((await files.facts(path).catch(() => undefined))?.byteLength ?? 0);
}

/** The plan that asks for the rest; a Range that was typed is sent instead. */
export function continuedPlan(plan: RequestPlan, startByte: number): RequestPlan {
  if (startByte === 0 || plan.typedNames.has('range')) return plan;
  const { dialect, headers } = plan;
  const range = ['Range', `bytes=${startByte}-`] as const;
  // curl asks for it before all else of its own, but for its Authorization.
  return { ...plan, headers: dialect === 'slip' ? [...headers, range] : [range, ...headers] };
}

/** What a reply means for a download that is gone on with. */
export type Continuation =
  /** Its body is what was asked for. */
  | { readonly kind: 'goes-on' }
  /** All of it was there already: the body is about something else. */
  | { readonly kind: 'complete' }
  | { readonly kind: 'refused'; readonly failure: Failure };

/**
 * Looks at the reply as curl does: 416, or a whole that ends where we are, is a download that is complete; otherwise it
 * has to go on at our byte.
 */
export function continuationOf({ plan, head }: Exchange, startByte: number): Continuation {
  if (startByte === 0 || plan.impliedMethod !== 'GET') return { kind: 'goes-on' };
  const range = findHeader(head.headers, 'Content-Range') ?? '';
  if (head.status === 416) return { kind: 'complete' };
  if (Number(/^[^\d*]*(\d+)/.exec(range)?.[1] ?? Number.NaN) === startByte) return { kind: 'goes-on' };
  // A part of that length is not the whole, though curl takes it for that.
  const tellsLength = head.status !== 206 && !hasHeader(head.headers, 'Transfer-Encoding');
  const length = tellsLength ? findHeader(head.headers, 'Content-Length') : undefined;
  if (head.status === 204 || head.status === 304 || length === String(startByte)) return { kind: 'complete' };
  const sentence = `the server does not go on at byte ${startByte}: it answered ${head.status}`;
  return { kind: 'refused', failure: new Failure('range', sentence, { hint: 'without -C it starts over' }) };
}
