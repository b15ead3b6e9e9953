import { inputsFrom } from '../cli/inputs.ts';
import { type Collection, environmentsOf, type SavedRequest } from '../collection/collection.ts';
import { answeredRequests, inOrder } from '../collection/order.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { colorLevel } from '../render/color-level.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { openCompany } from '../send/requests.ts';
import { type Run, runRequests } from './engine.ts';
import { readEnvFiles } from './env-file.ts';
import type { Wanted } from './find.ts';
import { maskedSink } from './held-output.ts';
import { listOrder } from './list.ts';
import { type Masks, openMasks } from './masks.ts';
import { readNamedText, replaceFile } from './open-collection.ts';
import type { Outcome } from './outcome.ts';
import { writeReports } from './reports/write.ts';
import type { RunLine } from './run-line.ts';
import type { SnapshotFiles } from './snapshot.ts';
import { outcomeLines, summaryOf, writeLines } from './tell.ts';
import { type FileRoot, fileRoot, openTools, rootedReader } from './tools.ts';
import { isGiven, type Variables } from './variables.ts';
import { functionWorld } from './world.ts';

/** Sends what is wanted of a collection, as a test or one to be printed; gives the exit status. */
export async function perform(host: Host, line: RunLine, collection: Collection, wanted: Wanted): Promise<number> {
  const { options, reports } = line;
  const isTest = options.test === true || !wanted.isOne;
  if (isTest) refuseExtra(line, wanted);
  const printed = isTest ? undefined : wanted.requests[0];
  const root = fileRoot(options['file-root'] ?? line.path.replace(/[^\\/]*$/, ''));
  const readFile = rootedReader(root, host.files);
  const masks = openMasks();
  const variables = await openVariables(host, line, collection, wanted, readFile, masks);
  const requests = inOrder(collection, wanted.requests, (name, request) => isGiven(name, request, variables));
  if (options['dry-run']) {
    await listOrder(requests, host.stdout);
    return 0;
  }
  // A report on stdout is there for a program to read; the answer of one request is data.
  const told = printed !== undefined || reports.some(({ path }) => path === '-') ? host.stderr : host.stdout;
  const theme = await themeOf(host, told);
  const shown = printed === undefined ? host : maskedHost(host, line, masks);
  const inputs = inputsFrom(shown);
  const company = openCompany(inputs, shown);
  const run: Run = {
    variables,
    answered: answeredRequests(collection),
    root,
    sending: { company, inputs, host: shown },
    tools: openTools(readFile, host.interrupted),
    snapshots: snapshotFiles(host, root, options['update-snapshots'] === true),
    masks,
    configured: line.configured,
    extra: { words: wanted.items, occurrences: line.occurrences },
    printed,
    bails: options.bail === true || printed !== undefined,
    atOnce: options.jobs ?? 1,
    keepsExchanges: reports.some(({ kind }) => kind === 'har'),
    async tell(outcome) {
      if (isTest || outcome.state !== 'passed') await writeLines(told, outcomeLines(outcome, theme, masks));
    },
  };
  const [startedAtMs, begunAtMs] = [host.uptimeMs(), host.now()];
  try {
    const outcomes: Outcome[] = [];
    for (let round = 0; round < (options.repeat ?? 1); round++) outcomes.push(...(await runRequests(requests, run)));
    const durationMs = host.uptimeMs() - startedAtMs;
    if (isTest) await writeLines(told, [summaryOf(outcomes, durationMs, theme)]);
    const name = collection.main.form.name?.text ?? line.path;
    const result = {
      name,
      path: line.path,
      startedAtMs: begunAtMs,
      durationMs,
      outcomes,
      client: `slip ${host.version}`,
    };
    await writeReports(reports, result, masks, host);
    return exitStatusOf(outcomes, printed);
  } finally {
    await company.transport.close();
  }
}

/** A test sends what the file says: what is typed for one request would count for none. */
function refuseExtra({ occurrences: [option] }: RunLine, { items: [item] }: Wanted): void {
  const typed = item ?? (option && `--${option.name}`);
  if (typed === undefined) return;
  throw new Failure('usage', `${typed} counts for one request that prints its answer, and this runs as a test`, {
    hint: 'what a test sends stands in its file; `defaults` is for all requests',
  });
}

/** What is said of a request hides the secrets of the run; the answer is the body's own bytes. */
function maskedHost(host: Host, { occurrences }: RunLine, masks: Masks): Host {
  const shows = (name: string): boolean => occurrences.some((one) => one.name === name && one.value !== false);
  if (shows('show-secrets')) return host;
  const stderr = maskedSink(host.stderr, masks);
  const isPreview = shows('offline') || shows('as-curl');
  return { ...host, stderr, ...(isPreview ? { stdout: maskedSink(host.stdout, masks) } : {}) };
}

/** Of a test 100 where anything failed; of one request that of what broke it; of an interrupted run 130. */
function exitStatusOf(outcomes: readonly Outcome[], printed: SavedRequest | undefined): number {
  const bad = outcomes.find(({ state }) => state === 'failed' || state === 'broken');
  if (bad === undefined) return 0;
  if (outcomes.some(({ exitStatus }) => exitStatus === 130)) return 130;
  return printed === undefined ? 100 : bad.exitStatus || 100;
}

async function openVariables(
  host: Host,
  { options, variables: typed }: RunLine,
  collection: Collection,
  wanted: Wanted,
  readFile: (path: string) => Promise<Uint8Array>,
  masks: Masks,
): Promise<Variables> {
  const env = options.env ?? wanted.env;
  const environments = env === undefined ? new Map() : environmentsOf(collection, env);
  return {
    collection,
    environments,
    typed,
    envFiles: await readEnvFiles(collection, environments, readFile),
    saved: new Map(),
    answers: new Map(),
    world: functionWorld(host, readFile),
    conceal: masks.add,
  };
}

function snapshotFiles(host: Host, root: FileRoot, updates: boolean): SnapshotFiles {
  return {
    updates,
    async read(path) {
      root.admit(path);
      const isThere = (await host.files.facts(path).catch(() => undefined)) !== undefined;
      return isThere ? await readNamedText(host, path) : undefined;
    },
    async write(path, text) {
      root.admit(path);
      await host.files.makeFolder(path.replace(/[\\/]?[^\\/]*$/, '') || '.');
      await replaceFile(host, { path, text });
    },
  };
}

/** Colours of what is told there. */
export async function themeOf({ env, platform }: Host, sink: Host['stdout']): Promise<Theme> {
  return await openTheme('auto', colorLevel({ isTerminal: sink.isTerminal, env, platform }));
}
