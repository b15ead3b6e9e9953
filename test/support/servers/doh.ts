import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { decode, encode } from 'dns-packet';
import type { KeyPair } from './certificates.ts';

/** A server of DNS over HTTPS (RFC 8484) that knows `desk.test` as 127.0.0.1, and nothing else. */
export async function serveDoh({
  certificate,
  key,
}: KeyPair): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const server = createServer(
    { cert: await readFile(certificate), key: await readFile(key) },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const isAsked = request.method === 'POST' && request.headers['content-type'] === 'application/dns-message';
      if (!isAsked || request.url !== '/dns-query') return void response.writeHead(400).end();
      const { questions = [], id } = decode(Buffer.concat(chunks));
      const [question] = questions;
      const isKnown = question?.name === 'desk.test' && question.type === 'A' && id === 0;
      response.setHeader('Content-Type', 'application/dns-message');
      response.end(
        encode({
          type: 'response',
          id: 0,
          flags: question?.name === 'desk.test' ? 0 : 3,
          questions,
          answers: isKnown ? [{ name: 'desk.test', type: 'A', ttl: 60, data: '127.0.0.1' }] : [],
        }),
      );
    },
  );
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
