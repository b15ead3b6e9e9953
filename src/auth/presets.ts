import { ATTENDED } from './kinds/oauth.ts';

/** What is known of a provider, where a login does not say otherwise. */
interface Preset {
  /** Where it is, if it is not in one place, or may be had elsewhere; one that has no value has to be said. */
  readonly domain?: string | undefined;
  /** Which of the many parts of it: a tenant, a realm, an authorization server; likewise. */
  readonly tenant?: string | undefined;
  /** By the names of auth.yaml; DOMAIN and TENANT stand for what is said. */
  readonly settings: Readonly<Record<string, string>>;
  /** Of single flows; `user` is every one in which a user logs in. */
  readonly flows?: Readonly<Record<string, Quirks>>;
}

/** What a provider wants in a flow. */
interface Quirks {
  readonly settings?: Readonly<Record<string, string>>;
  /** `scope` and the others come to those that are typed; of two with one NAME= the typed one counts. */
  readonly lists?: Readonly<Record<string, readonly string[]>>;
}

/** Without it there is no refresh token (OpenID Connect Core §11). */
const OFFLINE: Quirks = { lists: { scope: ['offline_access'] } };

/** THE providers. What is here is endpoints, and what the provider wants otherwise than the RFCs do; no client of slip's own. */
export const PRESETS = {
  // https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
  // It describes itself nowhere. The secret is wanted beside PKCE, and in the body; a device needs none. Tokens of
  // OAuth apps do not end.
  github: {
    domain: 'github.com',
    settings: {
      'authorization-endpoint': 'https://DOMAIN/login/oauth/authorize',
      'token-endpoint': 'https://DOMAIN/login/oauth/access_token',
      'device-authorization-endpoint': 'https://DOMAIN/login/device/code',
    },
    flows: { code: { settings: { 'client-auth': 'post' } } },
  },
  // https://docs.gitlab.com/api/oauth2/
  gitlab: { domain: 'gitlab.com', settings: { issuer: 'https://DOMAIN' } },
  // https://developers.google.com/identity/protocols/oauth2/native-app
  // https://developers.google.com/identity/protocols/oauth2/web-server#offline
  // https://developers.google.com/identity/protocols/oauth2/limited-input-device
  // https://developers.google.com/identity/protocols/oauth2/service-account
  // Installed apps and devices have a secret, which is none; a refresh token is given for the first consent alone unless
  // it is asked for anew. The subject of a service account's assertion is somebody else whom it acts for.
  google: {
    settings: { issuer: 'https://accounts.google.com' },
    flows: {
      user: { settings: { 'client-auth': 'post' } },
      code: { lists: { parameter: ['access_type=offline', 'prompt=consent'] } },
      'jwt-bearer': { lists: { claim: ['sub='] } },
    },
  },
  // https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols
  // https://learn.microsoft.com/en-us/entra/identity-platform/scopes-oidc#offline_access
  microsoft: {
    tenant: 'common',
    settings: { issuer: 'https://login.microsoftonline.com/TENANT/v2.0' },
    flows: { user: OFFLINE },
  },
  // https://auth0.com/docs/get-started/applications/confidential-and-public-applications
  // https://auth0.com/docs/secure/tokens/access-tokens/get-access-tokens#control-access-token-audience
  // Without an audience it gives tokens that no API reads.
  auth0: { domain: undefined, settings: { issuer: 'https://DOMAIN/' }, flows: { user: OFFLINE } },
  // https://developer.okta.com/docs/concepts/auth-servers/
  okta: {
    domain: undefined,
    tenant: 'default',
    settings: { issuer: 'https://DOMAIN/oauth2/TENANT' },
    flows: { user: OFFLINE },
  },
  // https://www.keycloak.org/securing-apps/oidc-layers
  keycloak: { domain: undefined, tenant: undefined, settings: { issuer: 'https://DOMAIN/realms/TENANT' } },
} as const satisfies Readonly<Record<string, Preset>>;

/** What is typed of a provider. */
export interface Provider {
  readonly preset: string;
  readonly domain: string | undefined;
  readonly tenant: string | undefined;
}

/** What a preset makes of a profile: its settings, and the lists that come to those that are typed. */
export interface Preparation {
  readonly settings: Readonly<Record<string, string>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

/**
 * What a preset says for a flow; a sentence where a part is missing, or there is none of that kind.
 *
 * @param flow of the profile.
 */
export function prepared({ preset: name, domain, tenant }: Provider, flow: string): Preparation | string {
  const preset: Preset | undefined = Object.hasOwn(PRESETS, name) ? PRESETS[name as keyof typeof PRESETS] : undefined; // it was asked
  if (preset === undefined) return `there is no preset ${name}`;
  const parts = { domain, tenant };
  for (const part of ['domain', 'tenant'] as const) {
    const isKnown = Object.hasOwn(preset, part);
    if (!isKnown && parts[part] !== undefined) return `preset ${name} has no --${part}`;
    if (isKnown && (parts[part] ?? preset[part]) === undefined) return `preset ${name} needs --${part}`;
  }
  const place = (domain ?? preset.domain ?? '').replace(/\/+$/, '');
  // A scheme may be said, for a server on this machine.
  const base = /^https?:\/\//i.test(place) ? place : `https://${place}`;
  const filled = (text: string): string =>
    text
      .replace('https://DOMAIN', () => base)
      .replace('TENANT', () => encodeURIComponent(tenant ?? preset.tenant ?? ''));
  const quirks = [ATTENDED.includes(flow) ? preset.flows?.user : undefined, preset.flows?.[flow]];
  const settings = Object.assign({}, preset.settings, ...quirks.map((quirk) => quirk?.settings ?? {}));
  return {
    settings: Object.fromEntries(Object.entries<string>(settings).map(([key, text]) => [key, filled(text)])),
    lists: Object.assign({}, ...quirks.map((quirk) => quirk?.lists ?? {})),
  };
}

/** Lists with those of a preset in them. */
export function withPrepared(
  typed: Readonly<Record<string, readonly string[]>>,
  own: Preparation['lists'],
): Readonly<Record<string, readonly string[]>> {
  const added = Object.entries(own).map(([key, texts]) => {
    const before = typed[key] ?? [];
    const names = before.map(nameOf);
    return [key, [...before, ...texts.filter((text) => !names.includes(nameOf(text)))]] as const;
  });
  return { ...typed, ...Object.fromEntries(added) };
}

/** Of `NAME=VALUE` and `NAME:=JSON`; of a scope all of it, which may be a URL. */
function nameOf(text: string): string {
  return /^[\w.-]+(?=:?=)/.exec(text)?.[0] ?? text;
}
