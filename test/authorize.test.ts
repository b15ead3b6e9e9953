import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { authorized, whole } from '../src/auth/authorize.ts';
import { carriedAuth, credentialsFor } from '../src/auth/credentials.ts';
import { findNetrcLogin } from '../src/auth/netrc.ts';
import { signer } from '../src/auth/sigv4.ts';
import type { Options } from '../src/cli/options.ts';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import type { AuthProgress, Netrc } from '../src/request/auth.ts';
import type { RequestDraft } from '../src/request/draft.ts';
import { multipartParts } from '../src/request/multipart.ts';
import { type BodySource, type Dialect, planRequest, type RequestPlan } from '../src/request/plan.ts';
import { parseUrl } from '../src/request/url.ts';
import { Secret } from '../src/secret.ts';

const NETRC = `
machine desk.example login ada password shelf
machine other.example login grace password window
`;

interface Wishes {
  readonly url?: string;
  readonly user?: string;
  readonly options?: Options;
  /** Whether netrc is asked before the URL. */
  readonly netrc?: 'first' | 'last';
  readonly typed?: RequestDraft['headers'];
  readonly body?: BodySource;
  readonly dialect?: Dialect;
  readonly target?: string;
}

function planned({ url = 'http://desk.example/books', options = {}, ...wishes }: Wishes): RequestPlan {
  const [name, password] = wishes.user?.split(/:(.*)/s) ?? [];
  const netrc: Netrc | undefined = wishes.netrc && {
    comesFirst: wishes.netrc === 'first',
    find: (host, login) => findNetrcLogin(NETRC, host, login),
  };
  const signing = options['aws-sigv4'];
  const settings = resolveSettings(options, {}, wishes.dialect ?? 'slip', {
    netrc,
    sign: signing === undefined ? undefined : signer(signing),
  });
  return planRequest(
    {
      method: undefined,
      url,
      pathAsIs: options['path-as-is'] === true,
      requestTarget: wishes.target,
      headers: wishes.typed ?? [],
      proxyHeaders: [],
      query: [],
      body: wishes.body ?? { kind: 'none' },
      impliedMethod: wishes.body === undefined ? 'GET' : 'POST',
      contentType: wishes.body?.kind === 'multipart' ? 'multipart/form-data' : undefined,
      accept: '*/*',
      uploadName: undefined,
      userAgent: undefined,
      referer: undefined,
      cookies: undefined,
      user: name === undefined ? undefined : { name, password: new Secret(password ?? '') },
    },
    { ...settings, acceptEncoding: undefined, decodesTyped: false, userAgent: 'slip' },
  );
}

/** `name:password` and a bearer token, of the plan's own URL or of another that a redirect leads to. */
function shownTo(plan: RequestPlan, location?: string): string {
  const url = location === undefined ? plan.url : parseUrl(location);
  const auth = location === undefined ? plan.auth : carriedAuth(plan, plan, url, undefined);
  const credentials = credentialsFor({ ...plan, auth, url });
  const { login, bearer } = credentials ?? {};
  return [login && `${login.name}:${login.password.reveal()}`, bearer?.reveal()].filter((part) => part).join(' ');
}

