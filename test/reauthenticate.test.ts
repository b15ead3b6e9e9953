import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorized } from '../src/auth/authorize.ts';
import { proxyRounds } from '../src/auth/proxy-rounds.ts';
import type { Options } from '../src/cli/options.ts';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import { decideChallenge } from '../src/http/reauthenticate.ts';
import { decideRedirect, type NextRequest } from '../src/http/redirect.ts';
import type { Exchange } from '../src/request/exchange.ts';
import type { HeaderList } from '../src/request/headers.ts';
import { type BodySource, type Dialect, planRequest, type RequestPlan } from '../src/request/plan.ts';
import { Secret } from '../src/secret.ts';

const CHANCE = { now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };

interface Wishes {
  readonly url?: string;
  readonly user?: string;
  readonly body?: BodySource;
  readonly dialect?: Dialect;
}

function planOf(
  options: Options,
  { url = 'http://h/a', user = 'u:p', body, dialect = 'slip' }: Wishes = {},
): RequestPlan {
  const [name = '', password = ''] = user.split(':');
  const plan = planRequest(
    {
      method: undefined,
      url,
      pathAsIs: false,
      requestTarget: undefined,
      headers: [],
      proxyHeaders: [],
      query: [],
      body: body ?? { kind: 'none' },
      impliedMethod: body === undefined ? 'GET' : 'POST',
      contentType: undefined,
      accept: '*/*',
      uploadName: undefined,
      userAgent: undefined,
      referer: undefined,
      cookies: undefined,
      user: { name, password: new Secret(password) },
    },
    { ...resolveSettings(options, {}, dialect), acceptEncoding: undefined, decodesTyped: false, userAgent: 'slip' },
  );
  return authorized(plan, CHANCE);
}

/** A reply; only what a decision reads of it. */
function reply(plan: RequestPlan, status: number, fields: readonly string[]): Exchange {
  const headers: HeaderList = fields.map((line) => [line.split(': ', 1)[0] ?? '', line.slice(line.indexOf(': ') + 2)]);
  const head = { version: '1.1', status, reason: '', headers, bytes: new Uint8Array() };
  return { plan, head } as unknown as Exchange; // the rest is not read
}

const www = (challenge: string): string => `WWW-Authenticate: ${challenge}`;
const proxys = (challenge: string): string => `Proxy-Authenticate: ${challenge}`;
const DIGEST = 'Digest realm="r", nonce="n", qop="auth"';
const STALE = 'Digest realm="r", nonce="m", qop="auth", stale=true';

/** The scheme and the nonce count that a plan shows, to a proxy behind `proxy`, and `no body` where that is held back. */
function shown(plan: RequestPlan): string {
  const words = plan.auth.fields.map(([name, value]) => {
    const text = value instanceof Secret ? value.reveal() : value;
    const count = /nonce="(\w+)".* nc=0*(\d+)/.exec(text)?.slice(1).join('') ?? '';
    return `${name === 'Authorization' ? '' : 'proxy '}${text.split(' ', 1)[0]}${count === '' ? '' : ` ${count}`}`;
  });
  return [...words, ...(plan.auth.withheld === undefined ? [] : ['no body'])].join(', ') || 'nothing';
}

/** A conversation: what is shown at first, then each reply and what is shown after it; `final` ends it. */
type Row = readonly [
  what: string,
  options: Options,
  first: string,
  ...replies: (readonly [string, number, string[]])[],
];

