/** Presets of providers: what they make of a profile, and their ways against a server that has them. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { OAUTH } from '../src/auth/kinds/oauth.ts';
import { PRESETS, type Provider, prepared } from '../src/auth/presets.ts';
import { AUTH } from '../src/cli/commands/auth.ts';
import { parseAuthFile } from '../src/profiles/auth-file.ts';
import { formUser } from './support/form-user.ts';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import { CLIENT_SECRET, type OidcServer } from './support/servers/oidc.ts';

const FLOWS = ['code', 'device', 'client-credentials', 'jwt-bearer', 'token-exchange'];

function provider(preset: string, domain?: string, tenant?: string): Provider {
  return { preset, domain, tenant };
}

/** What each is about, with all that it can be told. */
const PROVIDERS: readonly Provider[] = [
  provider('github'),
  provider('github', 'github.example.com'),
  provider('gitlab'),
  provider('gitlab', 'example.com/gitlab/'),
  provider('google'),
  provider('microsoft'),
  provider('microsoft', undefined, 'contoso.example'),
  provider('auth0', 'example.eu.auth0.com'),
  provider('okta', 'example.okta.com'),
  provider('okta', 'example.okta.com', 'aus1'),
  provider('keycloak', 'http://localhost:8080', 'staff'),
  provider('keycloak', 'sso.example.com/auth', 'a b'),
];

test('the command line has all presets', () => {
  assert.deepEqual([...AUTH.verbs.login.options.preset.choices].sort(), Object.keys(PRESETS).sort());
  assert.deepEqual(new Set(PROVIDERS.map(({ preset }) => preset)), new Set(Object.keys(PRESETS)));
});

for (const one of PROVIDERS) {
  const told = Object.values(one).filter((part) => part !== undefined);
  for (const flow of FLOWS) {
    test(`preset ${told.join(' ')}, flow ${flow}, makes a profile that auth.yaml takes`, () => {
      const ready = prepared(one, flow);
      assert.ok(typeof ready !== 'string', String(ready));
      const settings = { kind: 'oauth', 'client-id': 'a', flow, ...ready.settings, ...ready.lists };
      const text = JSON.stringify({ profiles: { work: settings } });
      const [profile] = parseAuthFile({ path: 'auth.yaml', text }).profiles;
      assert.deepEqual(profile?.settings, { 'client-id': 'a', flow, ...ready.settings });
      assert.ok(ready.settings.issuer ?? ready.settings['token-endpoint']);
      assert.ok(Object.keys(ready.settings).every((key) => Object.hasOwn(OAUTH.settings, key)));
      assert.doesNotMatch(text, /DOMAIN|TENANT/);
    });
  }
}

const MADE: [provider: Provider, flow: string, made: object][] = [
  [
    provider('github', 'github.example.com'),
    'code',
    {
      settings: {
        'authorization-endpoint': 'https://github.example.com/login/oauth/authorize',
        'token-endpoint': 'https://github.example.com/login/oauth/access_token',
        'device-authorization-endpoint': 'https://github.example.com/login/device/code',
        'client-auth': 'post',
      },
      lists: {},
    },
  ],
  [
    provider('gitlab', 'example.com/gitlab/'),
    'code',
    { settings: { issuer: 'https://example.com/gitlab' }, lists: {} },
  ],
  [
    provider('google'),
    'code',
    {
      settings: { issuer: 'https://accounts.google.com', 'client-auth': 'post' },
      lists: { parameter: ['access_type=offline', 'prompt=consent'] },
    },
  ],
  [
    provider('google'),
    'device',
    { settings: { issuer: 'https://accounts.google.com', 'client-auth': 'post' }, lists: {} },
  ],
  [
    provider('google'),
    'jwt-bearer',
    { settings: { issuer: 'https://accounts.google.com' }, lists: { claim: ['sub='] } },
  ],
  [
    provider('microsoft'),
    'device',
    { settings: { issuer: 'https://login.microsoftonline.com/common/v2.0' }, lists: { scope: ['offline_access'] } },
  ],
  [
    provider('microsoft', undefined, 'contoso.example'),
    'client-credentials',
    { settings: { issuer: 'https://login.microsoftonline.com/contoso.example/v2.0' }, lists: {} },
  ],
  [
    provider('okta', 'example.okta.com'),
    'code',
    { settings: { issuer: 'https://example.okta.com/oauth2/default' }, lists: { scope: ['offline_access'] } },
  ],
  [
    provider('keycloak', 'http://localhost:8080', 'a b'),
    'code',
    { settings: { issuer: 'http://localhost:8080/realms/a%20b' }, lists: {} },
  ],
];
for (const [one, flow, made] of MADE) {
  test(`preset ${one.preset} in the flow ${flow}`, () => assert.deepEqual(prepared(one, flow), made));
}

const FAULTS: [provider: Provider, sentence: string][] = [
  [provider('gitea'), 'there is no preset gitea'],
  [provider('auth0'), 'preset auth0 needs --domain'],
  [provider('keycloak', 'sso.example.com'), 'preset keycloak needs --tenant'],
  [provider('google', 'example.com'), 'preset google has no --domain'],
  [provider('github', undefined, 'staff'), 'preset github has no --tenant'],
];
for (const [one, sentence] of FAULTS) test(sentence, () => assert.equal(prepared(one, 'code'), sentence));

