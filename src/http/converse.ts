import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { NextRequest } from './redirect.ts';

/** One exchange of a conversation. Whoever gets the last one reads or closes its body; the others are seen to here. */
export interface Turn {
  readonly exchange: Exchange;
  /** What the reply leads to; `undefined` makes this exchange the answer. */
  readonly next: NextRequest | undefined;
}

/** How much of a hop's body is read so that its connection can serve the next hop. */
const DRAIN_LIMIT_BYTES = 64 * 1024;

/**
 * THE loop: sends the plan, asks what the reply leads to, sends that, until a reply is the answer.
 *
 * @param decide looks at an exchange, the first plan and how many hops went before; throws to end the conversation.
 */
export async function* converse(
  plan: RequestPlan,
  send: (plan: RequestPlan) => Promise<Exchange>,
  decide: (exchange: Exchange, first: RequestPlan, hops: number) => NextRequest | undefined,
): AsyncGenerator<Turn> {
  let current = plan;
  for (let hops = 0; ; hops++) {
    const exchange = await send(current);
    let next: NextRequest | undefined;
    try {
      next = decide(exchange, plan, hops);
    } catch (error) {
      exchange.close();
      throw error;
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
    current = next.plan;
  }
}

async function drain(exchange: Exchange): Promise<void> {
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
