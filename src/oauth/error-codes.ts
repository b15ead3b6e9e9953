import { clientAuthOf } from '../auth/kinds/oauth.ts';
import type { Profile } from '../auth/profile.ts';

/** What an error of an authorization server means. */
export interface ErrorMeaning {
  /** What the server does, as a sentence goes on behind its name. */
  readonly says: string;
  /** What to do; NAME is the profile. */
  readonly hint: string;
}

/** Errors by their codes, of the RFCs that name them. */
const MEANINGS: Readonly<Record<string, ErrorMeaning>> = {
  // RFC 6749 §5.2, and §4.1.2.1 for those of the authorization endpoint.
  invalid_request: {
    says: 'finds something missing in the request, or too much',
    hint: 'it may want --scope, --audience, --resource or --parameter',
  },
  invalid_client: {
    says: 'does not know the client, or not by this secret',
    hint: 'slip auth login NAME --secret-stdin takes another secret, --client-id another client, --client-auth another way',
  },
  invalid_grant: {
    says: 'takes what was shown to it for used up, revoked or made for another client',
    hint: 'slip auth login NAME logs in anew',
  },
  unauthorized_client: {
    says: 'does not let this client get tokens in this way',
    hint: 'slip auth login NAME --flow FLOW takes another way; which one is allowed is set where the client was registered',
  },
  unsupported_grant_type: {
    says: 'does not give tokens in this way',
    hint: 'slip auth login NAME --flow FLOW takes another way',
  },
  invalid_scope: {
    says: 'does not give what was asked for by --scope',
    hint: 'slip auth login NAME --scope SCOPE asks for something else',
  },
  access_denied: { says: 'was told no, by the user or by its own rules', hint: 'slip auth login NAME asks again' },
  unsupported_response_type: {
    says: 'gives no codes',
    hint: 'slip auth login NAME --flow FLOW takes another way',
  },
  server_error: { says: 'has a trouble of its own', hint: 'try again later' },
  temporarily_unavailable: { says: 'is too busy', hint: 'try again later' },
  // RFC 8628 §3.5.
  authorization_pending: { says: 'is still waiting for the user', hint: 'slip auth login NAME asks again' },
  slow_down: { says: 'is asked too often', hint: 'try again later' },
  expired_token: { says: 'waited for the user until its time was over', hint: 'slip auth login NAME gives a new code' },
  // RFC 8707 §2, RFC 8693 §2.2.2.
  invalid_target: {
    says: 'gives no tokens for this --resource or --audience',
    hint: 'slip auth login NAME --resource URI names another one',
  },
  // RFC 9449 §5 and §8.
  invalid_dpop_proof: {
    says: 'does not accept the proof of possession',
    hint: 'the clock of this machine may be wrong',
  },
  use_dpop_nonce: { says: 'wants another nonce in the proof of possession', hint: 'try again' },
  // RFC 9101 §6, RFC 9126 §2.3.
  invalid_request_uri: {
    says: 'does not know the request that was pushed to it',
    hint: 'slip auth login NAME pushes it again',
  },
  invalid_request_object: {
    says: 'does not accept the signed request',
    hint: 'slip sends none: look at the client there',
  },
  request_not_supported: { says: 'takes no signed requests', hint: 'slip sends none: look at the client there' },
  request_uri_not_supported: {
    says: 'takes no pushed requests',
    hint: 'it does without: leave the endpoint for them out',
  },
  // RFC 7009 §2.2.1.
  unsupported_token_type: { says: 'does not revoke tokens of this kind', hint: 'they end by themselves' },
  // OpenID Connect Core §3.1.2.6.
  login_required: { says: 'wants the user to log in', hint: 'leave prompt=none out' },
  interaction_required: { says: 'wants to ask the user something', hint: 'leave prompt=none out' },
  consent_required: { says: 'wants the user to agree', hint: 'leave prompt=none out' },
  account_selection_required: { says: 'wants the user to choose an account', hint: 'leave prompt=none out' },
  registration_not_supported: { says: 'does not register clients on the way', hint: 'register the client there' },
  // RFC 9470 §3.
  insufficient_user_authentication: {
    says: 'wants a stronger login',
    hint: 'slip auth login NAME --parameter acr_values=…',
  },
};

/** What `invalid_client` means to a client that shows no secret, by how it says who it is. */
const UNKNOWN_CLIENTS: Readonly<Record<string, ErrorMeaning>> = {
  none: {
    says: 'does not know the client, or wants more than its ID',
    hint: 'slip auth login NAME --secret-stdin shows a secret, --client-id is another client',
  },
  'private-key-jwt': {
    says: 'does not know the client, or not by what this key has signed',
    hint: 'slip auth login NAME --key FILE takes another key; --kid, --alg and --assertion-audience may be what it wants',
  },
  mtls: {
    says: 'does not know the client, or not by this certificate',
    hint: 'slip auth login NAME --cert FILE --key FILE takes another one',
  },
};

/** The meaning of a code, as far as an RFC gives it one. */
export function meaningOf(code: string, profile: Profile): ErrorMeaning | undefined {
  const known = code === 'invalid_client' ? UNKNOWN_CLIENTS[clientAuthOf(profile.settings)] : undefined;
  const meaning = known ?? (Object.hasOwn(MEANINGS, code) ? MEANINGS[code] : undefined);
  return meaning && { ...meaning, hint: meaning.hint.replace('NAME', profile.name) };
}
