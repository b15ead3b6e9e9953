/** The client's own requests go the way of the line, without what is about the server that the line asks. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { type OidcServer, startOidc } from './support/servers/oidc.ts';
import { missing, programPath } from './support/servers/programs.ts';

describe('a server of tokens with a certificate of its own', { skip: missing('openssl') }, () => {
  let server: OidcServer;
  let world: OAuthWorld;
  let api: Server;
  let socketApi: Server;
  let apiUrl = '';
  let trust = '';

  beforeEach(async () => {
    world = await oauthWorld();
    const [key, certificate] = [join(world.folder, 'login.key'), join(world.folder, 'login.pem')];
    await promisify(execFile)(programPath('openssl'), [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=login.test'],
      ...['-addext', 'subjectAltName=DNS:login.test', '-keyout', key, '-out', certificate],
    ]);
    server = await startOidc({ tls: { key: await readFile(key), cert: await readFile(certificate) } });
    const greet = (): Server => createServer((request, response) => response.end(request.headers.authorization));
    [api, socketApi] = [greet().listen(0, '127.0.0.1'), greet().listen(join(world.folder, 'api.sock'))];
    await Promise.all([once(api, 'listening'), once(socketApi, 'listening')]);
    apiUrl = `http://127.0.0.1:${(api.address() as AddressInfo).port}`; // a TCP server has no other address
    // It is elsewhere by its name, and here by where that leads.
    const detour = `connect-to = "login.test:443:${new URL(server.origin).host}"\n`;
    trust = `${detour}cacert = "${certificate}"\n`;
    await mkdir(join(world.folder, '.config', 'slip'), { recursive: true });
    await world.write('config', trust);
    const done = await world.slip([
      ...['auth', 'login', 'work', '--token-endpoint', 'https://login.test/token', '--client-id', 'robot'],
      ...['--flow', 'client-credentials', '--for', apiUrl],
    ]);
    assert.equal(done.status, 0, done.stderr);
    world.aheadMs = 7_200_000;
    server.heard.length = 0;
  });
  afterEach(async () => {
    for (const one of [api, socketApi]) {
      one.closeAllConnections();
      one.close();
    }
    await server.close();
    await world.close();
  });

  for (const words of [
    [],
    ['--raw'],
    ['--http1.0'],
    ['--ignore-content-length'],
    ['--pinnedpubkey', `sha256//${'A'.repeat(43)}=`],
    ['--unix-socket', 'api.sock'],
    ['--proto', '=http'],
    ['-o', 'answer.txt', '-D', 'heads.txt', '-L', '--compressed'],
  ]) {
    test(`gives a token beside ${words.join(' ') || 'no options'}`, async () => {
      const { status, stderr } = await world.slip([
        apiUrl,
        ...words.map((word) => word.replace('api.sock', join(world.folder, 'api.sock'))),
      ]);
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(server.tokenRequests(), 1);
    });
  }

  test('gives none where -k alone would trust it', async () => {
    await world.write('config', trust.replace(/cacert.*\n/, ''));
    const { status, stderr } = await world.slip([apiUrl, '-k']);
    assert.match(
      stderr,
      /^slip: got no token for profile work: .*certificate.*\nhint: --cacert FILE trusts its authority\n$/,
    );
    assert.equal(status, 102);
    assert.equal(server.heard.length, 0);
  });

  test('a collection does not say which one is trusted, nor where it is; whoever runs it does', async () => {
    const [, detour = ''] = /connect-to = "(.*)"/.exec(trust) ?? [];
    const authority = join(world.folder, 'login.pem');
    const collection = join(world.folder, 'slip.yaml');
    const line = ['run', collection, 'one'];
    await writeFile(
      collection,
      `name: n\nrequests:\n  one:\n    request: GET ${apiUrl}/\n    tls: { ca: ${authority} }\n    options: { connect-to: ["${detour}"] }\n  line:\n    curl: --auth work --cacert ${authority} --connect-to ${detour} ${apiUrl}\n`,
    );
    await world.write('config', '');
    for (const name of ['one', 'line']) {
      const { status, stderr } = await world.slip(['run', collection, name]);
      assert.match(stderr, /got no token for profile work: no address is known for login\.test/);
      assert.notEqual(status, 0);
    }
    assert.equal(server.heard.length, 0);
    const typed = await world.slip([...line, '--cacert', authority, '--connect-to', detour]);
    assert.equal(typed.status, 0, typed.stderr);
    await world.write('config', trust);
    const configured = await world.slip(line);
    assert.equal(configured.status, 0, configured.stderr);
    assert.equal(server.tokenRequests(), 1);
  });

  test('nor does a collection vouch for a server that a profile is for', async () => {
    const host = new URL(server.origin).host;
    const authority = join(world.folder, 'login.pem');
    const collection = join(world.folder, 'slip.yaml');
    const secret = { stdin: 'sesame' };
    server.misbehave = (_request, response) => {
      response.end('{}');
      return true;
    };
    await world.slip(['auth', 'add', 'desk', '--for', 'https://login.test', '--bearer', '--secret-stdin'], secret);
    await world.write('config', '');
    for (const tls of ['insecure: true', `ca: ${authority}`]) {
      await writeFile(
        collection,
        `name: n\nrequests:\n  one:\n    request: GET https://login.test/api/a\n    tls: { ${tls} }\n    options: { connect-to: ["login.test:443:${host}"] }\n`,
      );
      const { status, stderr } = await world.slip(['run', collection, 'one']);
      assert.match(
        stderr,
        /profile desk would go to https:\/\/login\.test, for whose certificate only the collection vouches \(what you say yourself counts: /,
      );
      assert.notEqual(status, 0);
      assert.equal(server.heard.length, 0);
      const bare = await world.slip(['run', collection, 'one', '--no-auth']);
      assert.equal(bare.stderr, '');
      const typed = await world.slip([
        'run',
        collection,
        'one',
        ...(tls.startsWith('ca') ? ['--cacert', authority] : ['-k']),
      ]);
      assert.equal(typed.stderr, '');
      assert.deepEqual(
        server.heard.splice(0).map(({ headers }) => headers.authorization),
        [undefined, 'Bearer sesame'],
      );
    }
  });

  test('is not asked for a preview', async () => {
    const masked = await world.slip([apiUrl, '--offline']);
    assert.match(masked.stdout, /^Authorization: Bearer \(secret\)$/m);
    // What is kept is shown, be it over.
    const { accessToken } = JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
    const shown = await world.slip([apiUrl, '--offline', '--show-secrets']);
    assert.ok(shown.stdout.includes(`Authorization: Bearer ${accessToken}`), shown.stdout + shown.stderr);
    world.keychain.entries.delete('work:tokens');
    const none = await world.slip([apiUrl, '--offline', '--show-secrets']);
    assert.equal(
      none.stderr,
      'slip: profile work has no token to show, and --offline gets none\nhint: slip auth login work\n',
    );
    assert.equal(server.heard.length, 0);
  });
});
