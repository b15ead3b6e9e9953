import { Failure } from '../failure.ts';
import { isCredentialHeader, Secret } from '../secret.ts';
import { type AuthPolicy, type AuthScheme, type Login, NOBODY, type PlannedAuth } from './auth.ts';
import type { HeaderEdit, RequestDraft } from './draft.ts';
import { refuseGuessedScheme } from './guessed-protocol.ts';
import { type HeaderField, type HeaderList, hasHeader } from './headers.ts';
import type { Http1Policy, TunnelPolicy } from './http1.ts';
import type { Multipart } from './multipart.ts';
import { detourFor, type NetworkPolicy, type SocksProxy } from './network.ts';
import type { TlsPolicy } from './tls.ts';
import { displayUrl, originOf, parseUrl, type RequestUrl, withQuery } from './url.ts';
import { asksForWebSocket, openingDraft } from './web-socket.ts';

/** Where a request's body comes from. Only what comes through a pipe, alone or in a part, cannot be sent a second time. */
export type BodySource =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** `byteLength` is `undefined` for a pipe or device: sent chunked. */
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly byteLength: number | undefined;
      /** Sent from this byte on, which is the first of those that count. */
      readonly startByte?: number;
    }
  | Stdin
  /** The same with CRLF for each LF that has no CR before it; how long that is, shows only when it is sent. */
  | { readonly kind: 'crlf'; readonly of: BodySource & { readonly kind: 'file' | 'stdin' } }
  | { readonly kind: 'multipart'; readonly multipart: Multipart };

/** Stdin; from a file (`< FILE`) it can be read again. */
export interface Stdin {
  readonly kind: 'stdin';
  readonly isFile?: true;
}

/** Whose manners a request has: slip's own, or those that curl has, to the order of its header lines. */
export type Dialect = 'slip' | 'curl';

/** Servers answer differently to what does not begin like this, and people put slip before a curl that works. */
export const CURL_USER_AGENT = 'curl/8.20.0';

/** Which protocol versions the transport may use; `auto` is what ALPN agrees on. */
export type HttpChoice = 'auto' | '1.0' | '1.1' | '2-prior-knowledge';

/** An HTTP proxy, who we are to it, and the ways of saying so that may be used: see `AuthPolicy.schemes`. */
export interface HttpProxy {
  readonly url: RequestUrl;
  readonly login: Login | undefined;
  readonly schemes: readonly AuthScheme[];
}

/** What a connection goes through: the SOCKS proxy first, then the HTTP proxy. */
export interface Proxies {
  readonly socks: SocksProxy | undefined;
  /** The HTTP proxy. */
  readonly proxy: HttpProxy | undefined;
}

/** A connection straight to the server. */
export const NO_PROXIES: Proxies = { socks: undefined, proxy: undefined };

/** How the connection is made. Two requests share one only if all of this is the same. */
export interface ConnectionPolicy extends NetworkPolicy {
  readonly http: HttpChoice;
  /** Of several requests at once, all but the first wait to see whether they may share its connection. */
  readonly waitsToShare: boolean;
  readonly tls: TlsPolicy;
  /** The same for an https proxy. */
  readonly proxyTls: TlsPolicy;
}

/** Bounds; `undefined` is unbounded. */
export interface Limits {
  readonly totalMs: number | undefined;
  readonly connectMs: number | undefined;
  /** Time without a byte. */
  readonly idleMs: number | undefined;
  /** Bytes of the body, decoded. */
  readonly bodyBytes: number | undefined;
  /** Bytes of a body, as they are on the wire, in a second. */
  readonly bytesPerSecond: number | undefined;
  /** Give up when it has been slower than this for so long. */
  readonly slow: { readonly bytesPerSecond: number; readonly patienceMs: number } | undefined;
}

/** What to do with a redirect. */
export interface RedirectPolicy {
  readonly followed: boolean;
  /** `undefined`: no bound. */
  readonly limit: number | undefined;
  /** Keep credentials across origins (`--location-trusted`). */
  readonly trusted: boolean;
  /** Statuses after which a POST stays one. */
  readonly keepsPost: readonly number[];
  /** In curl's manner: the method is what the status asks for, even where one is typed (`--follow`). */
  readonly obeysStatus: boolean;
  /** Schemes that a redirect may lead to. */
  readonly schemes: readonly RequestUrl['scheme'][];
  /** Name the URL before as the Referer (`-e ';auto'`). */
  readonly refersBack: boolean;
  /** `--path-as-is` also for where a redirect leads. */
  readonly pathAsIs: boolean;
}

