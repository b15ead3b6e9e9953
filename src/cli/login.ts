import { Failure } from '../failure.ts';
import type { Login } from '../request/auth.ts';
import { Secret } from '../secret.ts';
import type { Inputs } from './inputs.ts';

/**
 * `NAME:PASSWORD`, parted at the first colon; without one the password is asked for.
 *
 * @throws Failure `usage` without a terminal to ask on.
 */
export async function readLogin(text: string, option: 'user' | 'proxy-user', inputs: Inputs): Promise<Login> {
  const colon = text.indexOf(':');
  if (colon >= 0) return { name: text.slice(0, colon), password: new Secret(text.slice(colon + 1)) };
  const who = option === 'user' ? text : `${text} for the proxy`;
  const password = await inputs.askSecret(`password of ${who}`);
  if (password === undefined) {
    throw new Failure('usage', `there is no password for ${text} and no terminal to ask on`, {
      hint: `${option === 'user' ? '-u' : '-U'} ${text}: sends an empty one`,
    });
  }
  return { name: text, password: new Secret(password) };
}
