import { travelsInClear } from '../auth/attach.ts';
import { authorized } from '../auth/authorize.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { NOBODY } from '../request/auth.ts';
import type { Exchange } from '../request/exchange.ts';
import { PLAIN_HTTP1 } from '../request/http1.ts';
import { type PlanSettings, planRequest, type RequestPlan } from '../request/plan.ts';
import { isLoopback, parseUrl } from '../request/url.ts';
import { wholeBody } from '../request/whole-body.ts';
import { isCredentialParameter } from '../secret.ts';

/** How a line's requests are planned and sent: its proxies, trust, names and limits count for the back channel too. */
export interface PlanAndSend {
  readonly settings: PlanSettings;
  readonly send: (plan: RequestPlan, signal: AbortSignal) => Promise<Exchange>;
}

/** A request as the library of OAuth wants it sent. */
export interface ChannelRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** Whatever the authorization server has to say is shorter. */
const MAX_BYTES = 1024 * 1024;

/**
 * Requests of the client itself to the authorization server, over slip's own transport. They are in no view and no trace,
 * follow no redirect, carry no cookie and no profile, and go off this machine by https alone.
 *
 * @throws Failure of the kind that says how far it came; `credential` for http; the signal's reason when that fires.
 */
export async function overChannel(
  url: string,
  { method, headers, body, signal: limit }: ChannelRequest,
  { settings, send }: PlanAndSend,
  host: Host,
  signal: AbortSignal,
): Promise<Response> {
  const plan = planRequest(
    {
      method,
      url,
      pathAsIs: true,
      requestTarget: undefined,
      // The library's own name would tell nobody anything.
      headers: Object.entries(headers)
        .filter(([name]) => name !== 'user-agent')
        .map(([name, value]) => ({ kind: 'send', name, value })),
      proxyHeaders: [],
      query: [],
      body: body === undefined || body === null ? { kind: 'none' } : { kind: 'bytes', bytes: bytesOf(body) },
      impliedMethod: method,
      contentType: undefined,
      accept: 'application/json',
      uploadName: undefined,
      userAgent: undefined,
      referer: undefined,
      cookies: undefined,
      user: undefined,
    },
    channelSettings(settings, url),
  );
  if (plan.url.scheme !== 'https' && !isLoopback(plan.url.host)) {
    throw new Failure('credential', `${url} is not https, and what goes there is secret`);
  }
  if (travelsInClear(plan)) {
    throw new Failure(
      'credential',
      `${url} would be asked through a proxy unencrypted, and what goes there is secret`,
      {
        hint: `--noproxy ${plan.url.host}, or NO_PROXY, goes there without one`,
      },
    );
  }
  const exchange = await send(authorized(plan, host), limit === undefined ? signal : AbortSignal.any([signal, limit]));
  try {
    const { headers: fields } = exchange.head;
    const tooLong = (): Failure => new Failure('size', `${plan.url.host} answers with more than 1 MB`);
    const told = await wholeBody(exchange.body, MAX_BYTES, tooLong);
    const status = method === 'POST' ? statusOf(exchange.head.status, told) : exchange.head.status;
    const bytes = withoutSecrets(told, status, headers, body);
    const isEmpty = [204, 205, 304].includes(status);
    return new Response(isEmpty ? null : bytes, {
      status,
      headers: fields.map(([name, value]): [string, string] => [name, String(value)]),
    });
  } finally {
    exchange.close();
  }
}

/**
 * The settings of a line without what is about the server that it asks: its socket, its keys, its framing. A certificate
 * counts off this machine whatever `-k` says: the secret of a client goes to nobody else.
 */
function channelSettings(settings: PlanSettings, url: string): PlanSettings {
  const { connection } = settings;
  const { tls } = connection;
  return {
    ...settings,
    dialect: 'slip',
    schemes: ['https', 'http'],
    auth: NOBODY.policy,
    acceptEncoding: undefined,
    decodesTyped: false,
    http1: PLAIN_HTTP1,
    connection: {
      ...connection,
      http: 'auto',
      unixSocket: undefined,
      tls: {
        ...tls,
        verified: tls.verified || !isLoopback(parseUrl(url).host),
        pinnedKeys: undefined,
        needsStatus: false,
      },
    },
  };
}

function bytesOf(body: unknown): Uint8Array {
  if (body instanceof URLSearchParams || typeof body === 'string') return Buffer.from(body.toString());
  if (body instanceof Uint8Array) return body;
  throw new Error('the library sends another kind of body');
}

/** Some servers refuse with status 200, GitHub's among them; by RFC 6749 §5.2 that is 400. */
function statusOf(status: number, bytes: Buffer): number {
  if (status !== 200) return status;
  try {
    return typeof JSON.parse(bytes.toString('utf8')).error === 'string' ? 400 : status;
  } catch {
    return status;
  }
}

/** A refusal without what was sent: some of its words are shown, and some servers repeat what they are told. */
function withoutSecrets(
  bytes: Buffer<ArrayBuffer>,
  status: number,
  headers: ChannelRequest['headers'],
  body: unknown,
): Uint8Array<ArrayBuffer> {
  if (status < 400) return bytes;
  const basic = (headers.authorization ?? '').replace(/^Basic /, '');
  const login = Buffer.from(basic, 'base64').toString();
  const [, password = ''] = /^[^:]*:(.+)$/s.exec(login) ?? [];
  const parameters = body instanceof URLSearchParams ? [...body] : [];
  const values = parameters.filter(([name]) => isCredentialParameter(name) || /token$|code$/.test(name));
  const clear = [basic, password, formDecoded(password), ...values.map(([, value]) => value)];
  const secrets = clear.filter((text) => text !== '').flatMap((text) => [text, formEncoded(text)]);
  const told = withoutEscapes(bytes.toString('utf8'));
  const text = secrets.reduce((rest, secret) => rest.replaceAll(JSON.stringify(secret).slice(1, -1), '(secret)'), told);
  // A short secret may be a part of the code, by which the refusal is known.
  const [code] = ERROR_CODE.exec(told) ?? [];
  return Buffer.from(code === undefined ? text : text.replace(/"error"\s*:\s*"[^"]*"/, code));
}

/** As the RFCs write them. */
const ERROR_CODE = /"error"\s*:\s*"[a-z_]{1,50}"/;

/** The same JSON with no more escapes than it needs: a server may have written any character as one. */
function withoutEscapes(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

function formEncoded(text: string): string {
  return new URLSearchParams({ a: text }).toString().slice(2);
}

function formDecoded(text: string): string {
  return new URLSearchParams(`a=${text}`).get('a') ?? '';
}
