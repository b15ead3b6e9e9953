import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { AnswerAct, CaseExchange } from './case-file.ts';

/** A request as it came, a chunked body without its chunks. */
export interface HeardRequest {
  /** Without line ends, the empty line left out. */
  readonly head: readonly string[];
  readonly body: Buffer;
}

/** A server on the loopback that plays a part: to each request in turn the answer that is written for it. */
export interface CaseServer {
  readonly port: number;
  /** What to answer from now on. */
  play(exchanges: readonly CaseExchange[]): void;
  /** The requests since `play`; one that nobody looks at is left out. */
  heard(): readonly HeardRequest[];
  /** Closes every connection. */
  stop(): Promise<void>;
}

/** What a server's actions act on. */
export interface CaseStage {
  /** The bytes of a text, once its placeholders are known. */
  readonly bytesOf: (text: string) => Buffer;
  readonly pass: (durationMs: number) => void;
  readonly interrupt: () => void;
  /** Also listen here. */
  readonly socketPath?: string;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function startCaseServer(stage: CaseStage): Promise<CaseServer> {
  const sockets = new Set<Socket>();
  let expected: CaseExchange[] = [];
  let requests: HeardRequest[] = [];
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true).on('close', () => sockets.delete(socket));
    // The client may go away whenever it likes: what it got is what counts.
    socket.on('error', () => {});
    let unread: Buffer = Buffer.alloc(0);
    let answering = Promise.resolve();
    const answer = (acts: readonly AnswerAct[] | undefined): void => {
      answering = answering.then(() => (acts === undefined ? void socket.destroy() : perform(acts, socket, stage)));
    };
    socket.on('data', (chunk: Buffer) => {
      // Whoever has closed does not listen, though the other side may not know it yet.
      if (socket.writableEnded) return;
      unread = Buffer.concat([unread, chunk]);
      if (expected[0] !== undefined && expected[0].request === undefined) {
        unread = Buffer.alloc(0);
        return answer(expected.shift()?.answer);
      }
      for (let next = takeRequest(unread); next !== undefined; next = takeRequest(unread)) {
        requests.push(next.request);
        unread = next.rest;
        answer(expected.shift()?.answer);
      }
    });
  };
  const byPort = await listening(serve, { port: 0, host: '127.0.0.1' });
  const byPath = stage.socketPath === undefined ? [] : [await listening(serve, { path: stage.socketPath })];
  return {
    port: portOf(byPort),
    play(exchanges) {
      expected = [...exchanges];
      requests = [];
    },
    heard: () => requests,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await Promise.all([byPort, ...byPath].map(closed));
    },
  };
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await listening(() => {}, { port: 0, host: '127.0.0.1' });
  const port = portOf(server);
  await closed(server);
  return port;
}

async function listening(
  serve: (socket: Socket) => void,
  place: { readonly port: number; readonly host: string } | { readonly path: string },
): Promise<Server> {
  const server = createServer(serve).listen(place);
  await once(server, 'listening');
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port; // a server that listens on a port has such an address
}

async function closed(server: Server): Promise<void> {
  await new Promise((resolve) => server.close(resolve));
}

/** The first whole request in the bytes, and what comes after it. */
function takeRequest(bytes: Buffer): { readonly request: HeardRequest; readonly rest: Buffer } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  // Latin-1, so that every byte of a head is one character until the head is compared.
  const head = bytes.toString('latin1', 0, headEnd).split('\r\n');
  const rest = bytes.subarray(headEnd + 4);
  if (/^chunked$/i.test(fieldOf(head, 'transfer-encoding'))) {
    const taken = takeChunks(rest);
    return taken === undefined ? undefined : { request: { head, body: taken.body }, rest: taken.rest };
  }
  const length = Number(fieldOf(head, 'content-length'));
  if (rest.length < length) return undefined;
  return { request: { head, body: rest.subarray(0, length) }, rest: rest.subarray(length) };
}

function takeChunks(bytes: Buffer): { readonly body: Buffer; readonly rest: Buffer } | undefined {
  const pieces: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const length = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2 + length + 2;
    if (bytes.length < at) return undefined;
    if (length === 0) return { body: Buffer.concat(pieces), rest: bytes.subarray(at) };
    pieces.push(bytes.subarray(lineEnd + 2, at - 2));
  }
}

function fieldOf(head: readonly string[], name: string): string {
  const line = head.find((candidate) => candidate.toLowerCase().startsWith(`${name}:`));
  return line === undefined ? '' : line.slice(name.length + 1).trim();
}

/** Does what an answer says, one thing after another. */
async function perform(acts: readonly AnswerAct[], socket: Socket, stage: CaseStage): Promise<void> {
  const bodyBytes = acts.reduce((total, act) => total + contentOf(act, stage).byteLength, 0);
  let isChunked = false;
  let piece: Buffer[] = [];
  const write = async (...bytes: readonly Buffer[]): Promise<void> => {
    if (bytes.length === 0 || socket.destroyed) return;
    await new Promise((resolve) => socket.write(Buffer.concat(bytes), resolve));
    // Two turns of the event loop, so that the other side has read this before there is more: the first may be over
    // before sockets are looked at again.
    for (let turn = 0; turn < 2; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const flush = async (isLast = false): Promise<void> => {
    const content = Buffer.concat(piece);
    piece = [];
    if (content.length === 0) return;
    // The close goes out with the last bytes: who has read them has not asked for more on this connection meanwhile.
    if (isLast && !isChunked) return void socket.write(content);
    if (isChunked) await write(Buffer.from(`${content.length.toString(16)}\r\n`), content, Buffer.from('\r\n'));
    else await write(content);
  };
  for (const act of acts) {
    if (act.kind === 'body' || act.kind === 'base64') {
      piece.push(contentOf(act, stage));
      continue;
    }
    await flush(act.kind === 'close');
    switch (act.kind) {
      case 'head': {
        const lines = act.lines.map((line) =>
          /^content-length: auto$/i.test(line) ? `${line.slice(0, 16)}${bodyBytes}` : line,
        );
        isChunked = lines.some((line) => /^transfer-encoding: chunked$/i.test(line));
        await write(stage.bytesOf(lines.map((line) => `${line}\\r\\n`).join('')), Buffer.from('\r\n'));
        break;
      }
      case 'raw':
        await write(stage.bytesOf(act.text));
        break;
      case 'later':
        stage.pass(act.durationMs);
        break;
      case 'interrupt':
        stage.interrupt();
        break;
      case 'chunk':
        break;
      case 'close':
        socket.end();
        return;
      case 'reset':
        socket.resetAndDestroy();
        return;
      case 'wait':
        return;
    }
  }
  await flush();
  if (isChunked) await write(Buffer.from('0\r\n\r\n'));
}

function contentOf(act: AnswerAct, stage: CaseStage): Buffer {
  if (act.kind === 'base64') return Buffer.from(act.text, 'base64');
  return act.kind === 'body' ? stage.bytesOf(act.text) : Buffer.alloc(0);
}
