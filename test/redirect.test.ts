import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { authorized } from '../src/auth/authorize.ts';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import { decideRedirect, type NextRequest, redirectTarget } from '../src/http/redirect.ts';
import type { RequestDraft } from '../src/request/draft.ts';
import type { Exchange } from '../src/request/exchange.ts';
import type { HeaderList } from '../src/request/headers.ts';
import { multipartParts } from '../src/request/multipart.ts';
import { type BodySource, planRequest, type RedirectPolicy, type RequestPlan } from '../src/request/plan.ts';
import { hrefOf } from '../src/request/url.ts';
import { requestHead } from '../src/request/wire.ts';
import { Secret } from '../src/secret.ts';

const CHANCE = { now: () => 0, randomBytes: (count: number) => new Uint8Array(count) };
const BODY: BodySource = { kind: 'bytes', bytes: Buffer.from('x') };

/** What is said about a request, beside what all of them have. */
interface Wishes {
  readonly method?: string;
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly body?: BodySource;
  readonly contentType?: string;
  readonly redirects?: Partial<RedirectPolicy>;
  readonly env?: Readonly<Record<string, string>>;
  readonly more?: Partial<RequestDraft>;
}

function planOf(
  url: string,
  { method = 'GET', headers = [], body, contentType, redirects, env = {}, more }: Wishes = {},
): RequestPlan {
  const settings = resolveSettings({ location: true }, env);
  const plan = planRequest(
    {
      method,
      url,
      pathAsIs: redirects?.pathAsIs ?? false,
      requestTarget: undefined,
      headers: headers.map(([name, value]) => ({ kind: 'send', name, value })),
      proxyHeaders: [],
      query: [],
      body: body ?? { kind: 'none' },
      impliedMethod: 'GET',
      contentType,
      accept: '*/*',
      uploadName: undefined,
      userAgent: undefined,
      referer: undefined,
      cookies: undefined,
      user: undefined,
      ...more,
    },
    {
      ...settings,
      redirects: { ...settings.redirects, ...redirects },
      acceptEncoding: undefined,
      decodesTyped: false,
      userAgent: 'slip',
    },
  );
  return authorized(plan, CHANCE);
}

/** A reply to a plan; only what a decision reads of it. */
function reply(plan: RequestPlan, status: number, location: string | undefined): Exchange {
  const headers: HeaderList = location === undefined ? [] : [['Location', location]];
  const head = { version: '1.1', status, reason: '', headers, bytes: new Uint8Array() };
  return { plan, head } as unknown as Exchange;
}

/** Follows a chain of Locations, each answered with the same status. */
function follow(first: RequestPlan, locations: readonly string[], status = 302): NextRequest[] {
  const steps: NextRequest[] = [];
  for (const [hops, location] of locations.entries()) {
    const next = decideRedirect(reply(steps.at(-1)?.plan ?? first, status, location), first, hops, CHANCE);
    assert.ok(next !== undefined);
    steps.push(next);
  }
  return steps;
}

function one(first: RequestPlan, location: string, status = 302): NextRequest {
  const [step] = follow(first, [location], status);
  assert.ok(step !== undefined);
  return step;
}

function failureOf(act: () => unknown): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new assert.AssertionError({ message: 'nothing was refused' });
}

/** Fields in the clear but for the defaults, `Name: value`. */
function fields({ headers, auth }: RequestPlan): string[] {
  return [...auth.fields, ...headers]
    .filter(([name]) => name !== 'User-Agent' && name !== 'Accept')
    .map(([name, value]) => `${name}: ${value instanceof Secret ? value.reveal() : value}`);
}

// docs/design.md, "A redirect never empties a body" and ruling 4; RFC 9110 §15.4.
const METHODS: [method: string, on301: string, on302: string, on303: string, on307: string, on308: string][] = [
  ['GET', 'GET', 'GET', 'GET', 'GET', 'GET'],
  ['HEAD', 'HEAD', 'HEAD', 'HEAD', 'HEAD', 'HEAD'],
  ['POST', 'GET', 'GET', 'GET', 'POST+body', 'POST+body'],
  ['PUT', 'PUT+body', 'PUT+body', 'GET', 'PUT+body', 'PUT+body'],
  ['PATCH', 'PATCH+body', 'PATCH+body', 'GET', 'PATCH+body', 'PATCH+body'],
  ['DELETE', 'DELETE+body', 'DELETE+body', 'GET', 'DELETE+body', 'DELETE+body'],
  ['QUERY', 'QUERY+body', 'QUERY+body', 'GET', 'QUERY+body', 'QUERY+body'],
  ['BREW', 'BREW+body', 'BREW+body', 'GET', 'BREW+body', 'BREW+body'],
  ['OPTIONS', 'OPTIONS', 'OPTIONS', 'GET', 'OPTIONS', 'OPTIONS'],
];

