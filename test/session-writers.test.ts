/** Slips that write into one session at once. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { realHost } from '../src/real-host.ts';
import { changeSession, readSession } from '../src/sessions/session-store.ts';
import { runSlip } from './support/servers/spawned-slip.ts';

test('of fifty changes that are made at once, none is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-session-'));
  const { close, ...host } = realHost(process);
  try {
    const path = join(folder, 'sessions', 'desk.json');
    const origins = Array.from({ length: 50 }, (_, index) => `http://${index}.example`);
    await Promise.all(
      origins.map((origin) =>
        changeSession(path, host, ({ headers, cookies }) => ({
          headers: new Map([...headers, [origin, [['X-Desk', origin]]]]),
          cookies,
        })),
      ),
    );
    assert.deepEqual([...((await readSession(path, host))?.headers.keys() ?? [])].sort(), [...origins].sort());
    assert.deepEqual(await readdir(join(folder, 'sessions')), ['desk.json']);
  } finally {
    close();
    await rm(folder, { recursive: true, force: true });
  }
});

test('two slips at once keep the cookies of both', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-session-'));
  let met: (() => void)[] = [];
  const server = createServer((request, response) => {
    // Neither is answered before both have read the session.
    met.push(() => response.writeHead(204, { 'set-cookie': `${request.url?.slice(1)}=1; path=/` }).end());
    if (met.length < 2) return;
    for (const answer of met) answer();
    met = [];
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // a TCP server has no other address
  try {
    const rounds = [0, 1, 2];
    for (const round of rounds) {
      const runs = ['a', 'b'].map((who) =>
        runSlip(['--session', 'desk', `http://127.0.0.1:${port}/${who}${round}`], { folder }),
      );
      for (const { status, stderr } of await Promise.all(runs)) assert.equal(status, 0, stderr);
    }
    const { stdout } = await runSlip(['session', 'show', 'desk', '--json'], { folder });
    const names = JSON.parse(stdout).cookies.map((cookie: { name: string }) => cookie.name);
    assert.deepEqual(
      names.sort(),
      ['a', 'b'].flatMap((who) => rounds.map((round) => `${who}${round}`)),
    );
  } finally {
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
});
