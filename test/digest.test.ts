import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseChallenges } from '../src/auth/challenge.ts';
import { clientNonce, type DigestRequest, digestAuthorization, readDigestChallenge } from '../src/auth/digest.ts';
import { Secret } from '../src/secret.ts';

interface Case {
  readonly challenge: string;
  readonly user: readonly [name: string, password: string];
  readonly request?: Partial<DigestRequest>;
}

function answer({ challenge, user: [name, password], request }: Case): string | undefined {
  const [parsed] = parseChallenges([`Digest ${challenge}`]);
  const wish = parsed && readDigestChallenge(parsed);
  return (
    wish &&
    digestAuthorization(
      wish,
      { name, password: new Secret(password) },
      { method: 'GET', uri: '/', body: Buffer.alloc(0), nonceCount: 1, cnonce: 'c', ...request },
    )
  );
}

/** The value of one field of an answer. */
function field(text: string | undefined, name: string): string | undefined {
  return new RegExp(`(?: |^)${name}="?((?:\\\\.|[^",])*)`).exec(text ?? '')?.[1];
}

const MUFASA = {
  user: ['Mufasa', 'Circle of Life'],
  request: { uri: '/dir/index.html', cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' },
} as const;
const MUFASA_CHALLENGE =
  'realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", ' +
  'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const OLD_NONCE = 'nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41"';

const VECTORS: readonly [source: string, vector: Case, response: string][] = [
  [
    'RFC 7616 §3.9.1, MD5',
    { challenge: `${MUFASA_CHALLENGE}, algorithm=MD5`, ...MUFASA },
    '8ca523f5e9506fed4657c9700eebdbec',
  ],
  [
    'RFC 7616 §3.9.1, SHA-256',
    { challenge: `${MUFASA_CHALLENGE}, algorithm=SHA-256`, ...MUFASA },
    '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1',
  ],
  [
    'RFC 7616 §3.9.2 with erratum 4897, SHA-512-256 and userhash',
    {
      challenge:
        'realm="api@example.org", qop="auth", algorithm=SHA-512-256, userhash=true, ' +
        'nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS"',
      user: ['J\u00e4s\u00f8n Doe', 'Secret, or not?'],
      request: { uri: '/doe.json', cnonce: 'NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v' },
    },
    '3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5',
  ],
  [
    'RFC 2617 §3.5',
    {
      challenge: `realm="testrealm@host.com", qop="auth,auth-int", ${OLD_NONCE}`,
      user: ['Mufasa', 'Circle Of Life'],
      request: { uri: '/dir/index.html', cnonce: '0a4f113b' },
    },
    '6629fae49393a05397450978507c4ef1',
  ],
  [
    'RFC 2069 §2.4 with its erratum',
    {
      challenge: `realm="testrealm@host.com", ${OLD_NONCE}`,
      user: ['Mufasa', 'CircleOfLife'],
      request: { uri: '/dir/index.html' },
    },
    '1949323746fe6a43ef61f9606e7febea',
  ],
];

for (const [source, vector, response] of VECTORS) {
  test(source, () => assert.equal(field(answer(vector), 'response'), response));
}

test('the user name of RFC 7616 §3.9.2 with erratum 4897 is hashed', () => {
  const [, vector] = VECTORS[2] ?? assert.fail();
  assert.equal(field(answer(vector), 'username'), '793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b');
});

/** Whole answers, each made with another program's Digest and the same nonces. */
const ANSWERS: readonly [what: string, one: Case, answer: string][] = [
  [
    'all fields, in their order',
    {
      challenge: 'realm="r", nonce="abc", qop="auth", opaque="op", algorithm=MD5',
      user: ['a', 'b'],
      request: { uri: '/digest', cnonce: 'Pi2rtsTiALDGSXdN' },
    },
    'Digest username="a", realm="r", nonce="abc", uri="/digest", cnonce="Pi2rtsTiALDGSXdN", nc=00000001, qop=auth, response="92e00282c83243a5717564103ec4cc0c", opaque="op", algorithm=MD5',
  ],
  [
    'the second use of a nonce',
    {
      challenge: 'realm="r", nonce="abc", qop="auth", opaque="op", algorithm=MD5',
      user: ['a', 'b'],
      request: { uri: '/digest/2', cnonce: 'PZBJffKCMdYoGA5L', nonceCount: 2 },
    },
    'Digest username="a", realm="r", nonce="abc", uri="/digest/2", cnonce="PZBJffKCMdYoGA5L", nc=00000002, qop=auth, response="b6480b768933990109aa71abe1efbe90", opaque="op", algorithm=MD5',
  ],
  [
    'without qop, the way of RFC 2069',
    {
      challenge: 'realm="testrealm", nonce="1053604145"',
      user: ['testuser', 'testpass'],
      request: { uri: '/1530001' },
    },
    'Digest username="testuser", realm="testrealm", nonce="1053604145", uri="/1530001", response="f4f83139396995bac665f24a1f1055c7"',
  ],
];

for (const [what, one, text] of ANSWERS) test(what, () => assert.equal(answer(one), text));

const FIELDS: readonly [challenge: string, name: string, value: string | undefined, user?: Case['user']][] = [
  ['nonce="n"', 'realm', ''],
  ['nonce="n"', 'algorithm', undefined],
  ['nonce="n", algorithm=md5', 'algorithm', 'md5'],
  ['nonce="n", algorithm=MD5-sess, qop=auth', 'algorithm', 'MD5-sess'],
  ['nonce="n", algorithm="SHA-256"', 'algorithm', 'SHA-256'],
  ['nonce="n", qop="auth-int"', 'qop', 'auth-int'],
  ['nonce="n", qop="auth-int, auth"', 'qop', 'auth'],
  ['nonce="n", qop=" Auth"', 'qop', 'auth'],
  ['nonce="n", qop="auth-conf"', 'qop', undefined],
  ['nonce="n", qop="auth-conf"', 'cnonce', undefined],
  ['nonce="n", userhash=true', 'userhash', 'true'],
  ['nonce="n", userhash=false', 'userhash', undefined],
  ['nonce="n", realm="the \\"best\\" \\\\ place"', 'realm', 'the \\"best\\" \\\\ place'],
  ['nonce="n"', 'username', 'back\\\\slash\\"quote', ['back\\slash"quote', 'p']],
  ['nonce="n"', 'username', 'Jos%C3%A9', ['Jos\u00e9', 'p']],
  ['nonce="n", opaque=""', 'opaque', ''],
];

const ANYBODY = ['u', 'p'] as const;

for (const [challenge, name, value, user = ANYBODY] of FIELDS) {
  test(`${name} in the answer of ${user[0]} to ${challenge}`, () => {
    assert.equal(field(answer({ challenge, user }), name), value);
  });
}

const UNANSWERABLE = [
  'realm="r"',
  'nonce="n", algorithm=MD6',
  'nonce="n", algorithm=constructor',
  'nonce="n", algorithm=MD5-sess',
  'nonce="n", algorithm=SHA-256-sess, qop="auth-conf"',
];

for (const challenge of UNANSWERABLE) {
  test(`nothing answers ${challenge}`, () => assert.equal(answer({ challenge, user: ANYBODY }), undefined));
}

const RESPONSES: readonly [challenge: string, request: Partial<DigestRequest>, response: string][] = [
  ['realm="r", nonce="n", qop=auth, algorithm=MD5-sess', {}, 'db3523d5c6ee193c43982caaddeef908'],
  [
    'realm="r", nonce="n", qop=auth, algorithm=SHA-256-sess',
    {},
    'bbcf45769781db09370203aa7dc6fa92458c8082a8cb6bacab1963063d5e23f9',
  ],
  [
    'realm="r", nonce="n", qop=auth, algorithm=SHA-512-256-SESS',
    {},
    '77871433dcd47f2bb753cf10c3c89a95e384009113e57c45438dbc837daa84c2',
  ],
  [
    'realm="r", nonce="n", qop=auth-int, algorithm=MD5',
    { method: 'POST', body: Buffer.from('title=Dune') },
    'a4f791480a93cd629f139f4687ba91a6',
  ],
  ['realm="caf\u00e9", nonce="n", qop=auth, algorithm=MD5', {}, '7bf1e4dd01a86e5aedecb0f027379f76'],
];

for (const [challenge, request, response] of RESPONSES) {
  test(`response to ${challenge}`, () => {
    assert.equal(field(answer({ challenge, user: ['user', 'pass'], request }), 'response'), response);
  });
}

test('a client nonce is 12 random bytes in Base64', () => {
  assert.equal(
    clientNonce((count) => Uint8Array.from({ length: count }, (_, index) => index)),
    'AAECAwQFBgcICQoL',
  );
});
