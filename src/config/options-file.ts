import type { ConfigFile } from '../cli/curl.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { configFolder } from './paths.ts';

/**
 * The user's own options file, if it is there.
 *
 * @throws Failure `config` for one that cannot be read.
 */
export async function findOptionsFile({
  env,
  platform,
  files,
}: Pick<Host, 'env' | 'platform' | 'files'>): Promise<ConfigFile | undefined> {
  const folder = configFolder(env, platform);
  if (folder === undefined) return undefined;
  const path = `${folder}/config`;
  try {
    return { path, text: Buffer.from(await files.read(path)).toString('utf8') };
  } catch (cause) {
    const { code } = cause as { code?: string }; // a system error
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Failure('config', `${path} cannot be read`, {
      cause,
      hint: '-q as the first argument goes on without it',
    });
  }
}
