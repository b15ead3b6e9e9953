import { algorithmFault, claimFault, ttlFault } from '../../jwt/claims.ts';
import { isLoopback, parseUrl } from '../../request/url.ts';
import { type AuthKind, IN_AUTHORIZATION, type SettingRow, type Settings } from '../kind.ts';
import { redirectFault } from '../redirect-uri.ts';
import { BEARER } from './bearer.ts';
import { keyFileFault } from './jwt.ts';

/** Ways to a token (RFC 6749 §1.3), as auth.yaml and `--flow` call them. */
const FLOWS = ['code', 'device', 'client-credentials', 'jwt-bearer', 'token-exchange'] as const;

/**
 * Ways in which a client says who it is to the authorization server, likewise: those of OpenID Connect Core §9, and a
 * certificate (RFC 8705), be it of an authority or one that the server knows itself.
 */
const CLIENT_AUTHS = ['none', 'basic', 'post', 'client-secret-jwt', 'private-key-jwt', 'mtls', 'assertion'] as const;

/** Kinds of tokens that are exchanged, in short (RFC 8693 §3). */
const TOKEN_TYPES = ['access-token', 'refresh-token', 'id-token', 'jwt', 'saml1', 'saml2'];

/** Flows in which the user says who they are, and so may a client that keeps no secret (RFC 8252 §8.4). */
export const ATTENDED: readonly string[] = ['code', 'device'];

/** How a token is got. */
export function flowOf({ flow = 'code' }: Settings): string {
  return flow;
}

/** How the client says who it is. */
export function clientAuthOf(settings: Settings): string {
  const flow = flowOf(settings);
  const usual = ATTENDED.includes(flow) ? 'none' : flow === 'jwt-bearer' ? 'assertion' : 'basic';
  return settings['client-auth'] ?? usual;
}

/** Whether something is signed with the profile's key; else it is that of its certificate. */
export function keySigns(settings: Settings): boolean {
  return clientAuthOf(settings) === 'private-key-jwt' || flowOf(settings) === 'jwt-bearer';
}

/** Whether the client has a secret that the server knows, too. */
export function sharesSecret(settings: Settings): boolean {
  return ['basic', 'post', 'client-secret-jwt'].includes(clientAuthOf(settings));
}

/** What the secret of a profile is; of a key that stands in a file it is what opens that. */
export function secretRole(settings: Settings): 'client secret' | 'key' | 'subject token' | undefined {
  if (sharesSecret(settings)) return 'client secret';
  if (settings.key !== undefined || keySigns(settings)) return 'key';
  const { 'subject-profile': profile, 'subject-file': file } = settings;
  return flowOf(settings) === 'token-exchange' && (profile ?? file) === undefined ? 'subject token' : undefined;
}

/** Text, as all settings are. */
export const ON = 'true';

const SWITCH: SettingRow = { isSwitch: true, fault: (word) => (word === ON ? undefined : 'is true, or not there') };

/**
 * Tokens of an authorization server (RFC 6749). What is kept as the profile's secret is that of the client, the key that it
 * signs with, or what opens the file of that key.
 */
export const OAUTH: AuthKind = {
  name: 'oauth',
  secretName: (settings) => {
    const role = secretRole(settings);
    if (role !== 'key') return role ?? 'client secret';
    return settings.key === undefined ? 'signing key' : `passphrase of ${settings.key}`;
  },
  signs: (settings) => secretRole(settings) === 'key',
  getsTokens: true,
  settings: {
    issuer: { fault: serverFault },
    'token-endpoint': { fault: serverFault },
    'authorization-endpoint': { fault: serverFault },
    'device-authorization-endpoint': { fault: serverFault },
    'par-endpoint': { fault: serverFault },
    'jwks-uri': { fault: serverFault },
    'revocation-endpoint': { fault: serverFault },
    'introspection-endpoint': { fault: serverFault },
    'redirect-uri': { fault: redirectFault },
    'client-id': { required: true },
    'client-auth': oneOf(CLIENT_AUTHS),
    key: { mayBeSecret: true, fault: keyFileFault },
    alg: { fault: algorithmFault },
    kid: {},
    'assertion-audience': {},
    cert: {},
    dpop: SWITCH,
    par: SWITCH,
    flow: oneOf(FLOWS),
    claim: { repeats: true, fault: claimFault },
    ttl: { fault: ttlFault },
    'subject-profile': {},
    'subject-file': {},
    'subject-type': { fault: tokenTypeFault },
    'actor-profile': {},
    'actor-file': {},
    'actor-type': { fault: tokenTypeFault },
    'requested-type': { fault: tokenTypeFault },
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

function tokenTypeFault(word: string): string | undefined {
  const isKnown = TOKEN_TYPES.includes(word) || /^[a-z][a-z\d+.-]*:\S+$/i.test(word);
  return isKnown ? undefined : `is ${TOKEN_TYPES.join(', ')} or a URI`;
}

/** What secrets go to is not heard by others: https, or this machine. */
function serverFault(text: string): string | undefined {
  if (!/^https?:\/\//i.test(text)) return 'is a URL that begins with https://';
  const url = parseUrl(text);
  if (url.user !== undefined || url.fragment !== undefined) return 'has no user name and no fragment';
  return url.scheme === 'https' || isLoopback(url.host) ? undefined : 'is https, unless it is on this machine';
}
