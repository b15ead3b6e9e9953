import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { realHost } from '../src/real-host.ts';
import { type LockHost, withLock } from '../src/store/lock.ts';
import { memoryFiles } from './support/memory-files.ts';

/** A process of some name in a world of its own, whose clock moves only when it waits. */
function host(name: string, world: { files: ReturnType<typeof memoryFiles>; nowMs: number; ended?: string }): LockHost {
  return {
    files: world.files,
    processName: name,
    hasEnded: (other) => other === world.ended,
    now: () => world.nowMs,
    uptimeMs: () => world.nowMs,
    async wait(durationMs) {
      world.nowMs += durationMs;
    },
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  };
}

test('the lock is there while it is held, with its owner, and gone afterwards', async () => {
  const world = { files: memoryFiles(), nowMs: 0 };
  const seen = await withLock(host('1@a', world), 'd/file', async () => world.files.text('d/file.lock'));
  assert.match(seen ?? '', /^1@a [0-9a-f]{16}$/);
  assert.deepEqual(world.files.paths(), []);
});

test('the lock is gone after a failure, which is passed on', async () => {
  const world = { files: memoryFiles(), nowMs: 0 };
  await assert.rejects(
    withLock(host('1@a', world), 'file', () => Promise.reject(new Error('no'))),
    /^Error: no$/,
  );
  assert.deepEqual(world.files.paths(), []);
});

test('a full disk leaves no lock behind', async () => {
  const world = { files: memoryFiles({}, { failAfterBytes: 5 }), nowMs: 0 };
  await assert.rejects(
    withLock(host('1@a', world), 'file', async () => {}),
    /the disk is full/,
  );
  assert.deepEqual(world.files.paths(), []);
});

test('a lock whose owner lives is waited for, and the failure says whose it is', async () => {
  const world = { files: memoryFiles({ 'file.lock': '7@b 00' }), nowMs: 0 };
  const failure = await withLock(host('1@a', world), 'file', async () => {}).catch((error: unknown) => error);
  assert.match(String(failure), /file has been locked by 7@b for too long/);
  assert.ok(world.nowMs >= 30_000 && world.nowMs < 31_000, `${world.nowMs}`);
  assert.equal(world.files.text('file.lock'), '7@b 00');
});

const LEFT_BEHIND: [what: string, content: string, ageMs: number, isTaken: boolean][] = [
  ['of a process that has ended', '9@a 00', 0, true],
  ['of a process that has ended, with what its burial left behind', '9@a 11', 0, true],
  ['that has no owner yet', '', 0, false],
  ['that never got an owner', '', 3_000, true],
  ['that is older than anything slip does', '7@b 00', 61_000, true],
];

for (const [what, content, ageMs, isTaken] of LEFT_BEHIND) {
  test(`a lock ${what} is ${isTaken ? 'taken over' : 'waited for'}`, async () => {
    const world = { files: memoryFiles({ 'file.lock': content }), nowMs: ageMs, ended: '9@a' };
    if (content.endsWith('11')) world.files.put('file.lock.11', '9@a 22');
    const startMs = world.nowMs;
    let waitedMs = 0;
    await withLock(host('1@a', world), 'file', async () => {
      waitedMs = world.nowMs - startMs;
    });
    assert.equal(waitedMs < 1_000, isTaken);
    assert.deepEqual(world.files.paths(), []);
  });
}

test('a process that has ended is told from one that lives and from one of another machine', async () => {
  const world = realHost(process);
  world.close();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'close');
  const machine = world.processName.replace(/^\d+@/, '');
  assert.equal(world.hasEnded(`${child.pid}@${machine}`), true);
  assert.equal(world.hasEnded(world.processName), false);
  assert.equal(world.hasEnded(`${child.pid}@other.${machine}`), false);
  assert.equal(world.hasEnded('nonsense'), false);
});

test('many who add to one file, one of whom died holding the lock, lose nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-lock-'));
  try {
    const path = join(folder, 'count');
    const real = realHost(process);
    real.close();
    await writeFile(path, '0');
    await writeFile(`${path}.lock`, '999999999@dead 00');
    const hosts = Array.from(
      { length: 50 },
      (_, index): LockHost => ({
        files: real.files,
        randomBytes: real.randomBytes,
        now: real.now,
        uptimeMs: real.uptimeMs,
        wait: real.wait,
        processName: `${index}@here`,
        hasEnded: (name) => name.endsWith('@dead'),
      }),
    );
    await Promise.all(
      hosts.map((one) =>
        withLock(one, path, async () => {
          const count = Number(await readFile(path, 'utf8'));
          await writeFile(path, String(count + 1));
        }),
      ),
    );
    assert.equal(await readFile(path, 'utf8'), '50');
    assert.deepEqual(await readdir(folder), ['count']);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
