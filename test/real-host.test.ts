import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
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
