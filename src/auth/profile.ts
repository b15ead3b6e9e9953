import type { RequestUrl } from '../request/url.ts';
import type { Lists, Settings } from './kind.ts';
import { closestScope, compareCloseness, type Scope } from './scope.ts';

/** Who one is somewhere: what auth.yaml says of it. The secret is not here. */
export interface Profile {
  readonly name: string;
  /** The kind's name: a key of the table in kinds.ts. */
  readonly kind: string;
  readonly scopes: readonly Scope[];
  /** What the kind keeps beside its secret, by its names in auth.yaml. */
  readonly settings: Settings;
  /** Of that, what there may be several of. */
  readonly lists: Lists;
  /** A command of the user's own that prints the secret, in place of one that is kept. */
  readonly exec: string | undefined;
}

/** What a profile may be called: a word that can be typed anywhere, and be part of a variable's name. */
export function isProfileName(name: string): boolean {
  return /^[a-z\d][a-z\d._-]{0,63}$/i.test(name);
}

/** Which profile is for a URL: the one, several that are equally close, or none. */
export type Choice =
  | { readonly kind: 'one'; readonly profile: Profile }
  | { readonly kind: 'tie'; readonly profiles: readonly Profile[] }
  | { readonly kind: 'none' };

/** The profile whose scope is closest: the exact host before a wildcard, then the longer host, then the longer path. */
export function chooseProfile(profiles: readonly Profile[], url: RequestUrl): Choice {
  let chosen: Profile[] = [];
  let best: ReturnType<typeof closestScope>;
  for (const profile of profiles) {
    const closeness = closestScope(profile.scopes, url);
    if (closeness === undefined) continue;
    const difference = best === undefined ? 1 : compareCloseness(closeness, best);
    if (difference > 0) {
      chosen = [profile];
      best = closeness;
    } else if (difference === 0) chosen.push(profile);
  }
  const [profile] = chosen;
  if (profile === undefined) return { kind: 'none' };
  return chosen.length === 1 ? { kind: 'one', profile } : { kind: 'tie', profiles: chosen };
}