/** When a transfer that came to nothing is tried again (`--retry`): of the transfer, not of its requests. */
export interface RetryPolicy {
  /** How often at most. */
  readonly count: number;
  /** The wait before each; `undefined`: one second, then twice as long each time. */
  readonly delayMs: number | undefined;
  /** Time after which no new try is begun; `undefined`: no bound. */
  readonly maxTimeMs: number | undefined;
  readonly afterAllErrors: boolean;
  /** Where nobody listens, somebody may soon. */
  readonly afterRefusals: boolean;
}

/**
 * THE request, decided to the last byte and not yet sent. Preview, `-v`, the wire and every export read this value.
 */
export interface RequestPlan extends Proxies {
  readonly dialect: Dialect;
  readonly method: string;
  /** The method that body and options ask for where none is typed, and whether one is. */
  readonly impliedMethod: string;
  readonly methodIsTyped: boolean;
  readonly url: RequestUrl;
  /** `--request-target`: sent in place of path and query. */
  readonly requestTarget: string | undefined;
  /** Texts that may not be shown, the longest first. */
  readonly secrets: readonly string[];
  /** All fields but `Content-Length` and `Transfer-Encoding`, which follow from the body; `Host` only where typed. */
  readonly headers: HeaderList;
  /** Names, in lower case, of the fields that were typed, be it to send them or to leave them out. */
  readonly typedNames: ReadonlySet<string>;
  readonly body: BodySource;
  /** What goes over the WebSocket that the request opens; `undefined` for every other request. */
  readonly messages: BodySource | undefined;
  /** In curl's dialect the Content-Type that the body implies, which is written behind its length; slip's is a header. */
  readonly bodyType: string | undefined;
  /** Names, in lower case, of fields that were typed away: not even what frames the message is written for them. */
  readonly removed: readonly string[];
  /** Whether the reply's content coding is to be taken off. */
  readonly decoded: boolean;
  readonly connection: ConnectionPolicy;
  readonly http1: Http1Policy;
  readonly tunnel: TunnelPolicy;
  /** Connect there in place of the URL's host and port (`--connect-to`); through an HTTP proxy always in a tunnel. */
  readonly via: { readonly host: string; readonly port: number } | undefined;
  /** What another URL would go through: asked anew for each hop. */
  readonly proxiesFor: (url: RequestUrl) => Proxies;
  /** The URL to ask for in place of another one, whose host is known to want https: asked anew for each hop. */
  readonly upgraded: (url: RequestUrl) => RequestUrl;
  readonly auth: PlannedAuth;
  readonly limits: Limits;
  readonly redirects: RedirectPolicy;
}

/** What is decided for every request of a run: of the settings, the part that a plan takes over. */
export interface PlanSettings {
  readonly dialect: Dialect;
  /** Schemes that a URL may have, and the one for a URL without (`undefined`: by its host). */
  readonly schemes: readonly RequestUrl['scheme'][];
  readonly defaultScheme: RequestUrl['scheme'] | undefined;
  /** In curl's manner a host by its name may be one of another protocol, if no scheme is typed. */
  readonly guessesProtocol: boolean;
  readonly connection: ConnectionPolicy;
  readonly http1: Http1Policy;
  readonly tunnel: Pick<TunnelPolicy, 'forced' | 'version' | 'headsShown'>;
  readonly limits: Limits;
  readonly redirects: RedirectPolicy;
  readonly proxiesFor: (url: RequestUrl) => Proxies;
  readonly auth: AuthPolicy;
  /** What hosts have said of themselves; without it a URL is asked for as it is. */
  readonly upgraded?: (url: RequestUrl) => RequestUrl;
  /** Value of `Accept-Encoding`; `undefined` neither asks for codings nor takes them off. */
  readonly acceptEncoding: string | undefined;
  /** Take codings off also where Accept-Encoding was typed (`--compressed`); otherwise who asks by hand decodes by hand. */
  readonly decodesTyped: boolean;
  /** Default `User-Agent`. */
  readonly userAgent: string;
  /** A new `Sec-WebSocket-Key`; without it no WebSocket is opened. */
  readonly webSocketKey?: () => string;
}

/**
 * Decides the request: a typed header keeps its case and place, a default is added only where its name is absent. Who one
 * is for the server is not said yet: that is made for each request anew.
 *
 * @throws Failure `url`, or `usage` for a typed Content-Length that the body contradicts.
 */
