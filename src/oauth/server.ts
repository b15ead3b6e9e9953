import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  customFetch,
  discovery,
  None,
  type ServerMetadata,
} from 'openid-client';
import { OAUTH } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { findSecret } from '../profiles/find-secret.ts';
import type { Secret } from '../secret.ts';
import { overChannel } from './back-channel.ts';
import { clientOf, needsSecret } from './client.ts';
import type { TokenParts } from './tokens.ts';
import { inStep } from './trouble.ts';

/** What a grant is made with, beside the profile. */
export interface GrantParts extends TokenParts {
  /** The client's secret where it is not kept yet. */
  readonly typedSecret?: Secret | undefined;
}

/**
 * The authorization server of a profile, and its client there, as the library knows them: found out from the issuer
 * (OpenID Connect Discovery, RFC 8414), or as auth.yaml has the endpoints.
 *
 * @throws Failure `credential` with the step that came to nothing.
 */
export async function openServer(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<Configuration> {
  const { settings } = profile;
  const { clientId, issuer } = clientOf(profile);
  const authentication = await clientAuthentication(profile, parts, signal);
  const channel = await parts.channel();
  const fetchOver = (url: string, request: Parameters<typeof overChannel>[1]): Promise<Response> =>
    overChannel(url, request, channel, parts.host, signal);
  const given = givenEndpoints(settings);
  // Where tokens come from is said, so nothing has to be found out.
  if (given.token_endpoint !== undefined) {
    return configured({ issuer: issuer ?? new URL(given.token_endpoint).origin, ...given });
  }
  if (issuer === undefined) {
    throw new Failure('credential', `profile ${profile.name} says of no server that gives tokens`, {
      hint: `slip auth login ${profile.name} --issuer URL, or --token-endpoint URL`,
    });
  }
  const discovered = async (algorithm: 'oidc' | 'oauth2'): Promise<Configuration> =>
    await discovery(new URL(issuer), clientId, {}, authentication, {
      algorithm,
      execute: [allowInsecureRequests],
      [customFetch]: fetchOver,
    });
  const found = await inStep({ profile, step: 'discovery', server: issuer, signal }, async () => {
    try {
      return await discovered('oidc');
    } catch (error) {
      // Servers of OAuth alone have their description in another place.
      if (!isMissing(error)) throw error;
      return await discovered('oauth2');
    }
  });
  return Object.keys(given).length === 0 ? found : configured({ ...found.serverMetadata(), ...given });

  function configured(metadata: ServerMetadata): Configuration {
    const configuration = new Configuration(metadata, clientId, {}, authentication);
    configuration[customFetch] = fetchOver;
    // slip's own channel allows http on this machine alone.
    allowInsecureRequests(configuration);
    return configuration;
  }
}

/** Names of endpoints in a server's metadata, by those in auth.yaml. */
const ENDPOINTS = { 'token-endpoint': 'token_endpoint' } as const;

function givenEndpoints(settings: Profile['settings']): Partial<ServerMetadata> {
  const given = Object.entries(ENDPOINTS).flatMap(([key, name]) =>
    settings[key] === undefined ? [] : [[name, settings[key]]],
  );
  return Object.fromEntries(given);
}

async function clientAuthentication(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<ClientAuth> {
  if (!needsSecret(profile)) return None();
  const secret = parts.typedSecret ?? (await findSecret(profile, OAUTH, parts, signal));
  return clientOf(profile).clientAuth === 'post'
    ? ClientSecretPost(secret.reveal())
    : ClientSecretBasic(secret.reveal());
}

function isMissing(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }; // whatever it is
  return cause instanceof Response && cause.status >= 400 && cause.status < 500;
}
