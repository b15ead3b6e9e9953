import type { HttpVersion, RequestHead } from './exchange.ts';
import { findHeader, type HeaderField, type HeaderList, hasHeader, withoutHeaders } from './headers.ts';
import { bodyByteLength, type RequestPlan } from './plan.ts';
import { authorityOf, hrefOf, targetOf } from './url.ts';
import { curlHead } from './wire-curl.ts';

/** Fields the connection owns in HTTP/1, and which HTTP/2 does not know (RFC 9113 §8.2.2). */
const CONNECTION_FIELDS = [
  'Host',
  'Connection',
  'Keep-Alive',
  'Proxy-Connection',
  'Transfer-Encoding',
  'Upgrade',
  'TE',
];

/** Methods whose request says so when it has no body (RFC 9110 §8.6). */
const BODY_METHODS = new Set(['POST', 'PUT', 'PATCH', 'QUERY', 'PROPFIND', 'PROPPATCH']);

/**
 * The head as it is written: undici puts `host` and `connection` first and in lower case, and the body's length last.
 * Every preview is made from this, so that what is shown is what is sent.
 */
export function requestHead(plan: RequestPlan, version: HttpVersion): RequestHead {
  if (plan.dialect === 'curl' && version !== '2') return curlHead(plan, version);
  const host: HeaderField = ['host', hostValue(plan)];
  const typed = withoutHeaders(sentFields(plan), version === '2' ? CONNECTION_FIELDS : ['Host', 'Connection']);
  const fields: HeaderField[] =
    version === '2'
      ? [host, ...typed.map(([name, value]): HeaderField => [name.toLowerCase(), value])]
      : [host, ['connection', connectionValue(plan)], ...withoutHeaders(typed, ['Transfer-Encoding'])];
  const framing = framingField(plan, version);
  const bodyType: HeaderField[] = plan.bodyType === undefined ? [] : [['content-type', plan.bodyType]];
  return {
    method: plan.method,
    target: requestTarget(plan),
    version,
    fields: [...withoutHeaders(fields, ['Content-Length']), ...bodyType, ...(framing === undefined ? [] : [framing])],
  };
}

/** The plan's fields, and before them what this request says of who one is: each hop decides that anew. */
export function sentFields(plan: RequestPlan): HeaderList {
  return [...plan.auth.fields, ...plan.headers];
}

/** The request target: `--request-target`, absolute-form to a proxy of plain HTTP (RFC 9112 §3.2.2), else origin-form. */
export function requestTarget(plan: RequestPlan): string {
  if (plan.requestTarget !== undefined) return plan.requestTarget;
  return isForwarded(plan) ? hrefOf(plan.url) : targetOf(plan.url);
}

/** Whether a proxy reads the request and passes it on; without a proxy, or through its tunnel, the server reads it. */
export function isForwarded({ proxy, url, via }: Pick<RequestPlan, 'proxy' | 'url' | 'via'>): boolean {
  return proxy !== undefined && url.scheme === 'http' && via === undefined;
}

/** What the Host field says: what was typed, else the URL's authority. */
export function hostValue(plan: RequestPlan): string {
  const typed = plan.headers.find(([name]) => name.toLowerCase() === 'host');
  return typed === undefined ? authorityOf(plan.url) : String(typed[1]);
}

/** What the Connection field says: undici knows two values, and where slip writes the head itself, it is what was typed. */
function connectionValue(plan: RequestPlan): string {
  const typed = needsDirectSender(plan) ? findHeader(plan.headers, 'Connection') : undefined;
  return typed ?? (closesConnection(plan) ? 'close' : 'keep-alive');
}

/** Whether this request is the last on its connection: undici closes after HEAD, and where `Connection: close` is typed. */
export function closesConnection(plan: RequestPlan): boolean {
  if (plan.method === 'HEAD' || plan.method === 'CONNECT') return true;
  return plan.headers.some(
    ([name, value]) => name.toLowerCase() === 'connection' && /(?:^|,)\s*close\s*(?:,|$)/i.test(String(value)),
  );
}

/** Whether the user asked for a chunked body: curl's way is to type the field. */
export function wantsChunks(plan: RequestPlan): boolean {
  return plan.headers.some(
    ([name, value]) => name.toLowerCase() === 'transfer-encoding' && /chunked/i.test(String(value)),
  );
}

/** The length that is announced before the body; `undefined` means chunks. */
export function framedByteLength(plan: RequestPlan): number | undefined {
  if (wantsChunks(plan)) return undefined;
  // In curl's manner a typed length is one more line, unless chunks are typed away.
  const isOnlyLine = plan.dialect === 'curl' && !plan.removed.includes('transfer-encoding');
  const typed = isOnlyLine ? undefined : findHeader(plan.headers, 'Content-Length');
  return bodyByteLength(plan.body) ?? (typed === undefined ? undefined : Number(typed));
}

function framingField(plan: RequestPlan, version: HttpVersion): HeaderField | undefined {
  const byteLength = plan.body.kind === 'none' ? 0 : framedByteLength(plan);
  if (byteLength === undefined) return version === '2' ? undefined : ['transfer-encoding', 'chunked'];
  if (byteLength === 0 && !BODY_METHODS.has(plan.method)) return undefined;
  if (version === '2' && !['POST', 'PUT', 'PATCH'].includes(plan.method)) return undefined;
  return ['content-length', String(byteLength)];
}

/**
 * Whether HTTP/1 is written by slip itself: in curl's manner, and for what undici cannot express. Over HTTP/2 undici has
 * it all the same.
 */
export function needsDirectSender(plan: RequestPlan): boolean {
  const isBeyondUndici = ['Expect', 'Upgrade', 'Keep-Alive'].some((name) => hasHeader(plan.headers, name));
  return plan.dialect === 'curl' || plan.connection.http === '1.0' || isBeyondUndici;
}
