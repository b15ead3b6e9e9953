/** Which connections of a run go on with the TLS session of one before, as the server sees it. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createProxy } from 'node:http';
import { type AddressInfo, connect, type Server as PlainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createServer, type Server, type TlsOptions } from 'node:tls';
import { type Certificates, type KeyPair, makeCertificates } from './support/servers/certificates.ts';
import { missing } from './support/servers/programs.ts';
import { runSlip } from './support/servers/spawned-slip.ts';

describe('TLS sessions', { skip: missing('openssl') }, () => {
  let folder = '';
  let certificates: Certificates;
  let proxy: PlainServer;
  /** Of each connection, whether it was resumed. */
  const resumed: boolean[] = [];
  const servers: Server[] = [];

  const shown = ({ certificate, key }: KeyPair): Pick<TlsOptions, 'cert' | 'key'> => {
    return { cert: readFileSync(certificate), key: readFileSync(key) };
  };
  const portOf = (server: PlainServer): number => (server.address() as AddressInfo).port; // it listens on a port

  /** One that closes each connection after its answer, of 200 until there have been `goodCount`. */
  const serve = async (options: TlsOptions, onCount: (count: number, server: Server) => void = () => {}) => {
    let count = 0;
    const server = createServer({ ...shown(certificates.server), ...options }, (socket) => {
      resumed.push(socket.isSessionReused());
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.end('HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n');
        onCount(++count, server);
      });
    });
    server.on('tlsClientError', () => {});
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return portOf(server);
  };

  /** Runs a line; gives how it ended and what became of its connections. */
  const run = async (line: string) => {
    resumed.length = 0;
    const words = line.replaceAll('{ca}', certificates.authority).split(' ');
    const { status, stderr } = await runSlip(words, { folder });
    return { status, stderr, resumed: [...resumed] };
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'slip-sessions-'));
    certificates = await makeCertificates(folder);
    proxy = createProxy().on('connect', (request, socket) => {
      const [host = '', port] = (request.url ?? '').split(':');
      const far = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        far.pipe(socket).pipe(far);
      });
      for (const end of [far, socket]) end.on('error', () => {});
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
  });
  after(async () => {
    for (const server of [...servers, proxy]) server.close();
    await rm(folder, { recursive: true, force: true });
  });

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    test(`${maxVersion}: only what is the same in all is shared`, async () => {
      const port = await serve({ maxVersion, requestCert: true, rejectUnauthorized: false });
      const url = `https://localhost:${port}/`;
      const { visitor } = certificates;
      const identity = `--cert ${visitor.certificate} --key ${visitor.key}`;
      const LINES: [line: string, resumed: readonly boolean[]][] = [
        [`${url}?[1-3] --cacert {ca}`, [false, true, true]],
        [`${url} --cacert {ca} --next ${url} --cacert {ca}`, [false, true]],
        [`${url}?[1-2] --cacert {ca} --no-sessionid`, [false, false]],
        [`${url} --cacert {ca} --next ${url} -k --next ${url} --cacert {ca}`, [false, false, true]],
        [`${url} -k --next ${url} --cacert {ca}`, [false, false]],
        [`${url} --cacert {ca} --next ${url} --cacert {ca} ${identity}`, [false, false]],
        [`${url} https://api.localhost:${port}/ https://127.0.0.1:${port}/ --cacert {ca}`, [false, false, false]],
        [
          `${url} --cacert {ca} --next ${url} --cacert {ca} -x http://127.0.0.1:${portOf(proxy)} --next ${url} --cacert {ca}`,
          [false, false, true],
        ],
        [`${url} --cacert {ca} --next ${url} --cacert {ca} --no-alpn`, [false, false]],
        [
          `${url} --cacert {ca} --next ${url} --cacert {ca} --pinnedpubkey ${certificates.serverKey.hash}`,
          [false, false],
        ],
      ];
      for (const [line, expected] of LINES) {
        assert.deepEqual(await run(line), { status: 0, stderr: '', resumed: expected }, line);
      }
    });

    test(`${maxVersion}: a certificate that is no good leaves no session behind`, async () => {
      // From the second connection on it is another server, whose tickets are its own.
      const port = await serve({ maxVersion }, (count, server) => {
        if (count === 1) server.setSecureContext({ ...shown(certificates.selfSigned), maxVersion });
      });
      const url = `https://localhost:${port}/`;
      const outcome = await run(`${url}?[1-4] --cacert {ca}`);
      assert.equal(outcome.status, 60);
      assert.equal(outcome.stderr.match(/signed by itself/g)?.length, 3, outcome.stderr);
      assert.ok(!outcome.resumed.includes(true));
    });
  }

  test('a resumed connection is told of with the certificates that were judged', async () => {
    const port = await serve({});
    const url = `https://localhost:${port}/`;
    const { status, stderr } = await run(`${url}?[1-2] --cacert {ca} --json-report report.json --certs --timing`);
    assert.equal(status, 0, stderr);
    assert.equal(stderr.match(/with the TLS session of an earlier connection/g)?.length, 1);
    const reports = readFileSync(join(folder, 'report.json'), 'utf8').trim().split('\n');
    const [first, second] = reports.map((line) => JSON.parse(line).hops[0].tls);
    assert.deepEqual([first.resumed, second.resumed], [false, true]);
    assert.deepEqual({ ...second, resumed: false }, first);
    assert.equal(first.certificates.length, 1);
  });
});
