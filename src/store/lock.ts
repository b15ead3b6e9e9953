import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { parentOf, writeFailure } from './output.ts';

/** What a lock needs of the world. */
export type LockHost = Pick<Host, 'files' | 'randomBytes' | 'now' | 'uptimeMs' | 'wait' | 'processName' | 'hasEnded'>;

/** How long another slip is waited for. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_AFTER_MS = 20;

/** Nobody holds a lock so long, but a process that was stopped, or ended where this one cannot see it. */
const STALE_AFTER_MS = 60_000;

/** The time between a lock's making and its having an owner. */
const NAMELESS_FOR_MS = 2_000;

/**
 * Acts while no other slip acts on the same file: beside it stands a lock, which holds its owner's name. The lock of a
 * process that has ended is taken over.
 *
 * @throws Failure `write` when the lock cannot be had; what `act` throws.
 */
export async function withLock<Result>(host: LockHost, path: string, act: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const startMs = host.uptimeMs();
  const folder = parentOf(path);
  let release: Release | undefined;
  try {
    if (folder !== undefined) await host.files.makeFolder(folder, 0o700);
    for (;;) {
      release = await tryLock(host, lock);
      if (release !== undefined) break;
      if (host.uptimeMs() - startMs > PATIENCE_MS) throw tooLong(path, await readLock(host, lock));
      await host.wait(LOOK_AGAIN_AFTER_MS);
    }
  } catch (error) {
    throw error instanceof Failure ? error : writeFailure(error, lock, false);
  }
  try {
    return await act();
  } finally {
    await release();
  }
}

type Release = () => Promise<void>;

/** Makes the lock, unless it is there. One that its owner has left behind is removed, so that another try may have it. */
async function tryLock(host: LockHost, lock: string): Promise<Release | undefined> {
  const content = `${host.processName} ${Buffer.from(host.randomBytes(8)).toString('hex')}`;
  try {
    const sink = await host.files.open(lock, 'create', 0o600);
    try {
      await sink.write(Buffer.from(content)).finally(() => sink.close());
    } catch (error) {
      await removeQuietly(host, lock);
      throw error;
    }
    return async () => {
      // After a long sleep it may be another's.
      if ((await readLock(host, lock))?.content === content) await removeQuietly(host, lock);
    };
  } catch (error) {
    if ((error as { code?: string }).code !== 'EEXIST') throw error; // files fail with system errors
  }
  const found = await readLock(host, lock);
  if (found !== undefined && isStale(host, found)) await bury(host, lock, found);
  return undefined;
}

/**
 * Removes a lock that was left behind. Of several that have seen it only one may, else the second would remove the lock
 * that the first has made in the meantime: the right to bury is a lock too, named after the one to be buried.
 */
async function bury(host: LockHost, lock: string, found: FoundLock): Promise<void> {
  const release = await tryLock(host, `${lock}.${/\w*$/.exec(found.content)?.[0] || 'nameless'}`);
  if (release === undefined) return;
  try {
    const again = await readLock(host, lock);
    if (again?.content === found.content && isStale(host, again)) await removeQuietly(host, lock);
  } finally {
    await release();
  }
}

interface FoundLock {
  readonly content: string;
  readonly modifiedAtMs: number;
}

async function readLock({ files }: LockHost, lock: string): Promise<FoundLock | undefined> {
  try {
    const content = Buffer.from(await files.read(lock)).toString();
    const facts = await files.facts(lock);
    return facts && { content, modifiedAtMs: facts.modifiedAtMs };
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return undefined; // it was released meanwhile
    throw error;
  }
}

function isStale(host: LockHost, { content, modifiedAtMs }: FoundLock): boolean {
  const ageMs = host.now() - modifiedAtMs;
  if (content === '') return ageMs > NAMELESS_FOR_MS;
  return host.hasEnded(content.split(' ')[0] ?? '') || ageMs > STALE_AFTER_MS;
}

async function removeQuietly({ files }: LockHost, path: string): Promise<void> {
  await files.remove(path).catch(() => {});
}

function tooLong(path: string, found: FoundLock | undefined): Failure {
  const owner = found?.content.split(' ')[0] || 'another process';
  return new Failure('write', `${path} has been locked by ${owner} for too long`, {
    hint: `if no slip is at work there, remove ${path}.lock`,
  });
}
