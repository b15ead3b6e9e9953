import type { HttpVersion, RequestHead } from './exchange.ts';
import { bodyFraming, framedByteLength, http1Version } from './framing.ts';
import { findHeader, type HeaderField, type HeaderList, hasHeader, withoutHeaders } from './headers.ts';
import type { RequestPlan } from './plan.ts';
import { hostValue, isForwarded, requestTarget, shownTarget } from './target.ts';
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
 * The head as it is written. Every preview is made from this, so that what is shown is what is sent. In slip's dialect
 * `host` and `connection` come first and in lower case, and the body's length last.
 */
export function requestHead(plan: RequestPlan, version: HttpVersion): RequestHead {
  if (plan.dialect === 'curl') return curlHead(plan, version);
  const host: HeaderField = ['host', hostValue(plan)];
  const typed = withoutHeaders(sentFields(plan), version === '2' ? CONNECTION_FIELDS : ['Host', 'Connection']);
  const asksCodings = plan.http1.asksTransferCodings && !hasHeader(typed, 'TE');
  const connection = `${connectionValue(plan)}${asksCodings ? ', TE' : ''}`;
  const fields: HeaderField[] =
    version === '2'
      ? [host, ...typed.map(([name, value]): HeaderField => [name.toLowerCase(), value])]
      : [
          host,
          ['connection', connection],
          ...(asksCodings ? [['te', 'gzip'] as const] : []),
          ...withoutHeaders(typed, ['Transfer-Encoding']),
        ];
  const framing = framingField(plan, version);
  return {
    method: plan.method,
    target: requestTarget(plan),
    shownTarget: shownTarget(plan),
    version,
    fields: [...withoutHeaders(fields, ['Content-Length']), ...(framing === undefined ? [] : [framing])],
  };
}

/** The version that a preview shows, as nobody has been asked yet. */
export function previewVersion(plan: RequestPlan): HttpVersion {
  return plan.connection.http === '2-prior-knowledge' ? '2' : http1Version(plan);
}

/** Whether the plan says something that HTTP/2 cannot, or that slip does not say in it: it stays with HTTP/1. */
export function needsHttp1(plan: RequestPlan): boolean {
  const { allowsHttp09, asksTransferCodings, raw, ignoresLength } = plan.http1;
  if (plan.connection.http === '1.0' || allowsHttp09 || asksTransferCodings || raw || ignoresLength) return true;
  return unsendableField(plan) !== undefined || !/^(?:\/|https?:\/\/)/.test(requestTarget(plan));
}

/** Whether the plan has a field that is not for HTTP/2; names it. */
export function unsendableField(plan: RequestPlan): string | undefined {
  return ['Expect', 'Upgrade', 'Keep-Alive'].find((name) => hasHeader(plan.headers, name));
}

/**
 * The plan's fields, before them what this request says of who one is, and behind them what is for a plain proxy: each
 * hop decides that anew.
 */
export function sentFields(plan: RequestPlan): HeaderList {
  return [...plan.auth.fields, ...plan.headers, ...(isForwarded(plan) ? plan.tunnel.headers : [])];
}

/** What the Connection field says: what was typed. */
function connectionValue(plan: RequestPlan): string {
  return findHeader(plan.headers, 'Connection') ?? (closesConnection(plan) ? 'close' : 'keep-alive');
}

/** Whether this request is the last on its connection: after HEAD, and where `Connection: close` is typed. */
export function closesConnection(plan: RequestPlan): boolean {
  if (plan.method === 'HEAD' || plan.method === 'CONNECT') return true;
  return plan.headers.some(
    ([name, value]) => name.toLowerCase() === 'connection' && /(?:^|,)\s*close\s*(?:,|$)/i.test(String(value)),
  );
}

function framingField(plan: RequestPlan, version: HttpVersion): HeaderField | undefined {
  if (version === '2') {
    const byteLength = plan.body.kind === 'none' ? 0 : framedByteLength(plan);
    const isSaid = byteLength !== undefined && ['POST', 'PUT', 'PATCH'].includes(plan.method);
    return isSaid ? ['content-length', String(byteLength)] : undefined;
  }
  const framing = bodyFraming(plan);
  switch (framing.kind) {
    case 'none':
      return BODY_METHODS.has(plan.method) ? ['content-length', '0'] : undefined;
    case 'length':
      if (framing.byteLength === 0 && !BODY_METHODS.has(plan.method)) return undefined;
      return ['content-length', String(framing.byteLength)];
    case 'chunked':
      return ['transfer-encoding', 'chunked'];
    case 'bare':
      return undefined;
  }
}
