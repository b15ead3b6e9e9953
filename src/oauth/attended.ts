import { type Configuration, enableNonRepudiationChecks } from 'openid-client';
import type { Login } from './attendance.ts';
import { clientOf } from './client.ts';
import { codeFlow } from './code-flow.ts';
import { deviceFlow } from './device-flow.ts';
import { openServer } from './server.ts';
import type { TokenRecord } from './token-record.ts';

/** Ways to a token with the user, by the name of the flow. */
const FLOWS: Readonly<Record<string, (login: Login, server: Configuration) => Promise<TokenRecord>>> = {
  code: codeFlow,
  device: deviceFlow,
};

/**
 * A token for which the user logs in. ID tokens are verified with the keys of the server, where it has some.
 *
 * @throws Failure `credential` with the step that came to nothing, or when the time is over; `interrupted`.
 */
export async function attended(login: Login): Promise<TokenRecord> {
  const { profile, parts, signal } = login;
  const { flow } = clientOf(profile);
  const act = FLOWS[flow];
  if (act === undefined) throw new Error(`the flow ${flow} of profile ${profile.name} needs no user`);
  const server = await openServer(profile, parts, signal);
  if (server.serverMetadata().jwks_uri !== undefined) enableNonRepudiationChecks(server);
  return await act(login, server);
}
