import { authorized, type Chance } from '../auth/authorize.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader } from '../request/headers.ts';
import { bodyByteLength, isRepeatable } from '../request/plan.ts';
import type { NextRequest } from './redirect.ts';

/**
 * The same request without `Expect`, where a server does not take that field and the body has not been sent (RFC 9110
 * §15.5.18). Only curl's dialect adds it unasked; one that was typed is the user's own.
 */
export function decideExpectation(exchange: Exchange, chance: Chance): NextRequest | undefined {
  const { plan, head, requestHead, sentBodyBytes } = exchange;
  if (head.status !== 417 || !plan.http1.expects || plan.dialect !== 'curl') return undefined;
  if (findHeader(requestHead.fields, 'Expect') === undefined) return undefined;
  const sent = sentBodyBytes();
  const isWhole = sent > 0 && sent === bodyByteLength(plan.body);
  if (isWhole || (sent > 0 && !isRepeatable(plan.body))) return undefined;
  return { plan: authorized({ ...plan, http1: { ...plan.http1, expects: false } }, chance), notes: [] };
}