const CREDENTIALS: readonly [what: string, wishes: Wishes, shown: string, to?: string][] = [
  ['nothing', {}, ''],
  ['--user', { user: 'u:p' }, 'u:p'],
  ['the URL', { url: 'http://x:y@desk.example/' }, 'x:y'],
  ['--user before the URL', { url: 'http://x:y@desk.example/', user: 'u:p' }, 'u:p'],
  ['the URL where --user has no name', { url: 'http://x:y@desk.example/', user: ':p' }, 'x:y'],
  ['the password of --user where the URL has none', { url: 'http://x@desk.example/', user: ':p' }, 'x:p'],
  ['an empty --user', { user: ':' }, ''],
  ['an empty password', { user: 'u:' }, 'u:'],
  ['a bearer token', { options: { 'oauth2-bearer': 't' } }, 't'],
  ['a bearer token beside --user', { user: 'u:p', options: { 'oauth2-bearer': 't' } }, 'u:p t'],
  [
    'nothing beside a typed Authorization',
    { user: 'u:p', typed: [{ kind: 'send', name: 'authorization', value: 'x' }] },
    '',
  ],
  [
    'nothing where Authorization is taken away',
    { user: 'u:p', typed: [{ kind: 'remove', name: 'Authorization' }] },
    '',
  ],
  // netrc: as curl 8.21 does.
  ['netrc', { netrc: 'first' }, 'ada:shelf'],
  ['netrc of another host', { netrc: 'first', url: 'http://none.example/' }, ''],
  ['--user before netrc', { netrc: 'first', user: 'u:p' }, 'u:p'],
  ['netrc where --user is empty', { netrc: 'first', user: ':' }, 'ada:shelf'],
  ['netrc for the name in the URL', { netrc: 'first', url: 'http://ada:y@desk.example/' }, 'ada:shelf'],
  ['the URL where netrc has another name', { netrc: 'first', url: 'http://x:y@desk.example/' }, 'x:y'],
  ['the URL before an optional netrc', { netrc: 'last', url: 'http://ada:y@desk.example/' }, 'ada:y'],
  ['an optional netrc for a URL without a password', { netrc: 'last', url: 'http://ada@desk.example/' }, 'ada:shelf'],
  [
    'nothing of netrc beside a typed Authorization',
    { netrc: 'first', typed: [{ kind: 'send', name: 'Authorization', value: 'x' }] },
    '',
  ],
  // Redirects.
  ['--user within the origin', { user: 'u:p' }, 'u:p', 'http://desk.example/x'],
  ['nothing on another port', { user: 'u:p' }, '', 'http://desk.example:81/x'],
  ['nothing over another scheme', { user: 'u:p' }, '', 'https://desk.example/x'],
  ['nothing at another host', { user: 'u:p', options: { 'oauth2-bearer': 't' } }, '', 'http://other.example/x'],
  [
    'all of it where it is trusted',
    { user: 'u:p', options: { 'location-trusted': true } },
    'u:p',
    'http://other.example/',
  ],
  ['the URL within the origin', { url: 'http://x:y@desk.example/' }, 'x:y', 'http://desk.example/x'],
  ['nothing of the URL at another host', { url: 'http://x:y@desk.example/' }, '', 'http://other.example/x'],
  ['nothing of a Location', {}, '', 'http://x:y@other.example/x'],
  ['a Location in curl’s manner', { dialect: 'curl' }, 'x:y', 'http://x:y@other.example/x'],
  ['--user before a Location', { dialect: 'curl', user: 'u:p' }, 'u:p', 'http://x:y@desk.example/x'],
  ['netrc of the other host', { netrc: 'first', user: 'u:p' }, 'grace:window', 'http://other.example/x'],
  ['no netrc of the first host', { netrc: 'first' }, '', 'http://none.example/x'],
];

for (const [what, wishes, shown, to] of CREDENTIALS) {
  test(`shown ${to === undefined ? 'at first' : `at ${to}`}: ${what}`, () => {
    assert.equal(shownTo(planned(wishes), to), shown);
  });
}

test('a netrc file that cannot be read matters only where it is asked', () => {
  const find = (): never => {
    throw new Failure('read', 'no');
  };
  const withBroken = (plan: RequestPlan): RequestPlan => ({
    ...plan,
    auth: { ...plan.auth, policy: { ...plan.auth.policy, netrc: { comesFirst: true, find } } },
  });
  assert.equal(shownTo(withBroken(planned({ user: 'u:p' }))), 'u:p');
  assert.throws(() => shownTo(withBroken(planned({}))), Failure);
});

/** What is said, in the clear. */
function said(plan: RequestPlan): readonly string[] {
  return plan.auth.fields.map(([name, value]) => `${name}: ${value instanceof Secret ? value.reveal() : value}`);
}

const NOW = { now: () => Date.UTC(2015, 7, 30, 12, 36) };
const asked: AuthProgress['digest'] = {
  useCount: 0,
  answer: ({ name }, { method, uri, body }, count) => `Digest ${name} ${method} ${uri} ${body.byteLength} ${count}`,
};

