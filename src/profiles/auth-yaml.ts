import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { type LockHost, withLock } from '../store/lock.ts';
import { writePrivateFile } from '../store/whole-file.ts';
import { type AuthFile, parseAuthFile } from './auth-file.ts';

/** What the file needs of the world. */
export type AuthFileHost = LockHost & Pick<Host, 'env' | 'platform'>;

/** Where auth.yaml is; `undefined` where there is no home. */
export function authFilePath({ env, platform }: Pick<Host, 'env' | 'platform'>): string | undefined {
  const folder = configFolder(env, platform);
  return folder && `${folder}/auth.yaml`;
}

/**
 * What auth.yaml says; one that is not there says nothing.
 *
 * @throws Failure `config` where it cannot be read, is not as it should be, or others may write to it.
 */
export async function readAuthFile(host: Pick<Host, 'env' | 'platform' | 'files'>): Promise<AuthFile> {
  const path = authFilePath(host);
  return parseAuthFile({ path: path ?? 'auth.yaml', text: (path && (await readText(host, path))) ?? '' });
}

/**
 * Changes auth.yaml, under a lock and as a whole. Nothing is written that could not be read again.
 *
 * @throws Failure `config` as reading does, the file being left as it is; `write`.
 */
export async function changeAuthFile(
  host: AuthFileHost,
  change: (text: string, path: string, before: AuthFile) => string,
): Promise<void> {
  const path = authFilePath(host);
  if (path === undefined) {
    throw new Failure('config', 'there is no folder for auth.yaml: HOME is not set', {
      hint: 'SLIP_CONFIG_DIR names another folder',
    });
  }
  await withLock(host, path, async () => {
    const text = (await readText(host, path)) ?? '';
    const next = change(text, path, parseAuthFile({ path, text }));
    parseAuthFile({ path, text: next });
    if (next !== text) await writePrivateFile(host, path, Buffer.from(next));
  });
}

async function readText(
  { files, platform }: Pick<Host, 'files' | 'platform'>,
  path: string,
): Promise<string | undefined> {
  let facts: Awaited<ReturnType<Host['files']['facts']>>;
  let text: string;
  try {
    facts = await files.facts(path);
    if (facts === undefined) return undefined;
    text = Buffer.from(await files.read(path)).toString('utf8');
  } catch (cause) {
    const { code } = cause as { code?: string }; // files fail with system errors
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Failure('config', `${path} cannot be read${code === undefined ? '' : ` (${code})`}`, { cause });
  }
  // Who writes here says which command runs, and where a credential goes.
  if (platform !== 'win32' && (facts.mode & 0o022) !== 0) {
    throw new Failure('config', `${path} may be written to by others than its owner`, { hint: `chmod 600 ${path}` });
  }
  return text;
}
