import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { Login } from '../request/auth.ts';
import { type HeaderField, type HeaderList, withoutHeaders } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { isForwarded, sentUrl } from '../request/target.ts';
import { targetOf } from '../request/url.ts';
import { credentialsFor, schemesFor } from './credentials.ts';
import { show } from './show.ts';

/** What signatures and answers need of the world. */
export type Chance = Pick<Host, 'now' | 'randomBytes'>;

/**
 * The plan with what it says of who one is, made for this request alone: call it for every request anew. A field that was
 * typed, or typed to be left out, stays as typed. Where Digest has no challenge yet, a request with a body goes without it
 * first, as curl's does.
 *
 * @throws Failure `argument` and `url` for a signature that cannot be made, `read` where netrc cannot be read.
 */
export function authorized(plan: RequestPlan, { now }: Pick<Chance, 'now'>): RequestPlan {
  const { auth, typedNames } = plan;
  const subject = {
    method: plan.method,
    // curl's answer is about the path, whatever --request-target says.
    uri: (plan.dialect === 'curl' ? undefined : plan.requestTarget) ?? targetOf(sentUrl(plan)),
    body: bytesOf(plan) ?? new Uint8Array(),
  };
  const credentials = credentialsFor(plan);
  const server = show(subject, schemesFor(auth).schemes, auth.server, credentials);
  const isToProxy = isForwarded(plan) && !typedNames.has('proxy-authorization');
  const login = isToProxy ? plan.proxy?.login : undefined;
  const proxy = show(subject, plan.proxy?.schemes ?? [], auth.proxy, login && { login, bearer: undefined });
  const fields: HeaderField[] = [];
  if (proxy.value !== undefined) fields.push(['Proxy-Authorization', proxy.value]);
  if (server.value !== undefined) fields.push(['Authorization', server.value]);
  if (server.scheme === 'aws-sigv4' && credentials?.login !== undefined) {
    fields.push(...signature(plan, credentials.login, now()));
  }
  fields.push(...(auth.attached?.fields ?? []));
  const next = { ...plan, auth: { ...auth, fields, server: server.progress, proxy: proxy.progress } };
  return (server.asksFirst || proxy.asksFirst) && plan.body.kind !== 'none' ? withoutBody(next) : next;
}

/** The plan as it was decided, with the body that this request does without. */
export function whole(plan: RequestPlan): RequestPlan {
  const { withheld } = plan.auth;
  return withheld === undefined ? plan : { ...plan, ...withheld, auth: { ...plan.auth, withheld: undefined } };
}

function withoutBody(plan: RequestPlan): RequestPlan {
  const { body, bodyType, headers, auth } = plan;
  // Without parts there is no boundary to tell.
  const isMultipart = body.kind === 'multipart';
  return {
    ...plan,
    body: { kind: 'bytes', bytes: new Uint8Array() },
    bodyType: isMultipart ? undefined : bodyType,
    headers: withoutHeaders(headers, ['Content-Length', ...(isMultipart ? ['Content-Type'] : [])]),
    auth: { ...auth, withheld: { body, bodyType, headers } },
  };
}

function signature(plan: RequestPlan, keys: Login, nowMs: number): HeaderList {
  const { auth, method, headers, typedNames } = plan;
  if (plan.redirects.pathAsIs) {
    throw new Failure('argument', 'a signature is about the path in its normal form, which --path-as-is forbids');
  }
  const typed = [...headers.filter(([name]) => typedNames.has(name.toLowerCase())), ...(auth.attached?.fields ?? [])];
  const request = { method, url: sentUrl(plan), typed, body: bytesOf(plan), isStrict: plan.dialect === 'slip' };
  return schemesFor(auth).sign?.(request, keys, nowMs) ?? [];
}

/** The body, if it is in memory. */
function bytesOf({ body }: RequestPlan): Uint8Array | undefined {
  if (body.kind === 'none') return new Uint8Array();
  return body.kind === 'bytes' ? body.bytes : undefined;
}
