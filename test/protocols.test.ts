import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allowedSchemes, defaultScheme } from '../src/config/protocols.ts';
import { Failure } from '../src/failure.ts';

// curl(1), --proto: modifiers and lists.
const LISTS: [text: string | undefined, schemes: string[]][] = [
  [undefined, ['http', 'https']],
  ['=https', ['https']],
  ['=HTTPS', ['https']],
  ['-http', ['https']],
  ['-all', []],
  ['-all,https', ['https']],
  ['-all,+https', ['https']],
  ['=http,https', ['http', 'https']],
  ['=ftp', []],
  ['-ftp', ['http', 'https']],
  ['https', ['http', 'https']],
  ['=http,+https,-http', ['https']],
  ['all', ['http', 'https']],
];

for (const [text, schemes] of LISTS) {
  test(`--proto ${text} leaves ${schemes.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(allowedSchemes(text), schemes);
  });
}

test('--proto-default takes what slip speaks', () => {
  assert.deepEqual(
    [defaultScheme(undefined), defaultScheme('HTTPS'), defaultScheme('http')],
    [undefined, 'https', 'http'],
  );
  assert.throws(
    () => defaultScheme('ftp'),
    (error) => error instanceof Failure && error.exitStatus === 1,
  );
});
