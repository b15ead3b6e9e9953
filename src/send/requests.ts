import { authorized } from '../auth/authorize.ts';
import type { PickedDraft } from '../cli/draft.ts';
import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import { chooseTrace } from '../cli/trace-choice.ts';
import { parseRate } from '../config/rate.ts';
import { settingsResolver } from '../config/settings.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Transport } from '../http/transport.ts';
import { previewVersion, requestHead } from '../request/wire.ts';
import { continuedPlan, startByteOf } from './continuation.ts';
import type { Desk, PlannedTransfer, Witness } from './desk.ts';
import type { Insight } from './insight.ts';
import { runTasks, sharedSink } from './parallel.ts';
import { cookieOpener, memoryOpener, type Openers, type Part, preparePart, profileOpener } from './part.ts';
import { pacer } from './pause.ts';
import { printRequest } from './preview.ts';
import { startRecord } from './record.ts';
import type { Tracer } from './trace.ts';
import { transfer } from './transfer.ts';

/**
 * Sends the requests of a command line, one URL after another.
 *
 * @param invocations the parts between `--next`.
 * @returns the exit status: 0, or that of the last transfer that failed; in curl's manner that of the last transfer.
 * @throws Failure for what keeps the whole line from being sent.
 */
export async function sendRequests(
  invocations: readonly Invocation[],
  inputs: Inputs,
  host: Host,
  company?: Company,
): Promise<number> {
  const { transport, openers, witness } = company ?? openCompany(inputs, host);
  const parts: Part[] = [];
  const options = invocations[0]?.options ?? {};
  const insight = await insightFor(invocations[0], host);
  let keepPace: Desk['keepPace'];
  try {
    const apartMs = options.rate === undefined ? 0 : parseRate(options.rate);
    keepPace = pacer(options.parallel ? 0 : apartMs, host);
    for (const invocation of invocations) parts.push(await preparePart(invocation, inputs, host, transport, openers));
  } catch (error) {
    await insight?.tellFailure(error, host);
    await insight?.close();
    throw error;
  }
  const failsEarly = options['fail-early'] === true;
  const atOnce = options.parallel ? options['parallel-max'] || DEFAULT_AT_ONCE : 1;
  // curl gives the status of the last transfer, failed or not, unless several run at once.
  const lastCounts = atOnce === 1 && invocations[0]?.dialect === 'curl';
  const stdout = sharedSink(host.stdout);
  const tracer = await openTracer(invocations[0], parts[0]?.desk);
  let exitStatus = 0;
  const send = async (one: Upcoming): Promise<Outcome> => {
    try {
      await keepPace();
    } catch (error) {
      return { status: await one.part.desk.console.failure(error), endsRun: true };
    }
    // One at a time needs no turns.
    const seat = atOnce === 1 ? undefined : stdout.seat();
    try {
      return await planAndSend(one, {
        host: seat === undefined ? host : { ...host, stdout: seat.sink },
        tracer,
        insight,
        keepPace,
        witness,
      });
    } finally {
      seat?.leave();
    }
  };
  try {
    await runTasks(tasksOf(parts, send), atOnce, ({ status, endsRun }) => {
      if (lastCounts || status !== 0) exitStatus = status;
      return host.interrupted.aborted || endsRun || (failsEarly && status !== 0);
    });
    return exitStatus;
  } finally {
    if (company === undefined) await transport.close();
    for (const { desk } of parts) await desk.headerDump?.close();
    await tracer?.close();
    await insight?.close();
  }
}

/** What command lines have in common that are sent one after another: connections, cookies, and who looks on. */
export interface Company {
  readonly transport: Transport;
  readonly openers: Openers;
  readonly witness: Witness | undefined;
}

/** A company of nobody yet; whoever opens it closes its transport. */
export function openCompany(inputs: Inputs, host: Host): Company {
  return {
    transport: lazyTransport(host),
    openers: {
      settings: settingsResolver(host.env),
      memory: memoryOpener(host),
      cookies: cookieOpener(inputs, host),
      profiles: profileOpener(host),
    },
    witness: undefined,
  };
}

/** The trace of the whole run, if there is one. */
async function openTracer(invocation: Invocation | undefined, desk: Desk | undefined): Promise<Tracer | undefined> {
  const choice = invocation && chooseTrace(invocation.occurrences, invocation.dialect);
  if (desk === undefined || choice === undefined) return undefined;
  const { openTrace } = await import('./trace.ts');
  return await openTrace(choice, desk);
}

