import type { HeaderList } from '../request/headers.ts';
import { findHeader, hasHeader } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { originOf } from '../request/url.ts';
import { previewVersion, requestHead } from '../request/wire.ts';
import { isCredentialHeader, Secret } from '../secret.ts';
import type { Hop } from './report.ts';

/** Why a request follows a reply. */
export type LeadKind =
  | 'redirect'
  /** It asks who one is. */
  | 'challenge'
  /** It asks for nothing, so that the body that was held back can go. */
  | 'unasked'
  /** It does not take `Expect`. */
  | 'expectation'
  /** It refuses for now. */
  | 'refusal';

/** What is another in the request that follows. */
export interface Changes {
  readonly kind: LeadKind;
  readonly method: { readonly from: string; readonly to: string; readonly why: string } | undefined;
  /** `undefined` where there was none. */
  readonly body: 'kept' | 'dropped' | undefined;
  /** What is not sent again. */
  readonly dropped: readonly (Named & { readonly why: string })[];
  /** What is sent for the first time. */
  readonly added: readonly Named[];
}

/** A part of a request: a field, one cookie of the Cookie field, or what `--request-target` says. */
export interface Named {
  readonly what: 'header' | 'credential' | 'cookie' | 'target';
  readonly name: string;
}

/** What became of a hop's request in the one that its reply led to; `undefined` where it led to none. */
export function changesAfter(hop: Hop, following: Hop | undefined): Changes | undefined {
  const { plan: before, exchange, next } = hop;
  if (exchange === undefined || next === undefined) return undefined;
  // As it was sent, with the cookies that it got last of all.
  const after = following?.tryIndex === hop.tryIndex ? following.plan : next;
  const kind = leadKind(hop);
  const fieldsBefore = exchange.requestHead.fields;
  const fieldsAfter =
    following?.plan === after ? following.head.fields : requestHead(after, previewVersion(after)).fields;
  const hasBody = ({ body, auth }: RequestPlan): boolean => (auth.withheld?.body ?? body).kind !== 'none';
  const isBodyLost = hasBody(before) && !hasBody(after);
  const passage = { before, after, isBodyLost, kind };
  return {
    kind,
    method:
      before.method === after.method
        ? undefined
        : { from: before.method, to: after.method, why: methodReason(exchange.head.status) },
    body: hasBody(before) ? (isBodyLost ? 'dropped' : 'kept') : undefined,
    dropped: [
      ...missingIn(fieldsAfter, fieldsBefore).map((part) => ({ ...part, why: dropReason(part, passage) })),
      ...typedForFirst(before, after),
    ],
    added: missingIn(fieldsBefore, fieldsAfter),
  };
}

/** Fields and cookies of the second list that the first has not. */
function missingIn(others: HeaderList, fields: HeaderList): readonly Named[] {
  const names = lostNames(fields, others).map((name): Named => {
    return { what: isCredentialHeader(name) ? 'credential' : 'header', name };
  });
  return [...names, ...lostCookies(fields, others).map((name): Named => ({ what: 'cookie', name }))];
}

/** What was typed about the first URL alone. */
function typedForFirst(before: RequestPlan, after: RequestPlan): Changes['dropped'] {
  const why = `typed for ${originOf(before.url)}`;
  const dropped: (Named & { readonly why: string })[] = [];
  if (hasHeader(before.headers, 'Host') && !hasHeader(after.headers, 'Host')) {
    dropped.push({ what: 'header', name: 'Host', why });
  }
  if (before.requestTarget !== undefined && after.requestTarget === undefined) {
    dropped.push({ what: 'target', name: '--request-target', why });
  }
  return dropped;
}

function leadKind({ exchange, plan }: Hop): LeadKind {
  const status = exchange?.head.status ?? 0;
  if (status === 401 || status === 407) return 'challenge';
  if (plan.auth.withheld !== undefined && status < 300) return 'unasked';
  if (status === 417) return 'expectation';
  return status < 400 ? 'redirect' : 'refusal';
}

/** RFC 9110 §15.4. */
function methodReason(status: number): string {
  return status === 303 ? '303 asks for that' : `after ${status} that is how browsers have it`;
}

/** What the connection and the body's framing say of themselves, and cookies, which are looked at one by one. */
const NOT_COMPARED =
  /^(?:host|connection|keep-alive|proxy-connection|te|upgrade|content-length|transfer-encoding|cookie)$/i;

/** Names that stand in the first list and not in the second, as they are written there. */
function lostNames(fields: HeaderList, others: HeaderList): readonly string[] {
  const names = fields.map(([name]) => name).filter((name) => !NOT_COMPARED.test(name) && !hasHeader(others, name));
  return [...new Set(names)];
}

function lostCookies(fields: HeaderList, others: HeaderList): readonly string[] {
  const kept = new Set(cookieNames(others));
  return [...new Set(cookieNames(fields).filter((name) => !kept.has(name)))];
}

function cookieNames(fields: HeaderList): readonly string[] {
  return fields
    .filter(([name]) => name.toLowerCase() === 'cookie')
    .flatMap(([, value]) => (value instanceof Secret ? value.reveal() : value).split(';'))
    .map((pair) => (pair.includes('=') ? pair.split('=', 1)[0] : undefined)?.trim() ?? '')
    .filter((name) => name !== '');
}

/** What a field's going depends on. */
interface Passage {
  readonly before: RequestPlan;
  readonly after: RequestPlan;
  readonly isBodyLost: boolean;
  readonly kind: LeadKind;
}

/** What is said of a body goes with it. */
export const ABOUT_THE_BODY = 'about the body';

const ABOUT_BODY = /^(?:content-.*|digest|last-modified|expect)$/i;

function dropReason({ what, name }: Named, { before, after, isBodyLost, kind }: Passage): string {
  const lower = name.toLowerCase();
  const home = originOf(before.url);
  const isElsewhere = home !== originOf(after.url);
  if (what === 'cookie') return isElsewhere ? `for ${home} alone` : `not for ${after.url.path}`;
  if (isBodyLost && ABOUT_BODY.test(name)) return ABOUT_THE_BODY;
  if (lower === 'expect' && kind === 'expectation') return 'not taken by the server';
  if (lower.startsWith('proxy-')) return 'for a proxy that is not on the way';
  if (isElsewhere && isCredentialHeader(name)) return `for ${home} alone`;
  if (lower === 'referer') return 'not told to an http server by an https one';
  return 'no part of this request';
}

/** Where a reply points that was not followed, as it says it; `undefined` where nowhere. */
export function unfollowedLocation({ exchange, next }: Hop): string | undefined {
  if (exchange === undefined || next !== undefined) return undefined;
  const { status, headers } = exchange.head;
  return status >= 300 && status < 400 ? findHeader(headers, 'Location') || undefined : undefined;
}
