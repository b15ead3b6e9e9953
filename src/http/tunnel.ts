import type { Socket } from 'node:net';
import { proxyRounds } from '../auth/proxy-rounds.ts';
import { Failure } from '../failure.ts';
import type { ReplyHead, TunnelReport } from '../request/exchange.ts';
import { headerValues } from '../request/headers.ts';
import type { HttpProxy, RequestPlan } from '../request/plan.ts';
import type { TraceEvent } from '../request/trace.ts';
import { authorityOf } from '../request/url.ts';
import { connectHead } from '../request/wire-curl.ts';
import type { Connection } from './connect.ts';
import { explainTransport } from './explain.ts';
import { RefusedTunnel } from './refused-tunnel.ts';
import { bodyReader } from './reply-body.ts';
import { replyFraming } from './reply-framing.ts';
import { headEnd, isInterim, mayBeHead, notHttp, parseHead, unfolded } from './reply-head.ts';
import { headBytes } from './request-writer.ts';

/** A way through an HTTP proxy, and what it took. */
export interface Tunnel {
  /** Its connection to the proxy, whose socket now reaches the server. */
  readonly connection: Connection;
  readonly report: TunnelReport;
}

/** What a tunnel is opened with. */
export interface TunnelErrand {
  readonly plan: RequestPlan;
  readonly proxy: HttpProxy;
  readonly signal: AbortSignal;
  /** Gives a connected, and for an https proxy secured, socket to the proxy itself; a new one at each call. */
  connectToProxy(): Promise<Connection>;
  tell(event: TraceEvent): void;
  randomBytes(count: number): Uint8Array;
}

/** The largest reply taken: curl's bound. */
const MAX_HEAD_BYTES = 300 * 1024;

/**
 * Asks the plan's proxy for a tunnel (CONNECT, RFC 9110 §9.3.6).
 *
 * @throws RefusedTunnel; Failure `receive` when the proxy goes away instead of answering, `notHttp`, those of
 * `connectToProxy`; the signal's reason.
 */
export async function openTunnel(errand: TunnelErrand): Promise<Tunnel> {
  const { plan, proxy, signal, connectToProxy, tell } = errand;
  const name = `the proxy ${authorityOf(proxy.url)}`;
  const { writtenHost, host, port } = { writtenHost: undefined, ...(plan.via ?? plan.url) };
  const authority = `${writtenHost ?? host}:${port}`;
  const rounds = proxyRounds(proxy, authority, errand.randomBytes);
  const heads: Uint8Array[] = [];
  let fields = rounds.next().value;
  let connection = await connectToProxy();
  while (true) {
    const request = connectHead(plan, authority, fields ?? []);
    tell({ kind: 'requestHead', head: request });
    connection.socket.write(headBytes(request));
    const reply = await readHead(connection.socket, name, signal, (bytes) => {
      heads.push(bytes);
      tell({ kind: 'replyHead', bytes });
    });
    const report = { heads, status: reply.status };
    if (reply.status >= 200 && reply.status < 300) return { connection, report };
    fields = reply.status === 407 ? rounds.next(headerValues(reply.headers, 'proxy-authenticate')).value : undefined;
    if (fields === undefined) {
      connection.socket.destroy();
      throw refused(name, authority, report);
    }
    if (!(await isDrained(connection.socket, reply, name, signal))) {
      connection.socket.destroy();
      connection = await connectToProxy();
    }
  }
}

function refused(name: string, authority: string, report: TunnelReport): RefusedTunnel {
  const sentence = `${name} answered ${report.status} to the request for a tunnel to ${authority}`;
  const hint = report.status === 407 ? '--proxy-user USER:PASSWORD tells it who you are' : undefined;
  return new RefusedTunnel(sentence, report, hint);
}

/** The final head, interim ones told too. What comes behind it stays in the socket. */
async function readHead(
  socket: Socket,
  name: string,
  signal: AbortSignal,
  onHead: (bytes: Uint8Array) => void,
): Promise<ReplyHead> {
  let waiting: Buffer = Buffer.alloc(0);
  let final: ReplyHead | undefined;
  await takeBytes(socket, name, signal, (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    if (!mayBeHead(waiting, 'curl')) throw notHttp(name);
    if (waiting.length > MAX_HEAD_BYTES) throw new Failure('receive', `the reply of ${name} is larger than 300 kB`);
    for (let end = headEnd(waiting, 'curl'); end !== undefined; end = headEnd(waiting, 'curl')) {
      const bytes = unfolded(waiting.subarray(0, end));
      const head = { ...parseHead(bytes, name, 'curl'), bytes };
      onHead(bytes);
      waiting = waiting.subarray(end);
      if (isInterim(head)) continue;
      final = head;
      return waiting;
    }
    return undefined;
  });
  if (final === undefined) throw new Error('bytes are taken until there is a head');
  return final;
}

/** Reads the body of a reply that another request is to follow; gives whether it may. */
async function isDrained(socket: Socket, reply: ReplyHead, name: string, signal: AbortSignal): Promise<boolean> {
  const http1 = { asksTransferCodings: false, raw: false, ignoresLength: false };
  const framing = replyFraming(reply, { host: name, bodyless: false, proxied: true, http1 });
  if (!framing.keepsAlive) return false;
  const body = bodyReader(framing.body, false, name);
  if (body.isComplete()) return true;
  await takeBytes(socket, name, signal, (chunk) => {
    const used = body.take(chunk, () => {});
    return body.isComplete() ? chunk.subarray(used) : undefined;
  });
  return true;
}

/** Hands over bytes until `take` gives those that it leaves, which go back into the socket. */
function takeBytes(
  socket: Socket,
  name: string,
  signal: AbortSignal,
  take: (bytes: Buffer) => Buffer | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', fail);
      signal.removeEventListener('abort', onAbort);
    };
    const fail = (error: unknown): void => {
      finish();
      socket.on('error', () => {}).destroy();
      reject(signal.aborted ? signal.reason : explainTransport(error, name, { heard: true, headIn: false }));
    };
    const onAbort = (): void => fail(signal.reason);
    const onEnd = (): void => fail(new Failure('receive', `${name} closed the connection when asked for a tunnel`));
    const onData = (bytes: Buffer): void => {
      let left: Buffer | undefined;
      try {
        left = take(bytes);
      } catch (error) {
        fail(error);
      }
      if (left === undefined) return;
      socket.pause();
      finish();
      if (left.length > 0) socket.unshift(left);
      resolve();
    };
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    // Once paused, a socket does not flow again because somebody listens.
    socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', fail).resume();
  });
}
