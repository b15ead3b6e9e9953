import type { Profile } from '../auth/profile.ts';
import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { isLocked } from '../jwt/keys.ts';

/** What a key's file needs of the world. */
export type KeyFileHost = Pick<Host, 'env' | 'platform' | 'files'>;

/** A file with a private key. */
export interface KeyFile {
  readonly path: string;
  readonly text: string;
  /** It takes a passphrase, which is the secret of its profile then. */
  readonly isLocked: boolean;
}

/**
 * The file that has the key of a profile; `undefined` where none is named.
 *
 * @throws Failure `credential` where it cannot be read.
 */
export async function readKeyFile({ name, settings }: Profile, host: KeyFileHost): Promise<KeyFile | undefined> {
  if (settings.key === undefined) return undefined;
  const path = namedPath(settings.key, host);
  try {
    const text = Buffer.from(await host.files.read(path)).toString('utf8');
    return { path, text, isLocked: isLocked(text) };
  } catch (cause) {
    const { code } = cause as { code?: string }; // files fail with system errors
    const how = code === 'ENOENT' ? 'is not there' : `cannot be read${code === undefined ? '' : ` (${code})`}`;
    throw new Failure('credential', `the key of profile ${name}, ${path}, ${how}`, {
      cause,
      hint: 'key: in auth.yaml says where it is',
    });
  }
}

/** Where a profile has from what it shows; `lost` is a key in a file that cannot be read. */
export type SecretSource = 'command' | 'keyFile' | 'lost' | 'store';

/** A command, a file with a key that takes no passphrase, or a place for secrets. */
export async function secretSource(profile: Profile, host: KeyFileHost): Promise<SecretSource> {
  if (profile.exec !== undefined) return 'command';
  try {
    const file = await readKeyFile(profile, host);
    return file === undefined || file.isLocked ? 'store' : 'keyFile';
  } catch (error) {
    if (error instanceof Failure) return 'lost';
    throw error;
  }
}

/** Where a file is that auth.yaml names: `~/` is the home folder, as in the shell; other paths begin at the folder of auth.yaml. */
export function namedPath(text: string, { env, platform }: KeyFileHost): string {
  const home = env.HOME || env.USERPROFILE;
  if (/^~[/\\]/.test(text) && home) return home + text.slice(1);
  const folder = configFolder(env, platform);
  return folder === undefined || /^(?:[/\\]|[a-z]:[/\\])/i.test(text) ? text : `${folder}/${text}`;
}
