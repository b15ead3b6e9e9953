import type { AuthKind } from '../auth/kind.ts';
import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { isoText } from '../jwt/times.ts';
import { spanText } from '../request/date.ts';
import type { Secret } from '../secret.ts';
import { secretVariable } from '../secrets/environment.ts';
import { findSecret, type SecretHunt } from './find-secret.ts';

/**
 * Gives what one request shows of a profile; asked for each request anew.
 *
 * @throws Failure `credential` where it counts no longer.
 */
export type Credential = () => Promise<Secret>;

/**
 * What a profile shows: its secret, or tokens that are signed with it.
 *
 * @param signal gives up on a command.
 * @throws Failure `credential` where there is none, `keychain` where nobody can tell.
 */
export async function openCredential(
  profile: Profile,
  kind: AuthKind,
  hunt: SecretHunt,
  signal: AbortSignal,
): Promise<Credential> {
  if (kind.signs?.(profile.settings)) {
    const { openSigner } = await import('./signer.ts');
    return await openSigner(profile, kind, hunt, signal);
  }
  const secret = await findSecret(profile, kind, hunt, signal);
  const endMs = kind.endMs?.(secret);
  return async () => {
    if (endMs !== undefined && hunt.host.now() >= endMs) throw expired(profile, kind, endMs, hunt);
    return secret;
  };
}

/** The server would refuse it; what it says then would not tell why. */
function expired({ name, exec, settings }: Profile, kind: AuthKind, endMs: number, { host }: SecretHunt): Failure {
  const variable = secretVariable(name);
  const hint =
    exec !== undefined
      ? `slip auth show ${name} tells which command has printed it`
      : host.env[variable]
        ? `it stands in ${variable}`
        : `slip auth add ${name} asks for a new one`;
  const what = `the ${kind.secretName(settings)} of profile ${name}`;
  return new Failure('credential', `${what} expired ${sinceText(endMs, host.now())}`, { hint });
}

/** How long something is over: `2 days ago, at 2026-01-02T03:04:05Z`. */
export function sinceText(endMs: number, nowMs: number): string {
  return `${spanText(nowMs - endMs)} ago, at ${isoText(endMs)}`;
}
