import {
  authorizationCodeGrant,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { DEFAULT_REDIRECT_URI, findLoopback } from '../auth/redirect-uri.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { remarkOn } from '../profiles/hunt.ts';
import type { Login } from './attendance.ts';
import { begun } from './authorization-request.ts';
import { type Binding, bindingFor } from './binding.ts';
import { clientOf } from './client.ts';
import { comesBack } from './come-back.ts';
import { recordOf, resourcesOf, wishesOf } from './grants.ts';
import { type Arrival, listenForRedirect } from './loopback.ts';
import type { TokenRecord } from './token-record.ts';
import { inStep } from './trouble.ts';
import { refuseOddAddress } from './web-address.ts';

/** What this login alone knows, and what comes back is held against. */
interface Checks {
  readonly expectedState: string;
  /** Only an ID token says it again. */
  readonly expectedNonce: string | undefined;
  readonly pkceCodeVerifier: string;
}

/**
 * A token by the authorization code (RFC 6749 §4.1) with PKCE (RFC 7636): the user logs in in the browser, which comes back
 * to slip with a code.
 *
 * @throws Failure `credential`, `interrupted`.
 */
export async function codeFlow(login: Login, server: Configuration): Promise<TokenRecord> {
  const { profile, parts } = login;
  const isOpenId = clientOf(profile).scope.split(' ').includes('openid');
  const binding = await bindingFor(profile, server, undefined);
  const checks: Checks = {
    expectedState: randomState(),
    expectedNonce: isOpenId ? randomNonce() : undefined,
    pkceCodeVerifier: randomPKCECodeVerifier(),
  };
  const wanted = profile.settings['redirect-uri'] ?? DEFAULT_REDIRECT_URI;
  const loopback = findLoopback(wanted);
  const listener = loopback && (await listenForRedirect(loopback, checks.expectedState, () => turnedAway(parts.host)));
  try {
    const redirectUri = listener?.uri ?? new URL(wanted).href;
    const address = await authorizationAddress(login, server, redirectUri, checks, binding);
    const { issuer, authorization_response_iss_parameter_supported: saysIssuer } = server.serverMetadata();
    const place = { redirectUri, state: checks.expectedState, saysIssuer: saysIssuer === true };
    const arrival = await comesBack(login, address, place, listener?.arrival);
    try {
      refuseOtherIssuer(login, arrival.url, issuer);
      const record = await exchanged(login, server, arrival.url, checks, binding);
      await login.attendance.keep(record);
      await arrival.answer({
        isGood: true,
        heading: 'You are logged in',
        text: `slip has a token for profile ${profile.name}. You may close this page and go back to the terminal.`,
      });
      return record;
    } catch (error) {
      await arrival.answer(unhappyPage(error));
      throw error;
    }
  } finally {
    await listener?.close();
  }
}

async function authorizationAddress(
  { profile, signal }: Login,
  server: Configuration,
  redirectUri: string,
  { expectedState, expectedNonce, pkceCodeVerifier }: Checks,
  { proof }: Binding,
): Promise<string> {
  const { authorization_endpoint: endpoint } = server.serverMetadata();
  if (endpoint === undefined) {
    throw new Failure('credential', `the server of profile ${profile.name} does not tell where its users log in`, {
      hint: '--authorization-endpoint URL says it; with another --flow it is not needed',
    });
  }
  refuseOddAddress(endpoint, profile);
  const parameters = wishesOf(profile);
  parameters.set('redirect_uri', redirectUri);
  parameters.set('state', expectedState);
  parameters.set('code_challenge', await calculatePKCECodeChallenge(pkceCodeVerifier));
  parameters.set('code_challenge_method', 'S256');
  if (expectedNonce !== undefined) parameters.set('nonce', expectedNonce);
  return await begun(server, parameters, proof, { profile, signal });
}

/** Whose answer it is says `iss` (RFC 9207 §2.4); the library checks it too, and cannot say it in words. */
function refuseOtherIssuer({ profile }: Login, { searchParams }: URL, issuer: string): void {
  const said = searchParams.get('iss');
  if (said === null || said === issuer) return;
  throw new Failure('credential', `the login of profile ${profile.name} was answered by ${said}, not by ${issuer}`, {
    hint: `if both are the same server, slip auth login ${profile.name} --issuer says so`,
  });
}

async function exchanged(
  { profile, parts, signal }: Login,
  server: Configuration,
  url: URL,
  checks: Checks,
  binding: Binding,
): Promise<TokenRecord> {
  const { authorization_endpoint: asked = '', token_endpoint: endpoint = '' } = server.serverMetadata();
  const askedAtMs = parts.host.now();
  const step = { profile, step: 'token', server: url.searchParams.has('error') ? asked : endpoint, signal } as const;
  const { expectedNonce, ...others } = checks;
  const expected = expectedNonce === undefined ? others : { ...others, expectedNonce };
  const answer = await inStep(step, () =>
    authorizationCodeGrant(server, url, expected, resourcesOf(profile), binding.proof),
  );
  return recordOf(answer, profile, askedAtMs, binding);
}

function turnedAway(host: Host): void {
  void remarkOn(host)('something came to the redirect address that is not of this login, and was turned away');
}

function unhappyPage(error: unknown): Parameters<Arrival['answer']>[0] {
  const why = error instanceof Failure ? `${error.message}. ` : '';
  return {
    isGood: false,
    heading: 'The login came to nothing',
    text: `${why.charAt(0).toUpperCase()}${why.slice(1)}The terminal says what to do next.`,
  };
}
