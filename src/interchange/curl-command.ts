import { Failure } from '../failure.ts';
import type { RedirectPolicy, RequestPlan } from '../request/plan.ts';
import { maskedUrl, sentUrl } from '../request/target.ts';
import { maskTarget, originOf, targetOf } from '../request/url.ts';
import { authWords } from './curl-auth.ts';
import { type CurlBody, curlBody } from './curl-body.ts';
import { type CurlContext, nothingLeft } from './curl-context.ts';
import { headerWords } from './curl-headers.ts';
import { http1Words, tunnelWords } from './curl-http1.ts';
import { limitWords } from './curl-limits.ts';
import { networkWords } from './curl-network.ts';
import { proxyWords } from './curl-proxy.ts';
import { proxyTlsWords, serverTlsWords } from './curl-tls.ts';
import type { ShellCommand } from './shell-line.ts';

/**
 * The command that makes curl 8.20 send the planned request. It says all that curl would not do by itself, and nothing else:
 * read by `slip curl`, it gives the same plan again.
 *
 * @throws Failure `usage` for a form that no curl line can describe.
 */
export function curlCommand(plan: RequestPlan, context: CurlContext): ShellCommand {
  const {
    dialect: _dialect,
    method: _method,
    impliedMethod: _impliedMethod,
    methodIsTyped: _methodIsTyped,
    headers: _headers,
    // The line is masked as a whole.
    secrets: _secrets,
    body: _body,
    decoded: _decoded,
    // Which proxies other URLs have is not said: -x is for all of them.
    proxiesFor: _proxiesFor,
    url,
    requestTarget,
    // The first detour that fits.
    via: _via,
    auth,
    http1,
    tunnel,
    bodyType: _bodyType,
    removed: _removed,
    typedNames: _typedNames,
    // What hosts have said of themselves is in the files of --hsts and --alt-svc.
    upgraded: _upgraded,
    messages,
    connection,
    socks,
    proxy,
    limits,
    redirects,
    ...rest
  } = plan;
  nothingLeft(rest);
  if (messages !== undefined) throw new Failure('usage', 'a WebSocket has no curl line: curl sends no messages');
  // Of one request the line says nothing about those beside it.
  const { http, waitsToShare: _waits, tls, proxyTls, ...network } = connection;
  const body = curlBody(plan);
  const method = methodWords(plan, body);
  const words = [
    ...method,
    ...authWords(auth, url, context),
    ...headerWords(plan, body, context),
    ...body.words,
    ...redirectWords(redirects, plan, body),
    ...limitWords(limits),
    ...(http === 'auto' ? [] : [`--http${http}`]),
    ...http1Words(http1),
    ...networkWords(network),
    ...proxyWords({ socks, proxy }, tunnel, context),
    ...tunnelWords(tunnel, context),
    ...(mayUseTls(plan) ? serverTlsWords(tls, context) : []),
    ...(proxy?.url.scheme === 'https' ? proxyTlsWords(proxyTls, context) : []),
    ...(requestTarget === undefined ? [] : ['--request-target', requestTarget]),
    ...context.besides,
  ];
  const target = targetOf(sentUrl(plan));
  const isGlob = /[[\]{}]/.test(target) || (body.words[0] === '-T' && /[[\]{}]/.test(body.words[1] ?? ''));
  const href = `${originOf(url)}${context.showsSecrets ? target : maskTarget(targetOf(maskedUrl(plan)))}`;
  return { words: ['curl', ...words, ...(isGlob ? ['-g'] : []), href], input: body.input };
}

/** A redirect may lead from http to https, and some of what is said for servers is for the proxy too. */
function mayUseTls({ url, redirects, proxy }: RequestPlan): boolean {
  return url.scheme === 'https' || redirects.followed || proxy?.url.scheme === 'https';
}

/** -X only where curl would not choose the method by itself; of a typed one in curl's manner it may not choose at all. */
function methodWords(plan: RequestPlan, { impliedMethod }: CurlBody): readonly string[] {
  const { dialect, method, methodIsTyped, body } = plan;
  const isHead = body.kind === 'none' && (plan.impliedMethod === 'HEAD' || (dialect === 'slip' && method === 'HEAD'));
  const chosen = isHead ? 'HEAD' : impliedMethod;
  const isSaid = method !== chosen || (dialect === 'curl' && methodIsTyped);
  return [...(isHead ? ['-I'] : []), ...(isSaid ? ['-X', method] : [])];
}

function redirectWords(redirects: RedirectPolicy, plan: RequestPlan, { impliedMethod }: CurlBody): readonly string[] {
  const {
    followed,
    limit,
    trusted,
    keepsPost,
    obeysStatus,
    schemes,
    refersBack: _byReferer,
    pathAsIs,
    ...rest
  } = redirects;
  nothingLeft(rest);
  const isOdd = plan.dialect === 'slip' && plan.method !== impliedMethod && plan.method !== 'HEAD';
  // slip does what the status asks for, whoever chose the method; and only a POST becomes a GET on 301 and 302.
  const obeys = plan.dialect === 'slip' ? followed && isOdd : obeysStatus;
  const kept = isOdd && followed && impliedMethod === 'POST' ? [301, 302] : keepsPost;
  return [
    ...(trusted ? ['--location-trusted'] : []),
    ...(obeys ? ['--follow'] : followed && !trusted ? ['-L'] : []),
    ...kept.map((status) => `--post${status}`),
    ...(limit === CURL_REDIRECT_LIMIT ? [] : ['--max-redirs', String(limit ?? -1)]),
    ...(schemes.length > 1 ? [] : ['--proto-redir', schemes[0] === undefined ? '-all' : `=${schemes[0]}`]),
    ...(pathAsIs ? ['--path-as-is'] : []),
  ];
}

const CURL_REDIRECT_LIMIT = 50;
