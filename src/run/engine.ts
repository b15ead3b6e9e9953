import type { Occurrence } from '../cli/options.ts';
import { type Check, checkAnswer } from '../collection/check.ts';
import type { SavedRequest } from '../collection/collection.ts';
import { composeRequest } from '../collection/compose.ts';
import { fillText, fillValue, type Scope } from '../collection/fill.ts';
import { durationMs } from '../collection/names.ts';
import { type Need, needsOf, saversOf } from '../collection/order.ts';
import { savedValues, valuesThere } from '../collection/save.ts';
import type { Tools } from '../collection/tools.ts';
import { isTrue, type Value } from '../collection/value.ts';
import { EXIT_STATUS, Failure } from '../failure.ts';
import type { Exchange } from '../request/exchange.ts';
import { displayUrl } from '../request/url.ts';
import { pause } from '../send/pause.ts';
import { holdOutput } from './held-output.ts';
import { inTurn } from './in-turn.ts';
import { type Extra, invocationsOf, NO_EXTRA } from './line.ts';
import type { Masks } from './masks.ts';
import type { Outcome, Recorded } from './outcome.ts';
import { rootedInputs } from './rooted-inputs.ts';
import { roundsOf } from './rounds.ts';
import { type Sending, type Sent, sendLine } from './send-line.ts';
import { type SnapshotFiles, snapshotMismatches } from './snapshot.ts';
import type { FileRoot } from './tools.ts';
import { isGiven, type RequestScope, scopeOf, type Variables } from './variables.ts';

/** What all requests of a run have in common. */
export interface Run {
  readonly root: FileRoot;
  readonly snapshots: SnapshotFiles;
  readonly variables: Variables;
  /** Those whose answers templates name. */
  readonly answered: ReadonlySet<SavedRequest>;
  readonly sending: Omit<Sending, 'prints'>;
  readonly tools: Tools;
  readonly masks: Masks;
  /** Of the user's own options file. */
  readonly configured: readonly Occurrence[];
  /** Typed beside the names. */
  readonly extra: Extra;
  /** The one request whose answer is printed as a typed one's would be. */
  readonly printed: SavedRequest | undefined;
  readonly bails: boolean;
  readonly atOnce: number;
  /** Whether reports want what was sent and what came. */
  readonly keepsExchanges: boolean;
  /** Is told of each outcome, in the order of the requests. */
  readonly tell: (outcome: Outcome) => Promise<void>;
}

/**
 * Sends requests in their order, several at once where none needs another, and judges their answers. One whose needs have
 * not succeeded is left out, as are all others once a run bails out, but for those that clean up.
 */
export async function runRequests(requests: readonly SavedRequest[], run: Run): Promise<void> {
  const needs = needsAmong(requests, run.variables);
  const ends = new Map<SavedRequest, End>();
  const told = inTurn(requests, run.tell);
  let isStopped = false;
  const waiting = new Set(requests);
  const going = new Set<Promise<void>>();
  // What cleans up waits for all that does not.
  let others = requests.filter(({ form }) => !form.always).length;
  while (waiting.size > 0 || going.size > 0) {
    for (const request of waiting) {
      if (going.size >= run.atOnce) break;
      const needed = needs.get(request) ?? [];
      const cleansUp = request.form.always === true;
      if ((cleansUp && others > 0) || !needed.every((need) => ends.has(need.request))) {
        if (run.atOnce === 1) break;
        continue;
      }
      waiting.delete(request);
      // What cleans up is sent whatever has failed, as long as what it is about is known.
      const failed = needed.find(
        (need) => ends.get(need.request) !== 'passed' && !(cleansUp && isKnown(need, run.variables)),
      );
      const isInterrupted = run.sending.host.interrupted.aborted;
      const reason =
        isInterrupted && !cleansUp
          ? 'interrupted'
          : failed !== undefined
            ? `${failed.request.name} did not succeed`
            : isStopped && !cleansUp
              ? 'an earlier request failed'
              : undefined;
      const add = async (outcome: Outcome): Promise<void> => await told.add(request, outcome);
      const task = (
        reason === undefined
          ? runRequest(request, isInterrupted ? afterInterrupt(run) : run, add)
          : add(skipped(request, reason, run)).then((): End => 'skipped')
      )
        .then(async (end) => {
          ends.set(request, end);
          if (!cleansUp) others -= 1;
          if (run.bails && end === 'failed') isStopped = true;
          await told.conclude(request);
        })
        .finally(() => going.delete(task));
      going.add(task);
    }
    await Promise.race(going);
  }
}

