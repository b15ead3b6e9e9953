import { remarkOn } from '../profiles/hunt.ts';
import type { TokenRecord } from './token-record.ts';
import { LoginEnded, type TokenParts } from './tokens.ts';

/**
 * Tokens for which the user logs in again at once when a login has ended, where they sit before a terminal. Requests that
 * find out at the same time wait for one login.
 */
export function logsInAgain(parts: TokenParts): TokenParts {
  const { host } = parts;
  if (!host.stdin.isTerminal || !host.stderr.isTerminal) return parts;
  const logins = new Map<string, Promise<TokenRecord>>();
  return {
    ...parts,
    async logIn(profile, why, keep, signal) {
      const begin = async (): Promise<TokenRecord> => {
        await remarkOn(host)(why.message);
        const attendance = {
          opensBrowser: true,
          limitMs: undefined,
          ask: host.askLine,
          keep: async (record: TokenRecord) => await keep(profile, record),
        };
        const { attended } = await import('./attended.ts');
        return await attended({ profile, parts, attendance, signal });
      };
      const running = logins.get(profile.name);
      if (running === undefined && !(why instanceof LoginEnded)) throw why;
      const login = running ?? begin();
      logins.set(profile.name, login);
      return await login;
    },
  };
}
