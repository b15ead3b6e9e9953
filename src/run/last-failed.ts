import { createHash } from 'node:crypto';
import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { writePrivateFile } from '../store/whole-file.ts';
import type { Verdict } from './outcome.ts';

/**
 * The names of the requests that failed when they were last run as a test, however long ago.
 *
 * @throws Failure `usage` where none of the collection has been run so far.
 */
export async function readLastFailed(host: Host, collectionPath: string): Promise<readonly string[]> {
  const failed = await recorded(host, collectionPath);
  if (failed !== undefined) return failed;
  throw new Failure('usage', `nobody knows what failed of ${collectionPath}: it was not run as a test yet`, {
    hint: 'slip run --test runs all of it',
  });
}

/** Records what failed of a test; what was not sent, or not judged, stays as it was. */
export async function recordLastFailed(
  host: Host,
  collectionPath: string,
  outcomes: readonly Verdict[],
): Promise<void> {
  const path = recordPath(host, collectionPath);
  if (path === undefined) return;
  const before = await recorded(host, collectionPath);
  const failed = new Set(before);
  for (const { request, state } of outcomes) if (state === 'passed') failed.delete(request.name);
  // Behind it: of several rounds one that failed counts.
  for (const { request, state } of outcomes) if (state === 'failed' || state === 'broken') failed.add(request.name);
  const text = [...failed].map((name) => `${name}\n`).join('');
  if (text === before?.map((name) => `${name}\n`).join('')) return;
  // A run that went well is none that fails where there is no room for a record.
  await writePrivateFile(host, path, Buffer.from(text)).catch(() => {});
}

async function recorded(host: Host, collectionPath: string): Promise<readonly string[] | undefined> {
  const path = recordPath(host, collectionPath);
  const bytes = path && (await host.files.read(path).catch(() => undefined));
  if (!bytes) return undefined;
  return Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** A file for each collection; `undefined` where there is no home. */
function recordPath({ env, platform, files }: Host, collectionPath: string): string | undefined {
  const folder = configFolder(env, platform);
  const name = createHash('sha256').update(files.absolute(collectionPath)).digest('hex').slice(0, 32);
  return folder && `${folder}/failed/${name}`;
}
