import { converse, type Decider, type Turn } from '../http/converse.ts';
import { decideExpectation } from '../http/expectation.ts';
import { decideRedirect } from '../http/redirect.ts';
import type { View } from '../render/view.ts';
import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import { bothTraces, type Trace } from '../request/trace.ts';
import { displayUrl } from '../request/url.ts';
import type { Desk } from './desk.ts';
import { printHeads } from './heads.ts';
import type { Observation } from './observe.ts';
import { pause } from './pause.ts';
import type { TransferRecord } from './record.ts';

/** What a conversation needs beside its first plan. */
export interface Conversation {
  readonly desk: Desk;
  readonly signal: AbortSignal;
  readonly trace: Trace | undefined;
  readonly observation: Observation | undefined;
  /** Asks whether a reply refuses for now, before anything else is asked of it. */
  readonly decideRefusal?: Decider | undefined;
}

/**
 * The turns of a request: its challenges answered, its redirects followed, cookies and what hosts say of themselves kept.
 * What a turn leads to is told and waited for behind it.
 */
export async function* conversation(
  plan: RequestPlan,
  { desk, signal, trace, observation, decideRefusal }: Conversation,
): AsyncGenerator<Turn> {
  const { host, console } = desk;
  const challenges = answersChallenges(desk) ? await import('../http/reauthenticate.ts') : undefined;
  let refusals = 0;
  const decide: Decider = (exchange, first, hops) => {
    const patient = decideRefusal?.(exchange, first, refusals);
    if (patient !== undefined) {
      refusals++;
      return patient;
    }
    const renewed = desk.profiles?.renewal(exchange);
    if (renewed !== undefined) return { plan: renewed, notes: [] };
    return (
      challenges?.decideChallenge(exchange, hops - refusals, host) ??
      decideExpectation(exchange, host) ??
      decideRedirect(exchange, first, hops - refusals, host)
    );
  };
  let before: RequestPlan | undefined;
  const send = async (hop: RequestPlan): Promise<Exchange> => {
    const attached = await desk.profiles?.attach(hop, before, signal);
    if (attached?.note !== undefined) await console.note(attached.note);
    const known = attached?.plan ?? hop;
    before = known;
    const cooked = desk.cookies?.prepare(known) ?? known;
    const ready = desk.memory?.detoured(cooked) ?? cooked;
    const met = await desk.send(ready, signal, bothTraces(trace, observation?.send(ready)));
    desk.memory?.learn(met);
    desk.cookies?.learn(met);
    return met;
  };
  for await (const turn of converse(plan, send, decide)) {
    observation?.meet(turn);
    yield turn;
    const { exchange, next, failure } = turn;
    if (next === undefined || failure !== undefined) continue;
    await trace?.({ kind: 'note', text: `the reply leads to ${displayUrl(next.plan.url)}` }, exchange.connection.index);
    for (const note of next.notes) await console.note(note);
    if (next.waitMs !== undefined) await pause(next.waitMs, host, signal);
  }
}

/** A conversation of which only the answer counts. */
export interface Asking extends Conversation {
  readonly view: View;
  readonly record: TransferRecord;
}

/** The reply that a conversation ends with, its body unread; on the way no more is printed than what goes to stderr. */
export async function answerTo(plan: RequestPlan, asking: Asking): Promise<Exchange> {
  const { view, desk, record } = asking;
  const parts = { requestHead: false, requestBody: false, head: false, body: false, summary: false };
  const aside = { ...view, parts, summaryOnStderr: false };
  for await (const { exchange, next, failure } of conversation(plan, asking)) {
    record.add(exchange);
    await printHeads(exchange, false, aside, undefined, desk);
    if (failure !== undefined) throw failure;
    if (next === undefined) return exchange;
  }
  throw new Error('a conversation ends with an answer');
}

/** Whether a challenge could be answered with more than was shown unasked. */
function answersChallenges({ options, profiles }: Desk): boolean {
  return (
    profiles !== undefined ||
    (['basic', 'digest', 'anyauth', 'proxy-digest', 'proxy-anyauth'] as const).some((name) => options[name])
  );
}
