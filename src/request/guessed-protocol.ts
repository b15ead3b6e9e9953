import { Failure } from '../failure.ts';

/** Without a scheme, curl takes a host of such a name for a server of that protocol. */
export function refuseGuessedScheme(typed: string): void {
  const name = /^(?:[^/?#@]*@)?(ftp|dict|ldap|imap|smtp|pop3)\./i.exec(typed)?.[1];
  if (name === undefined || typed.includes('://')) return;
  throw new Failure('protocol', `curl takes ${typed} for ${name.toLowerCase()}, which slip does not speak`, {
    hint: `http://${typed} asks by HTTP`,
  });
}