describe('against a server', () => {
  let server: OidcServer;
  let world: OAuthWorld;

  oauthTests(
    (...made) => {
      [server, world] = made;
    },
    { path: '/realms/staff' },
  );

  const authFile = async (): Promise<string> =>
    await readFile(join(world.folder, '.config', 'slip', 'auth.yaml'), 'utf8').catch(() => '');
  const user = {
    terminals: ['stdin', 'stderr'] as const,
    answerLine: async (stderr: string) =>
      await formUser().visit(/^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr)),
  };

  test('keycloak: a realm', async () => {
    const words = ['--preset', 'keycloak', '--domain', server.origin, '--realm', 'staff', '--client-id', 'robot'];
    const done = await world.slip(['auth', 'login', 'work', ...words, '--flow', 'client-credentials']);
    assert.equal(done.status, 0, done.stderr);
    assert.match(await authFile(), new RegExp(`issuer: ${server.issuer}`));
    // Another preset leaves nothing of the first.
    const github = ['--preset', 'github', '--domain', server.origin, '--token-endpoint', `${server.issuer}/token`];
    assert.equal((await world.slip(['auth', 'login', 'work', ...github])).status, 0);
    assert.doesNotMatch(await authFile(), /issuer:/);
  });

  test('google: a refresh token for each login, unless something else is typed', async () => {
    let address = new URL('http://127.0.0.1');
    const google = ['--preset', 'google', '--issuer', server.issuer, '--client-id', 'desk', '--client-auth', 'none'];
    const words = [
      'auth',
      'login',
      'work',
      ...google,
      '--no-browser',
      '--scope',
      'openid',
      '--parameter',
      'prompt=login',
    ];
    const done = await world.slip(words, {
      ...user,
      answerLine: async (stderr) => {
        address = new URL(/^https?:\S+$/m.exec(stderr)?.[0] ?? '');
        return await user.answerLine(stderr);
      },
    });
    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual(
      [address.searchParams.get('access_type'), address.searchParams.getAll('prompt')],
      ['offline', ['login']],
    );
  });

  test('okta: offline_access comes to what is typed', async () => {
    const words = ['--preset', 'okta', '--domain', 'x.example', '--issuer', server.issuer, '--client-id', 'desk'];
    const done = await world.slip(['auth', 'login', 'work', ...words, '--no-browser', '--scope', 'openid'], user);
    assert.equal(done.status, 0, done.stderr);
    assert.match(await authFile(), /scope:\n\s+- openid\n\s+- offline_access\n/);
  });

  test('github: answers in JSON because they are asked for, a token without an end, refusals with status 200', async () => {
    const asked: string[] = [];
    const answers: object[] = [
      {
        device_code: 'd',
        user_code: 'AB-12',
        verification_uri: `${server.origin}/login/device`,
        expires_in: 900,
        interval: 5,
      },
      { error: 'authorization_pending', error_description: 'wait' },
      { access_token: 'gho_1', token_type: 'bearer', scope: 'repo,gist' },
    ];
    server.misbehave = (request, response) => {
      const { url = '', headers } = request;
      asked.push(`${url} ${headers.accept}`);
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers.shift()));
      return true;
    };
    const words = ['--preset', 'github', '--domain', server.origin, '--client-id', 'Iv1.x', '--flow', 'device'];
    const done = await world.slip(['auth', 'login', 'work', ...words, '--scope', 'repo'], { password: null });
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stderr, /^slip: profile work has a token; /m);
    assert.deepEqual(asked, [
      '/login/device/code application/json',
      '/login/oauth/access_token application/json',
      '/login/oauth/access_token application/json',
    ]);
    world.aheadMs = 400 * 86_400_000;
    assert.equal((await world.slip(['auth', 'token', 'work'])).stdout, 'gho_1\n');
  });

  test('github: the secret is shown in the body', async () => {
    const words = [
      '--preset',
      'github',
      '--domain',
      server.origin,
      '--client-id',
      'Iv1.x',
      '--no-browser',
      '--secret-stdin',
    ];
    let body = '';
    server.misbehave = (request, response) => {
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => response.end('{"access_token":"gho_1","token_type":"bearer","scope":""}'));
      response.setHeader('content-type', 'application/json');
      return true;
    };
    const done = await world.slip(['auth', 'login', 'work', ...words], {
      stdin: CLIENT_SECRET,
      answerLine: async (stderr) => {
        const address = new URL(/^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr));
        assert.equal(address.pathname, '/login/oauth/authorize');
        const { searchParams } = address;
        return `${searchParams.get('redirect_uri')}?code=c&state=${searchParams.get('state')}`;
      },
    });
    assert.equal(done.status, 0, done.stderr);
    assert.equal(new URLSearchParams(body).get('client_secret'), CLIENT_SECRET);
  });

  const WRONG: [words: readonly string[], sentence: RegExp][] = [
    [['--preset', 'okta'], /^slip: preset okta needs --domain\n/],
    [['--domain', 'x.example'], /^slip: --domain is a part of a preset, and none is named\nhint: --preset NAME/],
    [
      ['--preset', 'gitlab', '--domain', 'http://x.example'],
      /^slip: with this --domain, http:\/\/x\.example is https, unless it is on this machine\n/,
    ],
    [['--preset', 'gitlab', '--domain', 'x y'], /^slip: /],
  ];
  for (const [words, sentence] of WRONG) {
    test(`${words.join(' ')} is refused`, async () => {
      const done = await world.slip(['auth', 'login', 'work', '--client-id', 'a', ...words]);
      assert.match(done.stderr, sentence);
      assert.notEqual(done.status, 0);
    });
  }
});
