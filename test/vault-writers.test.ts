/** Two slips that write into one vault at once. */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Clerk, startClerk } from './support/servers/clerk.ts';

let home = '';
let env: Readonly<Record<string, string>> = {};

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'slip-writers-'));
  env = { PATH: process.env.PATH ?? '', HOME: home, SLIP_VAULT_PASSPHRASE: 'correct horse' };
});
after(() => rm(home, { recursive: true, force: true }));

/** Puts secrets one after the other, and gives the names of those that were kept before the writer ended. */
async function write(
  writer: Clerk,
  who: string,
  count: number,
  onWritten?: (index: number) => void,
): Promise<string[]> {
  const kept: string[] = [];
  for (let index = 0; index < count; index++) {
    const name = `${who}-${index}`;
    const answer = await writer.ask('put', name, `secret of ${name}`).catch(() => undefined);
    if (answer === undefined) return kept;
    assert.equal(answer.failure, undefined);
    kept.push(name);
    onWritten?.(index);
  }
  return kept;
}

test('two who write fifty secrets at once lose none', async () => {
  const writers = [startClerk('vault', env), startClerk('vault', env)];
  const kept = await Promise.all(writers.map((writer, index) => write(writer, 'ab'.charAt(index), 50)));
  const reader = startClerk('vault', env);
  const { value } = await reader.ask('list');
  assert.deepEqual(value, kept.flat().sort());
  assert.equal((value as string[]).length, 100);
  for (const clerk of [...writers, reader]) assert.equal(await clerk.close(), 0);
  assert.deepEqual(await readdir(home), ['vault']);
});

test('a writer that is killed takes nothing along, and the other goes on', async () => {
  const [victim, survivor] = [startClerk('vault', env), startClerk('vault', env)];
  const killed = write(victim, 'victim', 20);
  const kept = await write(survivor, 'survivor', 10, (index) => {
    if (index === 2) victim.kill();
  });
  const reader = startClerk('vault', env);
  const names = ((await reader.ask('list')).value as string[]).filter((name) => !/^[ab]-/.test(name));
  const acknowledged = [...kept, ...(await killed)];
  assert.deepEqual(
    acknowledged.filter((name) => !names.includes(name)),
    [],
  );
  // One more may have been written whose answer was cut off.
  assert.ok(names.length <= acknowledged.length + 1);
  await Promise.all([survivor.close(), reader.close()]);
});
