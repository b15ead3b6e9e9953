import {
  type Configuration,
  clientCredentialsGrant,
  type DPoPOptions,
  genericGrantRequest,
  refreshTokenGrant,
  type TokenEndpointResponse,
} from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import { tokenEndMs } from '../auth/token-end.ts';
import { Failure } from '../failure.ts';
import { Secret } from '../secret.ts';
import { grantAssertion, refuseClaims } from './assertion.ts';
import { type Binding, bindingFor } from './binding.ts';
import { clientOf, identityOf } from './client.ts';
import { signingKey } from './client-auth.ts';
import { type GrantParts, openServer } from './server.ts';
import type { TokenRecord } from './token-record.ts';
import { inStep } from './trouble.ts';

/** Asks for a token. */
type Ask = (server: Configuration, proof: DPoPOptions) => Promise<TokenEndpointResponse>;

/** A way to a token that needs nobody: what is shown for it is made before anything is sent. */
type Grant = (profile: Profile, parts: GrantParts, signal: AbortSignal) => Promise<Ask>;

/** By the name of the flow. */
const GRANTS: Readonly<Record<string, Grant>> = {
  'client-credentials': async (profile) => (server, proof) => clientCredentialsGrant(server, wishesOf(profile), proof),
  'jwt-bearer': async (profile, parts, signal) => {
    refuseClaims(profile);
    const key = await signingKey(profile, parts, signal);
    return async (server, proof) => {
      const shown = { assertion: await grantAssertion(profile, key, server.serverMetadata(), parts.host) };
      return await genericGrantRequest(
        server,
        'urn:ietf:params:oauth:grant-type:jwt-bearer',
        wishesOf(profile, shown),
        proof,
      );
    };
  },
  'token-exchange': async (profile, parts, signal) => {
    const { exchanged } = await import('./exchange.ts');
    const shown = await exchanged(profile, parts, signal);
    return (server, proof) =>
      genericGrantRequest(server, 'urn:ietf:params:oauth:grant-type:token-exchange', wishesOf(profile, shown), proof);
  },
};

/**
 * A token from the flow of a profile, where that needs nobody.
 *
 * @throws Failure `credential` with the step that came to nothing.
 */
export async function granted(profile: Profile, parts: GrantParts, signal: AbortSignal): Promise<TokenRecord> {
  const grant = GRANTS[clientOf(profile).flow];
  if (grant === undefined) throw new Error(`the flow of profile ${profile.name} needs the user`);
  return await asked(profile, parts, signal, await grant(profile, parts, signal), undefined);
}

/**
 * A token for a refresh token (RFC 6749 §6), likewise.
 *
 * @param proofKey that which the refresh token is bound to.
 */
export async function refreshed(
  profile: Profile,
  { refreshToken, proofKey, scope }: Pick<TokenRecord, 'proofKey' | 'scope'> & { readonly refreshToken: Secret },
  parts: GrantParts,
  signal: AbortSignal,
): Promise<TokenRecord> {
  const ask: Ask = (server, proof) => refreshTokenGrant(server, refreshToken.reveal(), resourcesOf(profile), proof);
  const record = await asked(profile, parts, signal, ask, proofKey);
  // One that is not replaced stays good, and so does a scope that is not said again.
  return { ...record, refreshToken: record.refreshToken ?? refreshToken, scope: record.scope ?? scope };
}

/**
 * The parameters of a request for a token, or for leave to ask for one, that a profile wishes for.
 *
 * @param shown what else the flow has.
 */
export function wishesOf(profile: Profile, shown: Readonly<Record<string, string>> = {}): URLSearchParams {
  const { scope } = clientOf(profile);
  const wishes = resourcesOf(profile);
  for (const [name, value] of Object.entries(shown)) wishes.set(name, value);
  if (scope !== '') wishes.set('scope', scope);
  for (const audience of profile.lists.audience ?? []) wishes.append('audience', audience);
  for (const text of profile.lists.parameter ?? []) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
    wishes.append(name, value);
  }
  return wishes;
}

/** What a token is to be good for (RFC 8707), which is said in each request. */
export function resourcesOf({ lists }: Profile): URLSearchParams {
  return new URLSearchParams((lists.resource ?? []).map((resource): [string, string] => ['resource', resource]));
}

async function asked(
  profile: Profile,
  parts: GrantParts,
  signal: AbortSignal,
  ask: Ask,
  proofKey: Secret | undefined,
): Promise<TokenRecord> {
  const server = await openServer(profile, parts, signal);
  const binding = await bindingFor(profile, server, proofKey);
  const endpoint = server.serverMetadata().token_endpoint ?? '';
  const askedAtMs = parts.host.now();
  const answer = await inStep({ profile, step: 'token', server: endpoint, signal }, () => ask(server, binding.proof));
  return recordOf(answer, profile, askedAtMs, binding);
}

/**
 * What is kept of an answer.
 *
 * @param askedAtMs milliseconds since the epoch, from which its time counts: how long the answer took is not known.
 * @throws Failure `credential` for a token that is bound to no key, and was to be; for one that is no text for a header.
 */
export function recordOf(
  answer: TokenEndpointResponse,
  profile: Profile,
  askedAtMs: number,
  { key: proofKey }: Binding,
): TokenRecord {
  if (proofKey !== undefined && answer.token_type !== 'dpop') {
    throw new Failure(
      'credential',
      `profile ${profile.name} wants a token bound to a key, and got one that anybody could use`,
      {
        hint: `its server may know no DPoP: slip auth login ${profile.name} --no-dpop`,
      },
    );
  }
  const { expires_in: lifeSeconds, refresh_token: refreshToken, id_token: idToken } = answer;
  for (const token of [answer.access_token, refreshToken]) refuseOddToken(token, profile);
  return {
    accessToken: new Secret(answer.access_token),
    tokenType: answer.token_type,
    obtainedAtMs: askedAtMs,
    expiresAtMs: lifeSeconds === undefined ? endOf(answer, askedAtMs) : momentAt(askedAtMs + lifeSeconds * 1000),
    refreshToken: refreshToken === undefined ? undefined : new Secret(refreshToken),
    idToken: idToken === undefined ? undefined : new Secret(idToken),
    proofKey,
    scope: answer.scope,
    madeFor: identityOf(profile),
  };
}

/** A token goes into headers, and is printed; it is visible ASCII and spaces (RFC 6749 A.12 and A.17). */
function refuseOddToken(token: string | undefined, { name }: Profile): void {
  if (token === undefined || /^[\x20-\x7e]+$/.test(token)) return;
  throw new Failure('credential', `the server of profile ${name} gave a token with characters that none may have`);
}

/** The end of a token as a date; of one that is beyond all dates none is known. */
function momentAt(atMs: number): number | undefined {
  return Number.isNaN(new Date(atMs).getTime()) ? undefined : atMs;
}

/** A token that can be read may say itself when it ends; one that is over at once is of another clock. */
function endOf({ access_token: token }: TokenEndpointResponse, askedAtMs: number): number | undefined {
  const endMs = tokenEndMs(new Secret(token));
  return endMs !== undefined && endMs > askedAtMs ? endMs : undefined;
}
