/** Logins by the authorization code, against a real authorization server, with a user who fills its forms in. */
import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createServer, request } from 'node:http';
import { test } from 'node:test';
import { closedPort } from './support/case-server.ts';
import { formUser } from './support/form-user.ts';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import { CLIENT_SECRET, type OidcServer } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;

oauthTests((...made) => {
  [server, world] = made;
});

const login = (...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', 'desk', '--no-browser'],
  ...['--for', `${server.origin}/api`, '--scope', 'openid', ...more],
];

/** The address that slip prints. */
function addressIn(stderr: string): string {
  return /^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr);
}

const FOREVER = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(undefined)));

/** What the browser gets at an address, with other headers if wished for. */
async function got(
  address: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }> {
  return await new Promise((resolve, reject) => {
    const asked = request(address, { method, headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
    });
    asked.on('error', reject).end();
  });
}

for (const [place, ...more] of [
  ['127.0.0.1 at any port'],
  ['::1', '--redirect-uri', 'http://[::1]/callback'],
  ['another path', '--redirect-uri', 'http://127.0.0.1/another/path'],
  ['a path with dots', '--redirect-uri', 'http://127.0.0.1/./another/x/../path'],
] as const) {
  test(`the browser comes back to ${place}`, async () => {
    let coming: ReturnType<typeof got> | undefined;
    const done = await world.slip(login('--scope', 'read', ...more), {
      terminals: ['stdin', 'stderr'],
      async answerLine(stderr, signal) {
        const address = new URL(addressIn(stderr));
        assert.equal(address.searchParams.get('code_challenge_method'), 'S256');
        coming = got(await formUser().visit(address.href));
        return await FOREVER(signal);
      },
    });
    assert.equal(done.status, 0, done.stderr);
    assert.match(done.stderr, /\nslip: profile work has a token for 1 hour; it goes to /);
    const page = await coming;
    assert.equal(page?.status, 200);
    assert.match(page?.body ?? '', /<h1>You are logged in<\/h1><p class="text">slip has a token for profile work\. /);
    assert.doesNotMatch(page?.body ?? '', /<script|<img|<link|src=|url\(/);
    const {
      'cache-control': cached,
      'content-security-policy': policy,
      'referrer-policy': referrer,
    } = page?.headers ?? {};
    assert.deepEqual([cached, referrer], ['no-store', 'no-referrer']);
    assert.match(String(policy), /^default-src 'none'; style-src 'sha256-[\w+/]+='; base-uri 'none'; /);
    const kept = JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
    assert.deepEqual(
      Object.keys(kept).filter((name) => /Token$/.test(name)),
      ['accessToken', 'refreshToken', 'idToken'],
    );
    for (const token of [kept.accessToken, kept.refreshToken, kept.idToken]) {
      assert.ok(!`${done.stdout}${done.stderr}${page?.body}`.includes(token));
    }
    const { stdout } = await world.slip([`${server.origin}/api/a`]);
    assert.deepEqual(JSON.parse(stdout).sub, 'ada');
  });
}

test('the address is pasted, on a terminal and in a line of stdin, quoted or bare', async () => {
  const forms: ((end: string) => string)[] = [
    (end) => end,
    (end) => ` "${end}"\r`,
    (end) => new URL(end).search,
    (end) => `${end}#_`,
    (end) => end.replace('?', '?session_state=s&'),
  ];
  for (const form of forms) {
    const done = await world.slip(login(), {
      terminals: ['stdin', 'stderr'],
      answerLine: async (stderr) => form(await formUser().visit(addressIn(stderr))),
    });
    assert.equal(done.status, 0, done.stderr);
  }
});

test('a client with a secret, which is asked for', async () => {
  const done = await world.slip(login('--client-id', 'shop', '--client-auth', 'basic'), {
    terminals: ['stdin', 'stderr'],
    answerLine: async (stderr) => await formUser().visit(addressIn(stderr)),
  });
  assert.equal(done.status, 0, done.stderr);
  assert.equal(world.keychain.entries.get('work'), CLIENT_SECRET);
});

test('what is pasted by mistake is told, and asked for again', async () => {
  const seen: string[] = [];
  const done = await world.slip(login(), {
    terminals: ['stdin', 'stderr'],
    async answerLine(stderr) {
      seen.push(stderr.split('\n').slice(-3, -2).join());
      const end = await formUser().visit(addressIn(stderr));
      const tries = ['', 'https://login.example.com/', end.replace(/state=[^&]*/, 'state=x'), 'abc', end];
      return tries[seen.length - 1];
    },
  });
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(seen.slice(1), [
    'slip: there is no code in that: paste the whole address',
    'slip: there is no code in that: paste the whole address',
    'slip: that is the address of another login: paste the one of this',
    'slip: the code alone is not enough: paste the whole address, in which the server says who it is',
  ]);
});

test('nobody is there to be asked: nothing hangs', async () => {
  const done = await world.slip(login());
  assert.match(done.stderr, /\nslip: nobody is here to log in to profile work\nhint: run it on a terminal\n$/);
  assert.equal(done.status, 102);
  assert.equal(world.keychain.entries.size, 0);
  const opening = await world.slip(login().filter((word) => word !== '--no-browser'));
  assert.match(
    opening.stderr,
    /\nslip: there is no browser to open here\n[\s\S]*\nslip: nobody is here to log in to profile work\n/,
  );
  assert.equal(opening.status, 102);
});

test('what is not of this login changes nothing, and the login goes on', async () => {
  const done = await world.slip(login(), {
    terminals: ['stdin', 'stderr'],
    async answerLine(stderr, signal) {
      const end = await formUser().visit(addressIn(stderr));
      const { origin, pathname, search, port } = new URL(end);
      const rows: [address: string, status: number, options?: Parameters<typeof got>[1]][] = [
        [`${origin}/`, 404],
        [`${origin}/favicon.ico`, 404],
        [`${origin}${pathname}/x${search}`, 404],
        [end, 405, { method: 'POST' }],
        [end, 400, { headers: { host: `evil.example:${port}` } }],
        [end, 400, { headers: { host: `localhost:${port}` } }],
        [`${origin}${pathname}`, 400],
        [`${origin}${pathname}?code=x`, 400],
        [end.replace(/state=[^&]*/, 'state=x'), 400],
        [`${end}&state=x`, 400],
        [`${origin}${pathname}?error=access_denied&state=x`, 400],
      ];
      for (const [address, status, options] of rows) {
        assert.equal((await got(address, options)).status, status, address);
      }
      assert.equal((await got(end)).status, 200);
      return await FOREVER(signal);
    },
  });
  assert.equal(done.status, 0, done.stderr);
  const remark = 'something came to the redirect address that is not of this login, and was turned away';
  assert.equal(done.stderr.split(remark).length, 2);
});

test('each way in which the server or the user says no has its sentence, on the page too', async () => {
  const rows: [change: (end: URL) => void, message: RegExp, hint: RegExp][] = [
    [
      ({ searchParams }) => {
        searchParams.delete('code');
        searchParams.set('error', 'access_denied');
        searchParams.set('error_description', '<b>not</b>\u001b[31m today');
      },
      /got no token for profile work: 127\.0\.0\.1:\d+ was told no, by the user or by its own rules \(access_denied: /,
      /asks again/,
    ],
    [
      ({ searchParams }) => searchParams.set('iss', 'https://evil.example'),
      /the login of profile work was answered by https:\/\/evil\.example, not by http:/,
      /--issuer/,
    ],
    [
      ({ searchParams }) => searchParams.delete('iss'),
      /got no token for profile work: .* gave an answer in which something is missing/,
      /^/,
    ],
    [
      ({ searchParams }) => searchParams.set('code', 'x'),
      /got no token for profile work: .*invalid_grant/,
      /logs in anew/,
    ],
  ];
  for (const [change, message, hint] of rows) {
    let coming: ReturnType<typeof got> | undefined;
    const done = await world.slip(login(), {
      terminals: ['stdin', 'stderr'],
      async answerLine(stderr, signal) {
        const end = new URL(await formUser().visit(addressIn(stderr)));
        change(end);
        coming = got(end.href);
        return await FOREVER(signal);
      },
    });
    assert.match(done.stderr, message);
    assert.match(done.stderr, hint);
    assert.equal(done.status, 102);
    assert.doesNotMatch(done.stderr, /\u001b\[31m/);
    const page = await coming;
    assert.equal(page?.status, 200);
    assert.match(page?.body ?? '', /<h1>The login came to nothing<\/h1>/);
    assert.doesNotMatch(page?.body ?? '', /<b>/);
    assert.equal(world.keychain.entries.size, 0);
  }
});

test('a port that is taken, a redirect URI that is none, a server without a page for logins', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  const { port } = taken.address() as { port: number }; // a TCP server has no other address
  const busy = await world.slip(login('--redirect-uri', `http://127.0.0.1:${port}/callback`));
  taken.close();
  assert.match(
    busy.stderr,
    /^slip: port \d+ of 127\.0\.0\.1 is taken, and the browser is to come back there\nhint: end the program/,
  );
  assert.equal(busy.status, 102);
  for (const uri of ['http://example.com/a', 'http://127.0.0.1:99999/', 'callback', 'http://127.0.0.1/#a']) {
    const done = await world.slip(login('--redirect-uri', uri));
    assert.match(done.stderr, /^slip: --redirect-uri is /, uri);
    assert.equal(done.status, 2);
  }
  const blind = await world.slip([
    ...['auth', 'login', 'work', '--token-endpoint', `${server.origin}/token`, '--client-id', 'desk'],
  ]);
  assert.match(
    blind.stderr,
    /^slip: the server of profile work does not tell where its users log in\nhint: --authorization-endpoint /,
  );
  assert.equal(blind.status, 102);
});

test('endpoints that are given, and a server that would send its users elsewhere', async () => {
  server.misbehave = ({ url = '' }, response) => {
    if (!url.includes('well-known')) return false;
    const metadata = {
      issuer: server.issuer,
      authorization_endpoint: 'javascript:alert(1)',
      token_endpoint: server.issuer,
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(metadata));
    return true;
  };
  const sent = await world.slip(login());
  assert.equal(sent.stderr, 'slip: the server of profile work sends its users to an address that is not https\n');
  assert.equal(sent.status, 102);
  server.misbehave = () => false;
  const given = [
    ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', 'desk', '--no-browser', '--scope', 'openid'],
    ...['--token-endpoint', `${server.origin}/token`, '--authorization-endpoint', `${server.origin}/auth`],
  ];
  server.heard.length = 0;
  const done = await world.slip(given, {
    terminals: ['stdin', 'stderr'],
    answerLine: async (stderr) => await formUser().visit(addressIn(stderr)),
  });
  assert.equal(done.status, 0, done.stderr);
  assert.ok(server.heard.every(({ path }) => !path.includes('well-known')));
});

test('an ID token with another key, or a nonce of another login, is refused', async () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const own = JSON.parse(await (await fetch(`${server.origin}/jwks`)).text());
  const keys = own.keys.map((key: object) => ({ ...key, ...publicKey.export({ format: 'jwk' }) }));
  server.misbehave = ({ url = '' }, response) => {
    if (url !== '/jwks') return false;
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys }));
    return true;
  };
  const done = await world.slip(login(), {
    terminals: ['stdin', 'stderr'],
    answerLine: async (stderr) => await formUser().visit(addressIn(stderr)),
  });
  assert.match(done.stderr, /\nslip: got no token for profile work: /);
  assert.equal(done.status, 102);
  server.misbehave = () => false;
  const replayed = await world.slip(login(), {
    terminals: ['stdin', 'stderr'],
    answerLine: async (stderr) => await formUser().visit(addressIn(stderr).replace(/nonce=[^&]*/, 'nonce=another')),
  });
  assert.match(replayed.stderr, /gave an ID token that is of another login, client or issuer/);
  assert.equal(replayed.status, 102);
});

