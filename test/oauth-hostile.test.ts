/** What an authorization server, an API or a network may do that no honest one does, or by mistake only. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, test } from 'node:test';
import { fakeKeychain } from './support/fake-keychain.ts';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import type { OidcServer } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;

oauthTests((...made) => {
  [server, world] = made;
});

const loginAt = (issuer: string): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', issuer, '--client-id', 'robot', '--flow', 'client-credentials'],
  ...['--for', `${server.origin}/api`],
];

/** Answers these paths by itself, and leaves all others to the server. */
function instead(answers: Readonly<Record<string, (response: ServerResponse) => void>>): void {
  server.misbehave = ({ url = '' }, response) => {
    const answer = Object.entries(answers).find(([path]) => url.startsWith(path))?.[1];
    answer?.(response);
    return answer !== undefined;
  };
}

function json(body: object, status = 200): (response: ServerResponse) => void {
  return (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

const TOKEN = '/token';

test('a token with what no header may hold is refused, and not kept', async () => {
  for (const odd of ['a\r\nX-Other: 1', 'a\u001b]52;c;YQ==\u0007', 'a\u009bm', 'ä']) {
    for (const names of [['access_token'], ['access_token', 'refresh_token']]) {
      const tokens = { access_token: 'fine', [names.at(-1) ?? '']: odd };
      instead({ [TOKEN]: json({ ...tokens, token_type: 'bearer' }) });
      const { status, stderr } = await world.slip(loginAt(server.issuer));
      assert.equal(stderr, 'slip: the server of profile work gave a token with characters that none may have\n');
      assert.equal(status, 102);
      assert.equal(world.keychain.entries.has('work:tokens'), false);
    }
  }
});

test('of a token that ends beyond all dates the end is not known', async () => {
  for (const end of [1e20, '1e300']) {
    instead({ [TOKEN]: json({ access_token: 'a', token_type: 'bearer', expires_in: end }) });
    const login = await world.slip(loginAt(server.issuer));
    assert.match(login.stderr, /^slip: profile work has a token; /);
    for (const line of [['show', 'work'], ['show', 'work', '--json'], ['list'], ['list', '--json']]) {
      const { status, stdout } = await world.slip(['auth', ...line]);
      assert.equal(status, 0, line.join(' '));
      assert.doesNotMatch(stdout, /expires/);
    }
  }
});

describe('a device', () => {
  const GIVEN = { device_code: 'x', user_code: 'ABCD', expires_in: 600 };
  const logIn = async (more: object): Promise<Awaited<ReturnType<OAuthWorld['slip']>> & { longestMs: number }> => {
    instead({
      '/device/auth': json({ ...GIVEN, verification_uri: `${server.origin}/device`, ...more }),
      [TOKEN]: json({ error: 'authorization_pending' }, 400),
    });
    let longestMs = 0;
    const line = ['auth', 'login', 'tv', '--client-id', 'device', '--flow', 'device', '--issuer', server.issuer];
    const said = await world.slip(line, {
      terminals: ['stdin', 'stderr'],
      env: { TERM: 'xterm', LANG: 'C.UTF-8', NO_COLOR: '1' },
      whileWaiting: async (_stderr, durationMs) => {
        longestMs = Math.max(longestMs, durationMs);
      },
    });
    return { ...said, longestMs };
  };

  test('does not wait beyond its code, however seldom the server wants to be asked', async () => {
    const { status, stderr, longestMs } = await logIn({ interval: 1e9 });
    assert.match(stderr, /nobody entered the code for profile tv within 10 minutes/);
    assert.equal(status, 102);
    assert.ok(longestMs <= 600_000, String(longestMs));
  });

  test('shows no code for a telephone that would do something else than open a page, or cannot be read', async () => {
    const shown = await logIn({ verification_uri_complete: 'https://login.example.com/a' });
    assert.match(shown.stderr, /▄▄▄▄▄/);
    for (const address of ['tel:+1900555', 'http://login.example.com/a', `https://a.example/${'x'.repeat(5000)}`]) {
      const { stderr } = await logIn({ verification_uri_complete: address });
      assert.doesNotMatch(stderr, /▄▄▄▄▄|defect/);
      assert.match(stderr, /ABCD/);
    }
  });
});

test('an issuer with a slash too many is told how it is called; another host is not offered', async () => {
  instead({ '/a/.well-known/': json({ issuer: `${server.issuer}/a` }) });
  const near = await world.slip(loginAt(`${server.issuer}/a/`));
  assert.match(
    near.stderr,
    new RegExp(`calls itself by another issuer.*\\nhint: slip auth login work --issuer ${server.issuer}/a\\n$`),
  );
  instead({ '/.well-known/': json({ issuer: 'https://login.example.com/' }) });
  const far = await world.slip(loginAt(server.issuer));
  assert.match(far.stderr, /calls itself by another issuer, and may not be who it should be\n$/);
});

test('http to this machine does not leave it by a proxy', async () => {
  const { status, stderr } = await world.slip(loginAt(server.issuer), {
    env: { http_proxy: 'http://proxy.example.com:3128' },
  });
  assert.equal(status, 102);
  assert.match(stderr, /would be asked through a proxy unencrypted, .*\nhint: --noproxy 127\.0\.0\.1/);
  const direct = await world.slip(loginAt(server.issuer), {
    env: { http_proxy: 'http://proxy.example.com:3128', no_proxy: '127.0.0.1' },
  });
  assert.equal(direct.status, 0);
});

test('an API that takes no token costs the server one, however many requests there are', async () => {
  await world.slip(loginAt(server.issuer));
  instead({ '/api/': (response) => response.writeHead(401).end() });
  server.heard.length = 0;
  await world.slip(Array.from({ length: 5 }, () => `${server.origin}/api/a`));
  assert.equal(server.tokenRequests(), 1);
  assert.equal(server.heard.filter(({ path }) => path === '/api/a').length, 6);
});

test('a token that cannot be kept is good for the request all the same, and what that means is said', async () => {
  await world.slip(loginAt(server.issuer));
  world.aheadMs = 7_200_000;
  const { entries } = world.keychain;
  const full = fakeKeychain(Object.fromEntries(entries), {
    fails: (call) => (call.startsWith('put') ? new Error('the disk is full') : undefined),
  });
  const line = [`${server.origin}/api/a`];
  const { status, stdout, stderr } = await world.slip(line, { keychain: full });
  assert.equal(status, 0, stderr);
  assert.equal(JSON.parse(stdout).sub, 'robot');
  assert.match(stderr, /^slip: the new token of profile work is for this run: .*disk is full/);
  assert.doesNotMatch(stderr, /is needed for the next/);
  const spent = { ...JSON.parse(entries.get('work:tokens') ?? ''), refreshToken: 'old' };
  full.entries.set('work:tokens', JSON.stringify(spent));
  instead({ [TOKEN]: json({ access_token: 'a', token_type: 'bearer', refresh_token: 'next' }) });
  const rotated = await world.slip(line, { keychain: full });
  assert.match(rotated.stderr, /slip auth login work is needed for the next/);
});

test('logout revokes the access token also where the server revokes no refresh tokens', async () => {
  instead({ [TOKEN]: json({ access_token: 'a', token_type: 'bearer', refresh_token: 'b' }) });
  await world.slip(loginAt(server.issuer));
  instead({ '/token/revocation': json({ error: 'unsupported_token_type' }, 400) });
  server.heard.length = 0;
  const { status } = await world.slip(['auth', 'logout', 'work']);
  assert.equal(status, 102);
  assert.equal(server.heard.filter(({ path }) => path.endsWith('/revocation')).length, 2);
});

test('tokens that another has put in place of those that were spent meanwhile are not dropped', async () => {
  instead({ [TOKEN]: json({ access_token: 'first', token_type: 'bearer', expires_in: 60, refresh_token: 'spent' }) });
  await world.slip(loginAt(server.issuer));
  world.aheadMs = 7_200_000;
  const { entries } = world.keychain;
  const before = JSON.parse(entries.get('work:tokens') ?? '');
  const next = { ...before, accessToken: 'second', refreshToken: 'next', expiresAtMs: before.expiresAtMs + 9e6 };
  let shown: string | undefined;
  server.misbehave = ({ url = '', headers }, response) => {
    if (url === TOKEN) {
      entries.set('work:tokens', JSON.stringify(next));
      json({ error: 'invalid_grant' }, 400)(response);
    } else if (url.startsWith('/api/')) {
      shown = headers.authorization;
      response.end();
    } else return false;
    return true;
  };
  const { status, stderr } = await world.slip([`${server.origin}/api/a`]);
  assert.deepEqual([status, stderr, shown], [0, '', 'Bearer second']);
  assert.equal(JSON.parse(entries.get('work:tokens') ?? '').refreshToken, 'next');
  assert.equal(server.tokenRequests(), 2);
});

test('logout waits for a slip that gets a token, and forgets that', async () => {
  await world.slip(loginAt(server.issuer));
  world.aheadMs = 7_200_000;
  let answer: () => void = () => {};
  const asked = new Promise<void>((resolve) => {
    server.misbehave = ({ url }, response) => {
      if (url?.startsWith('/api/')) response.writeHead(200).end();
      if (url !== TOKEN) return url?.startsWith('/api/') === true;
      answer = () => json({ access_token: 'late', token_type: 'bearer' })(response);
      resolve();
      return true;
    };
  });
  const request = world.slip([`${server.origin}/api/a`]);
  await asked;
  let isAnswered = false;
  const logout = world.slip(['auth', 'logout', 'work'], {
    whileWaiting: async () => {
      if (!isAnswered) answer();
      isAnswered = true;
      await request;
    },
  });
  const { status } = await logout;
  await request;
  assert.equal(status, 0);
  assert.equal(isAnswered, true);
  assert.equal(world.keychain.entries.has('work:tokens'), false);
});
