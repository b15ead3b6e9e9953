import type { Dispatcher } from 'undici';
import type { Host } from '../host.ts';
import { framedByteLength } from '../request/framing.ts';
import { withoutHeaders } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { hostValue, requestTarget } from '../request/target.ts';
import { encodeTarget } from '../request/url-encoding.ts';
import { requestHead } from '../request/wire.ts';
import { Secret } from '../secret.ts';
import { openPacedBody } from './send-body.ts';

/**
 * A plan as undici takes it. Secrets are revealed here, at the moment of sending.
 *
 * @param onSent is told of each piece of the body that is handed over, and waited for where the body comes in pieces.
 */
export function dispatchOptions(
  plan: RequestPlan,
  host: Host,
  onSent: (bytes: Uint8Array) => Promise<void>,
): Dispatcher.DispatchOptions {
  const body = openPacedBody(plan, host);
  const byteLength = framedByteLength(plan);
  const headers: string[] = ['host', hostValue(plan)];
  const { fields } = requestHead(plan, '2');
  for (const [name, value] of withoutHeaders(fields, ['Host', 'Content-Length', 'Transfer-Encoding'])) {
    headers.push(name, value instanceof Secret ? value.reveal() : value);
  }
  if (byteLength !== undefined && body !== undefined) headers.push('content-length', String(byteLength));
  return {
    method: plan.method as Dispatcher.HttpMethod, // any token goes through; the type names the registered ones
    path: encodeTarget(requestTarget(plan)),
    headers,
    // undici announces a buffer's length, also where chunks are asked for, and in HTTP/2 lets only these methods have one.
    body:
      body === undefined
        ? null
        : watched(
            body instanceof Uint8Array && (byteLength === undefined || !isUsualBody(plan)) ? [body] : body,
            onSent,
          ),
  } as Dispatcher.DispatchOptions; // undici's types leave out the iterables that it takes
}

function isUsualBody(plan: RequestPlan): boolean {
  return ['POST', 'PUT', 'PATCH'].includes(plan.method);
}

/** The body, with word of each chunk that has been handed over. */
function watched(
  body: Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  onSent: (bytes: Uint8Array) => Promise<void>,
): unknown {
  if (body instanceof Uint8Array) {
    void onSent(body);
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }
  return (async function* () {
    for await (const chunk of body) {
      if (chunk.byteLength > 0) yield chunk;
      await onSent(chunk);
    }
  })();
}