for (const [how, alg, signature] of [
  ['signed by nobody', 'none', () => ''],
  [
    'signed with what everybody knows of the server',
    'HS256',
    (text: string, known: string) => createHmac('sha256', known).update(text).digest('base64url'),
  ],
] as const) {
  test(`an ID token ${how} is refused`, async () => {
    const known = await (await fetch(`${server.origin}/jwks`)).text();
    let nonce: string | null = '';
    server.misbehave = ({ url = '' }, response) => {
      if (url !== '/token') return false;
      const now = Math.floor(Date.now() / 1000);
      const claims = { iss: server.issuer, sub: 'ada', aud: 'desk', exp: now + 600, iat: now, nonce };
      const text = [{ alg }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      const tokens = { access_token: 'a', token_type: 'bearer', id_token: `${text}.${signature(text, known)}` };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(tokens));
      return true;
    };
    const { status, stderr } = await world.slip(login(), {
      terminals: ['stdin', 'stderr'],
      async answerLine(said) {
        const address = addressIn(said);
        nonce = new URL(address).searchParams.get('nonce');
        return await formUser().visit(address);
      },
    });
    assert.match(stderr, /\nslip: got no token for profile work: /);
    assert.equal(status, 102);
    assert.equal(world.keychain.entries.has('work:tokens'), false);
  });
}

test('Ctrl-C ends it, and frees the port', async () => {
  const interruption = new AbortController();
  const port = await closedPort();
  const done = await world.slip(login('--redirect-uri', `http://127.0.0.1:${port}/callback`), {
    terminals: ['stdin', 'stderr'],
    interrupted: interruption.signal,
    async answerLine(_stderr, signal) {
      interruption.abort('SIGINT');
      return await FOREVER(signal);
    },
  });
  assert.equal(done.status, 130);
  await assert.rejects(got(`http://127.0.0.1:${port}/callback`), /ECONNREFUSED/);
});
