/** Tokens that are bound to a key (RFC 9449), and requests that are pushed (RFC 9126), against a real authorization server. */
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { formUser } from './support/form-user.ts';
import { type OAuthWorld, oauthWorld } from './support/oauth-world.ts';
import { type OidcServer, startOidc } from './support/servers/oidc.ts';

let server: OidcServer;
/** It wants its nonces in proofs, and requests pushed. */
let strict: OidcServer;
let world: OAuthWorld;

before(async () => {
  server = await startOidc();
  strict = await startOidc({
    features: {
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 7), requireNonce: () => true },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    },
  });
});
after(async () => {
  await server.close();
  await strict.close();
});
beforeEach(async () => {
  for (const one of [server, strict]) {
    one.heard.length = 0;
    one.misbehave = () => false;
    one.apiNonce = undefined;
  }
  world = await oauthWorld();
});
afterEach(() => world.close());

const login = (at: OidcServer, ...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', at.issuer, '--for', `${at.origin}/api`, ...more],
];
const robot = ['--client-id', 'robot', '--flow', 'client-credentials'];
const desk = ['--client-id', 'desk', '--no-browser', '--scope', 'openid'];
/** A user who logs in, and pastes the address. */
const user = {
  terminals: ['stdin', 'stderr'] as const,
  answerLine: async (stderr: string): Promise<string> => await formUser().visit(addressIn(stderr)),
};

function addressIn(stderr: string): string {
  return /^https?:\S+$/m.exec(stderr)?.[0] ?? assert.fail(stderr);
}

function kept(): Readonly<Record<string, string>> {
  return JSON.parse(world.keychain.entries.get('work:tokens') ?? '{}');
}

async function loggedIn(at: OidcServer, ...more: readonly string[]): Promise<void> {
  const done = await world.slip(login(at, ...more, '--dpop'));
  assert.equal(done.status, 0, done.stderr);
}

/** The proofs that have come for a path. */
function proofs(at: OidcServer, path: string): readonly Readonly<Record<string, unknown>>[] {
  const fields = at.heard.filter((one) => one.path === path).map(({ headers }) => String(headers.dpop));
  return fields.map((field) => JSON.parse(Buffer.from(field.split('.')[1] ?? '', 'base64url').toString()));
}

