import { inputsFrom } from '../cli/inputs.ts';
import type { Collection, SavedRequest } from '../collection/collection.ts';
import { inOrder, type Need, needsOf, saversOf } from '../collection/order.ts';
import { EXIT_STATUS, Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { colorLevel } from '../render/color-level.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { openCompany } from '../send/requests.ts';
import { type Run, runRequests } from './engine.ts';
import type { Wanted } from './find.ts';
import { recordLastFailed } from './last-failed.ts';
import { listOrder } from './list.ts';
import { isPreview, maskedHost, openRun } from './open-run.ts';
import type { Outcome, Verdict } from './outcome.ts';
import { writeReports } from './reports/write.ts';
import type { RunLine } from './run-line.ts';
import { outcomeLines, summaryOf, writeLines } from './tell.ts';
import { isGiven } from './variables.ts';

/** From so many requests on memory is kept low, at the price of some time. */
const LONG_RUN = 1000;

/** Sends what is wanted of a collection, as a test or one to be printed; gives the exit status. */
export async function perform(host: Host, line: RunLine, collection: Collection, wanted: Wanted): Promise<number> {
  const { options, reports } = line;
  const isTest = options.test === true || !wanted.isOne;
  if (isTest) refuseExtra(line, wanted);
  const printed = isTest ? undefined : wanted.requests[0];
  const setting = {
    path: line.path,
    fileRoot: options['file-root'],
    env: options.env ?? wanted.env,
    variables: line.variables,
    configured: line.configured,
    updatesSnapshots: options['update-snapshots'] === true,
  };
  const opened = await openRun(host, setting, collection);
  const { variables, masks } = opened;
  const hasValue = (name: string, request: SavedRequest): boolean => isGiven(name, request, variables);
  const isShownOnly = printed !== undefined && isPreview(line.occurrences);
  if (isShownOnly) refuseNeeds(printed, needsOf(printed, collection, saversOf(collection), hasValue));
  const requests = isShownOnly ? [printed] : inOrder(collection, wanted.requests, hasValue);
  if (options['dry-run']) {
    await listOrder(requests, host.stdout);
    return 0;
  }
  // A report on stdout is there for a program to read; the answer of one request is data.
  const told = printed !== undefined || reports.some(({ path }) => path === '-') ? host.stderr : host.stdout;
  const theme = await themeOf(host, told);
  const shown = printed === undefined ? host : maskedHost(host, line.occurrences, masks);
  const inputs = inputsFrom(shown);
  const company = openCompany(inputs, shown);
  const verdicts: Verdict[] = [];
  // All that is known of each is for reports alone.
  const outcomes: Outcome[] = [];
  const keep = textKeeper();
  const run: Run = {
    ...opened,
    sending: { company, inputs, host: shown },
    extra: { words: wanted.items, occurrences: line.occurrences },
    printed,
    bails: options.bail === true || printed !== undefined,
    atOnce: options.jobs ?? 1,
    keepsExchanges: reports.some(({ kind }) => kind === 'har'),
    async tell(outcome) {
      const { request, state, exitStatus } = outcome;
      verdicts.push({ request, state, exitStatus });
      if (verdicts.length === LONG_RUN) host.keepMemoryLow();
      if (reports.length > 0) outcomes.push(keep(outcome));
      if (isTest || outcome.state !== 'passed') await writeLines(told, await outcomeLines(outcome, theme, masks));
    },
  };
  const [startedAtMs, begunAtMs] = [host.uptimeMs(), host.now()];
  try {
    for (let round = 0; round < (options.repeat ?? 1) && !host.interrupted.aborted; round++) {
      await runRequests(requests, run);
    }
    const durationMs = host.uptimeMs() - startedAtMs;
    if (isTest) await writeLines(told, [summaryOf(verdicts, durationMs, theme)]);
    const name = collection.main.form.name?.text ?? line.path;
    const result = {
      name,
      path: line.path,
      startedAtMs: begunAtMs,
      durationMs,
      outcomes,
      client: `slip ${host.version}`,
    };
    if (isTest) await recordLastFailed(host, line.path, verdicts);
    await writeReports(reports, result, masks, host);
    return host.interrupted.aborted ? EXIT_STATUS.interrupted : exitStatusOf(verdicts, printed);
  } finally {
    await company.transport.close();
  }
}

/** --offline and --as-curl send nothing, not even what the request takes a value from. */
function refuseNeeds({ name }: SavedRequest, needs: readonly Need[]): void {
  const need = needs.find(({ value }) => value !== undefined);
  if (need === undefined) return;
  throw new Failure('usage', `${name} takes ${need.value} from ${need.request.name}, and nothing is to be sent`, {
    hint: need.value === need.request.name ? `slip run ${name} sends both` : `--var ${need.value}=VALUE gives it one`,
  });
}

/** Characters of bodies that are kept for a report: what escapes them six times over is still a string that V8 can make. */
const MOST_KEPT_TEXT = 64 * 1024 * 1024;

/** Keeps outcomes for reports, and their bodies as long as there is room for them. */
function textKeeper(): (outcome: Outcome) => Outcome {
  let kept = 0;
  return (outcome) => {
    const { text = '' } = outcome;
    if (kept + text.length > MOST_KEPT_TEXT) return { ...outcome, text: undefined };
    kept += text.length;
    return outcome;
  };
}

/** A test sends what the file says: what is typed for one request would count for none. */
function refuseExtra({ occurrences: [option] }: RunLine, { items: [item] }: Wanted): void {
  const typed = item ?? (option && `--${option.name}`);
  if (typed === undefined) return;
  throw new Failure('usage', `${typed} counts for one request that prints its answer, and this runs as a test`, {
    hint: OTHERWISE[option?.name ?? ''] ?? 'what a test sends stands in its file; `defaults` is for all requests',
  });
}

/** What other runners call so (`-e`, `-o`, `-v`), or show so. */
const OTHERWISE: Readonly<Record<string, string>> = {
  referer: '--env NAME chooses an environment',
  output: '--report KIND=FILE writes what came out',
  verbose: 'slip run NAME -v shows all of one request',
  include: 'slip run NAME -i shows one answer with its headers',
};

/** Of a test 100 where anything failed; of one request that of what broke it. */
function exitStatusOf(verdicts: readonly Verdict[], printed: SavedRequest | undefined): number {
  const bad = verdicts.find(({ state }) => state === 'failed' || state === 'broken');
  if (bad === undefined) return 0;
  return printed === undefined ? 100 : bad.exitStatus || 100;
}

/** Colours of what is told there. */
export async function themeOf({ env, platform }: Host, sink: Host['stdout']): Promise<Theme> {
  return await openTheme('auto', colorLevel({ isTerminal: sink.isTerminal, env, platform }));
}
