import type { Inputs } from '../cli/inputs.ts';
import { readLogin } from '../cli/login.ts';
import type { Options } from '../cli/options.ts';
import type { AuthTools } from '../config/auth.ts';
import type { Host } from '../host.ts';

/**
 * What stands behind `-n` and its like, and behind `--aws-sigv4`; loaded where an option asks for it.
 *
 * @throws Failure `usage` for a `--netrc-file` that is not there.
 */
export async function openAuthTools(options: Options, host: Host): Promise<AuthTools> {
  const signing = options['aws-sigv4'];
  const usesNetrc = options.netrc || options['netrc-optional'] || options['netrc-file'] !== undefined;
  return {
    netrc: usesNetrc ? await (await import('./netrc.ts')).readNetrc(options, host) : undefined,
    sign: signing === undefined ? undefined : (await import('../auth/sigv4.ts')).signer(signing),
    ...(signing === undefined ? {} : { signing }),
  };
}

/**
 * The options with the password that `--proxy-user` lacks, asked for.
 *
 * @throws Failure `usage` without a terminal to ask on.
 */
export async function withProxyPassword(options: Options, inputs: Inputs): Promise<Options> {
  const text = options['proxy-user'];
  if (text === undefined || text.includes(':')) return options;
  const { name, password } = await readLogin(text, 'proxy-user', inputs);
  return { ...options, 'proxy-user': `${name}:${password.reveal()}` };
}