describe('a token that is bound to a key', () => {
  test('goes along with a proof of its own for each request', async () => {
    await loggedIn(server, ...robot);
    assert.equal(kept().tokenType, 'dpop');
    const { stdout, stderr } = await world.slip([`${server.origin}/api/{a,b}?page=2`, '-X', 'PUT', 'a=1']);
    assert.equal(stderr, '');
    assert.equal(stdout.split('"scheme":"DPoP"').length, 3, stdout);
    const [first, second] = [...proofs(server, '/api/a'), ...proofs(server, '/api/b')];
    assert.notEqual(first?.jti, second?.jti);
    assert.equal(first?.htu, `${server.origin}/api/a`);
    assert.equal(server.tokenRequests(), 1);
  });

  test('is shown in no view, nor is its key or a proof', async () => {
    await loggedIn(server, ...robot);
    const { accessToken = '', proofKey = '' } = kept();
    const url = `${server.origin}/api/a`;
    for (const words of [['-v'], ['--offline'], ['--as-curl'], ['--print', 'HBhbm'], ['--trace-ascii', '-']]) {
      const { stdout, stderr } = await world.slip([url, ...words]);
      assert.match(stdout + stderr, /Authorization: DPoP \(secret\)/, words.join(' '));
      assert.match(stdout + stderr, /DPoP: \(secret\)/);
      for (const secret of [accessToken, JSON.parse(proofKey).d, 'eyJ']) assert.ok(!(stdout + stderr).includes(secret));
    }
    const line = await world.slip([url, '--as-curl', '--show-secrets']);
    assert.equal(line.stderr, 'slip: curl can make no other DPoP proof: this one is good for one request, now\n');
    const shown = await world.slip([url, '-v', '--show-secrets']);
    assert.ok(shown.stderr.includes(accessToken) && !shown.stderr.includes(JSON.parse(proofKey).d));
    const list = await world.slip(['auth', 'show', 'work']);
    assert.ok(!list.stdout.includes(accessToken) && list.stdout.includes('dpop'), list.stdout);
  });

  test('is refreshed with the same key, as the refresh token is bound to it, too', async () => {
    const done = await world.slip(login(server, ...desk, '--dpop'), user);
    assert.equal(done.status, 0, done.stderr);
    const before = kept();
    world.aheadMs = 3_600_000;
    // The proof would be of a time to come.
    const { stdout, stderr } = await world.slip(['auth', 'token', 'work']);
    assert.notEqual(stdout.trim(), before.accessToken);
    assert.equal(stderr, 'slip: the token of profile work is bound to a key: alone it is good for nothing\n');
    assert.equal(kept().proofKey, before.proofKey);
    world.aheadMs = 0;
    assert.deepEqual(JSON.parse((await world.slip([`${server.origin}/api/a`])).stdout), {
      scheme: 'DPoP',
      sub: 'ada',
      scope: 'openid',
    });
  });

  test('is got with a code of a device, too', async () => {
    const words = ['--client-id', 'device', '--flow', 'device', '--scope', 'openid', '--dpop'];
    let isEntered = false;
    const done = await world.slip(login(strict, ...words), {
      async whileWaiting(stderr) {
        const [, page = '', code = ''] = /^ {4}(http\S+)\n {4}(\S+)\n/m.exec(stderr) ?? [];
        if (!isEntered) await formUser({ user_code: code }).visit(page);
        isEntered = true;
      },
    });
    assert.equal(done.status, 0, done.stderr);
    assert.match((await world.slip([`${strict.origin}/api/a`])).stdout, /"scheme":"DPoP"/);
  });

  test('the nonce of the API is taken up, and the next one too', async () => {
    await loggedIn(server, ...robot);
    server.apiNonce = 'first';
    const { stdout, stderr, status } = await world.slip([`${server.origin}/api/a`, 'a=1', '-v']);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /DPoP/);
    assert.deepEqual(
      proofs(server, '/api/a').map(({ nonce }) => nonce),
      [undefined, 'first'],
    );
    server.heard.length = 0;
    server.misbehave = ({ url }, response) => {
      if (url !== '/api/next') return false;
      response.writeHead(200, { 'dpop-nonce': 'second' }).end('{}');
      server.apiNonce = 'second';
      return true;
    };
    await world.slip([`${server.origin}/api/{next,b,c}`]);
    assert.deepEqual(
      ['/api/next', '/api/b', '/api/c'].flatMap((path) => proofs(server, path).map(({ nonce }) => nonce)),
      [undefined, 'second', 'second'],
    );
  });

  test('an API that always wants another nonce is asked a few times', async () => {
    await loggedIn(server, ...robot);
    let count = 0;
    server.misbehave = ({ url }, response) => {
      if (url !== '/api/a') return false;
      const fields = { 'dpop-nonce': `n${count++}`, 'www-authenticate': 'DPoP error="use_dpop_nonce"' };
      response.writeHead(401, fields).end();
      return true;
    };
    const { stderr, status } = await world.slip([`${server.origin}/api/a`, '-f']);
    assert.match(stderr, /^slip: 127\.0\.0\.1 turned profile work down: slip auth login work gets another token$/m);
    assert.notEqual(status, 0);
    assert.ok(count <= 4, String(count));
  });

  test('another try, a redirect and a new token have proofs of their own', async () => {
    await loggedIn(server, ...robot);
    let failures = 1;
    server.misbehave = ({ url }, response) => {
      if (url === '/api/busy' && failures-- > 0) response.writeHead(503, { 'retry-after': '0' }).end();
      else if (url === '/api/moved') response.writeHead(302, { location: '/api/a' }).end();
      else return false;
      return true;
    };
    const busy = await world.slip([`${server.origin}/api/busy`, '--retry', '1']);
    assert.match(busy.stdout, /"scheme":"DPoP"/, busy.stderr);
    const moved = await world.slip([`${server.origin}/api/moved`, '-L']);
    assert.match(moved.stdout, /"scheme":"DPoP"/, moved.stderr);
    await (await server.provider.ClientCredentials.find(kept().accessToken ?? ''))?.destroy();
    const renewed = await world.slip([`${server.origin}/api/b`]);
    assert.match(renewed.stdout, /"scheme":"DPoP"/, renewed.stderr);
  });

  test('neither token nor proof goes to another origin', async () => {
    await loggedIn(server, ...robot);
    server.misbehave = ({ url }, response) => {
      if (url !== '/api/away') return false;
      response.writeHead(302, { location: `${strict.origin}/there` }).end();
      return true;
    };
    const { stderr } = await world.slip([`${server.origin}/api/away`, '-L']);
    const there = strict.heard.find(({ path }) => path === '/there');
    assert.deepEqual([there?.headers.authorization, there?.headers.dpop], [undefined, undefined], stderr);
  });

  test('the nonce of the token endpoint is taken up', async () => {
    await loggedIn(strict, ...robot);
    assert.equal(strict.tokenRequests(), 2);
  });

  test('a server that knows no DPoP gives a token that anybody could use, and it is not kept', async () => {
    server.misbehave = ({ method }, response) => {
      if (method !== 'POST') return false;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"access_token":"a","token_type":"Bearer"}');
      return true;
    };
    const done = await world.slip(login(server, ...robot, '--dpop'));
    assert.match(done.stderr, /^slip: profile work wants a token bound to a key, and got one that anybody could use\n/);
    assert.match(done.stderr, /--no-dpop/);
    assert.equal(world.keychain.entries.size, 0);
  });

  test('--no-dpop takes it back', async () => {
    await loggedIn(server, ...robot);
    const done = await world.slip(['auth', 'login', 'work', '--no-dpop']);
    assert.equal(done.status, 0, done.stderr);
    assert.match((await world.slip([`${server.origin}/api/a`])).stdout, /"scheme":"Bearer"/);
    assert.equal(kept().proofKey, undefined);
  });
});

