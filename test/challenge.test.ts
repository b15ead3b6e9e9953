import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseChallenges } from '../src/auth/challenge.ts';

type Row = readonly [scheme: string, parameters: Record<string, string>, token68?: string];

const LINES: readonly [line: string, challenges: readonly Row[]][] = [
  ['Basic realm="simple"', [['basic', { realm: 'simple' }]]],
  ['Basic', [['basic', {}]]],
  ['NEGOTIATE', [['negotiate', {}]]],
  // RFC 9110 §11.6.1
  [
    'Basic realm="simple", Newauth realm="apps", type=1, title="Login to \\"apps\\""',
    [
      ['basic', { realm: 'simple' }],
      ['newauth', { realm: 'apps', type: '1', title: 'Login to "apps"' }],
    ],
  ],
  ['NTLM TlRMTVNTUAACAAAA==', [['ntlm', {}, 'TlRMTVNTUAACAAAA==']]],
  [
    'Negotiate abc=, Basic realm=x',
    [
      ['negotiate', {}, 'abc='],
      ['basic', { realm: 'x' }],
    ],
  ],
  [
    'NTLM, Negotiate, Basic realm="a, b"',
    [
      ['ntlm', {}],
      ['negotiate', {}],
      ['basic', { realm: 'a, b' }],
    ],
  ],
  [
    'Digest realm="r", nonce="n=", qop="auth,auth-int", algorithm=SHA-256, stale=TRUE',
    [['digest', { realm: 'r', nonce: 'n=', qop: 'auth,auth-int', algorithm: 'SHA-256', stale: 'TRUE' }]],
  ],
  ['Digest REALM = "r" , Nonce= "n"', [['digest', { realm: 'r', nonce: 'n' }]]],
  ['Digest realm="a\\\\b"', [['digest', { realm: 'a\\b' }]]],
  ['Digest realm="café"', [['digest', { realm: 'café' }]]],
  // What servers also write.
  [
    'Digest realm="r" nonce="n" Basic realm="b"',
    [
      ['digest', { realm: 'r', nonce: 'n' }],
      ['basic', { realm: 'b' }],
    ],
  ],
  [', ,Basic realm="x",,', [['basic', { realm: 'x' }]]],
  ['Digest realm=my realm , nonce=n', [['digest', { realm: 'my realm', nonce: 'n' }]]],
  ['Digest realm="open, nonce=n', [['digest', { realm: 'open, nonce=n' }]]],
  ['Digest realm="open\\', [['digest', { realm: 'open' }]]],
  ['Digest nonce="n", realm=', [['digest', { nonce: 'n', realm: '' }]]],
  ['Digest realm="one", realm="two"', [['digest', { realm: 'one' }]]],
  ['realm="of nothing", Basic realm="x"', [['basic', { realm: 'x' }]]],
  ['"quoted", Basic realm="x"', [['basic', { realm: 'x' }]]],
  [
    'Basic realm="x", @@@ Digest, Bearer',
    [
      ['basic', { realm: 'x' }],
      ['bearer', {}],
    ],
  ],
  ['', []],
  [' , ', []],
];

for (const [line, challenges] of LINES) {
  test(`challenges of ${line}`, () => {
    assert.deepEqual(
      parseChallenges([line]).map(({ scheme, token68, parameters }) => [
        scheme,
        Object.fromEntries(parameters),
        token68,
      ]),
      challenges.map(([scheme, parameters, token68]) => [scheme, parameters, token68]),
    );
  });
}

test('several lines are one list', () => {
  const schemes = parseChallenges(['Blackmagic realm="x"', 'Basic realm="x", NTLM', 'Digest nonce="n"']);
  assert.deepEqual(
    schemes.map(({ scheme }) => scheme),
    ['blackmagic', 'basic', 'ntlm', 'digest'],
  );
});

test('whatever a server writes is read to its end', () => {
  const piece = fc.constantFrom('Basic', 'Digest ', 'realm', '=', '"', '\\', ',', ' ', '\t', 'a', '@', 'é', 'x==');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const line = pieces.join('');
      const challenges = parseChallenges([line]);
      assert.ok(challenges.length <= line.length);
    }),
  );
});
