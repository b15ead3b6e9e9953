import type { Exchange } from '../request/exchange.ts';
import { hasHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { NextRequest } from './redirect.ts';

/** One exchange of a conversation. Whoever gets the last one reads or closes its body; the others are seen to here. */
export interface Turn {
  readonly exchange: Exchange;
  /** What the reply leads to; `undefined` makes this exchange the answer. */
  readonly next: NextRequest | undefined;
  /** What the reply leads to cannot be sent, for this reason: thrown once the turn has been taken. */
  readonly failure?: unknown;
}

/** What a reply leads to, given the first plan and how many hops went before. */
export type Decider = (exchange: Exchange, first: RequestPlan, hops: number) => NextRequest | undefined;

/** How much of a hop's body is read so that its connection can serve the next hop. */
const DRAIN_LIMIT_BYTES = 64 * 1024;

/**
 * THE loop: sends the plan, asks what the reply leads to, sends that, until a reply is the answer.
 *
 * @param decide throws to end the conversation, the exchange being shown before.
 */
export async function* converse(
  plan: RequestPlan,
  send: (plan: RequestPlan) => Promise<Exchange>,
  decide: Decider,
): AsyncGenerator<Turn> {
  let current = plan;
  for (let hops = 0; ; hops++) {
    const exchange = await send(current);
    let next: NextRequest | undefined;
    try {
      next = decide(exchange, plan, hops);
    } catch (failure) {
      try {
        yield { exchange, next, failure };
      } finally {
        exchange.close();
      }
      throw failure;
    }
    if (next === undefined) return yield { exchange, next };
    let isLeft = true;
    try {
      yield { exchange, next };
      isLeft = false;
    } finally {
      // Whoever breaks off here reads no body, and an unread one would keep its connection from the next URL.
      if (isLeft) exchange.close();
    }
    await drain(exchange);
    current = inVersionOf(exchange, next.plan);
  }
}

/** Whoever was answered in HTTP/1.0 asks on in it, in curl's manner. */
function inVersionOf({ head, plan }: Exchange, next: RequestPlan): RequestPlan {
  if (plan.dialect !== 'curl' || head.version !== '1.0' || next.connection.http === '2-prior-knowledge') return next;
  return { ...next, connection: { ...next.connection, http: '1.0' } };
}

async function drain(exchange: Exchange): Promise<void> {
  // A body that ends with its connection would be waited for, and nothing be won.
  if (endsWithConnection(exchange)) return exchange.close();
  let drainedBytes = 0;
  try {
    for await (const chunk of exchange.body) {
      drainedBytes += chunk.byteLength;
      if (drainedBytes > DRAIN_LIMIT_BYTES) break;
    }
  } catch {
    // A hop's body says nothing to anybody: that it broke off is no reason not to go where its head points.
  }
}

/** Whether nothing but the end of the connection tells where the body ends (RFC 9112 §6.3). */
function endsWithConnection({ head, plan }: Exchange): boolean {
  const isFramed = hasHeader(head.headers, 'Content-Length') || hasHeader(head.headers, 'Transfer-Encoding');
  return head.version !== '2' && !isFramed && plan.method !== 'HEAD' && head.status !== 304;
}
