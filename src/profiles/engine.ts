import { occupant, travelsInClear, withAttachment } from '../auth/attach.ts';
import { whole } from '../auth/authorize.ts';
import { shownMasked, shownWithProof } from '../auth/dpop.ts';
import type { AuthKind, Shown } from '../auth/kind.ts';
import { findKind } from '../auth/kinds.ts';
import { chooseProfile, type Profile } from '../auth/profile.ts';
import { closestScope, scopeText } from '../auth/scope.ts';
import { Failure } from '../failure.ts';
import type { Attachment } from '../request/auth.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader, hasHeader } from '../request/headers.ts';
import { isRepeatable, type RequestPlan } from '../request/plan.ts';
import type { ClientCertificate } from '../request/tls.ts';
import { isLoopback, originOf, type RequestUrl } from '../request/url.ts';
import { Secret } from '../secret.ts';
import { clientCertificate } from './certificate.ts';
import { type Credential, openCredential } from './credential.ts';
import { findSecret, type SecretHunt } from './find-secret.ts';

/** How often a request is made again for a nonce: a server may want another one while it is on its way. */
const MAX_NONCES = 2;

const MASK = new Secret('(secret)');

/** What a line says of profiles. */
export interface ProfileWish {
  /** `--auth NAME`: this one alone. */
  readonly named: string | undefined;
  /** Nothing is attached: the line says so, or is curl's. */
  readonly attachesNone: boolean;
  /** Profiles whose secrets stand in the request: it goes only where all of them are for. */
  readonly carries: readonly string[];
  /** `--allow-insecure-auth`. */
  readonly allowsInsecure: boolean;
  /** Whether a certificate counts says a collection, not whoever runs it. */
  readonly isTrustBorrowed: boolean;
  /** What is made is only shown, and secrets with it are not: nobody is asked for them. */
  readonly isMasked: boolean;
}

/** Profiles at work for one part of a command line. */
export interface ProfileEngine {
  /**
   * Refuses, before anything is sent, what a profile could not do for the first request.
   *
   * @throws Failure `credential`, or `usage` where the line says who one is in two ways.
   */
  check(plan: RequestPlan): void;
  /**
   * The plan with what the profile for its URL adds, for each hop anew.
   *
   * @param before what was sent before in this conversation.
   * @returns with a sentence where a profile does not go along to another origin.
   * @throws Failure `credential`, `keychain`.
   */
  attach(plan: RequestPlan, before: RequestPlan | undefined, signal: AbortSignal): Promise<AttachedPlan>;
  /** The same request for once more, where a token was turned down that there may be another of. */
  renewal(exchange: Exchange): RequestPlan | undefined;
  /**
   * Gets another token where one was turned down and the request cannot be made again, for the next time.
   *
   * @returns a sentence about it.
   */
  renewForLater(exchange: Exchange, signal: AbortSignal): Promise<string | undefined>;
  readonly profiles: readonly Profile[];
}

/** Profiles whose secret gets tokens: what requests carry of them. */
export interface TokenSource {
  /** @param refused is not to be had again. */
  token(
    profile: Profile,
    refused: Secret | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly accessToken: Secret; readonly proofKey: Secret | undefined }>;
  /** Whether another one than was turned down can be had without the user, and may be better. */
  canRenew(profile: Profile, refused: Secret | undefined): boolean;
}

/** A plan made ready. */
export interface AttachedPlan {
  readonly plan: RequestPlan;
  readonly note: string | undefined;
}

/**
 * The profiles of auth.yaml, at work.
 *
 * @throws Failure `credential` for a name that none of them has.
 */
