import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';

/** A server that answers by the path asked for, and keeps every byte that it was sent. */
export interface Recorder {
  readonly port: number;
  /** What came since the last call, one text of bytes (latin-1) for each connection, in the order of connecting. */
  take(): readonly string[];
  stop(): Promise<void>;
}

const JSON_BODY = '{"title":"Dune","year":1965}';

/** The bytes of UTF-8 as text of bytes. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

function reply(status: string, fields: readonly string[], body: string | Buffer = ''): Buffer {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, ...fields, `Content-Length: ${bytes.length}`, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
}

/** Replies by path; `close` ends the connection behind one. A path that is not here is answered with 404. */
const REPLIES: Readonly<Record<string, { readonly bytes: Buffer; readonly close?: true }>> = {
  '/json': { bytes: reply('200 OK', ['Content-Type: application/json', 'X-Case: KePt'], JSON_BODY) },
  '/text': { bytes: reply('200 OK', ['Content-Type: text/plain', 'Set-Cookie: a=1; Path=/'], 'line one\nline two\n') },
  '/empty': { bytes: reply('200 OK', []) },
  '/204': { bytes: Buffer.from('HTTP/1.1 204 No Content\r\nX: y\r\n\r\n') },
  '/gzip': { bytes: reply('200 OK', ['Content-Encoding: gzip'], gzipSync('packed text')) },
  '/deflate': { bytes: reply('200 OK', ['Content-Encoding: deflate'], deflateSync('packed text')) },
  '/folded': { bytes: Buffer.from('HTTP/1.1 200 Fine  enough\r\nX-Fold: a\r\n  b\r\nContent-Length: 2\r\n\r\nok') },
  '/bare': { bytes: Buffer.from('HTTP/1.1 200 OK\nContent-Length: 2\n\nok') },
  '/chunked': {
    bytes: Buffer.from(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nWiki\r\n6;x=y\r\npedia \r\n0\r\n\r\n',
    ),
  },
  '/trailers': {
    bytes: Buffer.from(
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2\r\nok\r\n0\r\nX-T: end\r\n\r\n',
    ),
  },
  '/close': { bytes: Buffer.from('HTTP/1.0 200 OK\r\nX: y\r\n\r\nuntil the end'), close: true },
  '/short': { bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this'), close: true },
  ...Object.fromEntries(
    Object.entries({
      negative: ['X: y', 'Content-Length: -6', 'Z: a'],
      'two-lengths': ['Content-Length: 3', 'X: y', 'Content-Length: 4', 'Z: a'],
      'same-lengths': ['Content-Length: 3', 'Content-Length: 3, 3'],
      'no-colon': ['X: y', 'no colon here', 'Z: a'],
      'return-within': ['X: y', 'Z: a\rb'],
      'chunks-first': ['X: y', 'Transfer-Encoding: chunked, gzip', 'Z: a'],
      'packed-chunks': ['X: y', 'Transfer-Encoding: gzip, chunked', 'Z: a'],
      'many-codings': ['X: y', 'Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip', 'Z: a'],
      'unknown-coding': ['X: y', 'Content-Encoding: zip', 'Z: a'],
      'many-fields': Array.from({ length: 5001 }, () => 'X: y'),
      'long-field': ['X: y', `Long: ${'a'.repeat(102_400)}`],
      'long-head': Array.from({ length: 100 }, () => `X: ${'a'.repeat(4000)}`),
    }).map(([path, fields]) => [
      `/${path}`,
      { bytes: Buffer.from(`HTTP/1.1 200 OK\r\n${fields.join('\r\n')}\r\n\r\nmoo`), close: true },
    ]),
  ),
  '/two-places': { bytes: Buffer.from('HTTP/1.1 302 OK\r\nLocation: /a\r\nX: y\r\nLocation: /b\r\n\r\n'), close: true },
  '/half-head': { bytes: Buffer.from('HTTP/1.1 200 OK\r\nX: y\r\nContent-Length: 6\r\nZ'), close: true },
  '/half-head-0': { bytes: Buffer.from('HTTP/1.1 200 OK\r\nX: y\r\n'), close: true },
  '/half-status': { bytes: Buffer.from('HTTP/1.1 200'), close: true },
  '/only-100': { bytes: Buffer.from('HTTP/1.1 100 Continue\r\nX: y\r\n\r\n'), close: true },
  '/after-100': {
    bytes: Buffer.from('HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\nContent-Length: x\r\n\r\n'),
    close: true,
  },
  '/nothing': { bytes: Buffer.alloc(0), close: true },
  '/junk': { bytes: Buffer.from('what is this\r\n\r\n'), close: true },
  '/100': { bytes: Buffer.concat([Buffer.from('HTTP/1.1 103 Early\r\nLink: x\r\n\r\n'), reply('200 OK', [], 'late')]) },
  '/401': { bytes: reply('401 Unauthorized', ['WWW-Authenticate: Basic realm="r"'], 'who?') },
  // Without qop the answer has nothing random in it.
  '/digest': {
    bytes: reply('401 Unauthorized', ['WWW-Authenticate: Digest realm="r", nonce="n", opaque="o"'], 'who?'),
  },
  '/404': { bytes: reply('404 Not Found', ['Content-Type: text/plain'], 'not here') },
  '/500': { bytes: reply('500 Oops', [], 'broken') },
  '/etag': { bytes: reply('200 OK', ['ETag: "v1"', 'Last-Modified: Thu, 01 Jan 2026 00:00:00 GMT'], 'tagged') },
  '/named': { bytes: reply('200 OK', ['Content-Disposition: attachment; filename="given.txt"'], 'named') },
  '/range': {
    bytes: Buffer.from('HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 2-4/9\r\nContent-Length: 3\r\n\r\nabc'),
  },
  ...Object.fromEntries(
    [300, 301, 302, 303, 304, 307, 308].map((status) => [
      `/${status}`,
      {
        bytes:
          status === 304
            ? Buffer.from('HTTP/1.1 304 Not Modified\r\nLocation: /json\r\n\r\n')
            : reply(`${status} Moved`, ['Location: /json'], 'moved'),
      },
    ]),
  ),
  '/loop': { bytes: reply('302 Found', ['Location: /loop'], 'round') },
  '/relative': { bytes: reply('302 Found', ['Location: a/../json?x=1#frag'], '') },
  '/to-ftp': { bytes: reply('302 Found', ['Location: ftp://127.0.0.1/x'], '') },
  '/dots': { bytes: reply('302 Found', ['Location: /a/../b/./json'], '') },
  '/encoded': { bytes: reply('302 Found', [`Location: /x%5b%5B${latin1('ä')} y?q=%5b${latin1('ö')} z#%5b f`], '') },
  '/space': { bytes: reply('302 Found', ['Location: /with space'], '') },
};

/** Starts the recorder on a free port of 127.0.0.1. */
export async function startRecorder(): Promise<Recorder> {
  let records: { text: string }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const record = { text: '' };
    let unread = '';
    let toldToGoOn = false;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => {});
    socket.on('data', (chunk) => {
      if (record.text === '') records.push(record);
      const text = chunk.toString('latin1');
      record.text += text;
      unread += text;
      for (let length = requestLength(unread); ; length = requestLength(unread)) {
        if (length === undefined) {
          if (/\r\nExpect: 100-continue\r\n/i.test(unread) && !toldToGoOn && unread.includes('\r\n\r\n')) {
            toldToGoOn = true;
            socket.write('HTTP/1.1 100 Continue\r\n\r\n');
          }
          return;
        }
        const [, method = '', target = ''] = /^(\S+) (\S+)/.exec(unread) ?? [];
        unread = unread.slice(length);
        answer(socket, method, target);
      }
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    take() {
      const taken = records.map(({ text }) => text);
      records = [];
      return taken;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(socket: Socket, method: string, target: string): void {
  // A proxy whose tunnels lead back to itself.
  if (method === 'CONNECT' && target.startsWith('example.com:')) {
    socket.write('HTTP/1.1 200 Connection established\r\nVia: 1.1 recorder\r\n\r\n');
    return;
  }
  // A redirect to another place of the same server, by its whole URL.
  const whole = /^\/whole\?(.*)$/.exec(target)?.[1];
  if (whole !== undefined) {
    socket.write(reply('302 Found', [`Location: http://127.0.0.1:${socket.localPort}${whole}`]));
    return;
  }
  const path = target.replace(/^http:\/\/[^/]*/, '').replace(/[?#].*$/s, '');
  const { bytes, close } = REPLIES[path] ?? { bytes: reply('404 Not Found', [], `no ${path}`) };
  const sent = method === 'HEAD' ? bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4) : bytes;
  if (close) socket.end(sent);
  else socket.write(sent);
}

/** How long the first whole request in the text is; `undefined` while it is not whole. */
function requestLength(text: string): number | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd);
  const bodyStart = headEnd + 4;
  if (/\r\nTransfer-Encoding: chunked/i.test(head)) {
    const end = text.startsWith('0\r\n\r\n', bodyStart) ? bodyStart : text.indexOf('\r\n0\r\n\r\n', bodyStart) + 2;
    return end < bodyStart ? undefined : end + 5;
  }
  const byteLength = Number(/\r\nContent-Length: (\d+)/i.exec(head)?.[1] ?? 0);
  return text.length < bodyStart + byteLength ? undefined : bodyStart + byteLength;
}
