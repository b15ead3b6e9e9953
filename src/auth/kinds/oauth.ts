import { isLoopback, parseUrl } from '../../request/url.ts';
import { type AuthKind, IN_AUTHORIZATION, type SettingRow } from '../kind.ts';
import { BEARER } from './bearer.ts';

/** Ways to a token (RFC 6749 §1.3), as auth.yaml and `--flow` call them. */
const FLOWS = ['client-credentials'] as const;

/** Ways in which a client says who it is to the authorization server, likewise. */
const CLIENT_AUTHS = ['none', 'basic', 'post'] as const;

/** Tokens of an authorization server (RFC 6749). What is kept as the profile's secret is that of the client. */
export const OAUTH: AuthKind = {
  name: 'oauth',
  secretName: () => 'client secret',
  getsTokens: true,
  settings: {
    issuer: { fault: serverFault },
    'token-endpoint': { fault: serverFault },
    'client-id': { required: true },
    'client-auth': oneOf(CLIENT_AUTHS),
    flow: oneOf(FLOWS),
    scope: { repeats: true },
    audience: { repeats: true },
    resource: { repeats: true },
    parameter: { repeats: true, fault: (text) => (/^[^=]+=/.test(text) ? undefined : 'is NAME=VALUE') },
  },
  place: () => IN_AUTHORIZATION,
  attach: BEARER.attach,
};

function oneOf(words: readonly string[]): SettingRow {
  return { fault: (word) => (words.includes(word) ? undefined : `is ${words.join(', ')}`) };
}

/** What secrets go to is not heard by others: https, or this machine. */
function serverFault(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text)) return 'is a URL that begins with https://';
  const url = parseUrl(text);
  if (url.user !== undefined || url.fragment !== undefined) return 'has no user name and no fragment';
  return url.scheme === 'https' || isLoopback(url.host) ? undefined : 'is https, unless it is on this machine';
}
