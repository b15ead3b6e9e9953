import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveSettings } from '../src/config/settings.ts';
import type { Cookie } from '../src/cookies/cookie.ts';
import { cookieSite, withCookies } from '../src/cookies/field.ts';
import type { HeaderEdit, RequestDraft } from '../src/request/draft.ts';
import { type Dialect, planRequest, type RequestPlan } from '../src/request/plan.ts';
import { Secret } from '../src/secret.ts';

function planOf(draft: Partial<RequestDraft>, dialect: Dialect = 'slip'): RequestPlan {
  const whole: RequestDraft = {
    method: undefined,
    url: 'http://example.com/',
    pathAsIs: false,
    requestTarget: undefined,
    headers: [],
    proxyHeaders: [],
    query: [],
    body: { kind: 'none' },
    impliedMethod: 'GET',
    contentType: undefined,
    accept: '*/*',
    uploadName: undefined,
    userAgent: undefined,
    referer: undefined,
    cookies: undefined,
    user: undefined,
    ...draft,
  };
  const settings = resolveSettings({}, {}, dialect);
  return planRequest(whole, { ...settings, acceptEncoding: undefined, decodesTyped: false, userAgent: 'me' });
}

function cookies(...pairs: readonly string[]): readonly Cookie[] {
  return pairs.map((pair) => ({
    name: pair.replace(/=.*/s, ''),
    value: pair.replace(/^[^=]*=/, ''),
    domain: 'example.com',
    coversSubdomains: false,
    path: '/',
    isSecure: false,
    isHttpOnly: false,
    expiresAtSeconds: undefined,
  }));
}

function lines({ headers }: RequestPlan): string[] {
  return headers.map(([name, value]) => `${name}: ${value instanceof Secret ? value.reveal() : value}`);
}

const typed = (name: string, value: string): HeaderEdit => ({ kind: 'send', name, value });

const OWN = ['User-Agent: me', 'Accept: */*'];

const FIELDS: [what: string, dialect: Dialect, draft: Partial<RequestDraft>, fields: readonly string[]][] = [
  ['nothing else', 'slip', {}, [...OWN, 'Cookie: a=1; b=2']],
  ['typed fields', 'slip', { headers: [typed('accept', 'x')] }, ['User-Agent: me', 'Cookie: a=1; b=2', 'accept: x']],
  ['a Content-Type', 'slip', { contentType: 't/t' }, [...OWN, 'Cookie: a=1; b=2', 'Content-Type: t/t']],
  ['literal cookies', 'slip', { cookies: 'c=3' }, [...OWN, 'Cookie: a=1; b=2; c=3']],
  ['literal cookies', 'curl', { cookies: 'c=3' }, [...OWN, 'Cookie: a=1; b=2; c=3']],
  ['a typed Cookie', 'slip', { headers: [typed('cookie', 'c=3')] }, [...OWN, 'cookie: a=1; b=2; c=3']],
  ['a typed Cookie', 'curl', { headers: [typed('cookie', 'c=3')] }, [...OWN, 'Cookie: a=1; b=2', 'cookie: c=3']],
  ['an empty Cookie', 'slip', { headers: [typed('Cookie', '')] }, [...OWN, 'Cookie: a=1; b=2']],
  ['no Cookie', 'slip', { headers: [{ kind: 'remove', name: 'cookie' }] }, OWN],
  ['no Cookie', 'curl', { headers: [{ kind: 'remove', name: 'cookie' }] }, [...OWN, 'Cookie: a=1; b=2']],
];
for (const [what, dialect, draft, fields] of FIELDS) {
  test(`cookies beside ${what} in the dialect of ${dialect}`, () => {
    const plan = planOf(draft, dialect);
    assert.deepEqual(lines(withCookies(plan, cookies('a=1', 'b=2'))), fields);
    assert.deepEqual(withCookies(plan, []), plan);
  });

  test(`cookies decided anew beside ${what} in the dialect of ${dialect}`, () => {
    const plan = planOf(draft, dialect);
    const first = withCookies(plan, cookies('old=1', 'b=2'));
    assert.deepEqual(lines(withCookies(first, cookies('a=1', 'b=2'))), fields);
    assert.deepEqual(withCookies(first, []), plan);
  });
}

test('the line that the jar has a part in prints as a secret', () => {
  assert.equal(String(withCookies(planOf({}), cookies('a=1')).headers.at(-1)?.[1]), '(secret)');
});

test('a cookie that has no room ends the line, literal cookies included', () => {
  const plan = planOf({ cookies: 'c=3' });
  const room = 8190 - 'Cookie: '.length - 1;
  const line = (...pairs: readonly string[]): string => lines(withCookies(plan, cookies(...pairs))).at(-1) ?? '';
  const most = `a=${'x'.repeat(room - 2)}`;
  assert.equal(line(most), `Cookie: ${most}; c=3`);
  assert.equal(line(most, 'b=2'), `Cookie: ${most}`);
  assert.equal(line('b=2', most), 'Cookie: b=2');
});

const SITES: [url: string, host: string | undefined, site: [host: string, path: string, isSecure: boolean]][] = [
  ['http://example.com/a/b?c', undefined, ['example.com', '/a/b', false]],
  ['https://EXAMPLE.com:8443', undefined, ['example.com', '/', true]],
  ['http://localhost:3000/', undefined, ['localhost', '/', true]],
  ['http://127.0.0.1/', undefined, ['127.0.0.1', '/', true]],
  ['http://127.0.0.2/', undefined, ['127.0.0.2', '/', false]],
  ['http://[::1]:3000/', undefined, ['::1', '/', true]],
  ['https://[2001:DB8::1]/', undefined, ['2001:db8::1', '/', true]],
  ['http://example.com/', 'Other.example:81', ['other.example', '/', false]],
  ['http://example.com/', '[::1]:81', ['::1', '/', false]],
  ['http://example.com/', 'localhost', ['localhost', '/', false]],
  ['http://127.0.0.1/', 'example.com', ['example.com', '/', false]],
];
for (const [url, host, [name, path, isSecure]] of SITES) {
  test(`the site of ${url}${host === undefined ? '' : ` with Host: ${host}`}`, () => {
    const plan = planOf({ url, headers: host === undefined ? [] : [typed('Host', host)] });
    assert.deepEqual(cookieSite(plan), { host: name, path, isSecure });
  });
}