export function profileEngine(
  profiles: readonly Profile[],
  wish: ProfileWish,
  hunt: SecretHunt,
  tokens: TokenSource,
): ProfileEngine {
  const named = wish.named === undefined ? undefined : findProfile(wish.named, profiles);
  const attachable = wish.attachesNone ? [] : profiles;
  const carried = wish.carries.map((name) => findProfile(name, profiles));
  const known = new Map<string, Promise<Credential>>();
  /** What servers want to see in proofs, by their origins. */
  const nonces = new Map<string, string>();
  const shownCertificates = new Set<ClientCertificate>();

  const shownToken = async (
    profile: Profile,
    kind: AuthKind,
    plan: RequestPlan,
    signal: AbortSignal,
  ): Promise<Shown> => {
    if (wish.isMasked)
      return profile.settings.dpop === undefined ? await kind.attach(profile, MASK) : shownMasked(MASK);
    const { accessToken, proofKey } = await tokens.token(profile, plan.auth.refused, signal);
    if (proofKey === undefined) return await kind.attach(profile, accessToken);
    return shownWithProof({ accessToken, proofKey }, plan, nonces.get(originOf(plan.url)), hunt.host);
  };

  const credentialOf = async (profile: Profile, kind: AuthKind, signal: AbortSignal): Promise<Secret> => {
    if (wish.isMasked) return MASK;
    // What a command prints may be for a short time.
    const isKept = profile.exec === undefined;
    const opening = (isKept && known.get(profile.name)) || openCredential(profile, kind, hunt, signal);
    if (isKept) known.set(profile.name, opening);
    return await (await opening)();
  };

  /** The plan with the certificate that tokens of the profile may be bound to (RFC 8705 §3); one that is typed counts before it. */
  const certified = async (
    plan: RequestPlan,
    profile: Profile,
    kind: AuthKind,
    signal: AbortSignal,
  ): Promise<RequestPlan> => {
    if (plan.connection.tls.certificate !== undefined) return plan;
    const find = async (): Promise<Secret> => (wish.isMasked ? MASK : await findSecret(profile, kind, hunt, signal));
    const certificate = await clientCertificate(profile, hunt.host, find);
    if (certificate === undefined) return plan;
    shownCertificates.add(certificate);
    return withCertificate(plan, certificate);
  };

  /** The plan without a certificate that was for another hop. */
  const uncertified = (plan: RequestPlan): RequestPlan => {
    const { certificate } = plan.connection.tls;
    return certificate !== undefined && shownCertificates.has(certificate) ? withCertificate(plan, undefined) : plan;
  };

  /** A request with a secret in it goes only to where that is for. */
  const refuseElsewhere = (plan: RequestPlan): void => {
    for (const profile of carried) {
      if (closestScope(profile.scopes, subject(plan)) === undefined) throw notMeant(profile, plan.url);
      refuseUnsafe(plan, profile, wish);
    }
  };

  /** The profile whose token was turned down, once in a conversation, where there may be another. */
  const renewable = ({ head, plan: { auth } }: Exchange): Profile | undefined => {
    if (head.status !== 401 || auth.attached === undefined || auth.refused !== undefined) return undefined;
    const profile = profiles.find(({ name }) => name === auth.attached?.profile);
    return profile !== undefined && kindOf(profile).getsTokens && tokens.canRenew(profile, tokenOf(auth.attached))
      ? profile
      : undefined;
  };

  return {
    profiles,
    check(plan) {
      refuseElsewhere(plan);
      if (named !== undefined && closestScope(named.scopes, subject(plan)) === undefined)
        throw notMeant(named, plan.url);
      const profile = chosenFor(plan, attachable, named);
      if (profile === undefined) return;
      const other = occupant(plan, kindOf(profile).place(profile.settings));
      if (other !== undefined) {
        if (named === undefined) return;
        throw new Failure('usage', `--auth ${named.name} and ${other} both say who you are`, {
          hint: 'leave one of them out',
        });
      }
      refuseUnsafe(plan, profile, wish);
    },
    async attach(hop, before, signal) {
      refuseElsewhere(hop);
      // The answer to a challenge has it already.
      if (hop.auth.attached !== undefined && hop.auth.attached.once === undefined)
        return { plan: hop, note: undefined };
      const plan = uncertified(detached(hop));
      const profile = chosenFor(plan, attachable, named);
      const last = before?.auth.attached?.profile;
      const note = last === undefined || last === profile?.name ? undefined : staysBehind(last, plan.url, profiles);
      if (profile === undefined) return { plan, note };
      const kind = kindOf(profile);
      const place = kind.place(profile.settings);
      if (occupant(plan, place) !== undefined) {
        return { plan: { ...plan, auth: { ...plan.auth, passedOver: { profile: profile.name, place } } }, note };
      }
      refuseUnsafe(plan, profile, wish);
      const shown = kind.getsTokens
        ? await shownToken(profile, kind, plan, signal)
        : await kind.attach(profile, await credentialOf(profile, kind, signal));
      const attached = { profile: profile.name, kind: kind.name, place, ...shown };
      return { plan: withAttachment(await certified(plan, profile, kind, signal), attached, hunt.host), note };
    },
    renewal(exchange) {
      const { head, plan: sent } = exchange;
      const { attached, roundCount } = sent.auth;
      const nonce = attached?.once && findHeader(head.headers, 'DPoP-Nonce');
      if (nonce !== undefined) nonces.set(originOf(sent.url), nonce);
      if (head.status !== 401 || attached === undefined) return undefined;
      const plan = whole(sent);
      if (nonce !== undefined && nonce !== attached.once?.nonce && roundCount < MAX_NONCES) {
        return isRepeatable(plan.body) ? { ...plan, auth: { ...plan.auth, roundCount: roundCount + 1 } } : undefined;
      }
      if (renewable(exchange) === undefined || !isRepeatable(plan.body)) return undefined;
      const { auth } = detached(plan);
      return { ...plan, auth: { ...auth, attached: undefined, refused: tokenOf(attached) } };
    },
    async renewForLater(exchange, signal) {
      const profile = renewable(exchange);
      const { attached } = exchange.plan.auth;
      // A proof that wants a nonce says nothing against the token.
      const wantsNonce = attached?.once && hasHeader(exchange.head.headers, 'DPoP-Nonce');
      if (profile === undefined || attached === undefined || wantsNonce) return undefined;
      await tokens.token(profile, tokenOf(attached), signal);
      return `profile ${profile.name} has another token now, but a body from a pipe cannot be sent again: run the line once more`;
    },
  };
}

