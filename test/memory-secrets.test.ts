import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../src/secret.ts';
import { memorySecrets } from './support/memory-secrets.ts';

test('secrets in memory are found, replaced, listed and removed', async () => {
  const store = memorySecrets({ work: 'one' });
  await store.put('home', new Secret('two'));
  await store.put('work', new Secret('three'));
  assert.deepEqual(await store.list(), ['home', 'work']);
  assert.equal((await store.find('work'))?.reveal(), 'three');
  assert.equal(await store.remove('work'), true);
  assert.equal(await store.remove('work'), false);
  assert.equal(await store.find('work'), undefined);
  await assert.rejects(store.put('home', new Secret('')), { kind: 'usage' });
});