/** What tells of transfers beside their output, where that is asked for. */
async function insightFor(invocation: Invocation | undefined, host: Host): Promise<Insight | undefined> {
  const { explain, hops, certs, timing, 'json-report': report } = invocation?.options ?? {};
  if (invocation === undefined || !(explain || hops || certs || timing || report !== undefined)) return undefined;
  const { openInsight } = await import('./insight.ts');
  return await openInsight(invocation, host);
}

/** curl's number of transfers at once. */
const DEFAULT_AT_ONCE = 50;

/** A transfer whose turn has come. */
interface Upcoming {
  readonly part: Part;
  readonly draft: () => Promise<PickedDraft>;
  readonly urlIndex: number;
  readonly transferIndex: number;
}

/** What came of it. */
interface Outcome {
  readonly status: number;
  /** Nothing that stands after it is sent. */
  readonly endsRun: boolean;
}

/** One task for each transfer of the line, made when its turn has come: there may be very many. */
function* tasksOf(
  parts: readonly Part[],
  send: (one: Upcoming) => Promise<Outcome>,
): Generator<() => Promise<Outcome>> {
  let transferCount = 0;
  for (const part of parts) {
    let urlIndex = 0;
    for (const { count, at } of part.series) {
      for (let index = 0n; index < count; index++) {
        const one = { part, draft: () => at(index), urlIndex, transferIndex: transferCount++ };
        yield () => send(one);
      }
      urlIndex++;
    }
  }
}

async function planAndSend(
  { part, draft, urlIndex, transferIndex }: Upcoming,
  around: Pick<Desk, 'host' | 'tracer' | 'insight' | 'keepPace' | 'witness'>,
): Promise<Outcome> {
  const desk: Desk = { ...part.desk, ...around };
  let picked: PickedDraft;
  try {
    picked = await draft();
  } catch (error) {
    await desk.insight?.tellFailure(error, desk.host);
    return { status: await desk.console.failure(error), endsRun: true };
  }
  let planned: PlannedTransfer;
  try {
    planned = part.plan(picked, urlIndex, transferIndex);
  } catch (error) {
    // A URL that is none says nothing about the next.
    const endsRun = !(error instanceof Failure && (error.kind === 'url' || error.kind === 'protocol'));
    const status = await desk.console.failure(error);
    await desk.insight?.tellFailure(error, desk.host);
    if (!endsRun) await writeOutUnplanned(picked, { urlIndex, transferIndex }, error, desk);
    return { status, endsRun };
  }
  const { offline, 'as-curl': asCurl } = desk.options;
  return { status: await (offline || asCurl ? preview(planned, desk) : transfer(planned, desk)), endsRun: false };
}

/** `-w` is printed for a URL that is none, too. */
async function writeOutUnplanned(
  { draft }: PickedDraft,
  place: Pick<PlannedTransfer, 'urlIndex' | 'transferIndex'>,
  failure: Failure,
  desk: Desk,
): Promise<void> {
  if (desk.writeOut === undefined) return;
  const { unplannedFacts } = await import('./unplanned.ts');
  const method = draft.method ?? draft.impliedMethod;
  await desk.writeOut(unplannedFacts(draft.url, { ...place, method }, failure, desk.host), desk);
}

async function preview(planned: PlannedTransfer, desk: Desk): Promise<number> {
  const { view } = planned;
  const asCurl = desk.options['as-curl'] === true;
  // curl finds its cookies, and where a file ends, by itself.
  const whole = asCurl ? planned.plan : continuedPlan(planned.plan, await startByteOf(planned, desk.host));
  const known = (await desk.profiles?.attach(whole, undefined, desk.host.interrupted))?.plan ?? whole;
  const prepared = desk.cookies?.prepare(known) ?? known;
  const plan = prepared.auth.attached === undefined ? authorized(prepared, desk.host) : prepared;
  if (asCurl) {
    const { printAsCurl } = await import('./as-curl.ts');
    await printAsCurl({ ...planned, plan: known }, desk);
  } else {
    await printRequest(plan, requestHead(plan, previewVersion(plan)), view, desk);
    await desk.writeOut?.(startRecord(planned, 0, desk.host).facts(NOTHING_HAPPENED), desk);
  }
  await desk.insight?.tellUnsent(plan, planned, desk);
  return 0;
}

/** `-w` tells of a request that is only shown what is known of it. */
const NOTHING_HAPPENED = { exitStatus: 0, errorMessage: undefined, unreachedPeer: undefined, refusedTunnel: undefined };

/** The transport, loaded when the first request is sent. */
function lazyTransport(host: Host): Transport {
  let opening: Promise<Transport> | undefined;
  return {
    async send(plan, signal, trace) {
      opening ??= import('../http/transport.ts').then(({ openTransport }) => openTransport(host));
      return await (await opening).send(plan, signal, trace);
    },
    close: async () => await (await opening)?.close(),
  };
}