const CONVERSATIONS: readonly (readonly [Row, Wishes?])[] = [
  [['Basic is turned down', {}, 'Basic', ['final', 401, [www('Basic realm="r"')]]]],
  [['Basic is not enough', {}, 'Basic', ['final', 401, [www(DIGEST)]]]],
  [['no challenge', { anyauth: true }, 'nothing', ['final', 401, []]]],
  [['a challenge with another status', { anyauth: true }, 'nothing', ['final', 403, [www('Basic')]]]],
  [['a challenge with 200', { digest: true }, 'nothing', ['final', 200, [www(DIGEST)]]]],
  [
    [
      'Digest is asked for',
      { digest: true },
      'nothing',
      ['Digest n1', 401, [www(DIGEST)]],
      ['final', 401, [www(DIGEST)]],
    ],
  ],
  [
    [
      'a nonce gets old',
      { digest: true },
      'nothing',
      ['Digest n1', 401, [www(DIGEST)]],
      ['Digest m1', 401, [www(STALE)]],
      ['Digest m1', 401, [www(STALE)]],
      ['final', 401, [www(DIGEST)]],
    ],
  ],
  [['the first nonce is old already', { digest: true }, 'nothing', ['Digest m1', 401, [www(STALE)]]]],
  [['--digest is not --basic', { digest: true }, 'nothing', ['final', 401, [www('Basic realm="r"')]]]],
  [
    [
      'the best of what is offered',
      { anyauth: true },
      'nothing',
      ['Digest n1', 401, [www('Basic realm="r"'), www(DIGEST)]],
    ],
  ],
  [
    [
      'all in one line',
      { anyauth: true },
      'nothing',
      ['Digest n1', 401, [www(`Negotiate, NTLM, Basic realm="r", ${DIGEST}`)]],
    ],
  ],
  [['only what slip cannot do', { anyauth: true }, 'nothing', ['final', 401, [www('NTLM'), www('Negotiate')]]]],
  [
    [
      'Basic where there is nothing better',
      { anyauth: true },
      'nothing',
      ['Basic', 401, [www('NTLM'), www('Basic realm="r"')]],
      ['final', 401, [www('Basic realm="r"')]],
    ],
  ],
  [
    [
      'Digest of a kind that nobody knows',
      { anyauth: true },
      'nothing',
      ['Basic', 401, [www('Digest nonce="n", algorithm=X'), www('Basic')]],
    ],
  ],
  [
    [
      'the first Digest of a kind that is known',
      { digest: true },
      'nothing',
      ['Digest m1', 401, [www('Digest nonce="n", algorithm=X'), www('Digest nonce="m", qop=auth'), www(DIGEST)]],
    ],
  ],
  [
    [
      'a token before all',
      { anyauth: true, 'oauth2-bearer': 't' },
      'nothing',
      ['Bearer', 401, [www(DIGEST), www('Bearer')]],
      ['final', 401, [www('Bearer')]],
    ],
  ],
  [
    [
      'a token that nobody asks for',
      { anyauth: true, 'oauth2-bearer': 't' },
      'nothing',
      ['Digest n1', 401, [www(DIGEST)]],
    ],
  ],
  [['--basic --digest is a choice', { basic: true, digest: true }, 'nothing', ['Basic', 401, [www('Basic')]]]],
  [['--anyauth --no-digest', { anyauth: true, digest: false }, 'nothing', ['Basic', 401, [www(DIGEST), www('Basic')]]]],
  [['nobody to say it of', { anyauth: true }, 'nothing', ['final', 401, [www('Basic')]]], { user: ':' }],
  // Bodies.
  [
    ['a body waits for the challenge', { digest: true }, 'no body', ['Digest n1', 401, [www(DIGEST)]]],
    { body: { kind: 'stdin' } },
  ],
  [
    ['a body that nobody asks about', { digest: true }, 'no body', ['nothing', 200, []], ['final', 200, []]],
    { body: { kind: 'stdin' } },
  ],
  [['a body that is refused', { digest: true }, 'no body', ['final', 404, []]], { body: { kind: 'stdin' } }],
  [
    ['a body goes along with --anyauth', { anyauth: true }, 'nothing', ['Digest n1', 401, [www(DIGEST)]]],
    { body: { kind: 'bytes', bytes: Buffer.from('x') } },
  ],
  // Proxies.
  [
    [
      'a proxy asks',
      { proxy: 'http://a:b@p', 'proxy-digest': true },
      'Basic',
      ['proxy Digest n1, Basic', 407, [proxys(DIGEST)]],
      ['final', 407, [proxys(DIGEST)]],
    ],
  ],
  [
    [
      'a proxy asks and then the server',
      { proxy: 'http://a:b@p', 'proxy-anyauth': true, digest: true },
      'nothing',
      ['proxy Basic', 407, [proxys('Basic')]],
      ['proxy Basic, Digest n1', 401, [www(DIGEST)]],
    ],
  ],
  [
    [
      'proxy and server ask before there is a body',
      { proxy: 'http://a:b@p', 'proxy-digest': true, digest: true },
      'no body',
      ['proxy Digest n1, no body', 407, [proxys(DIGEST)]],
      ['proxy Digest n2, Digest n1', 401, [www(DIGEST)]],
    ],
    { body: { kind: 'stdin' } },
  ],
  [
    [
      'a proxy that was told already',
      { proxy: 'http://a:b@p' },
      'proxy Basic, Basic',
      ['final', 407, [proxys('Basic')]],
    ],
  ],
  [
    [
      'a proxy that nobody has a name for',
      { proxy: 'http://p', 'proxy-anyauth': true },
      'Basic',
      ['final', 407, [proxys('Basic')]],
    ],
  ],
  [
    [
      'a 407 that comes out of a tunnel',
      { proxy: 'http://a:b@p', 'proxy-anyauth': true },
      'Basic',
      ['final', 407, [proxys('Basic')]],
    ],
    { url: 'https://h/' },
  ],
];

