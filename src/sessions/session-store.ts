import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { type LockHost, withLock } from '../store/lock.ts';
import { writePrivateFile } from '../store/whole-file.ts';
import { EMPTY_SESSION, parseSession, printSession, type Session } from './session-file.ts';

type StoreHost = Pick<Host, 'env' | 'platform' | 'files'>;

const ENDING = '.json';

/** Names that Windows keeps for devices, whatever stands behind the dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The file of a session.
 *
 * @throws Failure `usage` for a name that is no safe file name, `config` where there is no home.
 */
export function sessionPath(name: string, host: StoreHost): string {
  if (!/^\w(?:[\w.-]{0,62}\w)?$/.test(name) || DEVICE.test(name)) {
    throw new Failure('usage', 'the name of a session is letters, digits, dots, hyphens and underscores', {
      at: { text: name, start: 0, end: Math.max(name.length, 1) },
      hint: /[\\/]/.test(name) ? 'a file of your own keeps cookies with -b FILE -c FILE' : 'such as --session desk',
    });
  }
  return `${sessionFolder(host)}/${name}${ENDING}`;
}

function sessionFolder({ env, platform }: StoreHost): string {
  const folder = configFolder(env, platform);
  if (folder !== undefined) return `${folder}/sessions`;
  throw new Failure('config', 'there is no home folder to keep sessions in', { hint: 'set SLIP_CONFIG_DIR' });
}

/**
 * A session as it stands in its file; `undefined` where there is none yet.
 *
 * @throws Failure `config`.
 */
export async function readSession(path: string, { files }: Pick<Host, 'files'>): Promise<Session | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path);
  } catch (cause) {
    const { code } = cause as { code?: string }; // files fail with system errors
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Failure('config', `${path} cannot be read`, { cause });
  }
  return parseSession(path, Buffer.from(bytes).toString('utf8'));
}

/**
 * Writes a session anew from what its file holds by then, so that two slips lose nothing of each other's.
 *
 * @throws Failure `config` for a file that is broken, which stays as it is; `write`.
 */
export async function changeSession(path: string, host: LockHost, change: (before: Session) => Session): Promise<void> {
  await withLock(host, path, async () => {
    const after = change((await readSession(path, host)) ?? EMPTY_SESSION);
    await writePrivateFile(host, path, Buffer.from(printSession(after)));
  });
}

/** The names of all sessions, sorted. */
export async function sessionNames(host: StoreHost): Promise<readonly string[]> {
  const folder = sessionFolder(host);
  try {
    const names = (await host.files.list(folder)).filter((name) => name.endsWith(ENDING));
    return names.map((name) => name.slice(0, -ENDING.length)).sort();
  } catch (cause) {
    const { code } = cause as { code?: string }; // files fail with system errors
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw new Failure('config', `${folder} cannot be read`, { cause });
  }
}
