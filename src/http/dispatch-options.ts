import { subscribe } from 'node:diagnostics_channel';
import type { Dispatcher } from 'undici';
import type { Host } from '../host.ts';
import { withoutHeaders } from '../request/headers.ts';
import type { RequestPlan } from '../request/plan.ts';
import { framedByteLength, hostValue, requestTarget, sentFields } from '../request/wire.ts';
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
  const target = requestTarget(plan);
  const isPath = /^(?:\/|https?:\/\/)/.test(target);
  const body = openPacedBody(plan, host);
  const byteLength = framedByteLength(plan);
  const headers: string[] = ['host', hostValue(plan)];
  for (const [name, value] of withoutHeaders(sentFields(plan), ['Host', 'Content-Length', 'Transfer-Encoding'])) {
    headers.push(name, value instanceof Secret ? value.reveal() : value);
  }
  if (byteLength !== undefined && body !== undefined) headers.push('content-length', String(byteLength));
  return {
    method: plan.method as Dispatcher.HttpMethod, // any token goes through; the type names the registered ones
    path: isPath ? target : aliasTarget(target),
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

/** Targets that are no path, such as `*`, by the path that stands in for them until undici has checked it. */
const aliasedTargets = new Map<string, string>();

/** undici lets paths only through its check, but its documented `request:create` channel may still change one. */
function aliasTarget(target: string): string {
  if (aliasedTargets.size === 0) {
    subscribe('undici:request:create', (message) => {
      const { request } = message as { request: { path: string } }; // the channel's documented message
      request.path = aliasedTargets.get(request.path) ?? request.path;
    });
  }
  const alias = `/slip-request-target-${aliasedTargets.size}`;
  aliasedTargets.set(alias, target);
  return alias;
}
