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
  ['-all,https', ['https']],
  ['-all,+https', ['https']],
  ['=http,https', ['http', 'https']],
  ['=ftp', []],
  ['-http,-https', []],
  ['-all,ftp', []],
  ['-ftp', ['http', 'https']],
  ['https', ['http', 'https']],
  ['=http,+https,-http', ['https']],
  ['all', ['http', 'https']],
];

for (const [text, schemes] of LISTS) {
  test(`--proto ${text} leaves ${schemes.join(' and ') || 'nothing'}`, () => {
    assert.deepEqual(allowedSchemes(text, 'proto'), schemes);
  });
}

for (const text of ['-all', '=bogus', '=ftp,-all', '-http,-all,bogus']) {
  test(`--proto-redir ${text} leaves nothing, and is refused`, () => {
    assert.throws(
      () => allowedSchemes(text, 'proto-redir'),
      (error) => error instanceof Failure && error.kind === 'usage' && error.message.includes('--proto-redir'),
    );
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
