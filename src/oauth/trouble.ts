import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import type { Profile } from '../auth/profile.ts';
import { Failure, type FailureKind } from '../failure.ts';
import { meaningOf } from './error-codes.ts';

/** A step on the way to a token. */
export interface Step {
  readonly profile: Profile;
  readonly step: keyof typeof STEPS;
  /** The URL that is asked. */
  readonly server: string;
  readonly signal: AbortSignal;
}

/** What came to nothing, as a sentence begins. */
const STEPS = {
  push: 'could not push the request of profile NAME',
  discovery: 'found out nothing about the server of profile NAME',
  device: 'got no code for profile NAME',
  token: 'got no token for profile NAME',
  revocation: 'the server of profile NAME was not told',
  introspection: 'the server of profile NAME did not say what it knows of the token',
} as const;

/**
 * Does what a step is about.
 *
 * @throws Failure `credential` that names the step and says what an answer means, or why there was none.
 */
export async function inStep<Result>(step: Step, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    // Of Ctrl-C and of a time limit the reason is known better elsewhere.
    if (step.signal.aborted) throw interruption(step.signal);
    throw await stepFailure(step, error);
  }
}

/** Whether what was shown for a token is good no more (RFC 6749 §5.2). */
export function isInvalidGrant(error: unknown): boolean {
  return errorCodeOf(error) === 'invalid_grant';
}

/** What a server has called its refusal. */
export function errorCodeOf(error: unknown): string | undefined {
  return error instanceof OAuthFailure ? error.code : undefined;
}

/** Whether a server could not be reached, which may be so for a moment. */
export function isOffline(error: unknown): boolean {
  const kinds: readonly FailureKind[] = ['hostName', 'connect', 'timeout', 'empty', 'receive', 'proxyName'];
  return causesOf(error).some((cause) => cause instanceof Failure && kinds.includes(cause.kind));
}

/** A failure that a server has named. */
class OAuthFailure extends Failure {
  readonly code: string;

  constructor(code: string, ...rest: ConstructorParameters<typeof Failure>) {
    super(...rest);
    this.code = code;
  }
}

async function stepFailure({ profile, step, server }: Step, error: unknown): Promise<unknown> {
  const told = STEPS[step].replace('NAME', profile.name);
  const host = URL.canParse(server) ? new URL(server).host : 'the server';
  const own = causesOf(error).find((cause) => cause instanceof Failure);
  if (own !== undefined) {
    // What goes on without a good certificate is for the line's own server alone.
    const carryOn = own.kind === 'certificate' ? '--cacert FILE trusts its authority' : own.hint;
    const hint = carryOn === undefined ? {} : { hint: carryOn };
    return new Failure('credential', `${told}: ${own.message}`, { ...hint, cause: own });
  }
  const said = await saidBy(error);
  if (said !== undefined) {
    const meaning = meaningOf(said.code, profile);
    const words = said.description === undefined ? said.code : `${said.code}: ${said.description}`;
    const message = `${told}: ${host} ${meaning?.says ?? 'refuses'} (${words})`;
    return new OAuthFailure(said.code, 'credential', message, meaning && { hint: meaning.hint });
  }
  // What the library says of an answer may have a part of it in it, so that only its code counts.
  const code = causesOf(error)
    .map((cause) => (cause as { code?: unknown }).code)
    .find((found) => typeof found === 'string');
  const status = replyIn(error)?.status ?? (error instanceof WWWAuthenticateChallengeError ? error.status : undefined);
  // A TypeError is about an address in the description.
  if (error instanceof ClientError || error instanceof WWWAuthenticateChallengeError || error instanceof TypeError) {
    const why = (code !== undefined && UNFIT[code]) || 'gave an answer that is none';
    const answer = status === undefined || status === 200 ? '' : ` (status ${status})`;
    const issuer = issuerNearby(error, server);
    const hint = issuer === undefined ? {} : { hint: `slip auth login ${profile.name} --issuer ${issuer}` };
    return new Failure('credential', `${told}: ${host} ${why}${answer}`, hint);
  }
  return error;
}

/** What is wrong with an answer, by the library's codes. */
const UNFIT: Readonly<Record<string, string>> = {
  OAUTH_TIMEOUT: 'did not answer in time',
  OAUTH_PARSE_ERROR: 'gave an answer that is not JSON',
  OAUTH_RESPONSE_IS_NOT_JSON: 'gave an answer that is not JSON',
  OAUTH_RESPONSE_IS_NOT_CONFORM: 'gave another answer than a server of OAuth does',
  OAUTH_INVALID_RESPONSE: 'gave an answer in which something is missing or is not what it should be',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: 'calls itself by another issuer, and may not be who it should be',
  OAUTH_JWT_CLAIM_COMPARISON_FAILED: 'gave an ID token that is of another login, client or issuer',
  OAUTH_KEY_SELECTION_FAILED: 'gave an ID token that is signed with none of its keys',
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: 'gave an ID token whose time is not now; the clock of this machine may be wrong',
  OAUTH_MISSING_SERVER_METADATA: 'does not say where it is asked for this',
  OAUTH_UNSUPPORTED_OPERATION: 'gave a kind of token that slip cannot show',
};

/** What a server says of its refusal, in the body or behind `WWW-Authenticate`. */
async function saidBy(
  error: unknown,
): Promise<{ readonly code: string; readonly description: string | undefined } | undefined> {
  if (error instanceof ResponseBodyError || error instanceof AuthorizationResponseError) {
    return { code: described(error.error) ?? 'error', description: described(error.error_description) };
  }
  // The library reads the body of some refusals only.
  const reply = error instanceof WWWAuthenticateChallengeError ? error.response : replyIn(error);
  if (reply === undefined || reply.status < 400 || reply.bodyUsed) return undefined;
  const body: unknown = await reply.json().catch(() => undefined);
  const { error: code, error_description: description } = (body ?? {}) as Readonly<Record<string, unknown>>; // any JSON
  const said = described(code);
  return said === undefined ? undefined : { code: said, description: described(description) };
}

/** What a server calls itself, if that is another issuer on the same host: a slash at the end counts in many. */
function issuerNearby(error: unknown, server: string): string | undefined {
  const bodies = causesOf(error).map((cause) => (cause as { body?: { issuer?: unknown } }).body); // of the library's errors
  const issuer = bodies.find((body) => typeof body?.issuer === 'string')?.issuer;
  if (typeof issuer !== 'string' || !URL.canParse(issuer) || !URL.canParse(server)) return undefined;
  const { origin, href } = new URL(issuer);
  return origin === new URL(server).origin && href !== new URL(server).href ? href : undefined;
}

/** The answer that the library could make nothing of. */
function replyIn(error: unknown): Response | undefined {
  return causesOf(error).find((cause) => cause instanceof Response);
}

/** A server's own words, as far as they are a sentence. */
function described(description: unknown): string | undefined {
  if (typeof description !== 'string' || description === '') return undefined;
  const line = description.replace(/\s+/g, ' ').trim();
  return line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION)}…` : line;
}

const MAX_DESCRIPTION = 300;

/** An error and what it was caused by. */
function causesOf(error: unknown): readonly object[] {
  const causes: object[] = [];
  for (let inner: unknown = error; typeof inner === 'object' && inner !== null && causes.length < 9; ) {
    causes.push(inner);
    inner = 'cause' in inner ? inner.cause : undefined;
  }
  return causes;
}

/** Why everything ends; of Ctrl-C the reason may be a signal's name. */
export function interruption({ reason }: AbortSignal): unknown {
  return typeof reason === 'string' ? new Failure('interrupted', 'interrupted') : reason;
}
