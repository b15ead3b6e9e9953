import { type AuthPolicy, type Credentials, type Login, type PlannedAuth, UNASKED } from '../request/auth.ts';
import type { HttpProxy, RequestPlan } from '../request/plan.ts';
import { originOf, type RequestUrl } from '../request/url.ts';
import { Secret } from '../secret.ts';

/**
 * What there is to show to the server of a URL, in curl's order: `--user`, the URL's user information, netrc, and at last
 * a profile; each hop asks anew, so that nothing goes on from one host to the next. `undefined` where there is nothing, and
 * where an Authorization was typed, to be sent or left out: that is the last word.
 *
 * @throws Failure `read` where netrc is needed and cannot be read.
 */
export function credentialsFor({
  auth,
  url,
  typedNames,
}: Pick<RequestPlan, 'auth' | 'url' | 'typedNames'>): Credentials | undefined {
  if (typedNames.has('authorization')) return auth.attached?.credentials;
  const isAtHome = auth.origin === undefined || auth.origin === originOf(url);
  const bearer = isAtHome ? auth.policy.bearer : undefined;
  const typed = isAtHome ? auth.login : undefined;
  const login = typed !== undefined && typed.name !== '' ? typed : looked(auth, url, inUrl(auth.urlUser, typed));
  const isEmpty = login === undefined || (login.name === '' && login.password.reveal() === '');
  if (isEmpty && bearer === undefined) return auth.attached?.credentials;
  return { login: isEmpty ? undefined : login, bearer };
}

/** The ways in which that may be shown: those of the line, or those of the profile that it comes from. */
export function schemesFor(auth: PlannedAuth): Pick<AuthPolicy, 'schemes' | 'sign' | 'signing'> {
  return auth.attached?.credentials === undefined ? auth.policy : auth.attached.policy;
}

/**
 * Who one is, taken along to another URL: neither the user information nor what a server has asked for goes to another
 * origin, and what a proxy has asked for to no other proxy. In curl's dialect the user information of the URL alone
 * counts, and a way to show oneself that one host has chosen is taken for the next one's, where credentials may go
 * anywhere.
 *
 * @param plan the request before.
 * @param first the one that began the conversation.
 */
export function carriedAuth(
  plan: RequestPlan,
  first: RequestPlan,
  url: RequestUrl,
  proxy: HttpProxy | undefined,
): PlannedAuth {
  const { auth } = plan;
  const isCurls = plan.dialect === 'curl';
  const stays = originOf(url) === originOf(plan.url);
  const isHome = auth.origin === undefined || auth.origin === originOf(url);
  const ownUser = stays ? auth.urlUser : isHome ? first.auth.urlUser : undefined;
  const keepsChoice = isCurls && auth.origin === undefined && auth.server.chosen === 'basic';
  return {
    ...auth,
    attached: undefined,
    passedOver: undefined,
    urlUser: isCurls ? url.user : ownUser,
    server: stays || keepsChoice ? auth.server : UNASKED,
    proxy: isSameProxy(proxy, plan.proxy) ? auth.proxy : UNASKED,
  };
}

function isSameProxy(left: HttpProxy | undefined, right: HttpProxy | undefined): boolean {
  if (left === undefined || right === undefined) return false;
  const isSameLogin =
    left.login?.name === right.login?.name && left.login?.password.reveal() === right.login?.password.reveal();
  return originOf(left.url) === originOf(right.url) && isSameLogin;
}

/** What the URL says; where it lacks a part, what `-u :PASSWORD` says. */
function inUrl(user: RequestUrl['user'], typed: Login | undefined): Login | undefined {
  if (user === undefined) return typed;
  return { name: user.name, password: user.password ?? typed?.password ?? new Secret('') };
}

function looked({ policy }: PlannedAuth, url: RequestUrl, known: Login | undefined): Login | undefined {
  const { netrc } = policy;
  const isWhole = known !== undefined && known.name !== '' && known.password.reveal() !== '';
  if (netrc === undefined || (isWhole && !netrc.comesFirst)) return known;
  return netrc.find(url.host.replace(/^\[|\]$/g, ''), known?.name ?? '') ?? known;
}