const FIELDS: readonly [what: string, wishes: Wishes, fields: readonly RegExp[], digest?: AuthProgress['digest']][] = [
  ['Basic', { user: 'u:p' }, [/^Authorization: Basic dTpw$/]],
  ['Basic in UTF-8', { user: '\u00fc:\u2713' }, [/^Authorization: Basic w7w64pyT$/]],
  ['a token', { options: { 'oauth2-bearer': 't' } }, [/^Authorization: Bearer t$/]],
  ['a token before --user', { user: 'u:p', options: { 'oauth2-bearer': 't' } }, [/^Authorization: Bearer t$/]],
  ['nothing where there is a choice', { user: 'u:p', options: { 'oauth2-bearer': 't', basic: true } }, []],
  ['nothing where any scheme will do', { user: 'u:p', options: { anyauth: true } }, []],
  ['nothing as long as Digest has no challenge', { user: 'u:p', options: { digest: true } }, []],
  ['a Digest answer', { user: 'u:p', options: { digest: true } }, [/^Authorization: Digest u GET \/books 0 1$/], asked],
  [
    'a Digest answer about the request target',
    { user: 'u:p', options: { digest: true }, target: '/t' },
    [/^Authorization: Digest u GET \/t 0 1$/],
    asked,
  ],
  [
    'a Digest answer about the path in curl’s manner',
    { user: 'u:p', options: { digest: true }, target: '/t', dialect: 'curl' },
    [/^Authorization: Digest u GET \/books 0 1$/],
    asked,
  ],
  [
    'a Digest answer about a body',
    { user: 'u:p', options: { digest: true }, body: { kind: 'bytes', bytes: Buffer.from('abc') } },
    [/^Authorization: Digest u POST \/books 3 1$/],
    asked,
  ],
  [
    'a signature',
    { user: 'k:s', options: { 'aws-sigv4': 'aws:amz:r:s' } },
    [
      /^Authorization: AWS4-HMAC-SHA256 Credential=k\/20150830\/r\/s\/aws4_request, SignedHeaders=host;x-amz-date, /,
      /^X-Amz-Date: 20150830T123600Z$/,
    ],
  ],
  [
    'a signature over what was typed, and not over defaults',
    { user: 'k:s', options: { 'aws-sigv4': 'aws:amz:r:s' }, typed: [{ kind: 'send', name: 'X-A', value: '1' }] },
    [/, SignedHeaders=host;x-a;x-amz-date, /, /^X-Amz-Date: /],
  ],
  ['no signature without keys', { options: { 'aws-sigv4': 'aws:amz:r:s' } }, []],
  ['no signature beside --basic', { user: 'k:s', options: { 'aws-sigv4': 'aws', basic: true } }, []],
  [
    'the proxy’s first',
    { user: 'u:p', options: { proxy: 'http://a:b@p' } },
    [/^Proxy-Authorization: Basic YTpi$/, /^Authorization: Basic dTpw$/],
  ],
  ['nothing to a proxy through which a tunnel goes', { url: 'https://h/', options: { proxy: 'http://a:b@p' } }, []],
  ['nothing to a proxy that wants Digest', { options: { proxy: 'http://a:b@p', 'proxy-digest': true } }, []],
  [
    'no Proxy-Authorization where one is typed',
    { options: { proxy: 'http://a:b@p' }, typed: [{ kind: 'send', name: 'proxy-authorization', value: 'x' }] },
    [],
  ],
];

for (const [what, wishes, fields, digest] of FIELDS) {
  test(`said: ${what}`, () => {
    const plan = planned(wishes);
    const server = { chosen: undefined, digest };
    const lines = said(authorized({ ...plan, auth: { ...plan.auth, server } }, NOW));
    assert.equal(lines.length, fields.length, lines.join('\n'));
    for (const [index, pattern] of fields.entries()) assert.match(lines[index] ?? '', pattern);
  });
}

test('each request of a nonce counts', () => {
  const plan = planned({ user: 'u:p', options: { digest: true } });
  const first = authorized({ ...plan, auth: { ...plan.auth, server: { chosen: 'digest', digest: asked } } }, NOW);
  assert.match(said(first).join(), / 1$/);
  assert.match(said(authorized(first, NOW)).join(), / 2$/);
});

