import type { Profile } from '../auth/profile.ts';
import { configFolder } from '../config/paths.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { OpenHunt } from '../profiles/hunt.ts';
import type { Secret } from '../secret.ts';
import { tokensEntry } from '../secrets/secret-store.ts';
import { withLock } from '../store/lock.ts';
import type { PlanAndSend } from './back-channel.ts';
import { identityOf, isUnattended } from './client.ts';
import { isFresh, readTokenText, type TokenRecord, tokenText } from './token-record.ts';

/** The tokens of profiles, for one run. No library of OAuth is loaded as long as those that are kept are fresh. */
export interface Tokens {
  /**
   * What a request may carry: the token that is kept, or another one where it is over.
   *
   * @param refused a token that was turned down, and is not to be had again.
   * @throws Failure `credential` where there is none without the user, or the server gives none; `keychain`.
   */
  fresh(profile: Profile, refused: Secret | undefined, signal: AbortSignal): Promise<TokenRecord>;
  /** What is kept, however old; `undefined` also where that is of another client. */
  find(profile: Profile): Promise<TokenRecord | undefined>;
  /** Keeps a record, for other runs too where there is a place for secrets. */
  keep(profile: Profile, record: TokenRecord): Promise<void>;
  /**
   * Forgets tokens that are good no more; those that others have put in their place meanwhile, where no lock could be made,
   * are given instead.
   */
  drop(profile: Profile, spent: TokenRecord): Promise<TokenRecord | undefined>;
  /** Forgets them and gives what they were; another slip that gets new ones is waited for, and its own are forgotten too. */
  take(profile: Profile): Promise<TokenRecord | undefined>;
  /**
   * Whether another token could be had without the user in place of the one that was found last. One that took the place
   * of a refused one a moment ago and is refused, too, shows that the token is not what is wrong.
   */
  canRenew(profile: Profile, refused: Secret | undefined): boolean;
}

/** Only the user can get another token. */
export class LoginEnded extends Failure {
  /** Whose token it is: that of an exchange may need the one of another profile. */
  readonly profile: Profile;

  constructor(profile: Profile, message: string, cause?: unknown) {
    super('credential', message, { hint: `slip auth login ${profile.name}`, cause });
    this.profile = profile;
  }
}

/** What tokens come from. */
export interface TokenParts extends OpenHunt {
  /** How the authorization server is spoken to. */
  readonly channel: () => Promise<PlanAndSend>;
  /** Names of the profiles that wait for this token, to exchange it for their own. */
  readonly waiting?: readonly string[];
  /**
   * Lets the user log in anew, at once, where that can be done.
   *
   * @throws the failure itself where a login would not help.
   */
  readonly logIn?:
    | ((profile: Profile, why: Failure, keep: Tokens['keep'], signal: AbortSignal) => Promise<TokenRecord>)
    | undefined;
}

/** How long another token is not tried where a new one was turned down: an API that takes none is not a server's burden. */
const VAIN_FOR_MS = 60_000;

