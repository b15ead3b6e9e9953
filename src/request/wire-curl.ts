import type { RequestHead } from './exchange.ts';
import { type HeaderField, type HeaderList, withoutHeaders } from './headers.ts';
import { bodyByteLength, type RequestPlan } from './plan.ts';
import { authorityOf } from './url.ts';
import { framedByteLength, isForwarded, requestTarget } from './wire.ts';

/** A body of more bytes, or of a length that nobody knows, waits for a 100 (Continue) first: curl's bound. */
const EXPECT_ABOVE_BYTES = 1024 * 1024;

/** Fields that curl writes by itself between who one is and the cookies, in its order. */
const LEADING = ['range', 'user-agent', 'accept', 'te', 'accept-encoding', 'referer'];

/** The head as curl writes it: Host first, then its own fields, what was typed, and what the body needs. */
export function curlHead(plan: RequestPlan, version: '1.0' | '1.1'): RequestHead {
  const fields = withoutHeaders(plan.headers, ['Host', 'Connection']);
  const leading = leadingCount(fields);
  return {
    method: plan.method,
    target: requestTarget(plan),
    version,
    fields: [
      ...hostFields(plan),
      ...plan.auth.fields,
      ...fields.slice(0, leading),
      ...proxyFields(plan),
      ...chunkedFields(plan, version),
      ...fields.slice(leading),
      ...bodyFields(plan, version),
      ...connectionFields(plan),
    ],
  };
}

/** How many fields at the start are curl's own: they come in its order, and what was typed hardly ever goes on with it. */
function leadingCount(fields: HeaderList): number {
  let last = -1;
  const end = fields.findIndex(([name]) => {
    const place = LEADING.indexOf(name.toLowerCase());
    const isNext = place > last;
    last = place;
    return !isNext;
  });
  return end < 0 ? fields.length : end;
}

function hostFields(plan: RequestPlan): HeaderList {
  const typed = plan.headers.find(([name]) => name.toLowerCase() === 'host');
  if (typed !== undefined) {
    const [, value, gap] = typed;
    return [gap === undefined ? ['Host', value] : ['Host', value, gap]];
  }
  return plan.removed.includes('host') ? [] : [['Host', authorityOf(plan.url)]];
}

function proxyFields(plan: RequestPlan): HeaderList {
  return isForwarded(plan) && !isSettled(plan, 'proxy-connection') ? [['Proxy-Connection', 'Keep-Alive']] : [];
}

function chunkedFields(plan: RequestPlan, version: '1.0' | '1.1'): HeaderList {
  const isUnknown = hasBody(plan) && framedByteLength(plan) === undefined && version === '1.1';
  return isUnknown && !isSettled(plan, 'transfer-encoding') ? [['Transfer-Encoding', 'chunked']] : [];
}

function bodyFields(plan: RequestPlan, version: '1.0' | '1.1'): HeaderList {
  if (!hasBody(plan)) return [];
  const byteLength = framedByteLength(plan);
  const fields: HeaderField[] = [];
  if (byteLength !== undefined && !isSettled(plan, 'content-length')) {
    fields.push(['Content-Length', String(byteLength)]);
  }
  if (plan.bodyType !== undefined) fields.push(['Content-Type', plan.bodyType]);
  // The client's own length counts, also of a body that is to go in chunks.
  const ownLength = bodyByteLength(plan.body);
  const isLarge = ownLength === undefined || ownLength > EXPECT_ABOVE_BYTES;
  if (isLarge && version === '1.1' && !isSettled(plan, 'expect')) fields.push(['Expect', '100-continue']);
  return fields;
}

/** What was typed for the connection comes last. */
function connectionFields(plan: RequestPlan): HeaderList {
  return plan.headers.filter(([name]) => name.toLowerCase() === 'connection');
}

/** What curl makes a request with a body of, even an empty one; a typed method does not change that. */
function hasBody({ impliedMethod }: RequestPlan): boolean {
  return impliedMethod === 'POST' || impliedMethod === 'PUT';
}

function isSettled(plan: RequestPlan, lowerName: string): boolean {
  return plan.removed.includes(lowerName) || plan.headers.some(([name]) => name.toLowerCase() === lowerName);
}
