import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readCollection } from '../src/collection/read.ts';
import { Failure } from '../src/failure.ts';

/** Each mistake of a file: the place as line:column, what is said, and the hint. */
async function mistakes(text: string): Promise<readonly string[]> {
  try {
    await readCollection({ path: 'f', text });
    return [];
  } catch (error) {
    assert.ok(error instanceof Failure);
    assert.equal(error.exitStatus, 103);
    return [error, ...error.also].map(({ message, at, hint }) => {
      const underlined = at?.text.slice(at.start, at.end);
      return `${message} [${underlined}]${hint === undefined ? '' : ` (${hint})`}`;
    });
  }
}

const DESK = `
name: Library desk
base: https://api.library.example/v1
auth: library
vars: { who: ada }
envs:
  dev: { base: http://localhost:4000 }
requests:
  add-book:
    request: POST /books
    query: { draft: true }
    json: { title: Dune, year: 1965, by: "{{who}}" }
    expect:
      status: 201
      headers: { location: /^\\/books\\/\\d+$/ }
      body: { $.title: Dune, $.id: { type: integer } }
      time: < 500ms
    save: { id: $.id }
  read-book:
    request: GET /books/{{id}}
    expect: 200
`;

test('the collection of the design page is read', async () => {
  const form = await readCollection({ path: 'slip.yaml', text: DESK });
  assert.equal(form.name?.text, 'Library desk');
  assert.deepEqual(
    form.requests?.map(({ name }) => name),
    ['add-book', 'read-book'],
  );
  const [add, read] = form.requests ?? [];
  assert.equal(add?.value.request?.text, 'POST /books');
  assert.deepEqual(
    add?.value.expect?.status?.map(({ text }) => text),
    ['201'],
  );
  assert.equal(add?.value.expect?.body?.[1]?.value.kind, 'operators');
  assert.equal(add?.value.save?.[0]?.value.body?.text, '$.id');
  assert.deepEqual(
    read?.value.expect?.status?.map(({ text }) => text),
    ['200'],
  );
});

const MISTAKES: [text: string, told: readonly string[]][] = [
  ['', []],
  [
    '[]',
    [
      'f:1:1: this takes a collection, which is a mapping [[]] (requests: { books: { request: GET https://api.example/books } })',
    ],
  ],
  ['nam: x', ['f:1:1: there is no key nam here [nam] (did you mean name?)']],
  [
    'requests:\n  a:\n    request: GET /\n    expct: 200',
    ['f:4:5: there is no key expct here [expct] (did you mean expect?)'],
  ],
  [
    'requests: { a: { request: GET / a } }',
    ['f:1:27: this is not METHOD URL [GET / a] (GET /books, or {{base}}/books)'],
  ],
  ['requests: { a: {} }', ['f:1:13: a needs one of request, curl and items [a]']],
  ['requests: { a: { request: GET /, curl: curl x } }', ['f:1:13: a has request and curl, of which one is needed [a]']],
  ['requests: { a: { request: GET /, json: 1, text: x } }', ['f:1:13: a has more than one body: json and text [a]']],
  ['requests: { a: { request: GET /, every: 1s } }', ['f:1:13: every of a says nothing without until [a]']],
  [
    'requests: { 1a: { request: GET / } }',
    ['f:1:13: this is not a name: letters, digits, _ and -, a letter first [1a]'],
  ],
  [
    'requests: { a: { request: GET /, expect: 99, when: [] } }',
    ['f:1:42: this is not a status: 200, or 2xx [99]', 'f:1:52: this takes a template [[]]'],
  ],
  ['requests: { a: { request: "GET /{{x" } }', ['f:1:33: {{ is not closed by }} [{{]']],
  [
    'requests: { a: { request: GET /, expect: { body: { title: x } } } }',
    ['f:1:52: this is not a JSONPath: it begins with $ [title]'],
  ],
  [
    'requests: { a: { request: GET /, expect: { body: { $.a: { type: strng } } } } }',
    [
      'f:1:65: this takes one of string, number, integer, boolean, null, array, object, date, date-time, uuid, url, email [strng] (did you mean string?)',
    ],
  ],
  [
    'requests: { a: { request: GET /, save: { id: {} } } }',
    ['f:1:46: this needs body or header or cookie or regex or xpath or jq or from [{]'],
  ],
  ['requests: { a: { request: GET /, timeout: soon } }', ['f:1:43: this is not a time: 500ms, 30s, 2m [soon]']],
  [
    'requests:\n  a:\n    curl: curl -H "A: {{b}}" http://h',
    [
      'f:3:11: a text with a colon and a space in it needs quotes [c] (without quotes it stands below a >- on lines of its own)',
    ],
  ],
  [
    'requests:\n  a: request:\n    GET /',
    ['f:2:6: a key has to stand on one line, and what belongs to it indented below [r]'],
  ],
  ['suites: { s: { requests: a } }', ['f:1:26: this takes a list, each the name of a request [a]']],
];

for (const [text, told] of MISTAKES) {
  test(`the mistakes of ${JSON.stringify(text)}`, async () => assert.deepEqual(await mistakes(text), told));
}

test('a mistake within a quoted text is underlined where it stands', async () => {
  assert.deepEqual(await mistakes('vars:\n  a: "x {{b c}} y"'), ['f:2:13: expected }} or | or ?? [c]']);
});
