import { Failure } from '../failure.ts';
import type { Login } from './attendance.ts';
import { clientOf } from './client.ts';
import { codeFlow } from './code-flow.ts';
import type { TokenRecord } from './token-record.ts';

/**
 * A token for which the user logs in.
 *
 * @throws Failure `credential` with the step that came to nothing, or when the time is over; `interrupted`.
 */
export async function attended(login: Login): Promise<TokenRecord> {
  const { flow } = clientOf(login.profile);
  switch (flow) {
    case 'code':
      return await codeFlow(login);
    default:
      throw new Failure('credential', `profile ${login.profile.name} has the flow ${flow}, which slip does not know`);
  }
}
