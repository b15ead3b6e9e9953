import { maskTexts, type Secret } from '../secret.ts';
import type { Attachment } from './auth.ts';
import type { RequestPlan } from './plan.ts';
import { authorityOf, hrefOf, maskTarget, type RequestUrl, targetOf, withQuery } from './url.ts';

/** Whether a proxy reads the request and passes it on; without a proxy, or through its tunnel, the server reads it. */
export function isForwarded({
  proxy,
  url,
  via,
  tunnel,
}: Pick<RequestPlan, 'proxy' | 'url' | 'via' | 'tunnel'>): boolean {
  return proxy !== undefined && url.scheme === 'http' && via === undefined && !tunnel.forced;
}

/** The request target: `--request-target`, absolute-form to a proxy of plain HTTP (RFC 9112 §3.2.2), else origin-form. */
export function requestTarget(plan: RequestPlan): string {
  if (plan.requestTarget !== undefined) return plan.requestTarget;
  return isForwarded(plan) ? hrefOf(sentUrl(plan)) : targetOf(sentUrl(plan));
}

/** The request target as it may be shown: what is a credential in its query is masked, and what else is a secret. */
export function shownTarget(plan: RequestPlan): string {
  const target = plan.requestTarget ?? (isForwarded(plan) ? hrefOf(maskedUrl(plan)) : targetOf(maskedUrl(plan)));
  return maskTexts(maskTarget(target), plan.secrets);
}

/** The URL with `(secret)` for what a profile adds to its query. */
export function maskedUrl({ url, auth }: Pick<RequestPlan, 'url' | 'auth'>): RequestUrl {
  return withQuery(url, pairsOf(auth.attached, String));
}

/** The URL with what a profile adds to its query: for the wire, and for what is about the request as it is sent. */
export function sentUrl({ url, auth }: Pick<RequestPlan, 'url' | 'auth'>): RequestUrl {
  return withQuery(
    url,
    pairsOf(auth.attached, (secret) => encodeURIComponent(secret.reveal())),
  );
}

function pairsOf(attached: Attachment | undefined, written: (secret: Secret) => string): readonly string[] {
  return (attached?.query ?? []).map(([name, secret]) => `${encodeURIComponent(name)}=${written(secret)}`);
}

/** What the Host field says: what was typed, else the URL's authority. */
export function hostValue(plan: RequestPlan): string {
  const typed = plan.headers.find(([name]) => name.toLowerCase() === 'host');
  return typed === undefined ? authorityOf(plan.url) : String(typed[1]);
}