/** The plan without what was good for one request alone. */
function detached(plan: RequestPlan): RequestPlan {
  const { attached, fields } = plan.auth;
  if (attached?.once === undefined) return plan;
  const rest = fields.filter((field) => !attached.fields.includes(field));
  return { ...plan, auth: { ...plan.auth, attached: undefined, fields: rest } };
}

function withCertificate(plan: RequestPlan, certificate: ClientCertificate | undefined): RequestPlan {
  const { connection } = plan;
  return { ...plan, connection: { ...connection, tls: { ...connection.tls, certificate } } };
}

/** The profile for a request, if there is one. */
function chosenFor(plan: RequestPlan, profiles: readonly Profile[], named: Profile | undefined): Profile | undefined {
  const choice = chooseProfile(named === undefined ? profiles : [named], subject(plan));
  switch (choice.kind) {
    case 'none':
      return undefined;
    case 'one':
      return choice.profile;
    case 'tie': {
      const names = choice.profiles.map(({ name }) => name);
      throw new Failure('credential', `profiles ${names.join(' and ')} are both for ${originOf(plan.url)}`, {
        hint: `--auth ${names[0]} chooses one, --no-auth none`,
      });
    }
  }
}

/** The URL that is asked for: a path typed for the request line is the one that counts. */
function subject({ url, requestTarget }: RequestPlan): RequestUrl {
  return requestTarget === undefined ? url : { ...url, path: requestTarget.replace(/[?#].*$/s, '') };
}

/** The kind of a profile, which auth.yaml was held to have. */
export function kindOf({ name, kind }: Profile): AuthKind {
  const found = findKind(kind);
  if (found === undefined) throw new Error(`profile ${name} is of no kind`);
  return found;
}

/**
 * The profile of this name.
 *
 * @throws Failure `credential` where there is none; one that looks like `USER:PASSWORD` is not shown.
 */
export function findProfile(name: string, profiles: readonly Profile[]): Profile {
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) return found;
  if (name.includes(':')) {
    throw new Failure('credential', 'no profile has a colon in its name', {
      hint: 'a name and a password are typed with -u, as in curl',
    });
  }
  const names = profiles.map((profile) => profile.name);
  throw new Failure('credential', `there is no profile ${name}`, {
    hint:
      names.length === 0
        ? `slip auth add ${name} --for URL makes one`
        : `there ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}`,
  });
}

function notMeant({ name, kind, scopes }: Profile, url: RequestUrl): Failure {
  const purpose = scopes.length === 0 ? 'no URL' : scopes.map(scopeText).join(', ');
  return new Failure('credential', `profile ${name} is for ${purpose}, not for ${originOf(url)}${url.path}`, {
    hint:
      kind === 'oauth'
        ? `slip auth login ${name} --for URL says where else`
        : 'slip auth add --for URL makes one for it',
  });
}

function staysBehind(name: string, url: RequestUrl, profiles: readonly Profile[]): string {
  const scopes = profiles.find((profile) => profile.name === name)?.scopes ?? [];
  return `profile ${name} does not go to ${originOf(url)}: it is for ${scopes.map(scopeText).join(', ')}`;
}

/** What a profile has is for the server that it names: nobody on the way reads it, and nobody else vouches for that server. */
function refuseUnsafe(plan: RequestPlan, { name }: Profile, { allowsInsecure, isTrustBorrowed }: ProfileWish): void {
  if (isTrustBorrowed && plan.url.scheme === 'https' && !isLoopback(plan.url.host)) {
    throw new Failure(
      'credential',
      `profile ${name} would go to ${originOf(plan.url)}, for whose certificate only the collection vouches`,
      { hint: 'what you say yourself counts: --cacert FILE or -k, typed or in the options file; --no-auth sends none' },
    );
  }
  if (allowsInsecure || !travelsInClear(plan)) return;
  throw new Failure('credential', `profile ${name} would go to ${originOf(plan.url)} unencrypted`, {
    hint: 'use https, or say --allow-insecure-auth',
  });
}

/** The token that a request carries. */
function tokenOf({ once, credentials }: Attachment): Secret | undefined {
  return once?.token ?? credentials?.bearer;
}
