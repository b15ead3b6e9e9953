/** Authorization servers that refuse, break, hang or lie: each is told with the step, and no part of an answer is shown. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { beforeEach, describe, test } from 'node:test';
import { closedPort } from './support/case-server.ts';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import { CLIENT_SECRET, type OidcServer } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;

oauthTests((...made) => {
  [server, world] = made;
});

const loginAt = (issuer: string): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', issuer, '--client-id', 'robot', '--flow', 'client-credentials'],
  ...['--for', `${server.origin}/api`],
];

/** A token, or a part of one, that no message may show. */
const TOKEN = 'sl.t0k3n-of-a-broken-answer';

/** Answers requests for this path by itself, and leaves all others to the server. */
function instead(path: string, answer: (response: ServerResponse) => void): void {
  server.misbehave = ({ url }, response) => {
    if (!url?.startsWith(path)) return false;
    answer(response);
    return true;
  };
}

function json(body: unknown, status = 200, more: Readonly<Record<string, string>> = {}): (r: ServerResponse) => void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return (response) => void response.writeHead(status, { 'content-type': 'application/json', ...more }).end(text);
}

const DISCOVERY = '/.well-known/';
const HOST = '127\\.0\\.0\\.1:\\d+';
const NO_SERVER = 'found out nothing about the server of profile work';
const NO_TOKEN = 'got no token for profile work';