const BODIES: readonly [what: string, wishes: Wishes, isWithheld: boolean][] = [
  ['with --digest', { options: { digest: true } }, true],
  ['with --proxy-digest', { options: { proxy: 'http://a:b@p', 'proxy-digest': true } }, true],
  [
    'with --proxy-digest through a tunnel',
    { url: 'https://h/', options: { proxy: 'http://a:b@p', 'proxy-digest': true } },
    false,
  ],
  ['with --anyauth', { options: { anyauth: true } }, false],
  ['with --basic', { options: { basic: true } }, false],
  [
    'with --digest and a typed Authorization',
    { options: { digest: true }, typed: [{ kind: 'send', name: 'Authorization', value: 'x' }] },
    false,
  ],
];

for (const [what, wishes, isWithheld] of BODIES) {
  test(`a body goes ${isWithheld ? 'only with the second request' : 'at once'} ${what}`, () => {
    const plan = planned({ user: 'u:p', body: { kind: 'stdin' }, ...wishes });
    const sent = authorized(plan, NOW);
    assert.deepEqual(sent.body, isWithheld ? { kind: 'bytes', bytes: new Uint8Array() } : plan.body);
    assert.deepEqual(whole(sent).body, plan.body);
    assert.deepEqual(whole(sent).headers, plan.headers);
  });
}

test('with the body go its length and the boundary of its parts', () => {
  const multipart = multipartParts([], 'b');
  const sent = authorized(
    planned({
      user: 'u:p',
      options: { digest: true },
      body: { kind: 'multipart', multipart },
      typed: [{ kind: 'send', name: 'Content-Length', value: String(multipart.byteLength) }],
    }),
    NOW,
  );
  assert.deepEqual(
    sent.headers.map(([name]) => name),
    ['User-Agent', 'Accept'],
  );
  assert.equal(whole(sent).headers.length, 4);
});

const REFUSED: readonly [what: string, wishes: Wishes, kind: string][] = [
  ['--path-as-is', { options: { 'path-as-is': true } }, 'argument'],
  ['a body that is not in memory', { body: { kind: 'stdin' } }, 'usage'],
  ['a scope that says nothing', { options: { 'aws-sigv4': ':' } }, 'argument'],
  ['a host that names no service', { url: 'http://localhost/', options: { 'aws-sigv4': 'aws' } }, 'url'],
];

for (const [what, { options, ...wishes }, kind] of REFUSED) {
  test(`no signature for ${what}`, () => {
    const plan = planned({ user: 'k:s', ...wishes, options: { 'aws-sigv4': 'aws:amz:r:s', ...options } });
    assert.throws(
      () => authorized(plan, NOW),
      (error) => error instanceof Failure && error.kind === kind,
    );
  });
}

test('curl signs a body that is not in memory as if there were none, and S3 takes it unsigned', () => {
  const body = { kind: 'stdin' } as const;
  const options = { 'aws-sigv4': 'aws:amz:r:s' };
  const curls = authorized(planned({ user: 'k:s', dialect: 'curl', options, body }), NOW);
  assert.deepEqual(said(curls).length, 2);
  const s3 = authorized(planned({ user: 'k:s', options: { 'aws-sigv4': 'aws:amz:r:s3' }, body }), NOW);
  assert.equal(said(s3)[2], 'x-amz-content-sha256: UNSIGNED-PAYLOAD');
});

test('a printed plan shows nothing of who one is', () => {
  for (const options of [
    {},
    { 'oauth2-bearer': 'hunter2' },
    { 'aws-sigv4': 'aws:amz:r:s' },
    { proxy: 'http://u:hunter2@p' },
  ]) {
    const plan = authorized(planned({ user: 'u:hunter2', options }), NOW);
    const printed = `${inspect(plan, { depth: 10, showHidden: true })} ${JSON.stringify(plan)}`;
    assert.ok(!printed.includes('hunter2') && !printed.includes(Buffer.from('u:hunter2').toString('base64')));
    assert.ok(!printed.includes('Signature='));
  }
});
