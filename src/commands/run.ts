import { RUN } from '../cli/commands/run.ts';
import { inputsFrom } from '../cli/inputs.ts';
import { type OptionsOf, optionTable } from '../cli/option-table.ts';
import { collectValues } from '../cli/option-values.ts';
import { takeOwnOptions } from '../cli/own-options.ts';
import { parseInvocation } from '../cli/parse.ts';
import { type Collection, environmentsOf, loadCollection, type SavedRequest } from '../collection/collection.ts';
import { inOrder } from '../collection/order.ts';
import { textValue, type Value } from '../collection/value.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { parseJsonText } from '../json/parse.ts';
import { colorLevel } from '../render/color-level.ts';
import { failureText } from '../render/failure-text.ts';
import { openTheme, type Theme } from '../render/paint.ts';
import { type Run, runRequests } from '../run/engine.ts';
import { readEnvFiles } from '../run/env-file.ts';
import { findWanted, type Wanted } from '../run/find.ts';
import type { Extra } from '../run/line.ts';
import { listCollection } from '../run/list.ts';
import { openMasks } from '../run/masks.ts';
import { collectionPath, readNamedText, replaceFile } from '../run/open-collection.ts';
import type { Outcome } from '../run/outcome.ts';
import { readReports, writeReports } from '../run/reports/write.ts';
import type { SnapshotFiles } from '../run/snapshot.ts';
import { outcomeLines, summaryOf, writeLines } from '../run/tell.ts';
import { type FileRoot, fileRoot, openTools, rootedReader } from '../run/tools.ts';
import { isGiven, type Variables } from '../run/variables.ts';
import { functionWorld } from '../run/world.ts';
import { openCompany } from '../send/requests.ts';

type RunOptions = OptionsOf<(typeof RUN)['options']>;

const TABLE = optionTable(RUN.options);

/** A line of `slip run`, read. */
interface RunLine {
  readonly options: RunOptions;
  readonly path: string;
  readonly names: readonly string[];
  readonly extra: Extra;
}

/** `slip run`: sends saved requests; gives the exit status. */
export async function runCommand(host: Host, argv: readonly string[]): Promise<number> {
  const line = await readLine(host, argv);
  if (!line.options.watch) return await runLine(host, argv, line);
  for (;;) {
    const seen = await stampsOf(host, line);
    try {
      await runLine(host, argv, line);
    } catch (error) {
      // A file that is being typed has mistakes; they are told, and the next change is waited for.
      if (!(error instanceof Failure)) throw error;
      await writeLines(host.stderr, [failureText(error, await themeOf(host, host.stderr)).trimEnd()]);
    }
    await writeLines(host.stderr, [`slip: waiting for ${line.path} to change; Ctrl-C ends`]);
    while ((await stampsOf(host, line)) === seen) {
      try {
        await host.wait(WATCH_MS, host.interrupted);
      } catch {
        return 130;
      }
    }
  }
}

/** How often files are looked at. */
const WATCH_MS = 300;

/** When the files of a collection were changed, as a text to compare. */
async function stampsOf(host: Host, { path }: RunLine): Promise<string> {
  const paths = await loadCollection(path, (one) => readNamedText(host, one)).then(
    ({ files }) => files.map(({ file }) => file.path),
    () => [path],
  );
  const stamps = await Promise.all(paths.map((one) => host.files.facts(one).catch(() => undefined)));
  return paths.map((one, index) => `${one} ${stamps[index]?.modifiedAtMs} ${stamps[index]?.byteLength}`).join('\n');
}

async function runLine(host: Host, argv: readonly string[], line: RunLine): Promise<number> {
  const collection = await loadCollection(line.path, (path) => readNamedText(host, path));
  const theme = await themeOf(host, host.stdout);
  const { options, names } = line;
  const isList = names.length === 0 && options.tag === undefined && !options.test && line.extra.words.length === 0;
  if (isList && !argv.some((word) => word === line.path)) {
    await listCollection(collection, host.stdout, theme);
    return 0;
  }
  const found = findWanted(names, options.tag ?? [], collection);
  const wanted = names.length === 0 && options.tag === undefined ? [...collection.requests.values()] : found.requests;
  if (wanted.length === 0)
    throw new Failure('usage', `${line.path} has no such request`, { hint: 'slip run lists what there is' });
  return await runOnce(
    host,
    { ...line, extra: withItems(line.extra, found) },
    collection,
    { ...found, requests: wanted },
    theme,
  );
}