const BROKEN: [what: string, path: string, answer: (response: ServerResponse) => void, sentence: string][] = [
  [
    'a description with status 500',
    DISCOVERY,
    (response) => response.writeHead(500).end(),
    `${NO_SERVER}: ${HOST} gave another answer than a server of OAuth does \\(status 500\\)`,
  ],
  [
    'a description that is a page',
    DISCOVERY,
    (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>'),
    `${NO_SERVER}: ${HOST} gave an answer that is not JSON`,
  ],
  [
    'a description that is broken',
    DISCOVERY,
    json('{"issuer":'),
    `${NO_SERVER}: ${HOST} gave an answer that is not JSON`,
  ],
  [
    'a description of another issuer',
    DISCOVERY,
    json({ issuer: 'https://evil.example' }),
    `${NO_SERVER}: ${HOST} calls itself by another issuer, and may not be who it should be`,
  ],
  [
    'a description without an issuer',
    DISCOVERY,
    json({ token_endpoint: 'https://evil.example/token' }),
    `${NO_SERVER}: ${HOST} gave an answer in which something is missing or is not what it should be`,
  ],
  [
    'a description that is somewhere else',
    DISCOVERY,
    (response) => response.writeHead(302, { location: '/elsewhere' }).end(),
    `${NO_SERVER}: ${HOST} gave another answer than a server of OAuth does \\(status 302\\)`,
  ],
  [
    'a description without an address for tokens',
    DISCOVERY,
    (response) => json({ issuer: server.issuer })(response),
    `${NO_TOKEN}: the server does not say where it is asked for this`,
  ],
  ...['nonsense', '', 7].map((address): (typeof BROKEN)[number] => [
    `a description with the address ${JSON.stringify(address)}`,
    DISCOVERY,
    (response) => json({ issuer: server.issuer, token_endpoint: address })(response),
    `${NO_TOKEN}: the server (?:does not say where it is asked for this|gave an answer that is none)`,
  ]),
  ['a broken line', DISCOVERY, (response) => response.destroy(), `${NO_SERVER}: .*127\\.0\\.0\\.1.*`],
  [
    'a token request with status 500',
    '/token',
    (response) => response.writeHead(500, { 'content-type': 'text/html' }).end(TOKEN),
    `${NO_TOKEN}: ${HOST} gave another answer than a server of OAuth does \\(status 500\\)`,
  ],
  [
    'a token request that is led elsewhere',
    '/token',
    (response) => response.writeHead(307, { location: `${server.origin}/elsewhere` }).end(),
    `${NO_TOKEN}: ${HOST} gave another answer than a server of OAuth does \\(status 307\\)`,
  ],
  [
    'a token in broken JSON',
    '/token',
    json(`{"access_token":"${TOKEN}"`),
    `${NO_TOKEN}: ${HOST} gave an answer that is not JSON`,
  ],
  ['a token in no JSON', '/token', json(TOKEN), `${NO_TOKEN}: ${HOST} gave an answer that is not JSON`],
  [
    'a token without its type',
    '/token',
    json({ access_token: TOKEN }),
    `${NO_TOKEN}: ${HOST} gave an answer in which something is missing or is not what it should be`,
  ],
  [
    'a token of a strange type',
    '/token',
    json({ access_token: TOKEN, token_type: 'mac' }),
    `${NO_TOKEN}: ${HOST} gave a kind of token that slip cannot show`,
  ],
  [
    'a token with a life that is no number',
    '/token',
    json({ access_token: TOKEN, token_type: 'bearer', expires_in: 'soon' }),
    `${NO_TOKEN}: ${HOST} gave an answer in which something is missing or is not what it should be`,
  ],
  [
    'an ID token of another issuer',
    '/token',
    (response) => {
      const claims = { iss: 'https://evil.example', aud: 'robot', sub: 'ada', iat: 1, exp: 9_999_999_999 };
      const parts = [{ alg: 'RS256' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'));
      json({ access_token: TOKEN, token_type: 'bearer', id_token: `${parts.join('.')}.AAAA` })(response);
    },
    `${NO_TOKEN}: ${HOST} gave an ID token that is of another login, client or issuer`,
  ],
  [
    'an answer without an end',
    '/token',
    (response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (response.write(' '.repeat(65_536)));
        response.once('drain', more);
      };
      more();
    },
    `${NO_TOKEN}: 127\\.0\\.0\\.1 answers with more than 1 MB`,
  ],
];

for (const [what, path, answer, sentence] of BROKEN) {
  test(`${what} is told with the step, and not shown`, async () => {
    instead(path, answer);
    const { status, stdout, stderr } = await world.slip(loginAt(server.issuer));
    assert.match(stderr, new RegExp(`^slip: ${sentence}\\n$`));
    assert.deepEqual([status, stdout], [102, '']);
    assert.ok(!stderr.includes(TOKEN));
    assert.ok(!server.heard.some((one) => one.path === '/elsewhere'));
    assert.equal(world.keychain.entries.size, 0);
  });
}

/** As RFC 6749 §4.1.2.1 and §5.2, RFC 7009, 8628, 8693, 8707, 9101, 9126, 9449, 9470 and OpenID Connect have them. */
const CODES = [
  ...['invalid_request', 'invalid_client', 'invalid_grant', 'unauthorized_client', 'unsupported_grant_type'],
  ...['invalid_scope', 'access_denied', 'unsupported_response_type', 'server_error', 'temporarily_unavailable'],
  ...['authorization_pending', 'slow_down', 'expired_token', 'invalid_target', 'invalid_dpop_proof', 'use_dpop_nonce'],
  ...['invalid_request_uri', 'invalid_request_object', 'request_not_supported', 'request_uri_not_supported'],
  ...['unsupported_token_type', 'login_required', 'interaction_required', 'consent_required'],
  ...['account_selection_required', 'registration_not_supported', 'insufficient_user_authentication'],
];

test('each error of the RFCs has a sentence of its own, and a hint', async () => {
  const sentences = new Set<string>();
  for (const code of CODES) {
    instead('/token', json({ error: code, error_description: 'as it says' }, code === 'invalid_client' ? 401 : 400));
    const { status, stderr } = await world.slip(loginAt(server.issuer));
    const told = new RegExp(`^slip: ${NO_TOKEN}: ${HOST} (.+) \\(${code}: as it says\\)\\nhint: [^\\n]+\\n$`).exec(
      stderr,
    );
    assert.ok(told !== null, stderr);
    assert.equal(status, 102);
    assert.ok(!/NAME/.test(stderr), stderr);
    sentences.add(told[1] ?? '');
  }
  assert.equal(sentences.size, CODES.length);
});

test('an error that no RFC knows is told as it comes, safe for a terminal and cut', async () => {
  const said = `\u001b[31mred\nline ${'x'.repeat(500)}`;
  instead('/token', json({ error: 'E42', error_description: said }, 400));
  const { stderr } = await world.slip(loginAt(server.issuer));
  assert.match(stderr, new RegExp(`^slip: ${NO_TOKEN}: ${HOST} refuses \\(E42: \\S*\\[31mred line x+…\\)\\n$`));
  assert.ok(!stderr.includes('\u001b'));
});

test('what a server repeats of the secrets that it was shown is not shown', async () => {
  instead('/token', json({ error: 'invalid_client', error_description: `no ${CLIENT_SECRET} here` }, 401));
  const { stderr } = await world.slip([...loginAt(server.issuer), '--client-auth', 'post']);
  assert.match(stderr, /\(invalid_client: no \(secret\) here\)/);
  // As other writers of JSON have it, or as it came.
  const escaped = [...CLIENT_SECRET]
    .map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
  for (const echo of [escaped, new URLSearchParams({ a: CLIENT_SECRET }).toString().slice(2)]) {
    instead('/token', json(`{"error":"invalid_client","error_description":"no ${echo} here"}`, 401));
    const { stderr: told } = await world.slip([...loginAt(server.issuer), '--client-auth', 'post']);
    assert.match(told, /\(invalid_client: no \(secret\) here\)/);
  }
  instead('/token', json({ error: 'invalid_client', error_description: `no ${CLIENT_SECRET} here` }, 401));
  const basic = await world.slip([...loginAt(server.issuer), '--client-auth', 'basic']);
  assert.match(basic.stderr, /\(invalid_client: no \(secret\) here\)/);
});

test('nobody there, a name without an address, and http off this machine', async () => {
  const closed = await closedPort();
  const unreached = await world.slip(loginAt(`http://127.0.0.1:${closed}`));
  assert.match(unreached.stderr, new RegExp(`^slip: ${NO_SERVER}: .*127\\.0\\.0\\.1.*refused`));
  const unnamed = await world.slip(loginAt('https://login.invalid'));
  assert.match(unnamed.stderr, new RegExp(`^slip: ${NO_SERVER}: .*login\\.invalid`));
  assert.deepEqual([unreached.status, unnamed.status], [102, 102]);
  const open = await world.slip(loginAt('http://login.example.com'));
  assert.match(open.stderr, /^slip: --issuer is https, unless it is on this machine\n/);
  // A server may not lead there, either.
  instead(DISCOVERY, json({ issuer: server.issuer, token_endpoint: 'http://login.example.com/token' }));
  const led = await world.slip(loginAt(server.issuer));
  assert.match(led.stderr, new RegExp(`^slip: ${NO_TOKEN}: http://login.example.com/token is not https`));
});

describe('with a token that is over', () => {
  beforeEach(async () => {
    await world.slip(loginAt(server.issuer));
    world.aheadMs = 7_200_000;
    server.heard.length = 0;
  });

  test('a server that hangs ends with the limits of the line', async () => {
    server.misbehave = ({ url }) => url === '/token';
    const silent = await world.slip(['--timeout', '0.2', `${server.origin}/api/a`]);
    assert.equal(silent.status, 102);
    assert.match(silent.stderr, new RegExp(`^slip: ${NO_TOKEN}: 127\\.0\\.0\\.1.*0\\.2 s`));
    const over = await world.slip(['--max-time', '0.2', `${server.origin}/api/a`]);
    assert.equal(over.status, 28);
    assert.equal(server.heard.filter(({ path }) => path === '/api/a').length, 0);
  });

  test('nothing is sent where there is no other, and what is kept stays', async () => {
    const kept = world.keychain.entries.get('work:tokens');
    instead('/token', json({ error: 'server_error' }, 500));
    const { status, stderr } = await world.slip([`${server.origin}/api/a`]);
    assert.match(
      stderr,
      new RegExp(`^slip: ${NO_TOKEN}: ${HOST} has a trouble of its own \\(server_error\\)\\nhint: `),
    );
    assert.equal(status, 102);
    assert.equal(server.heard.filter(({ path }) => path === '/api/a').length, 0);
    assert.equal(world.keychain.entries.get('work:tokens'), kept);
  });

  test('a record that is none counts for none', async () => {
    for (const text of ['', '{', '{}', '[]', '{"accessToken":7}', 'null']) {
      world.keychain.entries.set('work:tokens', text);
      const { status, stderr } = await world.slip([`${server.origin}/api/a`]);
      assert.deepEqual([status, stderr], [0, ''], text);
    }
  });
});

test('a clock that is wrong by hours, or set back, makes no more requests for tokens', async () => {
  world.aheadMs = -5 * 3_600_000;
  await world.slip(loginAt(server.issuer));
  await world.slip([`${server.origin}/api/a`]);
  world.aheadMs -= 3_600_000;
  const { stdout } = await world.slip([`${server.origin}/api/a`]);
  assert.equal(JSON.parse(stdout).sub, 'robot');
  assert.equal(server.tokenRequests(), 1);
});

test('a user is asked to log in again where a refresh token is good no more, and the tokens are dropped', async () => {
  const profile = [
    'auth',
    'login',
    'user',
    '--issuer',
    server.issuer,
    '--client-id',
    'desk',
    '--flow',
    'client-credentials',
  ];
  const made = [...profile, '--client-auth', 'none', '--for', `${server.origin}/api`];
  instead('/token', json({ access_token: 'over', token_type: 'bearer', expires_in: 0, refresh_token: 'revoked' }));
  await world.slip(made);
  const file = await world.text('auth.yaml');
  await world.write('auth.yaml', file.replace('flow: client-credentials', 'flow: code'));
  server.misbehave = () => false;
  const { status, stderr } = await world.slip([`${server.origin}/api/a`]);
  assert.equal(
    stderr,
    'slip: the login of profile user has ended: its refresh token is good no more\nhint: slip auth login user\n',
  );
  assert.equal(status, 102);
  assert.equal(world.keychain.entries.has('user:tokens'), false);
  const again = await world.slip([`${server.origin}/api/a`]);
  assert.equal(again.stderr, 'slip: profile user is not logged in\nhint: slip auth login user\n');
});

test('a body from a pipe is not sent again, but the token is another one for the next time', async () => {
  await world.slip(loginAt(server.issuer));
  const { accessToken } = JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
  await (await server.provider.ClientCredentials.find(accessToken))?.destroy();
  const line = ['-T', '-', `${server.origin}/api/a`];
  const first = await world.slip(line, { stdin: 'a' });
  assert.equal(
    first.stderr,
    'slip: profile work has another token now, but a body from a pipe cannot be sent again: run the line once more\n',
  );
  const second = await world.slip(line, { stdin: 'a' });
  assert.deepEqual([second.status, second.stderr], [0, '']);
  assert.equal(server.tokenRequests(), 2);
});