export function planRequest(wished: RequestDraft, settings: PlanSettings): RequestPlan {
  const key = asksForWebSocket(wished.url) ? settings.webSocketKey?.() : undefined;
  const draft = key === undefined ? wished : openingDraft(wished, key);
  const scheme = settings.defaultScheme ?? (settings.connection.unixSocket === undefined ? undefined : 'http');
  const upgraded = settings.upgraded ?? ((url: RequestUrl) => url);
  const typedUrl = parseUrl(draft.url, {
    pathAsIs: draft.pathAsIs,
    asCurl: settings.dialect === 'curl',
    webSockets: key !== undefined,
    ...(scheme === undefined ? {} : { defaultScheme: scheme }),
  });
  if (settings.guessesProtocol) refuseGuessedScheme(draft.url);
  const url = upgraded(withQuery(uploadTarget(typedUrl, draft.uploadName), draft.query, settings.dialect === 'curl'));
  if (!settings.schemes.includes(url.scheme)) {
    throw new Failure('protocol', `--proto leaves ${url.scheme} out, which ${displayUrl(url)} asks for`);
  }
  if (settings.auth.refusesUrlUser && typedUrl.user !== undefined) throw refusedUrlUser(typedUrl);
  const proxiesFor = settings.connection.unixSocket === undefined ? settings.proxiesFor : () => NO_PROXIES;
  const plan: RequestPlan = {
    dialect: settings.dialect,
    method: draft.method ?? draft.impliedMethod,
    impliedMethod: draft.impliedMethod,
    methodIsTyped: draft.method !== undefined,
    url: { ...url, user: undefined },
    requestTarget: draft.requestTarget,
    secrets: draft.secrets ?? [],
    headers: planHeaders(draft, settings),
    typedNames: new Set(draft.headers.map(({ name }) => name.toLowerCase())),
    body: draft.body,
    messages: key === undefined ? undefined : wished.body,
    bodyType: settings.dialect === 'curl' ? impliedType(draft) : undefined,
    removed: removedNames(draft.headers),
    decoded: !settings.http1.raw && (settings.decodesTyped || asksForCodings(draft, settings)),
    connection: settings.connection,
    http1: settings.http1,
    tunnel: {
      headers: sentEdits(draft.proxyHeaders).map((edit) => typedField(edit, settings.dialect)),
      ...settings.tunnel,
      // A proxy that reads along would take the frames for requests (RFC 6455 §4.1).
      forced: settings.tunnel.forced || key !== undefined,
      removed: removedNames(draft.proxyHeaders),
      userAgent: (draft.userAgent ?? settings.userAgent) || undefined,
    },
    ...proxiesFor(url),
    via: detourFor(url, settings.connection.detours),
    proxiesFor,
    upgraded,
    auth: {
      ...NOBODY,
      policy: settings.auth,
      login: draft.user,
      origin: settings.redirects.trusted ? undefined : originOf(url),
      urlUser: url.user,
    },
    limits: settings.limits,
    redirects: settings.redirects,
  };
  // curl sends what is typed, whatever it does to the connection.
  if (settings.dialect === 'slip') refuseWrongLength(plan);
  return plan;
}

/** What `--disallow-username-in-url` makes of a URL with user information. */
export function refusedUrlUser(url: RequestUrl): Failure {
  return new Failure('login', `the URL ${displayUrl(url)} has a user name, which --disallow-username-in-url forbids`);
}

/** `-T file http://host/folder/` goes to `/folder/file`, as in curl; not so where there is a query. */
function uploadTarget(url: RequestUrl, uploadName: string | undefined): RequestUrl {
  if (uploadName === undefined || url.query !== undefined || !url.path.endsWith('/')) return url;
  return { ...url, path: `${url.path}${encodeURIComponent(uploadName)}` };
}

function planHeaders(draft: RequestDraft, settings: PlanSettings): HeaderList {
  const typed: HeaderField[] = [];
  const settled = new Set<string>();
  for (const edit of draft.headers) {
    settled.add(edit.name.toLowerCase());
    if (edit.kind === 'send') typed.push(typedField(edit, settings.dialect, draft.secrets));
  }
  const range = rangeField(draft);
  const others: (readonly [name: string, value: string | Secret | undefined])[] = [
    ['User-Agent', draft.userAgent ?? settings.userAgent],
    ['Accept', draft.accept],
    ['Accept-Encoding', asksForCodings(draft, settings) ? settings.acceptEncoding : undefined],
    ['Referer', draft.referer],
  ];
  const before = [
    ...(settings.dialect === 'curl' ? [range, ...others] : [...others, range]),
    ['Cookie', draft.cookies === undefined ? undefined : new Secret(draft.cookies)] as const,
    [draft.timeCondition?.name ?? 'If-Modified-Since', draft.timeCondition?.value] as const,
  ];
  const after = settings.dialect === 'curl' ? [] : [['Content-Type', draft.contentType] as const];
  const missing = (fields: readonly (typeof before)[number][]): HeaderField[] =>
    fields.flatMap(([name, value]): HeaderField[] =>
      value === undefined || value === '' || settled.has(name.toLowerCase()) ? [] : [[name, value]],
    );
  // The type of a multipart body is written with its boundary, where the body's fields are.
  const isOwn = ([name]: HeaderField): boolean =>
    settings.dialect === 'curl' && draft.body.kind === 'multipart' && name.toLowerCase() === 'content-type';
  return [...missing(before), ...typed.filter((field) => !isOwn(field)), ...missing(after)];
}

