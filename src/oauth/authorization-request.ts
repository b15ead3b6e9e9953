import {
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  type Configuration,
  type DPoPOptions,
} from 'openid-client';
import { ON } from '../auth/kinds/oauth.ts';
import { Failure } from '../failure.ts';
import { inStep, type Step } from './trouble.ts';

/**
 * The address that the user is sent to. Where the server wants it, or the profile, all that it would say is pushed to the
 * server before, and the address has only a reference to it (RFC 9126), which nobody in between can read or change.
 *
 * @throws Failure `credential`
 */
export async function begun(
  server: Configuration,
  parameters: URLSearchParams,
  proof: DPoPOptions,
  { profile, signal }: Pick<Step, 'profile' | 'signal'>,
): Promise<string> {
  const { require_pushed_authorization_requests: isRequired, pushed_authorization_request_endpoint: endpoint } =
    server.serverMetadata();
  if (proof.DPoP !== undefined) parameters.set('dpop_jkt', await proof.DPoP.calculateThumbprint());
  if (profile.settings.par !== ON && isRequired !== true) return buildAuthorizationUrl(server, parameters).href;
  if (endpoint === undefined) {
    throw new Failure(
      'credential',
      `the server of profile ${profile.name} does not tell where requests are pushed to`,
      {
        hint: '--par-endpoint URL says it; --no-par does without',
      },
    );
  }
  const address = await inStep({ profile, step: 'push', server: endpoint, signal }, () =>
    buildAuthorizationUrlWithPAR(server, parameters, proof),
  );
  return address.href;
}
