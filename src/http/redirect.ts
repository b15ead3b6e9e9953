import { authorized, type Chance, whole } from '../auth/authorize.ts';
import { carriedAuth, credentialsFor } from '../auth/credentials.ts';
import { Failure } from '../failure.ts';
import type { Exchange } from '../request/exchange.ts';
import { findHeader, type HeaderList, withoutHeaders } from '../request/headers.ts';
import { detourFor } from '../request/network.ts';
import { isRepeatable, type RequestPlan, refusedUrlUser } from '../request/plan.ts';
import { isForwarded } from '../request/target.ts';
import { displayUrl, hrefOf, maskUrlText, originOf, type RequestUrl, resolveReference } from '../request/url.ts';
import { curlReference } from '../request/url-encoding.ts';
import { isCredentialHeader } from '../secret.ts';
import { redirected } from './redirect-method.ts';

/** What comes after an exchange, and what to tell about it. */
export interface NextRequest {
  readonly plan: RequestPlan;
  /** Sentences for stderr: what was left out, and why. */
  readonly notes: readonly string[];
  /** How long to wait before it is sent. */
  readonly waitMs?: number;
}

const REDIRECT_STATUSES = new Set([301, 302, 303, 307, 308]);

/** In curl's manner every 3xx that says where is a redirect. */
function isRedirect({ plan, head }: Exchange): boolean {
  return plan.dialect === 'curl' ? head.status >= 300 && head.status < 400 : REDIRECT_STATUSES.has(head.status);
}

/** Fields that describe a body, which go when the body goes (fetch standard, HTTP-redirect fetch step 12). */
const BODY_FIELDS = [
  'Content-Type',
  'Content-Length',
  'Content-Encoding',
  'Content-Language',
  'Content-Location',
  'Transfer-Encoding',
  'Digest',
  'Content-Digest',
  'Content-MD5',
  'Last-Modified',
];

/** Where a reply leads, whether or not it is followed; `undefined` where nowhere. */
export function redirectTarget(exchange: Exchange): string | undefined {
  if (!isRedirect(exchange)) return undefined;
  // An empty one leads nowhere, as in curl.
  return findHeader(exchange.head.headers, 'Location') || undefined;
}

/**
 * The URL that a reply to the plan leads to.
 *
 * @throws Failure `url`, `protocol`.
 */
export function referredUrl({ dialect, url, redirects: { pathAsIs } }: RequestPlan, location: string): RequestUrl {
  const asCurl = dialect === 'curl';
  return resolveReference(url, fromLatin1(asCurl ? curlReference(location.trim()) : location), { pathAsIs, asCurl });
}

/**
 * The request that a redirect asks for, or `undefined` where the reply is the answer.
 *
 * Header fields are taken from the first request at every hop, so credentials left out for one origin are there again
 * when the chain comes back to their own. Method and body: RFC 9110 §15.4, POST becoming GET as browsers have it.
 *
 * @param begun the request as it was planned, whose origin the credentials are for.
 * @param hops how many requests were answered before; those that answered a challenge are redirects in curl's dialect only.
 * @throws Failure `redirects`, `rewind`, `credential`, and what the new URL can fail with.
 */
export function decideRedirect(
  exchange: Exchange,
  begun: RequestPlan,
  hops: number,
  chance: Chance,
): NextRequest | undefined {
  const plan = whole(exchange.plan);
  const first = whole(begun);
  const location = redirectTarget(exchange);
  if (!plan.redirects.followed || location === undefined) return undefined;
  const count = plan.dialect === 'curl' ? hops : hops - plan.auth.roundCount;
  if (plan.redirects.limit !== undefined && count >= plan.redirects.limit) {
    throw new Failure(
      'redirects',
      `${count === 1 ? 'one redirect was' : `${count} redirects were`} followed, and the next leads to ${maskUrlText(fromLatin1(location))}`,
      {
        hint: '--max-redirs N follows more',
      },
    );
  }
  const url = plan.upgraded(referredUrl(plan, location));
  if (plan.auth.policy.refusesUrlUser && url.user !== undefined) throw refusedUrlUser(url);
  if (!plan.redirects.schemes.includes(url.scheme)) {
    throw new Failure(
      'protocol',
      `the redirect leads to ${displayUrl(url)}, and --proto-redir leaves ${url.scheme} out`,
    );
  }
  const { method, impliedMethod, keepsBody } = redirected(plan, exchange.head.status);
  const body = keepsBody ? plan.body : { kind: 'none' as const };
  if (!isRepeatable(body) && exchange.plan.auth.withheld === undefined) {
    throw new Failure('rewind', `the body came from a pipe and cannot be sent again to ${displayUrl(url)}`, {
      hint: 'put it in a file: @FILE, -d @FILE or -T FILE',
    });
  }
  const typed = withReferer(typedFields(first, keepsBody && body.kind !== 'none'), plan, url);
  // In curl a place that is told relative to a URL has its user information, and a whole URL has its own alone.
  const isRelative = !/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(location);
  const place = isRelative ? { ...url, user: plan.auth.urlUser } : url;
  const { plan: moved, dropped } = movedTo(place, { ...plan, method, impliedMethod, body }, first, typed);
  const next = authorized(moved, chance);
  if (plan.dialect === 'curl') return { plan: next, notes: [] };
  refuseDowngrade(plan, next, first);
  const names = showsWho(first) && !showsWho(next) ? ['Authorization', ...dropped] : dropped;
  return {
    plan: next,
    notes:
      names.length === 0
        ? []
        : [
            `${[...new Set(names)].join(', ')} not sent to ${originOf(url)}: another origin than ${originOf(first.url)}`,
          ],
  };
}

