import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';
import { withCarriageReturns } from '../request/line-ends.ts';
import { encodePart, type Multipart, type PartContent } from '../request/multipart.ts';
import type { BodySource, RequestPlan } from '../request/plan.ts';
import { paced } from './pace.ts';

/**
 * The bytes of a plan's body, no faster than its limits allow.
 *
 * @param passing a piece may be overwritten by the next one, as soon as that is asked for.
 * @throws Failure `read` while iterating, when a file cannot be read.
 */
export function openPacedBody(
  { body, limits }: Pick<RequestPlan, 'body' | 'limits'>,
  host: Host,
  passing?: 'passing',
): Uint8Array | AsyncIterable<Uint8Array> | undefined {
  const opened = openBody(body, host, passing);
  const { bytesPerSecond } = limits;
  if (opened === undefined || bytesPerSecond === undefined) return opened;
  return paced(opened instanceof Uint8Array ? [opened] : opened, bytesPerSecond, host);
}

/**
 * A body's bytes, opened anew at each call: a redirect that keeps the body sends it again.
 *
 * @throws Failure `read` while iterating, when a file cannot be read.
 */
export function openBody(
  body: BodySource,
  host: Host,
  passing?: 'passing',
): Uint8Array | AsyncIterable<Uint8Array> | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'bytes':
      return body.bytes;
    case 'file':
      return readFile(body.path, host, passing, body.startByte);
    case 'stdin':
      return host.stdin.chunks(passing);
    case 'crlf':
      return withCarriageReturns(
        body.of.kind === 'file' ? readFile(body.of.path, host, passing) : host.stdin.chunks(passing),
      );
    case 'multipart':
      return multipartChunks(body.multipart, host, passing);
  }
}

async function* multipartChunks(multipart: Multipart, host: Host, passing?: 'passing'): AsyncGenerator<Uint8Array> {
  for (const part of multipart.parts) {
    yield part.head;
    yield* encodePart(part, partChunks(part.content, host, passing));
  }
  yield multipart.trailer;
}

async function* partChunks(content: PartContent, host: Host, passing?: 'passing'): AsyncGenerator<Uint8Array> {
  switch (content.kind) {
    case 'bytes':
      yield content.bytes;
      return;
    case 'file':
      yield* readFile(content.path, host, passing);
      return;
    case 'stdin':
      yield* host.stdin.chunks(passing);
  }
}

async function* readFile(
  path: string,
  host: Host,
  passing?: 'passing',
  startByte?: number,
): AsyncGenerator<Uint8Array> {
  try {
    yield* host.files.stream(path, startByte, passing);
  } catch (error) {
    throw new Failure('read', `${path} cannot be read`, { cause: error });
  }
}
