import { algorithmFault } from '../../jwt/claims.ts';
import { isLoopback, parseUrl } from '../../request/url.ts';
import { type AuthKind, IN_AUTHORIZATION, type SettingRow, type Settings } from '../kind.ts';
import { redirectFault } from '../redirect-uri.ts';
import { BEARER } from './bearer.ts';
import { keyFileFault } from './jwt.ts';

/** Ways to a token (RFC 6749 §1.3), as auth.yaml and `--flow` call them. */
const FLOWS = ['code', 'client-credentials'] as const;

/**
 * Ways in which a client says who it is to the authorization server, likewise: those of OpenID Connect Core §9, and a
 * certificate (RFC 8705), be it of an authority or one that the server knows itself.
 */
const CLIENT_AUTHS = ['none', 'basic', 'post', 'client-secret-jwt', 'private-key-jwt', 'mtls'] as const;

/** Flows in which the user says who they are, and so may a client that keeps no secret (RFC 8252 §8.4). */
export const ATTENDED: readonly string[] = ['code', 'device'];

/** How a token is got. */
export function flowOf({ flow = 'code' }: Settings): string {
  return flow;
}

/** How the client says who it is. */
export function clientAuthOf(settings: Settings): string {
  return settings['client-auth'] ?? (ATTENDED.includes(flowOf(settings)) ? 'none' : 'basic');
}

/** Whether something is signed with the profile's key; else it is that of its certificate. */
export function keySigns(settings: Settings): boolean {
  return clientAuthOf(settings) === 'private-key-jwt';
}

/** Whether the client has a secret that the server knows, too. */
export function sharesSecret(settings: Settings): boolean {
  return ['basic', 'post', 'client-secret-jwt'].includes(clientAuthOf(settings));
}

/**
 * Tokens of an authorization server (RFC 6749). What is kept as the profile's secret is that of the client, the key that it
 * signs with, or what opens the file of that key.
 */
export const OAUTH: AuthKind = {
  name: 'oauth',
  secretName: (settings) => {
    if (sharesSecret(settings)) return 'client secret';
    return settings.key === undefined ? 'signing key' : `passphrase of ${settings.key}`;
  },
  signs: (settings) => !sharesSecret(settings),
  getsTokens: true,
  settings: {
    issuer: { fault: serverFault },
    'token-endpoint': { fault: serverFault },
    'authorization-endpoint': { fault: serverFault },
    'device-authorization-endpoint': { fault: serverFault },
    'par-endpoint': { fault: serverFault },
    'jwks-uri': { fault: serverFault },
    'redirect-uri': { fault: redirectFault },
    'client-id': { required: true },
    'client-auth': oneOf(CLIENT_AUTHS),
    key: { mayBeSecret: true, fault: keyFileFault },
    alg: { fault: algorithmFault },
    kid: {},
    'assertion-audience': {},
    cert: {},
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
