import assert from 'node:assert/strict';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { Writable } from 'node:stream';
import { after, test } from 'node:test';
import { realHost } from '../src/real-host.ts';

test('what is longer than Node can wait is not over at once', async () => {
  const { wait, sleep } = realHost(process);
  const ended = new AbortController();
  const long = [wait(2 ** 40, ended.signal).then(() => 'long'), sleep(2 ** 40).then(() => 'long')];
  // Node's own timers that are too long end after one millisecond.
  assert.equal(await Promise.race([...long, wait(20).then(() => 'short')]), 'short');
  ended.abort('done');
  await assert.rejects(long[0] ?? Promise.resolve(), (reason) => reason === 'done');
});

const folder = mkdtempSync(join(tmpdir(), 'slip-host-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Longer than the largest piece, with no two places alike. */
const LONG = Buffer.from(Array.from({ length: 150_000 }, (_, index) => `${index};`).join(''));

const SPANS: [what: string, bytes: Buffer, startByte: number | undefined][] = [
  ['an empty file', Buffer.alloc(0), undefined],
  ['a short one', Buffer.from('abc'), undefined],
  ['a long one', LONG, undefined],
  ['the end of one', LONG, LONG.length - 3],
  ['what is behind its end', LONG, LONG.length + 3],
];
for (const [what, bytes, startByte] of SPANS) {
  test(`a file that goes through in passing: ${what}`, async () => {
    const path = join(folder, 'file');
    writeFileSync(path, bytes);
    const seen: Buffer[] = [];
    for await (const piece of realHost(process).files.stream(path, startByte, 'passing')) seen.push(Buffer.from(piece));
    assert.ok(Buffer.concat(seen).equals(bytes.subarray(startByte ?? 0)));
    assert.ok(seen.every((piece) => piece.length <= 512 * 1024));
  });
}

test('a file that is left is closed, and one that grows is read to where it ends then', async () => {
  const { files } = realHost(process);
  const path = join(folder, 'growing');
  writeFileSync(path, 'one');
  const pieces: string[] = [];
  for await (const piece of files.stream(path, undefined, 'passing')) {
    pieces.push(Buffer.from(piece).toString());
    if (pieces.length === 1) appendFileSync(path, 'two');
  }
  assert.deepEqual(pieces, ['one', 'two']);
  await assert.rejects(
    async () => {
      for await (const _ of files.stream(join(folder, 'none'), undefined, 'passing'));
    },
    { code: 'ENOENT' },
  );
});

test('while a file goes through, the event loop turns', async () => {
  const path = join(folder, 'long');
  writeFileSync(path, LONG);
  let turns = 0;
  let isOver = false;
  const count = (): void => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  let pieces = 0;
  for await (const _ of realHost(process).files.stream(path, undefined, 'passing')) pieces++;
  isOver = true;
  assert.ok(pieces > 2 && turns >= pieces - 1, `${turns} turns for ${pieces} pieces`);
});

test('what was written may be written over, whatever the stream still holds', async () => {
  const held: Buffer[] = [];
  const stdout = new Writable({
    highWaterMark: 8,
    // As a pipe that is full, and has room later.
    write(chunk, _encoding, done) {
      setImmediate(() => {
        held.push(Buffer.from(chunk));
        done();
      });
    },
  });
  const world = Object.create(process, {
    stdout: { value: stdout },
    getBuiltinModule: {
      value: (name: string) =>
        name === 'node:fs' ? { fstatSync: () => assert.fail() } : process.getBuiltinModule(name),
    },
  });
  const sink = realHost(world).stdout;
  const bytes = Buffer.alloc(16);
  const written: string[] = [];
  for (const text of ['abc', 'de', 'a long one', 'f', 'another longer', 'g']) {
    written.push(text);
    await sink.write(bytes.subarray(0, bytes.write(text)));
    bytes.fill('-');
  }
  stdout.end();
  await once(stdout, 'finish');
  assert.equal(Buffer.concat(held).toString(), written.join(''));
});
