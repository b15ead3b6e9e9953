/** Logins with a code that is entered elsewhere, against a real authorization server. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import { qrLines } from '../src/oauth/qr.ts';
import { formUser } from './support/form-user.ts';
import { type OAuthWorld, oauthTests } from './support/oauth-world.ts';
import type { OidcServer } from './support/servers/oidc.ts';

let server: OidcServer;
let world: OAuthWorld;

oauthTests(
  (...made) => {
    [server, world] = made;
  },
  { deviceCodeSeconds: 900 },
);

const login = (...more: readonly string[]): readonly string[] => [
  ...['auth', 'login', 'work', '--issuer', server.issuer, '--client-id', 'device', '--flow', 'device'],
  ...['--for', `${server.origin}/api`, '--scope', 'openid', ...more],
];

/** The page and the code that slip shows. */
function shownIn(stderr: string): { readonly page: string; readonly code: string } {
  const [, page = '', code = ''] = /^ {4}(http\S+)\n {4}(\S+)\n/m.exec(stderr) ?? assert.fail(stderr);
  return { page, code };
}

/** Other things are waited for, too: the lock, the keychain. */
function isWaiting(stderr: string): boolean {
  return stderr.includes('waiting for that');
}

/** Enters the code that is shown, as a user does; once. */
function enters(): (stderr: string) => Promise<void> {
  let isDone = false;
  return async (stderr) => {
    if (isDone || !isWaiting(stderr)) return;
    isDone = true;
    const { page, code } = shownIn(stderr);
    assert.match(await formUser({ user_code: code }).visit(page), /Continue on your device|Success/i);
  };
}

/** Answers of the token endpoint, one after another; `undefined` where the server itself answers. */
function tokenAnswers(...answers: readonly ((response: ServerResponse) => void)[]): void {
  const left = [...answers];
  server.misbehave = ({ url = '' }, response) => {
    const answer = url === '/token' ? left.shift() : undefined;
    answer?.(response);
    return answer !== undefined;
  };
}

const refusal =
  (error: string, status = 400) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error }));
  };

test('the code is shown, and a token is there once it is entered', async () => {
  const done = await world.slip(login(), { whileWaiting: enters() });
  const { page, code } = shownIn(done.stderr);
  assert.equal(
    done.stderr,
    [
      'slip: to log in to profile work, open this page anywhere, and enter the code:',
      '',
      `    ${page}`,
      `    ${code}`,
      '',
      'slip: waiting for that, for 15 minutes at most; Ctrl-C gives up',
      `slip: profile work has a token for 1 hour; it goes to ${server.origin}/api`,
      '',
    ].join('\n'),
  );
  assert.equal(done.stdout, '');
  assert.equal(done.status, 0);
  const { stdout } = await world.slip([`${server.origin}/api/a`]);
  assert.equal(JSON.parse(stdout).sub, 'ada');
});

test('on a terminal that can show it there is a QR code', async () => {
  const terminal = { terminals: ['stderr'] as const, whileWaiting: enters() };
  const wide = await world.slip(login(), { ...terminal, env: { LANG: 'en_US.UTF-8' } });
  const { page, code } = shownIn(wide.stderr);
  const { lines } = qrLines(`${page}?user_code=${code}`, true);
  assert.ok(wide.stderr.includes(`\n\n${lines.map((line) => `    ${line}\n`).join('')}\n`), wide.stderr);
  for (const env of [{ TERM: 'dumb' }, { LC_ALL: 'C' }]) {
    const plain = await world.slip(login(), { ...terminal, env, whileWaiting: enters() });
    assert.doesNotMatch(plain.stderr, /[▀▄█]/);
  }
  const colorless = await world.slip(login(), { ...terminal, env: { NO_COLOR: '1' }, whileWaiting: enters() });
  assert.match(colorless.stderr, /[▀▄█]/);
  assert.doesNotMatch(colorless.stderr, /\x1b/);
});

