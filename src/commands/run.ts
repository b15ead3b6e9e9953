import { type Collection, environmentsOf } from '../collection/collection.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { nearestWord } from '../nearest.ts';
import { failureText } from '../render/failure-text.ts';
import { findWanted } from '../run/find.ts';
import { readLastFailed } from '../run/last-failed.ts';
import { listCollection } from '../run/list.ts';
import { openCollection } from '../run/open-collection.ts';
import { perform, themeOf } from '../run/perform.ts';
import { type RunLine, readRunLine } from '../run/run-line.ts';
import { writeLines } from '../run/tell.ts';

/** `slip run`: sends saved requests; gives the exit status. */
export async function runCommand(host: Host, argv: readonly string[]): Promise<number> {
  const line = await readRunLine(host, argv);
  return line.options.watch ? await watch(host, line) : await runLine(host, line);
}

async function runLine(host: Host, line: RunLine): Promise<number> {
  const collection = await openCollection(host, line.path, line.options['file-root']);
  if (isList(line)) {
    if (line.options.env !== undefined) environmentsOf(collection, line.options.env);
    if (collection.requests.size > 0) await listCollection(collection, host.stdout, await themeOf(host, host.stdout));
    else await writeLines(host.stderr, [`slip: ${line.path} has no requests: slip save NAME URL adds one`]);
    return 0;
  }
  const found = findWanted(line.words, line.options.tag ?? [], collection);
  const isAll = line.words.length === 0 && line.options.tag === undefined;
  const wanted = isAll ? { ...found, requests: [...collection.requests.values()] } : found;
  if (wanted.requests.length === 0) {
    throw nothingWanted(line, collection);
  }
  if (line.options['last-failed'] !== true) return await perform(host, line, collection, wanted);
  const names = await readLastFailed(host, line.path);
  const requests = wanted.requests.filter(({ name }) => names.includes(name));
  if (requests.length > 0) return await perform(host, line, collection, { ...wanted, requests, isOne: false });
  await writeLines(host.stderr, [`slip: nothing failed of ${line.path} when it was last run`]);
  return 0;
}

function nothingWanted({ path, options }: RunLine, { requests }: Collection): Failure {
  const [tag] = options.tag ?? [];
  if (requests.size === 0 || tag === undefined) {
    return new Failure('usage', `${path} has no requests`, { hint: 'slip save NAME URL adds one' });
  }
  const tags = new Set([...requests.values()].flatMap(({ form }) => (form.tags ?? []).map(({ text }) => text)));
  const nearest = nearestWord(tag, tags);
  return new Failure('usage', `no request of ${path} has the tag ${tag}`, {
    hint: nearest === undefined ? `the tags are ${[...tags].join(', ') || 'none'}` : `did you mean ${nearest}?`,
  });
}

/** Options that say how a run goes: with one of them nothing is listed, but all of it run. */
const OF_RUNS = [
  'test',
  'tag',
  'bail',
  'jobs',
  'repeat',
  'dry-run',
  'last-failed',
  'update-snapshots',
  'report',
] as const;

function isList({ words, isPathTyped, options, occurrences }: RunLine): boolean {
  const saysHow = OF_RUNS.some((name) => options[name] !== undefined && options[name] !== false);
  return words.length === 0 && !isPathTyped && !saysHow && occurrences.length === 0;
}

/** How often files are looked at. */
const WATCH_MS = 300;

/** Runs again whenever a file of the collection has changed. */
async function watch(watching: Host, line: RunLine): Promise<number> {
  // Connections that are left to the end of the process would add up.
  const host: Host = { ...watching, endsWithRun: false };
  for (;;) {
    const paths = await filesOf(host, line);
    const seen = await stampsOf(host, paths);
    try {
      await runLine(host, line);
    } catch (error) {
      // A file that is being typed has mistakes; they are told, and the next change is waited for.
      if (!(error instanceof Failure)) throw error;
      await host.stderr.write(failureText(error, await themeOf(host, host.stderr)));
    }
    await writeLines(host.stderr, [`slip: waiting for ${line.path} to change; Ctrl-C ends`]);
    while ((await stampsOf(host, paths)) === seen) {
      try {
        await host.wait(WATCH_MS, host.interrupted);
      } catch {
        return 130;
      }
    }
  }
}

/** A collection and what it includes; of one with mistakes itself alone. */
async function filesOf(host: Host, { path, options }: RunLine): Promise<readonly string[]> {
  return await openCollection(host, path, options['file-root']).then(
    ({ files }) => files.map(({ file }) => file.path),
    () => [path],
  );
}

/** When files were changed, as a text to compare. */
async function stampsOf(host: Host, paths: readonly string[]): Promise<string> {
  const stamps = await Promise.all(paths.map((one) => host.files.facts(one).catch(() => undefined)));
  return paths.map((one, index) => `${one} ${stamps[index]?.modifiedAtMs} ${stamps[index]?.byteLength}`).join('\n');
}