/** A value that is a credential by its name, or has a text in it that may not be shown, prints as `(secret)` from here on. */
function typedField(
  { name, value, gap }: HeaderEdit & { readonly kind: 'send' },
  dialect: Dialect,
  secrets: readonly string[] = [],
): HeaderField {
  const isSecret = isCredentialHeader(name) || secrets.some((secret) => secret !== '' && value.includes(secret));
  const guarded = isSecret && value !== '' ? new Secret(value) : value;
  return dialect === 'slip' ? [name, guarded] : [name, guarded, gap ?? ' '];
}

function sentEdits(edits: readonly HeaderEdit[]): readonly (HeaderEdit & { readonly kind: 'send' })[] {
  return edits.filter((edit) => edit.kind === 'send');
}

function removedNames(edits: readonly HeaderEdit[]): readonly string[] {
  return edits.filter(({ kind }) => kind === 'remove').map(({ name }) => name.toLowerCase());
}

/** The type that the body asks for in curl's dialect: none beside a typed one, which a multipart body adds to. */
function impliedType({ body, contentType, headers }: RequestDraft): string | undefined {
  const typed = headers.find(({ name }) => name.toLowerCase() === 'content-type');
  if (typed === undefined) return contentType;
  if (body.kind !== 'multipart') return undefined;
  return `${typed.kind === 'remove' ? '' : typed.value}; boundary=${body.multipart.boundary}`;
}

/**
 * Whether slip asks for content codings by itself: not where they were typed, and not for a range, which means bytes of
 * the representation that a coding would make another one of (RFC 9110 §14.2).
 */
function asksForCodings(draft: RequestDraft, settings: PlanSettings): boolean {
  if (settings.acceptEncoding === undefined || hasTyped(draft, 'Accept-Encoding')) return false;
  const isPart = hasTyped(draft, 'Range') || draft.range !== undefined || draft.continueAt !== undefined;
  return settings.decodesTyped || !isPart;
}

/** What part is asked for, or is sent: of an upload, curl says the range with the length of the whole. */
function rangeField({ range, contentRange, impliedMethod, body }: RequestDraft): readonly [string, string | undefined] {
  if (contentRange !== undefined) return ['Content-Range', contentRange];
  if (range === undefined) return ['Range', undefined];
  if (impliedMethod === 'GET' || impliedMethod === 'HEAD') return ['Range', `bytes=${range}`];
  return ['Content-Range', body.kind === 'multipart' ? undefined : `bytes ${range}/${bodyByteLength(body) ?? '*'}`];
}

function hasTyped(draft: RequestDraft, name: string): boolean {
  return draft.headers.some((edit) => edit.name.toLowerCase() === name.toLowerCase());
}

/** A Content-Length that the body contradicts would leave the connection in disorder (RFC 9112 §6.3). */
function refuseWrongLength(plan: RequestPlan): void {
  const lengths = plan.headers
    .filter(([name]) => name.toLowerCase() === 'content-length')
    .map(([, value]) => String(value));
  const byteLength = bodyByteLength(plan.body);
  for (const typed of lengths) {
    if (!/^\d+$/.test(typed)) throw new Failure('usage', `Content-Length is a number of bytes, not ${typed}`);
    if (lengths.length > 1 && lengths.some((other) => other !== typed))
      throw new Failure('usage', 'Content-Length is typed twice');
    if (byteLength !== undefined && Number(typed) !== byteLength) {
      throw new Failure('usage', `the body has ${byteLength} bytes, and the Content-Length typed says ${typed}`);
    }
    if (hasHeader(plan.headers, 'Transfer-Encoding')) {
      throw new Failure('usage', 'Content-Length and Transfer-Encoding exclude each other');
    }
  }
}

/** How many bytes the body has, or `undefined` if nobody can tell before sending it. */
export function bodyByteLength(body: BodySource): number | undefined {
  switch (body.kind) {
    case 'none':
      return 0;
    case 'bytes':
      return body.bytes.byteLength;
    case 'file':
      return body.byteLength;
    case 'stdin':
    case 'crlf':
      return undefined;
    case 'multipart':
      return body.multipart.byteLength;
  }
}

/** Whether the body can be sent again, for a redirect that keeps it. */
export function isRepeatable(body: BodySource): boolean {
  switch (body.kind) {
    case 'none':
    case 'bytes':
      return true;
    case 'file':
      return body.byteLength !== undefined;
    case 'stdin':
      return body.isFile === true;
    case 'crlf':
      return isRepeatable(body.of);
    case 'multipart':
      return body.multipart.parts.every(
        ({ content }) => content.kind === 'bytes' || (content.kind === 'file' && content.byteLength !== undefined),
      );
  }
}
