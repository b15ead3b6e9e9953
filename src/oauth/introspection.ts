import { tokenIntrospection } from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { type GrantParts, openServer } from './server.ts';
import type { TokenRecord } from './token-record.ts';
import { inStep } from './trouble.ts';

/**
 * What the server says of the access token (RFC 7662).
 *
 * @throws Failure `credential` with the step that came to nothing, and where the server has no place for that.
 */
export async function introspected(
  profile: Profile,
  { accessToken }: TokenRecord,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const server = await openServer(profile, parts, signal);
  const { introspection_endpoint: endpoint } = server.serverMetadata();
  if (endpoint === undefined) {
    throw new Failure('credential', `the server of profile ${profile.name} says nothing of tokens`, {
      hint: `slip auth login ${profile.name} --introspection-endpoint URL, if it has one all the same`,
    });
  }
  return await inStep({ profile, step: 'introspection', server: endpoint, signal }, () =>
    tokenIntrospection(server, accessToken.reveal(), { token_type_hint: 'access_token' }),
  );
}
