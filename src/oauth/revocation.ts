import { tokenRevocation } from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import type { Secret } from '../secret.ts';
import { type GrantParts, openServer } from './server.ts';
import type { TokenRecord } from './token-record.ts';
import { inStep } from './trouble.ts';

/**
 * Tells the server that tokens are good no more (RFC 7009): the refresh token first, which ends the others with it.
 *
 * @returns `false` where the server has no place for that.
 * @throws Failure `credential` with the step that came to nothing.
 */
export async function revoked(
  profile: Profile,
  { refreshToken, accessToken }: TokenRecord,
  parts: GrantParts,
  signal: AbortSignal,
): Promise<boolean> {
  const server = await openServer(profile, parts, signal);
  const { revocation_endpoint: endpoint } = server.serverMetadata();
  if (endpoint === undefined) return false;
  const revoke = async (token: Secret, hint: string): Promise<void> =>
    await inStep({ profile, step: 'revocation', server: endpoint, signal }, () =>
      tokenRevocation(server, token.reveal(), { token_type_hint: hint }),
    );
  try {
    if (refreshToken !== undefined) await revoke(refreshToken, 'refresh_token');
  } finally {
    // Some servers revoke tokens of one kind only.
    await revoke(accessToken, 'access_token');
  }
  return true;
}