/** How a request has ended, with all its rounds: it succeeded, something failed, or not all of it was sent. */
type End = 'passed' | 'failed' | 'skipped';

/** What each request needs of the others. */
function needsAmong(
  requests: readonly SavedRequest[],
  variables: Variables,
): ReadonlyMap<SavedRequest, readonly Need[]> {
  const { collection } = variables;
  const among = new Set(requests);
  const savers = saversOf(collection);
  const hasValue = (name: string, one: SavedRequest): boolean => isGiven(name, one, variables);
  return new Map(
    requests.map((request) => {
      const needs = needsOf(request, collection, savers, hasValue);
      return [request, needs.filter((need) => among.has(need.request))];
    }),
  );
}

/** Whether what is needed of a request is there, however that request has ended. */
function isKnown({ request, value }: Need, { answers, saved }: Variables): boolean {
  return value === undefined || (value === request.name ? answers : saved).has(value);
}

/** What cleans up is sent after Ctrl-C, too; another Ctrl-C ends the process. */
function afterInterrupt(run: Run): Run {
  const { sending } = run;
  return { ...run, sending: { ...sending, host: { ...sending.host, interrupted: new AbortController().signal } } };
}

/** One request, with all rounds of `repeat`, each of which is handed on when it is over. */
async function runRequest(request: SavedRequest, run: Run, add: (outcome: Outcome) => Promise<void>): Promise<End> {
  let end: End | undefined;
  const handOn = async (outcome: Outcome): Promise<void> => {
    end = worse(end, outcome.state);
    await add(outcome);
  };
  try {
    for await (const { label, row } of roundsOf(request, scopeOf(request, new Map(), run.variables), run.tools)) {
      await handOn(await runRound(request, label, row, run));
      if (run.sending.host.interrupted.aborted) break;
    }
    if (end === undefined) await handOn(skipped(request, 'its data has no rows', run));
  } catch (error) {
    await handOn(broken(request, request.name, error, run));
  }
  return end ?? 'skipped';
}

/** Of several rounds one that failed counts before one that was left out, and that before those that passed. */
function worse(end: End | undefined, state: Outcome['state']): End {
  if (end === 'failed' || state === 'failed' || state === 'broken') return 'failed';
  return end === 'skipped' || state === 'skipped' ? 'skipped' : 'passed';
}

