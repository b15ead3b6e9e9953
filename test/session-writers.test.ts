/** Slips that write into one session at once. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { realHost } from '../src/real-host.ts';
import { changeSession, readSession } from '../src/sessions/session-store.ts';

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