for (const [[what, options, first, ...replies], wishes] of CONVERSATIONS) {
  test(`challenge: ${what}`, () => {
    let plan = planOf(options, wishes);
    assert.equal(shown(plan), first);
    for (const [hops, [expected, status, fields]] of replies.entries()) {
      const next = decideChallenge(reply(plan, status, fields), hops, CHANCE);
      assert.equal(next === undefined ? 'final' : shown(next.plan), expected);
      plan = next?.plan ?? plan;
    }
  });
}

/** Goes on until there is an answer, each reply made by the plan before it. */
function converse(
  first: RequestPlan,
  replies: readonly (readonly [status: number, fields: readonly string[]])[],
): RequestPlan {
  let plan = first;
  for (const [hops, [status, fields]] of replies.entries()) {
    const exchange = reply(plan, status, fields);
    const next: NextRequest | undefined =
      decideChallenge(exchange, hops, CHANCE) ?? decideRedirect(exchange, first, hops, CHANCE);
    assert.ok(next !== undefined);
    plan = next.plan;
  }
  return plan;
}

const to = (location: string): [number, string[]] => [302, [`Location: ${location}`]];
const kept = (location: string): [number, string[]] => [307, [`Location: ${location}`]];
const challenge: [number, string[]] = [401, [www(DIGEST)]];
const BODY: BodySource = { kind: 'bytes', bytes: Buffer.from('x') };

const REDIRECTS: readonly [
  what: string,
  options: Options,
  replies: [number, string[]][],
  shown: string,
  wishes?: Wishes,
][] = [
  ['the nonce goes on within the origin', { digest: true }, [challenge, to('/b')], 'Digest n2'],
  ['not to another origin', { digest: true }, [challenge, to('http://i/')], 'nothing'],
  [
    'and there it is asked anew, if trusted',
    { digest: true, 'location-trusted': true },
    [challenge, to('http://i/'), challenge],
    'Digest n1',
  ],
  ['coming back, it is asked anew', { digest: true }, [challenge, to('http://i/'), to('http://h/c')], 'nothing'],
  ['the choice goes on within the origin', { anyauth: true }, [[401, [www('Basic')]], to('/b')], 'Basic'],
  [
    'a body that was held back is held back again',
    { digest: true },
    [kept('/b')],
    'no body',
    { body: { kind: 'stdin' } },
  ],
  [
    'a body that was held back goes at last',
    { digest: true },
    [kept('/b'), challenge],
    'Digest n1',
    { body: { kind: 'stdin' } },
  ],
  [
    'a body that nobody asked about goes on at once',
    { digest: true },
    [[200, []], kept('/b')],
    'nothing',
    { body: BODY },
  ],
  [
    'what a proxy asked for goes on',
    { proxy: 'http://a:b@p', 'proxy-digest': true },
    [[407, [proxys(DIGEST)]], to('http://i/')],
    'proxy Digest n2',
  ],
  [
    'not to another proxy',
    { 'proxy-user': 'a:b', 'proxy-digest': true, proxy: 'http://p', noproxy: 'i' },
    [[407, [proxys(DIGEST)]], to('http://i/')],
    'nothing',
  ],
];

