import { allowInsecureRequests, Configuration, customFetch, discovery, type ServerMetadata } from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { clientCertificate } from '../profiles/certificate.ts';
import type { Secret } from '../secret.ts';
import { overChannel, type PlanAndSend } from './back-channel.ts';
import { clientOf } from './client.ts';
import { clientAuthentication, secretOf } from './client-auth.ts';
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
  const channel = await certifiedChannel(profile, parts, signal);
  // Servers may have addresses of their own for those who show a certificate (RFC 8705 §5).
  const metadata = { use_mtls_endpoint_aliases: settings.cert !== undefined };
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
    await discovery(new URL(issuer), clientId, metadata, authentication, {
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

  function configured(server: ServerMetadata): Configuration {
    const configuration = new Configuration(server, clientId, metadata, authentication);
    configuration[customFetch] = fetchOver;
    // slip's own channel allows http on this machine alone.
    allowInsecureRequests(configuration);
    return configuration;
  }
}

/** Names of endpoints in a server's metadata, by those in auth.yaml. */
const ENDPOINTS = {
  'authorization-endpoint': 'authorization_endpoint',
  'device-authorization-endpoint': 'device_authorization_endpoint',
  'jwks-uri': 'jwks_uri',
  'par-endpoint': 'pushed_authorization_request_endpoint',
  'token-endpoint': 'token_endpoint',
  'revocation-endpoint': 'revocation_endpoint',
  'introspection-endpoint': 'introspection_endpoint',
} as const;

function givenEndpoints(settings: Profile['settings']): Partial<ServerMetadata> {
  const given = Object.entries(ENDPOINTS).flatMap(([key, name]) =>
    settings[key] === undefined ? [] : [[name, settings[key]]],
  );
  return Object.fromEntries(given);
}

/**
 * The channel, on which the profile's certificate is shown; that of the line, which is for another server, only where the
 * client is known by one and has none of its own.
 */
async function certifiedChannel(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<PlanAndSend> {
  const { name } = profile;
  const own = await clientCertificate(profile, parts.host, () => secretOf(profile, parts, signal));
  const channel = await parts.channel();
  const { connection } = channel.settings;
  const isKnownByIt = clientOf(profile).clientAuth === 'mtls';
  const certificate = own ?? (isKnownByIt ? connection.tls.certificate : undefined);
  if (certificate === undefined && isKnownByIt) {
    throw new Failure('credential', `profile ${name} is known by its certificate, and none is named`, {
      hint: `slip auth login ${name} --cert FILE --key FILE`,
    });
  }
  const settings = { ...channel.settings, connection: { ...connection, tls: { ...connection.tls, certificate } } };
  return { ...channel, settings };
}

function isMissing(error: unknown): boolean {
  const { cause } = error as { cause?: unknown }; // whatever it is
  return cause instanceof Response && cause.status >= 400 && cause.status < 500;
}