async function runRound(
  request: SavedRequest,
  label: string,
  row: ReadonlyMap<string, Value>,
  run: Run,
): Promise<Outcome> {
  const { form } = request;
  const { host } = run.sending;
  const scope = scopeOf(request, row, run.variables);
  let answered: Outcome | undefined;
  try {
    if (form.when !== undefined && !isTrue((await fillValue(form.when, scope)).json)) {
      return { ...skipped(request, 'its condition does not hold', run), label };
    }
    if (form.delay !== undefined) await pause(await waitMs(form.delay, scope), host);
    const tried = await sendUntil(request, scope, run);
    const { sent, attempts } = tried;
    const base = { ...(await outcomeOf(request, label, tried.startedAtMs, sent, run)), attempts };
    // Nothing is sent with --offline and --as-curl, and nothing can be judged.
    if (sent.answer === undefined && sent.exitStatus === 0) return { ...base, state: 'passed' };
    if (sent.answer === undefined || (sent.exitStatus !== 0 && !isStatusFailure(sent))) {
      return { ...base, state: 'broken', reason: reasonOf(sent), exitStatus: sent.exitStatus };
    }
    answered = base;
    if (run.answered.has(request)) run.variables.answers.set(request.name, sent.answer);
    const isJudged = form.expect !== undefined || form.save !== undefined || run.answered.has(request);
    if (sent.isCut && isJudged) {
      const reason = 'its body is longer than 64 MiB, too long to be judged';
      return { ...base, state: 'broken', reason, exitStatus: EXIT_STATUS.size };
    }
    const check: Check = {
      answer: sent.answer,
      method: base.method ?? 'GET',
      scope,
      tools: run.tools,
      nowMs: host.now(),
    };
    const mismatches = [
      ...(form.expect === undefined ? [] : await checkAnswer(form.expect, check)),
      ...(form.expect?.snapshot === undefined
        ? []
        : await snapshotMismatches(request, label, form.expect.snapshot, sent.answer, scope, run.snapshots)),
      ...(tried.isGivenUp ? tried.mismatches : []),
    ];
    // Of an answer that is not as it should be, too: what it has made has to be cleaned up.
    const values = await (mismatches.length > 0 ? valuesThere : savedValues)(form.save ?? [], check);
    for (const [name, value] of values) {
      run.variables.saved.set(name, value);
      if (value.isSecret) run.masks.add(value.json);
    }
    if (mismatches.length > 0) return { ...base, state: 'failed', mismatches, exitStatus: 100 };
    if (sent.exitStatus !== 0) {
      return { ...base, state: 'broken', reason: reasonOf(sent), exitStatus: sent.exitStatus };
    }
    return { ...base, state: 'passed', exitStatus: 0 };
  } catch (error) {
    const { reason, exitStatus, ...unsent } = broken(request, label, error, run);
    return { ...(answered ?? unsent), state: 'broken', reason, exitStatus };
  }
}

/** What came of sending once, or again and again. */
interface Tried {
  readonly sent: Sent;
  /** Of the last attempt, in milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly attempts: number;
  /** What `until` still wants. */
  readonly mismatches: Awaited<ReturnType<typeof checkAnswer>>;
  readonly isGivenUp: boolean;
}

const DEFAULT_TRIES = 30;

/** Sends; with `until` again and again, until that holds or there has been enough of it. */
async function sendUntil(request: SavedRequest, scope: RequestScope, run: Run): Promise<Tried> {
  const { until, every, 'at-most': atMost } = request.form;
  const { host } = run.sending;
  const startedAtMs = host.uptimeMs();
  const mostTries =
    typeof atMost === 'number' ? atMost : atMost === undefined ? DEFAULT_TRIES : Number.POSITIVE_INFINITY;
  const mostMs = typeof atMost === 'object' ? await waitMs(atMost, scope) : Number.POSITIVE_INFINITY;
  const pauseMs = every === undefined ? 1000 : await waitMs(every, scope);
  for (let attempts = 1; ; attempts++) {
    const composed = await composeRequest(request, {
      scope,
      environments: run.variables.environments,
      admit: (path) => run.root.admit(path),
    });
    const prints = run.printed === request;
    const extra = prints ? run.extra : NO_EXTRA;
    const inputs = rootedInputs(run.sending.inputs, run.root, extra);
    const invocations = await invocationsOf(composed, request, extra, {
      inputs,
      configured: run.configured,
      root: run.root,
      secrets: run.masks.texts,
      carries: [...scope.carried],
    });
    // What is sent until something holds is printed once that does.
    const held = prints && until !== undefined ? holdOutput(host) : undefined;
    const sentAtMs = host.now();
    const sent = await sendLine(invocations, { ...run.sending, host: held?.host ?? host, inputs, prints });
    if (until === undefined || sent.answer === undefined) {
      await held?.release();
      return { sent, startedAtMs: sentAtMs, attempts, mismatches: [], isGivenUp: false };
    }
    const { answer } = sent;
    const method = sent.exchange?.plan.method ?? 'GET';
    const mismatches = await checkAnswer(until, { answer, method, scope, tools: run.tools, nowMs: host.now() });
    const isGivenUp = attempts >= mostTries || host.uptimeMs() - startedAtMs + pauseMs > mostMs;
    if (mismatches.length === 0 || isGivenUp) {
      await held?.release();
      return { sent, startedAtMs: sentAtMs, attempts, mismatches, isGivenUp: mismatches.length > 0 };
    }
    await pause(pauseMs, host);
  }
}