/** The tokens of a run. */
export function openTokens(parts: TokenParts): Tokens {
  const { host, store } = parts;
  const found = new Map<string, TokenRecord>();
  /** Those that took the place of refused ones. */
  const replacements = new Set<TokenRecord>();

  const find = async (profile: Profile): Promise<TokenRecord | undefined> => {
    const record = found.get(profile.name) ?? (await readKept(profile, parts));
    if (record === undefined) return undefined;
    found.set(profile.name, record);
    return record;
  };
  const keep = async (profile: Profile, record: TokenRecord): Promise<void> => {
    found.set(profile.name, record);
    if (await keepsTokens(profile, parts)) await (await store()).put(tokensEntry(profile.name), tokenText(record));
  };
  const forget = async (profile: Profile): Promise<void> => {
    found.delete(profile.name);
    if (await keepsTokens(profile, parts)) await (await store()).remove(tokensEntry(profile.name));
  };
  const drop = async (profile: Profile, spent: TokenRecord): Promise<TokenRecord | undefined> => {
    found.delete(profile.name);
    const kept = await find(profile);
    if (kept !== undefined && kept.accessToken.reveal() !== spent.accessToken.reveal()) return kept;
    await forget(profile);
    return undefined;
  };

  return {
    find,
    keep,
    drop,
    async take(profile) {
      return await alone(profile, host, async () => {
        found.delete(profile.name);
        const record = await find(profile);
        await forget(profile);
        return record;
      });
    },
    canRenew(profile, refused) {
      const last = found.get(profile.name);
      const isVain = last !== undefined && replacements.has(last) && host.now() - last.obtainedAtMs < VAIN_FOR_MS;
      if (isVain && last.accessToken.reveal() === refused?.reveal()) return false;
      return isUnattended(profile) || last?.refreshToken !== undefined;
    },
    async fresh(profile, refused, signal) {
      const isWanted = (record: TokenRecord | undefined): record is TokenRecord =>
        record !== undefined && isFresh(record, host.now()) && record.accessToken.reveal() !== refused?.reveal();
      const known = await find(profile);
      if (isWanted(known)) return known;
      // Nobody else waits for as long as a user takes.
      const unattended = { ...parts, logIn: undefined, keep, drop };
      const renew = async (): Promise<TokenRecord> =>
        await alone(profile, host, async () => {
          // Another request of this run may have been quicker, or another slip.
          const meanwhile = found.get(profile.name);
          if (isWanted(meanwhile)) return meanwhile;
          found.delete(profile.name);
          const before = await find(profile);
          if (isWanted(before)) return before;
          const { renewed } = await import('./renewal.ts');
          const record = await inTime(profile, host, signal, (limited) =>
            renewed(profile, before, unattended, limited),
          );
          if (refused !== undefined) replacements.add(record);
          return record;
        });
      return await renew().catch(async (error: unknown) => {
        if (!(error instanceof Failure) || parts.logIn === undefined) throw error;
        const whose = error instanceof LoginEnded ? error.profile : profile;
        const record = await parts.logIn(whose, error, keep, signal);
        return whose.name === profile.name ? record : await renew();
      });
    },
  };
}

/** One slip at a time gets a token for a profile: a refresh token may be good for one use (RFC 9700 §4.14.2). */
async function alone<Result>({ name }: Profile, host: Host, act: () => Promise<Result>): Promise<Result> {
  const folder = configFolder(host.env, host.platform);
  if (folder === undefined) return await act();
  let isHeld = false;
  try {
    return await withLock(host, `${folder}/${name}.token`, async () => {
      isHeld = true;
      return await act();
    });
  } catch (error) {
    if (isHeld || !(error instanceof Failure) || error.kind !== 'write') throw error;
    // Where no lock can be made, as in a folder that is read only, nobody else has made one.
    if (error.cause !== undefined) return await act();
    throw new Failure('credential', `another slip has been at the token of profile ${name} for too long`, {
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      cause: error,
    });
  }
}

/** Long before others take a lock for one that was left behind. */
const RENEWAL_LIMIT_MS = 45_000;

/** Gives up on servers that take their time, be it each for a little while. */
async function inTime<Result>(
  { name }: Profile,
  host: Host,
  signal: AbortSignal,
  act: (limited: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const over = new AbortController();
  const sentence = `got no token for profile ${name} within ${RENEWAL_LIMIT_MS / 1000} s`;
  void host.sleep(RENEWAL_LIMIT_MS).then(() => over.abort(new Failure('credential', sentence)));
  return await act(AbortSignal.any([signal, over.signal]));
}

/** The tokens in a text that is kept for a profile; `undefined` where there are none, or they are of another client. */
export function readTokens(profile: Profile, text: Secret | undefined): TokenRecord | undefined {
  const record = text && readTokenText(text);
  return record?.madeFor === identityOf(profile) ? record : undefined;
}

async function readKept(profile: Profile, parts: TokenParts): Promise<TokenRecord | undefined> {
  try {
    return readTokens(profile, await (await parts.store()).find(tokensEntry(profile.name)));
  } catch (error) {
    if (error instanceof Failure && error.kind === 'keychain' && !(await keepsTokens(profile, parts))) return undefined;
    throw error;
  }
}

/**
 * Whether there is a place for tokens. Where a client's secret comes from the environment, as in CI, there need not be:
 * a token that can be had again without the user lives for this run then.
 */
async function keepsTokens(profile: Profile, { store }: OpenHunt): Promise<boolean> {
  const place = await store();
  if (place.backend === 'env') return false;
  return !(isUnattended(profile) && (await place.probe()).state === 'missing');
}
