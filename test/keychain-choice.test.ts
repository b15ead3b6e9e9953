import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backendName, isKeychainChoice, type KeychainChoice, keychainChoice } from '../src/secrets/choice.ts';

const CHOICES: [env: string | undefined, configured: KeychainChoice | undefined, choice: KeychainChoice][] = [
  [undefined, undefined, 'auto'],
  [undefined, 'vault', 'vault'],
  ['', 'vault', 'vault'],
  ['env', 'vault', 'env'],
  ['system', undefined, 'system'],
];

for (const [word, configured, choice] of CHOICES) {
  test(`SLIP_KEYCHAIN ${word}, configured ${configured}: ${choice}`, () => {
    assert.equal(keychainChoice({ SLIP_KEYCHAIN: word }, configured), choice);
  });
}

test('a word that is no place for secrets is refused', () => {
  assert.throws(() => keychainChoice({ SLIP_KEYCHAIN: 'plain' }, undefined), {
    kind: 'usage',
    hint: 'it may be auto, system, vault, env',
  });
  assert.equal(isKeychainChoice('keychain'), false);
});

test('backends have names', () => {
  assert.equal(backendName('system'), 'keychain');
});
