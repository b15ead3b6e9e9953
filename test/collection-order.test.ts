import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentsOf, loadCollection } from '../src/collection/collection.ts';
import { inOrder } from '../src/collection/order.ts';

/** A collection made of files in memory; `main` is the first. */
async function collectionOf(files: Readonly<Record<string, string>>) {
  const [main = ''] = Object.keys(files);
  return await loadCollection(main, async (path) => {
    const text = files[path];
    if (text === undefined) throw new Error(`${path} is not there`);
    return text;
  });
}

const DESK = {
  'desk.yaml': `
include: { file: parts/users.yaml, prefix: users }
vars: { shelf: a }
requests:
  clean: { request: "DELETE /books/{{id}}", always: true }
  add: { request: POST /books, json: { by: "{{token}}" }, save: { id: $.id }, after: users.login }
  read: { request: "GET /books/{{id}}/{{shelf}}" }
  other: { request: GET /other }
  about: { request: "GET /about/{{users.who.body.name}}" }
`,
  'parts/users.yaml': `
requests:
  login: { request: POST /login, save: { token: $.token } }
  who: { request: GET /who, headers: { X: "{{token}}" }, after: [login] }
`,
};

const ORDERS: [wanted: readonly string[], order: readonly string[]][] = [
  [['other'], ['other']],
  [['read'], ['users.login', 'add', 'read']],
  [
    ['read', 'other'],
    ['users.login', 'add', 'read', 'other'],
  ],
  [['clean'], ['users.login', 'add', 'clean']],
  [
    ['clean', 'read', 'other'],
    ['users.login', 'add', 'read', 'other', 'clean'],
  ],
  [['about'], ['users.login', 'users.who', 'about']],
  [['users.who'], ['users.login', 'users.who']],
];

for (const [wanted, order] of ORDERS) {
  test(`${wanted.join(', ')} need ${order.join(', ')}`, async () => {
    const collection = await collectionOf(DESK);
    const requests = [...collection.requests.values()].filter(({ name }) => wanted.includes(name));
    const sent = inOrder(collection, requests, (name) => name === 'shelf');
    assert.deepEqual(
      sent.map(({ name }) => name),
      order,
    );
  });
}

test('a chain of many thousand requests, each after the next, is put in order', async () => {
  const count = 20_000;
  const requests = Array.from(
    { length: count },
    (_, index) => `  r${index}: { request: GET /${index + 1 < count ? `, after: r${index + 1}` : ''} }\n`,
  );
  const collection = await collectionOf({ f: `requests:\n${requests.join('')}` });
  const sent = inOrder(collection, [...collection.requests.values()], () => false);
  assert.deepEqual(
    sent.map(({ name }) => name),
    Array.from({ length: count }, (_, index) => `r${count - 1 - index}`),
  );
});

test('what cleans up goes last, so that nothing else may need it', async () => {
  const collection = await collectionOf({
    f: 'requests: { a: { request: GET /, after: clean }, clean: { request: GET /, always: true }, last: { request: GET /, always: true, after: clean } }',
  });
  const [a, clean, last] = [...collection.requests.values()];
  assert.ok(a !== undefined && clean !== undefined && last !== undefined);
  assert.throws(() => inOrder(collection, [a], () => false), /f:1:13: a needs clean, which goes last/);
  assert.deepEqual(
    inOrder(collection, [last], () => false),
    [clean, last],
  );
});

test('a variable that is given needs no request', async () => {
  const collection = await collectionOf(DESK);
  const requests = [...collection.requests.values()].filter(({ name }) => name === 'read');
  const sent = inOrder(collection, requests, () => true);
  assert.deepEqual(
    sent.map(({ name }) => name),
    ['read'],
  );
});

const FAULTS: [files: Readonly<Record<string, string>>, message: RegExp][] = [
  [{ f: 'requests: { a: { request: GET /, after: b } }' }, /^f:1:41: there is no request b$/],
  [{ f: 'include: f' }, /^f:1:10: f includes itself$/],
  [
    { f: 'include: g\nrequests: { a: { request: GET / } }', g: 'requests: { a: { request: GET / } }' },
    /^f:2:13: there are two requests a$/,
  ],
  [{ f: 'requests: { a: { request: GET / } }\nsuites: { a: [a] }' }, /^f:2:11: there is something else called a$/],
  [{ f: 'suites: { s: [a] }' }, /^f:1:15: there is no request a$/],
  [{ f: 'include: g', g: 'nam: x' }, /^g:1:1: there is no key nam here$/],
];

for (const [files, message] of FAULTS) {
  test(`${JSON.stringify(files)} is refused`, async () => {
    await assert.rejects(
      collectionOf(files),
      (error: Error) => message.test(error.message) || assert.fail(error.message),
    );
  });
}

test('requests that need each other are told', async () => {
  const collection = await collectionOf({
    f: 'requests: { a: { request: GET /, after: b }, b: { request: "GET /{{c}}" }, d: { request: GET /, save: { c: $.c }, after: a } }',
  });
  assert.throws(
    () => inOrder(collection, [...collection.requests.values()], () => false),
    /f:1:13: these requests need each other: a → b → d → a/,
  );
});

test('an environment is found in the file that has it, and another one is told', async () => {
  const collection = await collectionOf({
    f: 'include: g\nenvs: { dev: { base: http://a } }',
    g: 'envs: { dev: {}, live: {} }',
  });
  assert.deepEqual(
    [...environmentsOf(collection, 'dev').keys()].map(({ file }) => file.path),
    ['f', 'g'],
  );
  assert.throws(() => environmentsOf(collection, 'lve'), {
    message: 'there is no environment lve',
    hint: 'did you mean live?',
  });
});