async function runOnce(
  host: Host,
  line: RunLine,
  collection: Collection,
  wanted: Wanted,
  theme: Theme,
): Promise<number> {
  const { options } = line;
  const isTest = options.test === true || !wanted.isOne;
  if (isTest) refuseExtra(line.extra);
  const variables = await openVariables(host, line, collection, options.env ?? wanted.env);
  const requests = inOrder(collection, wanted.requests, (name, request) => isGiven(name, request, variables));
  if (options['dry-run']) {
    await writeLines(
      host.stdout,
      requests.map(({ name, form }) => `${name}  ${form.request?.text ?? form.curl?.text ?? ''}`),
    );
    return 0;
  }
  const printed = isTest ? undefined : wanted.requests[0];
  const inputs = inputsFrom(host);
  const company = openCompany(inputs, host);
  const masks = openMasks();
  const stderrTheme = await themeOf(host, host.stderr);
  const reports = readReports(options.report ?? []);
  const startedAtMs = host.uptimeMs();
  const begunAtMs = host.now();
  // A report on stdout is there for a program to read.
  const told = reports.some(({ path }) => path === '-') ? host.stderr : host.stdout;
  const run: Run = {
    variables,
    root: fileRoot(rootOf(line)),
    sending: { company, inputs, host },
    tools: openTools(rootedReader(fileRoot(rootOf(line)), host.files), host.interrupted),
    snapshots: snapshotFiles(host, fileRoot(rootOf(line)), options['update-snapshots'] === true),
    masks,
    extra: line.extra,
    printed,
    bails: options.bail === true || printed !== undefined,
    atOnce: Math.max(1, options.jobs ?? 1),
    keepsExchanges: reports.some(({ kind }) => kind === 'har'),
    async tell(outcome) {
      if (isTest) await writeLines(told, outcomeLines(outcome, told === host.stdout ? theme : stderrTheme, masks));
      else if (outcome.state !== 'passed') await writeLines(host.stderr, outcomeLines(outcome, stderrTheme, masks));
    },
  };
  try {
    const outcomes: Outcome[] = [];
    for (let round = 0; round < Math.max(1, options.repeat ?? 1); round++)
      outcomes.push(...(await runRequests(requests, run)));
    if (isTest) {
      await writeLines(told, [
        summaryOf(outcomes, host.uptimeMs() - startedAtMs, told === host.stdout ? theme : stderrTheme),
      ]);
    }
    await writeReports(
      reports,
      {
        name: collection.main.form.name?.text ?? line.path,
        path: line.path,
        startedAtMs: begunAtMs,
        durationMs: host.uptimeMs() - startedAtMs,
        outcomes,
        client: `slip ${host.version}`,
      },
      masks,
      host,
    );
    return exitStatusOf(outcomes, printed);
  } finally {
    await company.transport.close();
  }
}

/** A test sends what the file says: what is typed for one request would count for none. */
function refuseExtra({ words: [item], occurrences: [option] }: Extra): void {
  const typed = item ?? (option && `--${option.name}`);
  if (typed === undefined) return;
  throw new Failure('usage', `${typed} counts for one request that prints its answer, and this runs as a test`, {
    hint: 'what a test sends stands in its file; `defaults` is for all requests',
  });
}

/** Of a test 100 where anything failed; of one request that of what broke it; of an interrupted run 130. */
function exitStatusOf(outcomes: readonly Outcome[], printed: SavedRequest | undefined): number {
  const bad = outcomes.find(({ state }) => state === 'failed' || state === 'broken');
  if (bad === undefined) return 0;
  if (outcomes.some(({ exitStatus }) => exitStatus === 130)) return 130;
  return printed === undefined ? 100 : bad.exitStatus || 100;
}

async function readLine(host: Host, argv: readonly string[]): Promise<RunLine> {
  const { own, rest } = takeOwnOptions(argv, TABLE);
  const options = collectValues(own, TABLE) as RunOptions; // each row put in the type that it says
  const { words, occurrences } = parseInvocation(['GET', ...rest]);
  const [, ...typed] = words;
  const files = typed.filter((word) => /\.ya?ml$/i.test(word));
  if (files.length > 1) throw new Failure('usage', 'slip run takes one collection at a time');
  const path = await collectionPath(host, files[0]);
  return { options, path, names: typed.filter((word) => word !== path), extra: { words: [], occurrences } };
}

function withItems(extra: Extra, { items }: Wanted): Extra {
  return { ...extra, words: items };
}

async function openVariables(
  host: Host,
  line: RunLine,
  collection: Collection,
  env: string | undefined,
): Promise<Variables> {
  const environments = env === undefined ? new Map() : environmentsOf(collection, env);
  const readFile = rootedReader(fileRoot(rootOf(line)), host.files);
  return {
    collection,
    environments,
    typed: typedVariables(line.options.var ?? []),
    envFiles: await readEnvFiles(collection, environments, readFile),
    saved: new Map(),
    answers: new Map(),
    world: functionWorld(host, readFile),
  };
}

function typedVariables(pairs: readonly string[]): ReadonlyMap<string, Value> {
  const typed = new Map<string, Value>();
  for (const pair of pairs) {
    const { name, json, value = '' } = /^(?<name>[A-Za-z_][\w-]*)(?<json>:?)=(?<value>.*)$/s.exec(pair)?.groups ?? {};
    if (name === undefined) {
      throw new Failure('usage', '--var takes NAME=VALUE, or NAME:=JSON', {
        at: { text: `--var ${pair}`, start: 6, end: 6 + Math.max(1, pair.length) },
      });
    }
    typed.set(name, json === '' ? textValue(value) : { json: parseJsonText(value), isSecret: false });
  }
  return typed;
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

/** Where the files of a collection are: the folder that is typed, or its own. */
function rootOf({ options, path }: RunLine): string {
  return options['file-root'] ?? path.replace(/[^\\/]*$/, '');
}

async function themeOf({ env, platform }: Host, sink: Host['stdout']): Promise<Theme> {
  return await openTheme('auto', colorLevel({ isTerminal: sink.isTerminal, env, platform }));
}