async function waitMs(scalar: Parameters<typeof fillText>[0], scope: Scope): Promise<number> {
  const text = await fillText(scalar, scope);
  const ms = durationMs(text);
  if (ms === undefined) throw new Failure('config', `${text} is not a time: 500ms, 30s, 2m`);
  return ms;
}

/** With `-f` and its kin a status is a failure of the line, and the answer is there all the same. */
function isStatusFailure({ exitStatus, answer }: Sent): boolean {
  return answer !== undefined && (exitStatus === 22 || (exitStatus >= 3 && exitStatus <= 5 && answer.status >= 300));
}

function reasonOf({ told, exitStatus }: Sent): string {
  if (exitStatus === EXIT_STATUS.interrupted) return 'interrupted';
  const [line = ''] = told
    .split('\n')
    .filter((one) => one.startsWith('slip: '))
    .slice(-1);
  return line.replace(/^slip: /, '') || `it ended with exit status ${exitStatus}`;
}

async function outcomeOf(
  request: SavedRequest,
  label: string,
  startedAtMs: number,
  sent: Sent,
  run: Run,
): Promise<Outcome> {
  const { answer, exchange, plan } = sent;
  return {
    request,
    label,
    state: 'passed',
    mismatches: [],
    reason: undefined,
    exitStatus: 0,
    method: plan?.method,
    url: answer?.url ?? (plan && displayUrl(plan.url)),
    status: answer?.status,
    durationMs: answer?.totalMs ?? 0,
    bodyBytes: answer?.body.byteLength ?? 0,
    startedAtMs,
    attempts: 1,
    timings: exchange?.timings(),
    exchange: run.keepsExchanges ? exchange && recordOf(exchange) : undefined,
    text: run.keepsExchanges ? await answer?.text() : undefined,
  };
}

function recordOf(exchange: Exchange): Recorded {
  const { plan, requestHead, head } = exchange;
  const { version, status, reason, headers, bytes } = head;
  return {
    url: displayUrl(plan.url),
    requestHead,
    head: { version, status, reason, headers },
    headBytes: bytes.byteLength,
    timings: exchange.timings(),
    sentBodyBytes: exchange.sentBodyBytes(),
  };
}

const NOTHING_SENT = {
  mismatches: [],
  method: undefined,
  url: undefined,
  status: undefined,
  durationMs: 0,
  bodyBytes: 0,
  attempts: 0,
  timings: undefined,
  exchange: undefined,
  text: undefined,
} as const;

function skipped(request: SavedRequest, reason: string, { sending }: Run): Outcome {
  const startedAtMs = sending.host.now();
  return { ...NOTHING_SENT, request, label: request.name, state: 'skipped', reason, exitStatus: 0, startedAtMs };
}

function broken(request: SavedRequest, label: string, error: unknown, { sending, masks }: Run): Outcome {
  if (!(error instanceof Failure)) throw error;
  const { message, hint, exitStatus } = error;
  const reason = masks.mask(hint === undefined ? message : `${message} (${hint})`);
  return { ...NOTHING_SENT, request, label, state: 'broken', reason, exitStatus, startedAtMs: sending.host.now() };
}
