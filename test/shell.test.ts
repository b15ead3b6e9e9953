import assert from 'node:assert/strict';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Failure } from '../src/failure.ts';
import { runInShell } from '../src/shell.ts';
import { missing } from './support/servers/programs.ts';

const NEVER = new AbortController().signal;
const LIMIT = 1000;

test('a command gives its output and its status', async () => {
  const { exitStatus, stdout } = await runInShell('printf "a\\n"; exit 3', NEVER, LIMIT);
  assert.deepEqual([exitStatus, Buffer.from(stdout).toString()], [3, 'a\n']);
});

test('a command has no stdin', async () => {
  assert.equal(Buffer.from((await runInShell('cat', NEVER, LIMIT)).stdout).toString(), '');
});

test('a command that a signal ends has no status', async () => {
  assert.equal((await runInShell('kill -9 $$', NEVER, LIMIT)).exitStatus, undefined);
});

test('what a command leaves running is not waited for', async () => {
  const { stdout } = await runInShell('sleep 5 & echo a', NEVER, LIMIT);
  assert.equal(Buffer.from(stdout).toString(), 'a\n');
});

test('a command that prints without an end is ended', async () => {
  await assert.rejects(runInShell('yes', NEVER, LIMIT), (failure) => {
    return failure instanceof Failure && failure.kind === 'credential' && /more than 1000 bytes/.test(failure.message);
  });
});

test('a command is given up on', async () => {
  const control = new AbortController();
  const running = runInShell('sleep 60', control.signal, LIMIT);
  control.abort(new Error('enough'));
  await assert.rejects(running, /enough/);
  await assert.rejects(runInShell('echo a', control.signal, LIMIT), /enough/);
});

test('a command is given up on with all that it has started', { skip: missing('ps', 'mkfifo') }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slip-shell-'));
  try {
    const fifo = join(folder, 'fifo');
    await runInShell(`mkfifo ${fifo}`, NEVER, LIMIT);
    const control = new AbortController();
    const running = runInShell(`exec 3>${fifo}; (echo a >&3; sleep 600; true) | cat; true`, control.signal, LIMIT);
    const refused = assert.rejects(running, /enough/);
    // It ends when nobody has it open any more, grandchildren included.
    for await (const _ of createReadStream(fifo)) control.abort(new Error('enough'));
    await refused;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
