import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { Options } from '../src/cli/options.ts';
import { authPolicy, proxySchemes } from '../src/config/auth.ts';
import { Failure } from '../src/failure.ts';

const NO_TOOLS = { netrc: undefined, sign: undefined };

const SCHEMES: readonly [options: Options, schemes: string][] = [
  [{}, 'basic'],
  [{ basic: true }, 'basic'],
  [{ basic: false }, 'basic'],
  [{ digest: true }, 'digest'],
  [{ digest: false }, 'basic'],
  [{ basic: true, digest: true }, 'basic digest'],
  [{ anyauth: true }, 'basic bearer digest'],
  [{ anyauth: true, basic: false }, 'bearer digest'],
  [{ 'oauth2-bearer': 't' }, 'bearer'],
  [{ 'oauth2-bearer': 't', digest: true }, 'bearer digest'],
  [{ 'oauth2-bearer': 't', anyauth: true }, 'basic bearer digest'],
  [{ 'aws-sigv4': '' }, 'aws-sigv4'],
  [{ 'aws-sigv4': 'aws', basic: true }, 'aws-sigv4 basic'],
];

for (const [options, schemes] of SCHEMES) {
  test(`schemes of ${JSON.stringify(options)}`, () => {
    assert.equal([...authPolicy(options, NO_TOOLS).schemes].sort().join(' '), schemes);
  });
}

const PROXY_SCHEMES: readonly [options: Options, schemes: string][] = [
  [{}, 'basic'],
  [{ 'proxy-basic': true }, 'basic'],
  [{ 'proxy-digest': true, 'proxy-basic': true }, 'digest'],
  [{ 'proxy-anyauth': true, 'proxy-basic': true }, 'digest basic'],
  [{ digest: true }, 'basic'],
];

for (const [options, schemes] of PROXY_SCHEMES) {
  test(`schemes for a proxy of ${JSON.stringify(options)}`, () =>
    assert.equal(proxySchemes(options).join(' '), schemes));
}

for (const token of ['', ' t', 't ', 'a\nb', 'a\0', 'caf\u00e9']) {
  test(`no token: ${JSON.stringify(token)}`, () => {
    assert.throws(
      () => authPolicy({ 'oauth2-bearer': token }, NO_TOOLS),
      (error) => error instanceof Failure && error.kind === 'usage',
    );
  });
}

test('a token is a secret', () => {
  const policy = authPolicy({ 'oauth2-bearer': 'a b.c~d+/=' }, NO_TOOLS);
  assert.equal(policy.bearer?.reveal(), 'a b.c~d+/=');
  assert.ok(!inspect(policy).includes('a b'));
});