describe('a pushed request', () => {
  test('leaves only a reference in the address', async () => {
    let address = '';
    const done = await world.slip(login(server, ...desk, '--par'), {
      ...user,
      answerLine: async (stderr) => {
        address = addressIn(stderr);
        return await formUser().visit(address);
      },
    });
    assert.equal(done.status, 0, done.stderr);
    assert.deepEqual([...new URL(address).searchParams.keys()].sort(), ['client_id', 'request_uri']);
  });

  test('is made by itself where the server wants it; with a key, its proof and its nonce', async () => {
    const done = await world.slip(login(strict, ...desk, '--dpop'), user);
    assert.equal(done.status, 0, done.stderr);
    assert.equal(strict.heard.filter(({ path }) => path === '/request').length, 2);
    assert.match((await world.slip([`${strict.origin}/api/a`])).stdout, /"scheme":"DPoP"/);
  });

  test('that the server does not take is told with the step', async () => {
    const done = await world.slip(login(server, ...desk, '--par', '--redirect-uri', 'http://127.0.0.1/nowhere'), user);
    assert.match(
      done.stderr,
      /^slip: could not push the request of profile work: 127\.0\.0\.1:\d+ .*\(invalid_redirect_uri|^slip: could not push the request of profile work: /m,
    );
    assert.equal(done.status, 102);
  });

  test('has to be pushed to somewhere', async () => {
    const words = ['--token-endpoint', `${server.origin}/token`, '--authorization-endpoint', `${server.origin}/auth`];
    const done = await world.slip([...login(server, ...desk, '--par'), ...words], user);
    assert.match(
      done.stderr,
      /^slip: the server of profile work does not tell where requests are pushed to\n.*--par-endpoint URL/m,
    );
    const given = ['--par-endpoint', `${server.origin}/request`, '--jwks-uri', `${server.origin}/jwks`];
    const good = await world.slip([...login(server, ...desk, '--par'), ...words, ...given], user);
    assert.equal(good.status, 0, good.stderr);
  });
});