/**
 * The plan for another URL: its proxies, and of what was typed that which may go to its origin. `dropped` are the names of
 * the fields that may not.
 *
 * @param first the request that began it all, whose origin the credentials are for.
 * @param typed the fields that are wished for.
 */
export function movedTo(
  url: RequestUrl,
  plan: RequestPlan,
  first: RequestPlan,
  typed: HeaderList,
): { readonly plan: RequestPlan; readonly dropped: readonly string[] } {
  const route = { ...plan.proxiesFor(url), url, via: detourFor(url, plan.connection.detours), tunnel: plan.tunnel };
  const { headers, dropped } = headersFor(url, typed, first, isForwarded(route));
  const auth = carriedAuth(plan, first, url, route.proxy);
  return {
    plan: { ...plan, ...route, url: { ...url, user: undefined }, requestTarget: undefined, headers, auth },
    dropped,
  };
}

/** The fields of the first request, without those that describe its body where that does not go along. */
export function typedFields(first: RequestPlan, hasBody: boolean): HeaderList {
  return !hasBody && first.body.kind !== 'none' ? withoutHeaders(first.headers, BODY_FIELDS) : first.headers;
}

/** Whether the request says who one is, or would after a challenge. */
function showsWho(plan: RequestPlan): boolean {
  return credentialsFor(plan) !== undefined;
}

/**
 * `-e ';auto'`: the URL that led here, which never has user information in it (CVE-2021-22876), and of which another
 * origin is told no more than the origin where a parameter is a credential. From https to http none is sent (RFC 9110
 * §10.1.3).
 */
function withReferer(headers: HeaderList, plan: RequestPlan, url: RequestUrl): HeaderList {
  if (!plan.redirects.refersBack) return headers;
  const others = withoutHeaders(headers, ['Referer']);
  if (plan.url.scheme === 'https' && url.scheme === 'http') return others;
  const whole = hrefOf(plan.url);
  const mayBeTold = plan.redirects.trusted || originOf(url) === originOf(plan.url) || whole === displayUrl(plan.url);
  return [...others, ['Referer', mayBeTold ? whole : `${originOf(plan.url)}/`]];
}

/** The fields that may go to this URL: to another origin no credential, and no Host typed for the first. */
function headersFor(
  url: RequestUrl,
  headers: HeaderList,
  first: RequestPlan,
  proxied: boolean,
): { headers: HeaderList; dropped: readonly string[] } {
  if (originOf(url) === originOf(first.url)) return { headers, dropped: [] };
  const isCurls = first.dialect === 'curl';
  // A Host typed for the first URL is for its host in curl, whatever the port.
  const withoutHost = isCurls && url.host === first.url.host ? headers : withoutHeaders(headers, ['Host']);
  if (first.redirects.trusted) return { headers: withoutHost, dropped: [] };
  // What was typed for a proxy is for the proxy, if the next URL goes through one.
  const isForProxy = (name: string): boolean => proxied && name.toLowerCase() === 'proxy-authorization';
  const isBound = (name: string): boolean =>
    isCurls ? /^(?:authorization|cookie)$/i.test(name) : isCredentialHeader(name) && !isForProxy(name);
  const names = withoutHost.map(([name]) => name).filter(isBound);
  return { headers: withoutHeaders(withoutHost, names), dropped: [...new Set(names)] };
}

/** From https to http no request goes that carries a credential, or carried one that would be left out. */
function refuseDowngrade({ url: from, auth }: RequestPlan, next: RequestPlan, first: RequestPlan): void {
  const isAttached = auth.attached !== undefined;
  if (from.scheme !== 'https' || next.url.scheme !== 'http') return;
  const isBare = ({ headers }: RequestPlan): boolean => !headers.some(([name]) => isCredentialHeader(name));
  if (isBare(first) && !showsWho(first) && !showsWho(next) && !isAttached) return;
  throw new Failure(
    'credential',
    `the redirect leads from https to ${displayUrl(next.url)}, and the request carries a credential`,
    {
      hint: 'ask for that URL itself, without the credential',
    },
  );
}

/** Servers send raw UTF-8 in Location; the head was read as latin-1. */
function fromLatin1(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}
