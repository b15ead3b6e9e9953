import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from '../src/secret.ts';
import { environmentStore, secretVariable } from '../src/secrets/environment.ts';

const VARIABLES: [name: string, variable: string][] = [
  ['work', 'SLIP_SECRET_WORK'],
  ['my-api.v2', 'SLIP_SECRET_MY_API_V2'],
  ['zażółć', 'SLIP_SECRET_ZA____'],
];

for (const [name, variable] of VARIABLES) {
  test(`the secret of ${name} stands in ${variable}`, () => assert.equal(secretVariable(name), variable));
}

test('secrets are read from variables, without the end of a line', async () => {
  const store = environmentStore({ SLIP_SECRET_WORK: 'abc\n', SLIP_SECRET_EMPTY: '', slip_secret_low: 'x', HOME: '/' });
  assert.equal((await store.find('work'))?.reveal(), 'abc');
  assert.equal((await store.find('low'))?.reveal(), 'x');
  assert.equal(await store.find('empty'), undefined);
  assert.deepEqual(await store.list(), ['low', 'work']);
  assert.deepEqual(await store.probe(), { state: 'ready', reason: '2 SLIP_SECRET_… variables set' });
  assert.equal((await environmentStore({}).probe()).reason, 'no SLIP_SECRET_… variables set');
});

test('nothing is written to the environment', async () => {
  const store = environmentStore({});
  const refusal = { kind: 'keychain', hint: 'set or unset SLIP_SECRET_WORK where slip is started' };
  await assert.rejects(store.put('work', new Secret('s')), refusal);
  await assert.rejects(store.remove('work'), refusal);
});