test('a server is asked as seldom as it wants, and less often when it says so', async () => {
  const offline = (response: ServerResponse): void => void response.destroy();
  tokenAnswers(refusal('authorization_pending'), refusal('slow_down'), refusal('slow_down', 200), offline, offline);
  const waits: number[] = [];
  const user = enters();
  const done = await world.slip(login(), {
    async whileWaiting(stderr, durationMs) {
      if (waits.length === 6 || !isWaiting(stderr)) return;
      waits.push(durationMs / 1000);
      if (waits.length === 6) await user(stderr);
    },
  });
  assert.equal(done.status, 0, done.stderr);
  assert.deepEqual(waits, [5, 5, 10, 15, 30, 60]);
  assert.equal(done.stderr.split('slip: the server cannot be reached; trying on\n').length, 2);
});

test('each end without a token has its sentence', async () => {
  const rows: [answer: (response: ServerResponse) => void, message: RegExp][] = [
    [
      refusal('access_denied'),
      /got no token for profile work: \S+ was told no, .*\nhint: slip auth login work asks again\n$/,
    ],
    [
      refusal('expired_token'),
      /waited for the user until its time was over .*\nhint: slip auth login work gives a new code\n$/,
    ],
    [refusal('invalid_client', 401), /does not know the client/],
    [(response) => void response.writeHead(500).end(), /got no token for profile work: \S+ gave .* \(status 500\)\n$/],
  ];
  for (const [answer, message] of rows) {
    tokenAnswers(answer);
    const done = await world.slip(login());
    assert.match(done.stderr, message);
    assert.equal(done.status, 102);
    assert.equal(world.keychain.entries.size, 0);
  }
  server.misbehave = () => false;
  const late = await world.slip(login());
  assert.match(
    late.stderr,
    /\nslip: nobody entered the code for profile work within 15 minutes\nhint: slip auth login work gives a new code\n$/,
  );
  const soon = await world.slip(login('--max-time', '20'));
  assert.match(soon.stderr, /for 20 seconds at most[\s\S]* within 20 seconds\n/);
  assert.equal(soon.status, 102);
});

test('a server that gives no codes, and one whose page is no page', async () => {
  const other = ['auth', 'login', 'work', '--client-id', 'device', '--flow', 'device'];
  const blind = await world.slip([...other, '--token-endpoint', `${server.origin}/token`]);
  assert.match(
    blind.stderr,
    /^slip: the server of profile work does not tell where devices get codes\nhint: --device-auth/,
  );
  const wrong = await world.slip(login('--client-id', 'robot', '--client-auth', 'none'));
  assert.match(wrong.stderr, /^slip: got no code for profile work: /);
  server.misbehave = ({ url = '' }, response) => {
    if (url !== '/device/auth') return false;
    const answer = {
      device_code: 'd',
      user_code: 'A\u001b[31mB',
      verification_uri: 'file:///etc/passwd',
      expires_in: 60,
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    return true;
  };
  const odd = await world.slip(login());
  assert.equal(odd.stderr, 'slip: the server of profile work sends its users to an address that is not https\n');
  server.misbehave = ({ url = '' }, response) => {
    if (url !== '/device/auth') return false;
    const answer = {
      device_code: 'd',
      user_code: 'A\u001b[31mB',
      verification_uri: 'https://a.example/',
      expires_in: 4,
    };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    return true;
  };
  assert.match((await world.slip(login())).stderr, /\n {4}https:\/\/a\.example\/\n {4}A\[31mB\n/);
});

test('Ctrl-C ends the waiting', async () => {
  const interruption = new AbortController();
  const done = await world.slip(login(), {
    interrupted: interruption.signal,
    whileWaiting: async (stderr) => void (isWaiting(stderr) && interruption.abort('SIGINT')),
  });
  assert.equal(done.status, 130);
  assert.equal(server.tokenRequests(), 0);
});

test('a QR code reads the same in both colourings', () => {
  const [colored, plain] = [qrLines('https://a.example/device', true), qrLines('https://a.example/device', false)];
  assert.ok(colored.lines.every((line) => line.startsWith('\x1b[30;107m') && line.endsWith('\x1b[0m')));
  const inverse: Record<string, string> = { ' ': '█', '▀': '▄', '▄': '▀', '█': ' ' };
  const turned = colored.lines.map((line) =>
    [...line.replace(/\x1b\[[\d;]*m/g, '')].map((block) => inverse[block]).join(''),
  );
  assert.deepEqual(turned, plain.lines);
});
