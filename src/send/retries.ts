import type { Host } from '../host.ts';
import { decideRetry, NOT_RETRIED } from '../http/retry.ts';
import type { ReplyHead } from '../request/exchange.ts';
import { fieldValue } from '../request/headers.ts';
import { isRepeatable, type RequestPlan, type RetryPolicy } from '../request/plan.ts';
import type { Console } from './console.ts';
import { pause } from './pause.ts';

/** The retries of one transfer. */
export interface Retries {
  /** How many there have been. */
  count(): number;
  /**
   * Whether to try again, after telling so and waiting.
   *
   * @param failure what broke the last try off, if anything did.
   * @param head of the last reply in it.
   * @throws Failure `interrupted` while it waits.
   */
  next(failure: unknown, head: ReplyHead | undefined): Promise<boolean>;
}

/** Begins to count, before the first try. */
export function startRetries(policy: RetryPolicy, plan: RequestPlan, host: Host, console: Console): Retries {
  const startedAtMs = host.uptimeMs();
  let state = NOT_RETRIED;
  return {
    count: () => state.retryCount,
    async next(failure, head) {
      const tried = {
        failure,
        status: head?.status,
        retryAfter: head && fieldValue(head.headers, 'Retry-After'),
        isRepeatable: isRepeatable(plan.body),
      };
      const decision = decideRetry(policy, state, tried, host.uptimeMs() - startedAtMs, host.now());
      if (decision === undefined) return false;
      await console.warning(decision.why);
      if (decision.kind === 'give-up') return false;
      ({ state } = decision);
      await pause(decision.waitMs, host);
      return true;
    },
  };
}
