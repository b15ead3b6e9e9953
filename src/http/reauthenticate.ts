import { answerChallenges } from '../auth/answer.ts';
import { authorized, type Chance, whole } from '../auth/authorize.ts';
import { credentialsFor, schemesFor } from '../auth/credentials.ts';
import { Failure } from '../failure.ts';
import type { AuthProgress, PlannedAuth } from '../request/auth.ts';
import type { Exchange } from '../request/exchange.ts';
import { headerValues } from '../request/headers.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { displayUrl } from '../request/url.ts';
import type { NextRequest } from './redirect.ts';

/** How often slip answers challenges of one conversation: one for the proxy, one for the server, some for what is stale. */
const MAX_ROUNDS = 10;

/**
 * The request that answers a challenge (RFC 9110 §11.7), or the one that has its body at last where nobody asked for
 * anything; `undefined` where the reply stands as it is.
 *
 * @param hops how many requests of the conversation were answered before. curl counts the answers to challenges among the
 * redirects, and so does its dialect.
 * @throws Failure `rewind` for a body that has been sent and cannot be again; `redirects` in curl's dialect.
 */
export function decideChallenge(exchange: Exchange, hops: number, chance: Chance): NextRequest | undefined {
  const plan = whole(exchange.plan);
  const auth = answered(exchange, plan, chance);
  if (auth === undefined) return undefined;
  const { limit } = plan.redirects;
  if (plan.dialect === 'slip' && auth.roundCount >= MAX_ROUNDS) return undefined;
  if (plan.dialect === 'curl' && limit !== undefined && hops >= limit) {
    throw new Failure('redirects', `${limit} requests were made for ${displayUrl(plan.url)}, and it asks for another`);
  }
  if (exchange.plan.auth.withheld === undefined && !isRepeatable(plan.body)) {
    throw new Failure('rewind', `the body came from a pipe and cannot be sent again to ${displayUrl(plan.url)}`, {
      hint: 'put it in a file: @FILE, -d @FILE or -T FILE',
    });
  }
  const next = { ...plan, auth: { ...auth, roundCount: auth.roundCount + 1 } };
  return { plan: authorized(next, chance), notes: [] };
}

/** What is known after a reply that was not the answer. */
function answered({ head, plan: sent }: Exchange, plan: RequestPlan, chance: Chance): PlannedAuth | undefined {
  const { auth, proxy } = plan;
  if (head.status === 401) {
    const credentials = credentialsFor(plan);
    if (credentials === undefined) return undefined;
    const lines = headerValues(head.headers, 'WWW-Authenticate');
    const server = answerChallenges(lines, schemesFor(auth).schemes, credentials, auth.server, chance.randomBytes);
    return server && { ...auth, server };
  }
  if (head.status === 407) {
    if (proxy?.login === undefined || !isForwarded(plan)) return undefined;
    const credentials = { login: proxy.login, bearer: undefined };
    const lines = headerValues(head.headers, 'Proxy-Authenticate');
    const next = answerChallenges(lines, proxy.schemes, credentials, auth.proxy, chance.randomBytes);
    return next && { ...auth, proxy: next };
  }
  if (sent.auth.withheld === undefined || head.status >= 300) return undefined;
  return { ...auth, server: settled(auth.server), proxy: settled(auth.proxy) };
}

/** Nothing is asked for here: from now on the requests go out whole. */
function settled(progress: AuthProgress): AuthProgress {
  return progress.chosen === undefined ? { ...progress, chosen: 'none' } : progress;
}