for (const [what, options, replies, expected, wishes] of REDIRECTS) {
  test(`challenges and redirects: ${what}`, () => {
    const plan = planOf({ location: true, ...options }, wishes);
    assert.equal(shown(converse(plan, replies)), expected);
  });
}

test('a signature is made anew for each request of its origin, and none for another', () => {
  const sign = (): HeaderList => [['Authorization', 'Signed']];
  const options: Options = { location: true, 'aws-sigv4': 'aws:amz:r:s' };
  const plan = planOf(options);
  const policy = { ...plan.auth.policy, sign };
  const first = authorized({ ...plan, auth: { ...plan.auth, policy } }, CHANCE);
  assert.equal(shown(first), 'Signed');
  assert.equal(shown(converse(first, [to('/b')])), 'Signed');
  assert.equal(shown(converse(first, [to('http://i/')])), 'nothing');
});

test('a body from a pipe that was sent cannot be sent with the answer', () => {
  const plan = planOf({ anyauth: true }, { body: { kind: 'stdin' } });
  assert.throws(
    () => decideChallenge(reply(plan, 401, [www('Basic')]), 0, CHANCE),
    (error) => error instanceof Failure && error.kind === 'rewind',
  );
});

test('a server that calls every nonce old is given up on', () => {
  let plan = planOf({ digest: true });
  let rounds = 0;
  for (;;) {
    const next = decideChallenge(reply(plan, 401, [www(STALE)]), rounds, CHANCE);
    if (next === undefined) break;
    plan = next.plan;
    rounds++;
  }
  assert.equal(rounds, 10);
});

test('answers are no redirects, but for curl', () => {
  const bounded: Options = { location: true, digest: true, 'max-redirs': 1 };
  assert.equal(shown(converse(planOf(bounded), [challenge, to('/b')])), 'Digest n2');
  const isTooMany = (error: unknown): boolean => error instanceof Failure && error.kind === 'redirects';
  assert.throws(() => converse(planOf(bounded, { dialect: 'curl' }), [challenge, to('/b')]), isTooMany);
  const none: Options = { digest: true, 'max-redirs': 0 };
  assert.throws(() => converse(planOf(none, { dialect: 'curl' }), [challenge]), isTooMany);
  assert.equal(shown(converse(planOf(none), [challenge])), 'Digest n1');
});

const TUNNELS: readonly [
  what: string,
  options: Options,
  rounds: readonly string[],
  challenges: readonly (readonly string[])[],
][] = [
  ['Basic, unasked', {}, ['Basic', 'done'], [['Basic']]],
  ['Digest', { 'proxy-digest': true }, ['', 'Digest', 'done'], [[DIGEST], [DIGEST]]],
  ['a Digest gets old', { 'proxy-digest': true }, ['', 'Digest', 'Digest', 'done'], [[DIGEST], [STALE], [DIGEST]]],
  ['the best', { 'proxy-anyauth': true }, ['', 'Digest'], [['Basic realm="p"', DIGEST]]],
  ['nothing that fits', { 'proxy-digest': true }, ['', 'done'], [['Basic']]],
];

for (const [what, options, rounds, challenges] of TUNNELS) {
  test(`a tunnel: ${what}`, () => {
    const { proxy } = planOf({ proxy: 'http://a:b@p', ...options });
    assert.ok(proxy !== undefined);
    const answers = proxyRounds(proxy, 'h:443', CHANCE.randomBytes);
    const said = [answers.next([]), ...challenges.map((lines) => answers.next(lines))].map(({ done, value }) => {
      if (done) return 'done';
      const [[, field] = []] = value ?? [];
      return field instanceof Secret ? field.reveal().split(' ', 1)[0] : '';
    });
    assert.deepEqual(said, rounds);
  });
}

test('a tunnel without a name says nothing', () => {
  const { proxy } = planOf({ proxy: 'http://p', 'proxy-anyauth': true });
  assert.ok(proxy !== undefined);
  const answers = proxyRounds(proxy, 'h:443', CHANCE.randomBytes);
  assert.deepEqual(answers.next([]).value, []);
  assert.equal(answers.next(['Basic']).done, true);
});
