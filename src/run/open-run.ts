import type { Occurrence } from '../cli/options.ts';
import { type Collection, environmentsOf } from '../collection/collection.ts';
import { answeredRequests } from '../collection/order.ts';
import type { Value } from '../collection/value.ts';
import type { Host } from '../host.ts';
import type { Run } from './engine.ts';
import { readEnvFiles } from './env-file.ts';
import { maskedSink } from './held-output.ts';
import { type Masks, openMasks } from './masks.ts';
import { folderOf, readNamedText, replaceFile } from './open-collection.ts';
import type { SnapshotFiles } from './snapshot.ts';
import { type FileRoot, fileRoot, openTools, rootedReader } from './tools.ts';
import { functionWorld } from './world.ts';

/** What a run is opened with. */
export interface RunSetting {
  /** Of the collection. */
  readonly path: string;
  /** `undefined` is the folder of the collection. */
  readonly fileRoot: string | undefined;
  readonly env: string | undefined;
  /** Typed with `--var`. */
  readonly variables: ReadonlyMap<string, Value>;
  /** Of the user's own options file. */
  readonly configured: readonly Occurrence[];
  readonly updatesSnapshots: boolean;
}

/** What a run knows before it is decided what is sent, and by whom. */
export type OpenRun = Pick<Run, 'variables' | 'answered' | 'root' | 'tools' | 'snapshots' | 'masks' | 'configured'>;

/** Reads what the environment names; sends nothing. @throws Failure `usage`, `config` */
export async function openRun(host: Host, setting: RunSetting, collection: Collection): Promise<OpenRun> {
  const { path, env, variables: typed, configured } = setting;
  const root = fileRoot(setting.fileRoot ?? folderOf(path));
  const readFile = rootedReader(root, host.files);
  const masks = openMasks();
  const environments = env === undefined ? new Map() : environmentsOf(collection, env);
  return {
    variables: {
      collection,
      environments,
      typed,
      envFiles: await readEnvFiles(collection, environments, readFile),
      saved: new Map(),
      answers: new Map(),
      world: functionWorld(host, readFile),
      conceal: masks.add,
    },
    answered: answeredRequests(collection),
    root,
    tools: openTools(readFile, host.interrupted),
    snapshots: snapshotFiles(host, root, setting.updatesSnapshots),
    masks,
    configured,
  };
}

/** Whether a switch is typed, and not taken back by itself. */
function isTyped(name: string, typed: readonly Occurrence[]): boolean {
  return typed.some((one) => one.name === name && one.value !== false);
}

/** Whether a request is to be shown, and not sent. */
export function isPreview(typed: readonly Occurrence[]): boolean {
  return isTyped('offline', typed) || isTyped('as-curl', typed);
}

/** What is said of a request hides the secrets of the run; the answer is the body's own bytes. */
export function maskedHost(host: Host, typed: readonly Occurrence[], masks: Masks): Host {
  if (isTyped('show-secrets', typed)) return host;
  const stderr = maskedSink(host.stderr, masks);
  return { ...host, stderr, ...(isPreview(typed) ? { stdout: maskedSink(host.stdout, masks) } : {}) };
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
