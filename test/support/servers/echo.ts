import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the echo has heard: the server that nginx and the proxies pass requests on to. */
export interface Heard {
  readonly method: string;
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
  readonly bodyBytes: number;
  /** Of the body, in hexadecimal. */
  readonly sha256: string;
}

/** Answers every request with JSON that tells what it was. */
export async function serveEcho(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const hash = createHash('sha256');
    let bodyBytes = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bodyBytes += chunk.byteLength;
    }
    const { method = '', url: target = '', headers } = request;
    const heard: Heard = { method, target, headers, bodyBytes, sha256: hash.digest('hex') };
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(heard));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // a TCP server has no other address
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
