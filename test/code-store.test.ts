import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { runSlip } from './support/servers/spawned-slip.ts';

const LINE = ['help'];
const isWindows = process.platform === 'win32';

/** A home of its own, and where the code is kept in it once there is some. */
function homeOf(t: TestContext) {
  const home = mkdtempSync(join(tmpdir(), 'slip-code-'));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const cache = join(home, 'cache');
  const run = async (env: Readonly<Record<string, string>> = {}) => {
    const { status, stdout, stderr } = await runSlip(LINE, { folder: home, env: { XDG_CACHE_HOME: cache, ...env } });
    assert.deepEqual([status, stderr], [0, '']);
    assert.ok(stdout.includes('slip [METHOD] URL'));
  };
  const kept = (): readonly string[] => {
    const [folder] = readdirSync(join(cache, 'slip/code'));
    return readdirSync(join(cache, 'slip/code', folder ?? '')).map((name) =>
      join(cache, 'slip/code', folder ?? '', name),
    );
  };
  return { home, cache, run, kept };
}

const contents = (paths: readonly string[]): readonly string[] => paths.map((path) => readFileSync(path, 'base64'));

test('compiled code is kept for the user alone, by the first runs', { skip: isWindows }, async (t) => {
  const { cache, run, kept } = homeOf(t);
  await run();
  assert.ok(kept().length > 0);
  for (const path of kept()) assert.equal(statSync(path).mode & 0o777, 0o600);
  const [folder] = readdirSync(join(cache, 'slip/code'));
  assert.equal(statSync(join(cache, 'slip/code', folder ?? '')).mode & 0o777, 0o700);
  for (let count = 0; count < 4; count++) await run();
  const before = kept().map((path) => statSync(path).mtimeMs);
  await run();
  assert.deepEqual(
    kept().map((path) => statSync(path).mtimeMs),
    before,
  );
});

test('code is kept of a run of many requests, too, for which V8 is set otherwise', { skip: isWindows }, async (t) => {
  const server = createServer((_request, response) => response.end('here')).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { home, cache, kept } = homeOf(t);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/[1-12]`; // it listens on a port
  for (const runs of [1, 2]) {
    const { stdout } = await runSlip([url], { folder: home, env: { XDG_CACHE_HOME: cache } });
    assert.equal(stdout, 'here'.repeat(12));
    // By how many runs it was written: refused, it would be that of the last one alone.
    assert.deepEqual(new Set(kept().map((path) => readFileSync(path).readUInt32LE(0))), new Set([runs]));
  }
});

const DAMAGES: [what: string, damage: (bytes: Buffer) => Uint8Array][] = [
  ['empty', () => new Uint8Array()],
  ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
  ['longer', (bytes) => Buffer.concat([bytes, bytes])],
  ['something else', () => Buffer.from('not what V8 writes, but as long as a header')],
  ...[0, 5, 12, 100, 5000].map((at): [string, (bytes: Buffer) => Uint8Array] => [
    `changed at byte ${at}`,
    (bytes) => {
      bytes[at] = (bytes[at] ?? 0) ^ 0x10;
      return bytes;
    },
  ]),
];
for (const [what, damage] of DAMAGES) {
  test(`kept code that is ${what} is not used, and written anew`, { skip: isWindows }, async (t) => {
    const { run, kept } = homeOf(t);
    await run();
    for (const path of kept()) writeFileSync(path, damage(readFileSync(path)));
    const damaged = contents(kept());
    await run();
    for (const [index, now] of contents(kept()).entries()) assert.notEqual(now, damaged[index]);
  });
}

test('code in a folder that others may write is neither used nor written', { skip: isWindows }, async (t) => {
  const { cache, run, kept } = homeOf(t);
  await run();
  const [folder] = readdirSync(join(cache, 'slip/code'));
  chmodSync(join(cache, 'slip/code', folder ?? ''), 0o770);
  for (const path of kept()) writeFileSync(path, 'theirs');
  await run();
  for (const path of kept()) assert.equal(readFileSync(path, 'latin1'), 'theirs');
});

test('many runs at once leave whole files, and nothing beside them', { skip: isWindows }, async (t) => {
  const { run, kept } = homeOf(t);
  await Promise.all(Array.from({ length: 6 }, () => run()));
  assert.ok(kept().every((path) => path.endsWith('.cjs')));
  await run();
});

test('without a place for it a run goes on as ever', { skip: isWindows }, async (t) => {
  const { home, cache, run } = homeOf(t);
  writeFileSync(cache, 'a file where the folder would be');
  await run();
  await run({ XDG_CACHE_HOME: '/dev/null' });
  await run({ XDG_CACHE_HOME: '', HOME: '' });
  rmSync(cache);
  await run({ NODE_DISABLE_COMPILE_CACHE: '1' });
  assert.deepEqual(readdirSync(home), []);
});

test('of other builds the code used last is left', { skip: isWindows }, async (t) => {
  const { cache, run } = homeOf(t);
  for (const name of ['a', 'b', 'c', 'd', 'e']) mkdirSync(join(cache, 'slip/code', name), { recursive: true });
  await run();
  assert.equal(readdirSync(join(cache, 'slip/code')).length, 4);
});
