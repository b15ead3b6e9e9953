import type { Attachment, AuthPlace } from '../request/auth.ts';
import type { Secret } from '../secret.ts';
import type { Profile } from './profile.ts';

/** One way of saying who one is: what a profile of this kind keeps, and what it adds to a request. */
export interface AuthKind {
  /** What auth.yaml calls it. */
  readonly name: string;
  /** What its secret is, in the words of a prompt: `API key`. */
  secretName(settings: Settings): string;
  /** Whether its secret is a key, or opens one, with which a token is signed for each request; else it is shown itself. */
  signs?(settings: Settings): boolean;
  /** Milliseconds since the epoch at which a secret that is shown itself is over, where that can be seen. */
  endMs?(secret: Secret): number | undefined;
  /** The secret is shown to an authorization server alone, for tokens, and it is these that requests carry. */
  readonly getsTokens?: true;
  /** Its settings by their names in auth.yaml. No others are known. */
  readonly settings: Readonly<Record<string, SettingRow>>;
  /** Where a request says it. What was typed there counts before the profile. */
  place(settings: Settings): AuthPlace;
  /**
   * What is added to one request.
   *
   * @param secret that which is kept, or what was signed with it.
   * @throws Failure `credential` where the secret is none of this kind.
   */
  attach(profile: Profile, secret: Secret): Promise<Shown>;
}

/** What a profile keeps beside its secret. */
export type Settings = Readonly<Record<string, string>>;

/** What a profile keeps several of, such as claims; those that nothing was said of are not there. */
export type Lists = Readonly<Record<string, readonly string[]>>;

/** One setting of a kind. */
export interface SettingRow {
  /** It has to be there. */
  readonly required?: true;
  /** There may be several: it stands among the lists of a profile, and `fault` is asked for each of them. */
  readonly repeats?: true;
  /** It is on or off, and stands in the file only where it is on. */
  readonly isSwitch?: true;
  /** What is typed here by mistake may be the secret, and is shown in no message. */
  readonly mayBeSecret?: true;
  /** What it has to be, if the value is not that: the end of a sentence that begins with its name. */
  fault?(value: string): string | undefined;
}

/** An attachment without what follows from its profile. */
export type Shown = Omit<Attachment, 'profile' | 'kind' | 'place'>;

/** Nothing, to be spread below what there is. */
export const NOT_SHOWN: Shown = {
  credentials: undefined,
  policy: { schemes: [], sign: undefined },
  fields: [],
  query: [],
  cookie: undefined,
};

/** Where logins and tokens stand. */
export const IN_AUTHORIZATION: AuthPlace = { in: 'header', name: 'Authorization' };
