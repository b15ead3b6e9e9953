import { type ClientHttp2Session, connect } from 'node:http2';
import type { Host } from '../host.ts';
import type { RequestPlan } from '../request/plan.ts';
import { authorityOf } from '../request/url.ts';
import { beginStream, type Session } from './http2-exchange.ts';
import type { Fate, Line } from './line.ts';
import type { Reached } from './reach.ts';
import { MAX_HEAD_BYTES } from './reply-reader.ts';

/** Fields of a head; Node's bound is 128, beyond which it would reset the stream. */
const MAX_HEAD_FIELDS = 16_384;

/** What may be under way in a stream, and on the connection, before the server waits to hear that it was taken. */
const WINDOW_BYTES = { stream: 256 * 1024, connection: 512 * 1024 };

/** What waits in Node for all streams; beyond its 10 MB it would refuse more of them. */
const MAX_WAITING_MEGABYTES = 256;

/** So many requests at once, until the server has said how many it takes, and at most: curl's number. */
const MAX_STREAMS = 100;

/** A line of HTTP/2, each request in a stream of its own. */
export function http2Line(plan: RequestPlan, reached: Reached, connectionIndex: number, host: Host): Line {
  const { socket, trouble } = reached;
  const unread: Session['unread'] = new Set();
  const cut: Session['cut'] = new WeakSet();
  // Before Node hears of it: what a stream has received and nobody has read is thrown away then, and each of them ends.
  socket.once('close', () => {
    for (const stream of unread) {
      if (!stream.destroyed && !stream.closed && stream.state.remoteClose !== 1) cut.add(stream);
      while (stream.read() !== null);
    }
  });
  const { session, limit } = openSession(plan, socket);
  const fates = new WeakMap<object, Fate>();
  const place: Session = { ...reached, session, index: connectionIndex, unread, cut, goneAway: undefined };
  let streamCount = 0;
  session.on('error', (error) => {
    trouble.error ??= error;
  });
  session.on('goaway', (code, lastStreamId) => {
    place.goneAway ??= { code, lastStreamId };
    leaveIfDone();
  });
  // Some servers say that they go, and leave it to us.
  const leaveIfDone = (): void => {
    if (streamCount === 0 && place.goneAway !== undefined) socket.destroy();
  };
  return {
    isFree: () => streamCount < limit(),
    isClosed: () => session.closed || session.destroyed || socket.destroyed || !socket.writable,
    isShared: true,
    fate: (error) => (typeof error === 'object' && error !== null ? fates.get(error) : undefined) ?? 'heard',
    send(errand) {
      streamCount++;
      return beginStream(place, errand, host, {
        onGone() {
          streamCount--;
          leaveIfDone();
        },
        onFate: (error, fate) => void fates.set(error, fate),
      });
    },
    async destroy() {
      session.destroy();
      socket.destroy();
    },
  };
}

/** The session on a socket, and how many streams it may have. */
function openSession(
  { url }: RequestPlan,
  socket: Reached['socket'],
): { readonly session: ClientHttp2Session; limit(): number } {
  let limit = MAX_STREAMS;
  const session = connect(`${url.scheme}://${authorityOf(url)}`, {
    createConnection: () => socket,
    peerMaxConcurrentStreams: MAX_STREAMS,
    maxHeaderListPairs: MAX_HEAD_FIELDS,
    maxSessionMemory: MAX_WAITING_MEGABYTES,
    settings: { enablePush: false, initialWindowSize: WINDOW_BYTES.stream, maxHeaderListSize: MAX_HEAD_BYTES },
  });
  session.once('connect', () => {
    // A request that cannot be sent may have ended the run by then.
    if (!session.destroyed) session.setLocalWindowSize(WINDOW_BYTES.connection);
  });
  session.on('remoteSettings', ({ maxConcurrentStreams }) => {
    limit = Math.min(maxConcurrentStreams ?? MAX_STREAMS, MAX_STREAMS);
  });
  return { session, limit: () => limit };
}