for (const [method, ...results] of METHODS) {
  for (const [index, result] of results.entries()) {
    const status = [301, 302, 303, 307, 308][index] ?? 0;
    const hasBody = results.some((other) => other.endsWith('+body'));
    test(`${method} becomes ${result} on ${status}`, () => {
      const first = planOf('http://h/', { method, ...(hasBody ? { body: BODY } : {}) });
      const { plan } = one(first, '/x', status);
      assert.equal(`${plan.method}${plan.body.kind === 'none' ? '' : '+body'}`, result);
    });
  }
}

test('no redirect leads from https to http where a profile was attached, whose credential would be left out', () => {
  const plan = planOf('https://a.example/');
  const attached = {
    profile: 'work',
    kind: 'api-key',
    place: { in: 'query', name: 'k' },
    credentials: undefined,
    policy: { schemes: [], sign: undefined },
    fields: [],
    query: [['k', new Secret('hush')]],
    cookie: undefined,
  } as const;
  const sent = { ...plan, auth: { ...plan.auth, attached } };
  const next = decideRedirect(reply(sent, 302, 'https://b.example/'), plan, 0, CHANCE);
  assert.equal(next?.plan.auth.attached, undefined);
  const failure = failureOf(() => decideRedirect(reply(sent, 302, 'http://b.example/'), plan, 0, CHANCE));
  assert.equal(failure.kind, 'credential');
});

test('a GET with a body keeps it, but for 303', () => {
  const first = planOf('http://h/', { method: 'GET', body: BODY });
  for (const status of [301, 302, 307, 308]) assert.equal(one(first, '/x', status).plan.body, BODY);
  assert.equal(one(first, '/x', 303).plan.body.kind, 'none');
});

