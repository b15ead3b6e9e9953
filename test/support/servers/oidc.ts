import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { type Context, type Model, Provider } from 'oidc-provider';

/** Clients that every server of the tests knows, by what they are for. All are `secret` where they have one. */
export const CLIENT_SECRET = 'wh!sper:it/under&the=moon +%41, 0123456789';
const ROBOT = { client_secret: CLIENT_SECRET, redirect_uris: [], response_types: [] };
const DESK = {
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback', 'http://127.0.0.1/another/path'],
  application_type: 'native',
  token_endpoint_auth_method: 'none',
};

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
export const JWT_BEARER_GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
export const EXCHANGE_GRANT = 'urn:ietf:params:oauth:grant-type:token-exchange';

const CLIENTS = [
  { ...ROBOT, client_id: 'robot', grant_types: ['client_credentials'] },
  {
    ...ROBOT,
    client_id: 'poster',
    grant_types: ['client_credentials'],
    token_endpoint_auth_method: 'client_secret_post',
  },
  { ...ROBOT, client_id: 'broker', grant_types: [JWT_BEARER_GRANT, EXCHANGE_GRANT] },
  { ...DESK, client_id: 'desk' },
  { ...DESK, client_id: 'shop', client_secret: CLIENT_SECRET, token_endpoint_auth_method: 'client_secret_basic' },
  { ...DESK, client_id: 'device', grant_types: [DEVICE_GRANT, 'refresh_token'], redirect_uris: [], response_types: [] },
];

/** What a test wants of its server. */
export interface OidcWishes {
  /** More clients, as RFC 7591 describes them. */
  readonly clients?: readonly object[];
  /** How long tokens live, in seconds. */
  readonly accessTokenSeconds?: number;
  readonly refreshTokenSeconds?: number;
  readonly deviceCodeSeconds?: number;
  /** More of the server's own configuration, feature by feature. */
  readonly features?: Readonly<Record<string, object>>;
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Serve https; client certificates are asked for where `requestCert` says so. */
  readonly tls?: ServerOptions;
  /** What stands behind the origin in the issuer, such as `/tenant`. */
  readonly path?: string;
}

/** A request that came. */
export interface HeardRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** A certified authorization server within this process, and an API behind its tokens at `/api/…`. */
export interface OidcServer {
  readonly origin: string;
  readonly issuer: string;
  readonly provider: Provider;
  /** All that was asked for, in order. */
  readonly heard: HeardRequest[];
  /** How many requests for tokens were made. */
  tokenRequests(): number;
  /** What the API wants to see in proofs (RFC 9449 §9). */
  apiNonce: string | undefined;
  /** Answers in place of the server where it gives `true`, until it is set anew. */
  misbehave: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** A refresh token of a user who has given leave, as if they had logged in. */
  refreshToken(clientId: string, scope?: string): Promise<string>;
  close(): Promise<void>;
}

