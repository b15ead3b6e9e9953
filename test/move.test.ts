import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../src/secret.ts';
import { type MovingPlace, moveSecrets } from '../src/secrets/move.ts';
import { vaultStore } from '../src/secrets/vault.ts';
import { memoryFiles } from './support/memory-files.ts';
import { memorySecrets } from './support/memory-secrets.ts';

/** Two places, and a journal of what is done to them. */
function places(here: Readonly<Record<string, string>>, there: Readonly<Record<string, string>>) {
  const journal: string[] = [];
  /** `breakAt`: the act of this number, of all that change something, is the last: it never happens. */
  let breakAt = Number.POSITIVE_INFINITY;
  const act = (what: string): void => {
    if (journal.length >= breakAt) throw new Error('broken off');
    journal.push(what);
  };
  const watched = (store: MovingPlace, place: string): MovingPlace => ({
    ...store,
    async put(name, secret) {
      act(`put ${name} ${place}`);
      await store.put(name, secret);
    },
    async remove(name) {
      act(`remove ${name} ${place}`);
      return await store.remove(name);
    },
  });
  const from = watched(memorySecrets(here), 'here');
  const to = watched(memorySecrets(there), 'there');
  const state = { inForce: from };
  const enforce = async (): Promise<void> => {
    act('enforce');
    state.inForce = to;
  };
  const move = (replaces = false) => moveSecrets(from, to, { replaces, enforce });
  const breakAfter = (count: number): void => {
    breakAt = count;
  };
  return { from, to, journal, state, move, breakAfter };
}

test('secrets are copied, then the new place counts, then the old ones are removed', async () => {
  const { move, journal, to, from } = places({ a: '1', b: '2' }, { c: '3' });
  assert.deepEqual(await move(), ['a', 'b']);
  assert.deepEqual(journal, ['put a there', 'put b there', 'enforce', 'remove a here', 'remove b here']);
  assert.deepEqual(await to.list(), ['a', 'b', 'c']);
  assert.deepEqual(await from.list(), []);
});

test('wherever a move is broken off, the place in force has every secret, and the next move ends it', async () => {
  for (let acts = 0; acts < 7; acts++) {
    const desk = places({ a: '1', b: '2', c: '3' }, {});
    desk.breakAfter(acts);
    await assert.rejects(desk.move(), /broken off/);
    for (const [name, clear] of Object.entries({ a: '1', b: '2', c: '3' })) {
      assert.equal((await desk.state.inForce.find(name))?.reveal(), clear, `${name} after ${acts} acts`);
    }
    desk.breakAfter(Number.POSITIVE_INFINITY);
    await desk.move();
    assert.equal(desk.state.inForce, desk.to);
    assert.deepEqual([await desk.from.list(), await desk.to.list()], [[], ['a', 'b', 'c']]);
  }
});

test('another secret of the same name stops it before anything is done, unless it is to be replaced', async () => {
  const { move, journal, to } = places({ a: '1', b: 'new' }, { b: 'old' });
  await assert.rejects(move(), { kind: 'usage', message: 'the keychain has another secret for b' });
  assert.deepEqual(journal, []);
  await move(true);
  assert.equal((await to.find('b'))?.reveal(), 'new');
});

test('the same secret in both places is no obstacle', async () => {
  const { move, journal } = places({ a: '1' }, { a: '1' });
  await move();
  assert.deepEqual(journal, ['enforce', 'remove a here']);
});

test('a place that keeps something else than it was given is found out before anything is removed', async () => {
  const { from, journal } = places({ a: '1' }, {});
  const to = { ...memorySecrets(), find: async () => (journal.length > 0 ? new Secret('cut') : undefined) };
  const told = { ...to, put: async () => void journal.push('put') };
  await assert.rejects(moveSecrets(from, told, { replaces: false, enforce: async () => {} }), {
    kind: 'keychain',
    hint: 'nothing was removed from the keychain',
  });
  assert.deepEqual(journal, ['put']);
});

test('a hundred secrets go into a vault, and out of it, in one writing each', async () => {
  const files = memoryFiles();
  const host = {
    files,
    env: { SLIP_VAULT_PASSPHRASE: 'p' },
    askSecret: async () => undefined,
    randomBytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)),
    now: () => 0,
    uptimeMs: () => 0,
    wait: async () => {},
    processName: '1@a',
    hasEnded: () => false,
  };
  const names = Array.from({ length: 100 }, (_, index) => `profile-${String(index).padStart(2, '0')}`);
  const keychain = memorySecrets(Object.fromEntries(names.map((name) => [name, `secret of ${name}`])));
  const rules = { replaces: false, enforce: async () => {} };
  let writings = 0;
  const counted = {
    ...files,
    async rename(from: string, to: string) {
      await files.rename(from, to);
      writings++;
    },
  };
  await moveSecrets(keychain, vaultStore({ ...host, files: counted }, 'vault'), rules);
  assert.equal(writings, 1);
  assert.deepEqual(await keychain.list(), []);
  await moveSecrets(vaultStore(host, 'vault'), keychain, rules);
  assert.deepEqual([(await keychain.list()).length, files.paths()], [100, []]);
});