const BODY_FIELDS: HeaderList = [
  ['content-type', 'a/b'],
  ['Content-Encoding', 'gzip'],
  ['Content-Language', 'en'],
  ['Content-Location', '/a'],
  ['Content-Length', '1'],
  ['Digest', 'sha-256=x'],
  ['Content-Digest', 'sha-256=:x:'],
  ['Content-MD5', 'x'],
  // RFC 9110 §15.4 names it among the fields about a content.
  ['Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
];

for (const [name, value] of BODY_FIELDS) {
  test(`${name} goes when the body goes, and stays when it stays`, () => {
    const first = planOf('http://h/', {
      method: 'POST',
      body: BODY,
      headers: [
        ['X-A', '1'],
        [name, String(value)],
      ],
    });
    assert.deepEqual(fields(one(first, '/x', 303).plan), ['X-A: 1']);
    assert.deepEqual(fields(one(first, '/x', 307).plan), ['X-A: 1', `${name}: ${value}`]);
  });
}

test('chunks that were asked for go when the body goes', () => {
  const first = planOf('http://h/', { method: 'POST', body: BODY, headers: [['Transfer-Encoding', 'chunked']] });
  assert.deepEqual(fields(one(first, '/x', 303).plan), []);
});

test('a body that went does not come back, nor do its fields', () => {
  const first = planOf('http://h/', { method: 'POST', body: BODY, contentType: 'a/b' });
  const [, second] = follow(first, ['/x', '/y'], 302);
  assert.deepEqual([second?.plan.method, second?.plan.body.kind], ['GET', 'none']);
  assert.deepEqual(fields(second?.plan ?? first), []);
  const third = decideRedirect(reply(second?.plan ?? first, 308, 'http://h/z'), first, 2, CHANCE);
  assert.deepEqual([third?.plan.method, fields(third?.plan ?? first)], ['GET', []]);
});

const pipePart = multipartParts([{ name: 'a', contents: [{ content: { kind: 'stdin' } }] }], 'b');
const PIPES: [what: string, body: BodySource][] = [
  ['stdin', { kind: 'stdin' }],
  ['a pipe by name', { kind: 'file', path: '/dev/fd/3', byteLength: undefined }],
  ['a part from stdin', { kind: 'multipart', multipart: pipePart }],
];

for (const [what, body] of PIPES) {
  test(`a body from ${what} that would have to be sent again is exit 65`, () => {
    const first = planOf('http://h/', { method: 'PUT', body });
    const failure = failureOf(() => one(first, '/x?token=hunter2', 307));
    assert.equal(failure.exitStatus, 65);
    assert.doesNotMatch(failure.message, /hunter2/);
    assert.match(failure.hint ?? '', /@FILE/);
    assert.equal(one(first, '/x', 303).plan.body.kind, 'none');
    const post = planOf('http://h/', { method: 'POST', body });
    assert.equal(one(post, '/x', 302).plan.body.kind, 'none');
  });
}

const CREDENTIALS: HeaderList = [
  ['Authorization', 'Bearer t'],
  ['authorization', 'Basic t'],
  ['Cookie', 'a=1'],
  ['X-API-Key', 'k'],
  ['x-auth-token', 't'],
];

const ORIGINS: [from: string, location: string, isOther: boolean][] = [
  ['http://h/', '/x', false],
  ['http://h/', 'http://h/x', false],
  ['http://h/', 'HTTP://H:80/x', false],
  ['https://h:443/', 'https://h/x', false],
  ['https://h/', '//h/x', false],
  ['http://h/', 'http://h:81/x', true],
  ['http://h:81/', 'http://h/x', true],
  ['http://h/', 'https://h/x', true],
  ['http://h:443/', 'https://h:443/x', true],
  ['https://h/', 'https://h:8443/x', true],
  ['https://h/', 'https://a.h/x', true],
  ['https://h/', 'https://h./x', true],
  ['https://h/', 'https://h@other/x', true],
  ['https://h/', '//other/x', true],
  ['http://127.0.0.1/', 'http://127.1/x', false],
];

for (const [from, location, isOther] of ORIGINS) {
  test(`from ${from} to ${location} ${isOther ? 'no credential goes' : 'credentials go'}`, () => {
    for (const [name, value] of CREDENTIALS) {
      const { plan, notes } = one(
        planOf(from, {
          headers: [
            ['X-A', '1'],
            [name, String(value)],
          ],
        }),
        location,
      );
      assert.deepEqual(fields(plan), isOther ? ['X-A: 1'] : ['X-A: 1', `${name}: ${value}`]);
      assert.equal(notes.length, isOther ? 1 : 0);
      if (isOther) assert.match(notes[0] ?? '', new RegExp(`^${name} not sent to https?://`));
    }
  });
}

test('credentials of every kind are left out for another origin, and named once', () => {
  const first = planOf('http://u:p@h/', {
    headers: [
      ['X-API-Key', '1'],
      ['X-API-Key', '2'],
    ],
    more: { cookies: 'a=1' },
  });
  const { plan, notes } = one(first, 'http://other/x?token=hunter2');
  assert.deepEqual(fields(plan), []);
  assert.deepEqual(notes, ['Authorization, Cookie, X-API-Key not sent to http://other: another origin than http://h']);
});

test('back at the first origin its credentials are there again, and at no other hop', () => {
  const first = planOf('https://h/', {
    headers: [
      ['Authorization', 'Bearer t'],
      ['Host', 'typed'],
    ],
  });
  const steps = follow(first, ['https://other/', 'https://third/', 'https://h/back', '/more', 'https://other/']);
  assert.deepEqual(
    steps.map(({ plan }) => fields(plan).length),
    [0, 0, 2, 2, 0],
  );
});

test('--location-trusted sends credentials along, but no Host', () => {
  const first = planOf('http://h/', {
    headers: [
      ['Authorization', 'Bearer t'],
      ['host', 'typed'],
    ],
    redirects: { trusted: true },
  });
  const { plan, notes } = one(first, 'http://other/');
  assert.deepEqual([fields(plan), notes], [['Authorization: Bearer t'], []]);
});

test('a typed Host goes with the origin it was typed for', () => {
  const first = planOf('http://h/', { headers: [['HOST', 'typed']] });
  assert.deepEqual(fields(one(first, '/x').plan), ['HOST: typed']);
  assert.deepEqual(fields(one(first, 'http://other/').plan), []);
  assert.deepEqual(one(first, 'http://other/').notes, []);
});

test('user information in a Location is not sent', () => {
  const { plan } = one(planOf('http://h/'), 'http://u:p@h/x');
  assert.equal(plan.url.user, undefined);
  assert.deepEqual(fields(plan), []);
});

const REFERERS: [from: string, location: string, referer: string[]][] = [
  ['http://h/a?b#c', '/x', ['Referer: http://h/a?b']],
  ['http://h/', 'http://other/', ['Referer: http://h/']],
  ['http://h/', 'https://h/', ['Referer: http://h/']],
  ['https://h/', 'https://other/', ['Referer: https://h/']],
  // RFC 9110 §10.1.3.
  ['https://h/', 'http://h/', []],
];

for (const [from, location, referer] of REFERERS) {
  test(`-e ';auto' from ${from} to ${location} sends ${referer[0] ?? 'no Referer'}`, () => {
    const first = planOf(from, { redirects: { refersBack: true }, more: { referer: 'http://typed/' } });
    assert.deepEqual(fields(one(first, location).plan), referer);
    const plain = planOf(from, { more: { referer: 'http://typed/' } });
    assert.deepEqual(fields(one(plain, location).plan), ['Referer: http://typed/']);
  });
}

test('no Referer has user information in it, and none tells another origin a credential', () => {
  const first = planOf('http://u:hunter2@h/?token=hunter2', { redirects: { refersBack: true } });
  assert.deepEqual(fields(one(first, 'http://other/').plan)[0], 'Referer: http://h/');
  const plain = planOf('http://h/?token=1', { redirects: { refersBack: true } });
  assert.deepEqual(fields(one(plain, '/x').plan), ['Referer: http://h/?token=1']);
});

test('what the first URL is asked for in place of its path is not asked of the next', () => {
  const first = planOf('http://h/', { more: { requestTarget: '*' } });
  assert.equal(requestHead(one(first, '/x').plan, '1.1').target, '/x');
});

test('from https to http is exit 102 with a credential, and followed without', () => {
  for (const [name, value] of CREDENTIALS) {
    const first = planOf('https://h/', { headers: [[name, String(value)]] });
    const failure = failureOf(() => one(first, 'http://h/x?token=hunter2'));
    assert.equal(failure.exitStatus, 102);
    assert.doesNotMatch(failure.message, /hunter2/);
  }
  assert.equal(hrefOf(one(planOf('https://h/', { headers: [['X-A', '1']] }), 'http://h/x').plan.url), 'http://h/x');
});

test('from http to https and back is a step down, too', () => {
  const first = planOf('http://h/', { headers: [['Authorization', 'Bearer t']], redirects: { trusted: true } });
  assert.equal(failureOf(() => follow(first, ['https://h/', 'http://h/'])).exitStatus, 102);
});

const PROXIED = { http_proxy: 'http://u:p@proxy:1', https_proxy: 'http://u:p@proxy:1', no_proxy: 'inside' };

test('each hop asks anew for its proxy, and tells it what it is to know', () => {
  const first = planOf('http://h/', { env: PROXIED });
  const told = (plan: RequestPlan): boolean =>
    requestHead(plan, '1.1').fields.some(([name]) => name.toLowerCase() === 'proxy-authorization');
  const steps = follow(first, ['http://other/', 'http://inside/', 'https://other/', 'http://h/']);
  assert.equal(told(first), true);
  assert.deepEqual(
    steps.map(({ plan, notes }) => [plan.proxy?.url.host, told(plan), notes.length]),
    [
      ['proxy', true, 0],
      [undefined, false, 0],
      // Through a tunnel it would reach the origin.
      ['proxy', false, 0],
      ['proxy', true, 0],
    ],
  );
});

test('what was typed for a proxy reaches no other origin', () => {
  for (const redirects of [{}, { trusted: true }]) {
    const first = planOf('http://h/', { env: PROXIED, headers: [['Proxy-Authorization', 'Basic t']], redirects });
    assert.deepEqual(fields(one(first, 'http://other/').plan), ['Proxy-Authorization: Basic t']);
    if (redirects.trusted) continue;
    assert.deepEqual(fields(one(first, 'https://other/').plan), []);
    assert.deepEqual(fields(one(first, 'http://inside/').plan), []);
  }
});

const STAYS: [what: string, status: number, location: string | undefined][] = [
  ['200 with a Location', 200, '/x'],
  ['201 with a Location', 201, '/x'],
  ['304 with a Location', 304, '/x'],
  ['404 with a Location', 404, '/x'],
  ['302 without a Location', 302, undefined],
  // As in curl, which sends nothing to where it is.
  ['302 with an empty Location', 302, ''],
];

for (const [what, status, location] of STAYS) {
  test(`${what} is the answer`, () => {
    const exchange = reply(planOf('http://h/'), status, location);
    assert.equal(decideRedirect(exchange, exchange.plan, 0, CHANCE), undefined);
    assert.equal(redirectTarget(exchange), undefined);
  });
}

test('without -L the redirect is the answer, and says where it leads', () => {
  const exchange = reply(planOf('http://h/', { redirects: { followed: false } }), 302, '/x');
  assert.equal(decideRedirect(exchange, exchange.plan, 0, CHANCE), undefined);
  assert.equal(redirectTarget(exchange), '/x');
});

const LOCATIONS: [location: string, href: string][] = [
  ['x', 'http://h/a/x'],
  ['../x', 'http://h/x'],
  ['?q', 'http://h/a/b?q'],
  ['#f', 'http://h/a/b?c'],
  ['/x#f', 'http://h/x'],
  ['  /x ', 'http://h/x'],
  ['/x y', 'http://h/x%20y'],
  // Servers send UTF-8 as it is; the head was read as latin-1.
  ['/\xc3\xa4', 'http://h/%C3%A4'],
  ['//b\xc3\xbccher.example/', 'http://xn--bcher-kva.example/'],
  ['http://other', 'http://other/'],
  ['/a/../x', 'http://h/x'],
];

for (const [location, href] of LOCATIONS) {
  test(`Location: ${location} leads to ${href}`, () => {
    assert.equal(hrefOf(one(planOf('http://h/a/b?c'), location).plan.url), href);
  });
}

test('--path-as-is counts for where a redirect leads', () => {
  const first = planOf('http://h/a/../b', { redirects: { pathAsIs: true } });
  assert.equal(hrefOf(one(first, '/x/../y').plan.url), 'http://h/x/../y');
});

// More of them stand in url-reference.test.ts.
const REFUSED: [location: string, status: number][] = [
  ['file:///etc/passwd', 1],
  ['mailto:a@h', 1],
  ['http:/x', 3],
  ['http://a%2Fb/', 3],
];

for (const [location, status] of REFUSED) {
  test(`Location: ${JSON.stringify(location)} is exit ${status}`, () => {
    assert.equal(failureOf(() => one(planOf('http://h/'), location)).exitStatus, status);
  });
}

for (const limit of [0, 1, 50]) {
  test(`redirect ${limit + 1} is exit 47 where ${limit} are followed`, () => {
    const first = planOf('http://h/', { redirects: { limit } });
    const failure = failureOf(() => decideRedirect(reply(first, 302, '/x'), first, limit, CHANCE));
    assert.equal(failure.exitStatus, 47);
    assert.match(failure.hint ?? '', /--max-redirs/);
  });
}

test('redirects up to the limit are followed, and without one all of them', () => {
  const bounded = planOf('http://h/', { redirects: { limit: 1 } });
  assert.ok(decideRedirect(reply(bounded, 302, '/x'), bounded, 0, CHANCE) !== undefined);
  const unbounded = planOf('http://h/', { redirects: { limit: undefined } });
  assert.ok(decideRedirect(reply(unbounded, 302, '/x'), unbounded, 100_000, CHANCE) !== undefined);
});

test('the failure of one redirect too many shows no credential', () => {
  const first = planOf('http://h/', { redirects: { limit: 0 } });
  for (const location of ['/x?access_token=hunter2', 'http://u:hunter2@h/', 'http://h/?a=1&sig=hunter2']) {
    assert.doesNotMatch(failureOf(() => one(first, location)).message, /hunter2/);
  }
});

test('the failure of one redirect too many names where it leads in the words of the server', () => {
  const first = planOf('http://h/', { redirects: { limit: 0 } });
  assert.match(failureOf(() => one(first, '/b\xc3\xbccher')).message, /leads to \/bücher$/);
});

test('the failure of a Location that cannot be read shows no credential', () => {
  for (const location of ['http://u:hunter2@a b/', 'ftp://u:hunter2@h/', 'http://h:x/?token=hunter2']) {
    const { message, at, hint } = failureOf(() => one(planOf('http://h/'), location));
    assert.doesNotMatch(`${message} ${at?.text} ${hint}`, /hunter2/);
  }
});

test('along any chain credentials go to their own origin only, and nothing else is lost', () => {
  const location = fc.constantFrom(
    '/x',
    'http://h/',
    'http://h:81/',
    'http://other/',
    '//third/y',
    '?q',
    'http://h:80/z',
  );
  fc.assert(
    fc.property(
      fc.array(location, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(301, 302, 307, 308),
      (chain, status) => {
        const first = planOf('http://h/', {
          headers: [
            ['Authorization', 'Bearer t'],
            ['X-A', '1'],
            ['Host', 'typed'],
          ],
        });
        for (const { plan } of follow(first, chain, status)) {
          const isHome = plan.url.host === 'h' && plan.url.port === 80;
          assert.deepEqual(fields(plan), isHome ? ['Authorization: Bearer t', 'X-A: 1', 'Host: typed'] : ['X-A: 1']);
          assert.equal(plan.limits, first.limits);
          assert.equal(plan.connection, first.connection);
        }
      },
    ),
  );
});
