import type { HttpVersion, RequestHead } from './exchange.ts';
import { addsExpectation, bodyFraming, hasBody, isSettled } from './framing.ts';
import { type HeaderField, type HeaderList, hasHeader, isTyped, withoutHeaders } from './headers.ts';
import type { RequestPlan } from './plan.ts';
import { isForwarded, requestTarget, shownTarget } from './target.ts';
import { authorityOf } from './url.ts';

/** Where curl puts the fields that it adds itself: behind who one is and before what is typed these, … */
const BEFORE_TYPED = [
  'range',
  'content-range',
  'user-agent',
  'accept',
  'te',
  'accept-encoding',
  'referer',
  'proxy-connection',
  'transfer-encoding',
  'alt-used',
  'cookie',
  'if-modified-since',
  'if-unmodified-since',
];

/** … and these behind it. */
const BEHIND_TYPED = ['content-length', 'content-type', 'expect'];

/** Fields that HTTP/2 does not know (RFC 9113 §8.2.2). */
const HTTP1_FIELDS = ['Connection', 'Keep-Alive', 'Proxy-Connection', 'Transfer-Encoding', 'Upgrade'];

/** A plan's head with curl's fields in curl's order; a typed `Host` takes curl's place, any other its own. */
export function curlHead(plan: RequestPlan, version: HttpVersion): RequestHead {
  const { headers, tunnel } = plan;
  const proxied = isForwarded(plan);
  const typed = withoutHeaders(headers.filter(isTyped), ['Host', 'Connection']);
  const own = headers.filter((field) => !isTyped(field));
  const asksCodings = plan.http1.asksTransferCodings && !isSettled(plan, 'TE');
  if (asksCodings) own.push(['TE', 'gzip']);
  if (proxied && !isSettled(plan, 'Proxy-Connection') && !isSettled(tunnel, 'Proxy-Connection')) {
    own.push(['Proxy-Connection', 'Keep-Alive']);
  }
  own.push(...framingFields(plan));
  if (plan.bodyType !== undefined && hasBody(plan)) own.push(['Content-Type', plan.bodyType]);
  if (addsExpectation(plan, version)) own.push(['Expect', '100-continue']);
  const fields = [
    ...hostField(plan),
    ...plan.auth.fields,
    ...inOrder(own, BEFORE_TYPED),
    ...typed,
    ...(proxied ? tunnel.headers : []),
    ...own.filter(([name]) => ![...BEFORE_TYPED, ...BEHIND_TYPED].includes(name.toLowerCase())),
    ...inOrder(own, BEHIND_TYPED),
    ...connectionFields(headers, asksCodings),
  ];
  const head = { method: plan.method, target: requestTarget(plan), shownTarget: shownTarget(plan), version };
  return { ...head, fields: version === '2' ? withoutHeaders(fields, HTTP1_FIELDS) : fields };
}

/** The head of a request for a tunnel (CONNECT, RFC 9110 §9.3.6): the same in both dialects. */
export function connectHead({ tunnel }: RequestPlan, authority: string, auth: HeaderList): RequestHead {
  const own: HeaderField[] = [['Host', authority], ...auth];
  if (tunnel.userAgent !== undefined) own.push(['User-Agent', tunnel.userAgent]);
  own.push(['Proxy-Connection', 'Keep-Alive']);
  // Here curl writes typed lines anew.
  const typed = tunnel.headers.map(([name, value]): HeaderField => [name, value]);
  const fields = [...own.filter(([name]) => !isSettled(tunnel, name)), ...typed];
  return { method: 'CONNECT', target: authority, shownTarget: authority, version: tunnel.version, fields };
}

function hostField(plan: RequestPlan): HeaderList {
  const typed = plan.headers.find(([name]) => name.toLowerCase() === 'host');
  if (typed !== undefined) return [['Host', typed[1], typed[2] ?? ' ']];
  return isSettled(plan, 'Host') ? [] : [['Host', authorityOf(plan.url)]];
}

/** The fields of these names, in the order of the names. */
function inOrder(fields: HeaderList, names: readonly string[]): HeaderList {
  return names.flatMap((name) => fields.filter(([candidate]) => candidate.toLowerCase() === name));
}

/** Of a length, a typed one counts; chunks are announced in curl's place unless they are typed. */
function framingFields(plan: RequestPlan): HeaderList {
  const framing = bodyFraming(plan);
  switch (framing.kind) {
    case 'none':
    case 'bare':
      return [];
    case 'length':
      return isSettled(plan, 'Content-Length') ? [] : [['Content-Length', String(framing.byteLength)]];
    case 'chunked':
      return hasHeader(plan.headers, 'Transfer-Encoding') ? [] : [['Transfer-Encoding', 'chunked']];
  }
}

/** The first one typed, with what curl has to add; then the others that are typed, if not empty. curl never says keep-alive. */
function connectionFields(headers: HeaderList, asksCodings: boolean): HeaderList {
  const [first, ...others] = headers.filter(([name, value]) => name.toLowerCase() === 'connection' && value !== '');
  const values = [...(first === undefined ? [] : [String(first[1])]), ...(asksCodings ? ['TE'] : [])];
  return values.length === 0 ? [] : [['Connection', values.join(', ')], ...others];
}