/** Starts one. */
export async function startOidc(wishes: OidcWishes = {}): Promise<OidcServer> {
  let handle: RequestListener = () => {};
  const listener: RequestListener = (request, response) => handle(request, response);
  const server: Server = wishes.tls === undefined ? createServer(listener) : createTlsServer(wishes.tls, listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other address
  const origin = `${wishes.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  const issuer = `${origin}${wishes.path ?? ''}`;
  const provider = new Provider(issuer, configurationFor(wishes));
  addGrants(provider);
  const serve = provider.callback();
  const heard: HeardRequest[] = [];
  const made: OidcServer = {
    origin,
    issuer,
    provider,
    heard,
    tokenRequests: () => heard.filter(({ method, path }) => method === 'POST' && path.endsWith('/token')).length,
    apiNonce: undefined,
    misbehave: () => false,
    async refreshToken(clientId, scope = 'openid offline_access') {
      const accountId = 'ada';
      const grant = new provider.Grant({ clientId, accountId });
      grant.addOIDCScope(scope);
      const grantId = await grant.save();
      const client = await provider.Client.find(clientId);
      const properties = { accountId, client, grantId, scope, gty: 'authorization_code', claims: {} };
      return await new provider.RefreshToken(properties).save();
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const proofIds = new Set<string>();
  handle = (request, response) => {
    const { method = '', url = '', headers } = request;
    const path = url.replace(/\?.*$/s, '');
    heard.push({ method, path, headers });
    if (made.misbehave(request, response)) return;
    if (path.startsWith('/api/')) void serveApi(made, proofIds, request, response);
    else {
      if (wishes.path !== undefined && url.startsWith(wishes.path)) request.url = url.slice(wishes.path.length);
      serve(request, response);
    }
  };
  return made;
}

/** What tells who a token is of, or turns it down (RFC 6750 §3). */
async function serveApi(
  { provider, origin, apiNonce }: OidcServer,
  proofIds: Set<string>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  request.resume();
  const [scheme = '', token = ''] = (request.headers.authorization ?? '').split(' ');
  const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
  if (found === undefined) {
    response.writeHead(401, { 'www-authenticate': 'Bearer realm="api", error="invalid_token"' });
    response.end();
    return;
  }
  const { accountId, clientId, scope, aud, jkt } = found;
  const nonceField = apiNonce === undefined ? {} : { 'dpop-nonce': apiNonce };
  if (jkt !== undefined || scheme !== 'Bearer') {
    const fault = await proofFault(request, { jkt, scheme, token, origin, apiNonce }, proofIds).catch(String);
    if (fault !== undefined) {
      const error = fault === 'use_dpop_nonce' ? fault : 'invalid_dpop_proof';
      response.writeHead(401, {
        ...nonceField,
        'www-authenticate': `DPoP error="${error}", error_description="${fault}"`,
      });
      response.end();
      return;
    }
  }
  if (found['x5t#S256'] !== undefined && found['x5t#S256'] !== thumbprintOf(request.socket as TLSSocket)) {
    response.writeHead(401, {
      'www-authenticate': 'Bearer error="invalid_token", error_description="another certificate"',
    });
    response.end();
    return;
  }
  response.writeHead(200, { ...nonceField, 'content-type': 'application/json' });
  response.end(JSON.stringify({ scheme, sub: accountId ?? clientId, scope, aud }));
}

function configurationFor(wishes: OidcWishes): object {
  const { accessTokenSeconds = 3600, refreshTokenSeconds = 86_400, deviceCodeSeconds = 600 } = wishes;
  return {
    clients: [...CLIENTS, ...(wishes.clients ?? [])],
    findAccount: (_context: unknown, id: string) => ({ accountId: id, claims: async () => ({ sub: id }) }),
    scopes: ['openid', 'offline_access', 'read', 'write'],
    cookies: { keys: ['one'] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: async (_context: unknown, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      RefreshToken: refreshTokenSeconds,
      DeviceCode: deviceCodeSeconds,
      AuthorizationCode: 60,
      IdToken: 3600,
      Grant: 86_400,
      Interaction: 600,
      Session: 86_400,
    },
    ...wishes.configuration,
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      introspection: { enabled: true },
      revocation: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1), requireNonce: () => false },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        tlsClientAuth: true,
        getCertificate: ({ req }: Context) => certificateOf(req.socket as TLSSocket),
        certificateAuthorized: ({ req }: Context) => (req.socket as TLSSocket).authorized,
        certificateSubjectMatches: ({ req }: Context, _property: string, expected: string) =>
          (req.socket as TLSSocket).getPeerCertificate().subject.CN === expected.replace(/^CN=/, ''),
      },
      ...wishes.features,
    },
  };
}

/** What a resource server finds wrong with a proof (RFC 9449 §4.3 and §7.2). */
async function proofFault(
  { method, url, headers }: IncomingMessage,
  { jkt, scheme, token, origin, apiNonce }: Readonly<Record<string, string | undefined>>,
  seen: Set<string>,
): Promise<string | undefined> {
  if (jkt === undefined || scheme !== 'DPoP') return 'scheme';
  const { payload, protectedHeader } = await jwtVerify(String(headers.dpop), EmbeddedJWK, { typ: 'dpop+jwt' });
  const { jwk } = protectedHeader;
  if (jwk === undefined || 'd' in jwk) return 'jwk';
  if ((await calculateJwkThumbprint(jwk)) !== jkt) return 'another key';
  if (payload.htm !== method || payload.htu !== `${origin}${url?.replace(/[?#].*$/s, '')}`) return 'another request';
  if (payload.ath !== createHash('sha256').update(String(token)).digest('base64url')) return 'another token';
  if (Math.abs(Number(payload.iat) - Date.now() / 1000) > 60) return 'another time';
  if (typeof payload.jti !== 'string' || seen.has(payload.jti)) return 'used twice';
  seen.add(payload.jti);
  return payload.nonce === apiNonce ? undefined : 'use_dpop_nonce';
}

/** RFC 8705 §3.1. */
function thumbprintOf(socket: TLSSocket): string | undefined {
  const raw = socket.getPeerCertificate?.()?.raw;
  return raw && createHash('sha256').update(raw).digest('base64url');
}

function certificateOf(socket: TLSSocket): string | undefined {
  const raw = socket.getPeerCertificate?.()?.raw;
  if (raw === undefined) return undefined;
  return `-----BEGIN CERTIFICATE-----\n${raw.toString('base64')}\n-----END CERTIFICATE-----`;
}

/** Grants that the package leaves to its user: an assertion or a token that says whom the new one is for. */
function addGrants(provider: Provider): void {
  const give = async (context: Context, accountId: string, more: object): Promise<void> => {
    const { client, params } = context.oidc;
    const scope = params.scope;
    const grant = new provider.Grant({ clientId: client.clientId, accountId });
    const grantId = await grant.save();
    const token: Model = new provider.AccessToken({ client, accountId, grantId, scope, gty: 'assertion' });
    const value = await token.save();
    context.body = { access_token: value, token_type: 'Bearer', expires_in: token.expiration, scope, ...more };
  };
  provider.registerGrantType(
    JWT_BEARER_GRANT,
    async (context, next) => {
      const [, claims = ''] = (context.oidc.params.assertion ?? '').split('.');
      const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}');
      if (typeof sub !== 'string') return await refuse(context, next);
      await give(context, sub, {});
    },
    ['assertion', 'scope', 'audience'],
  );
  provider.registerGrantType(
    EXCHANGE_GRANT,
    async (context, next) => {
      const subject = await provider.AccessToken.find(context.oidc.params.subject_token ?? '');
      if (subject?.accountId === undefined) return await refuse(context, next);
      await give(context, subject.accountId, { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' });
    },
    [
      'subject_token',
      'subject_token_type',
      'actor_token',
      'actor_token_type',
      'requested_token_type',
      'scope',
      'audience',
    ],
    ['audience'],
  );
}

async function refuse(context: Context, next: () => Promise<void>): Promise<void> {
  Object.assign(context, { status: 400, body: { error: 'invalid_grant', error_description: 'nobody is named' } });
  await next();
}
