import { parseChallenges } from '../auth/challenge.ts';
import type { Profile } from '../auth/profile.ts';
import { scopeText } from '../auth/scope.ts';
import type { Attachment } from '../request/auth.ts';
import type { Exchange } from '../request/exchange.ts';
import { headerValues } from '../request/headers.ts';
import { originOf } from '../request/url.ts';
import { isCredentialHeader } from '../secret.ts';

/**
 * What a 401 means to somebody with these profiles: who wants what, which profile was turned down, or which is for
 * another place. `undefined` where what was typed was turned down, which its user knows best.
 */
export function refusalSentence({ plan, head }: Exchange, profiles: readonly Profile[]): string | undefined {
  const { attached, passedOver, fields } = plan.auth;
  const host = plan.url.host;
  const lines = headerValues(head.headers, 'WWW-Authenticate');
  const wanted = [...new Set(parseChallenges(lines).map(({ scheme }) => named(scheme)))];
  const wants = wanted.length === 0 ? `${host} wants to know who you are` : `${host} wants ${wanted.join(' or ')}`;
  if (passedOver !== undefined) return `${wants}; profile ${passedOver.profile} was passed over for what was typed`;
  if (attached !== undefined) {
    const own = named(attached.policy.schemes[0] ?? '');
    return own === '' || wanted.length === 0 || wanted.includes(own)
      ? `${host} turned profile ${attached.profile} down${another(attached, profiles)}`
      : `${wants}; profile ${attached.profile} is ${attached.kind}`;
  }
  const { typedNames } = plan;
  if ([...typedNames, ...fields.map(([name]) => name)].some(isCredentialHeader)) return undefined;
  const near = nearestProfile(host, profiles);
  if (near !== undefined) return `${wants}; profile ${near.name} is for ${near.scopes.map(scopeText).join(', ')}`;
  return `${wants}: slip auth add NAME --for ${originOf(plan.url)}`;
}

/** How to come by another secret, where that is what was turned down. */
function another({ kind, profile: name }: Attachment, profiles: readonly Profile[]): string {
  if (kind === 'oauth') return `: slip auth login ${name} gets another token`;
  const isTyped = ASKED_FOR.includes(kind) && profiles.find((profile) => profile.name === name)?.exec === undefined;
  return isTyped ? `: slip auth add ${name} asks for another secret` : '';
}

/** Kinds whose secret is shown as it was typed. */
const ASKED_FOR: readonly string[] = ['api-key', 'bearer', 'basic', 'digest'];

/** Schemes as they are written. */
function named(scheme: string): string {
  const names: Readonly<Record<string, string>> = { 'aws-sigv4': 'AWS4-HMAC-SHA256', ntlm: 'NTLM' };
  return names[scheme] ?? scheme.charAt(0).toUpperCase() + scheme.slice(1);
}

/** The profile whose host has the most labels in common with another, from the end; at least two. */
function nearestProfile(host: string, profiles: readonly Profile[]): Profile | undefined {
  const labels = host.split('.').reverse();
  let nearest: Profile | undefined;
  let most = 1;
  for (const profile of profiles) {
    for (const scope of profile.scopes) {
      const own = scope.host.split('.').reverse();
      const differs = labels.findIndex((label, index) => label !== own[index]);
      const common = differs < 0 ? labels.length : differs;
      if (common <= most) continue;
      most = common;
      nearest = profile;
    }
  }
  return nearest;
}
