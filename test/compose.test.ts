import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { environmentsOf, loadCollection } from '../src/collection/collection.ts';
import { composeRequest } from '../src/collection/compose.ts';
import { Unfillable } from '../src/collection/fill.ts';
import { escapedName, escapedText } from '../src/collection/item-words.ts';
import { parseJsonText } from '../src/json/parse.ts';
import { writeCompactJson } from '../src/json/write.ts';
import { parseItem } from '../src/request/items.ts';

const FILE = `
base: https://api.example/v1/
auth: desk
envs: { dev: { base: "http://localhost:{{port}}", auth: false } }
defaults:
  headers: { X-A: "1", X-B: "2" }
  query: { v: 1 }
  timeout: 1500ms
  options: { http2: true, resolve: ["a:1:b", "c:1:d"] }
requests:
`;

/** The line of a request, options as they would be typed. */
async function line(request: string, environment?: string): Promise<readonly string[]> {
  const text = `${FILE}  a: ${request}`;
  const collection = await loadCollection('c/desk.yaml', async () => text);
  const [saved] = collection.requests.values();
  assert.ok(saved !== undefined);
  const concealed: string[] = [];
  const composed = await composeRequest(saved, {
    environments: environment === undefined ? new Map() : environmentsOf(collection, environment),
    admit: (path) => {
      if (!path.startsWith('c/')) throw new Unfillable(`${path} is outside`);
    },
    scope: {
      file: saved.home.file,
      find: async ([name]) => ({
        json: parseJsonText(name === 'port' ? '4000' : `"<${name}>"`),
        isSecret: name === 'pin',
      }),
      call: () => Promise.reject(new Error('no function is called here')),
      conceal: ({ json }) => concealed.push(writeCompactJson(json)),
      nearest: () => undefined,
    },
  });
  if (composed.kind === 'curl') return [composed.line.text];
  return [
    ...composed.words,
    ...composed.typed,
    ...composed.options.map(({ name, value }) =>
      value === true ? `--${name}` : value === false ? `--no-${name}` : `--${name}=${value}`,
    ),
    ...concealed.map((secret) => `secret ${secret}`),
  ];
}

const SHARED = ['X-A:1', 'X-B:2', 'v==1'];
const OPTIONS = ['--max-time=1.5', '--auth=desk', '--http2', '--resolve=a:1:b', '--resolve=c:1:d'];

const LINES: [request: string, line: readonly string[]][] = [
  ['{ request: GET /books }', ['GET', 'https://api.example/v1/books', ...SHARED, ...OPTIONS]],
  ['{ request: /books }', ['https://api.example/v1/books', ...SHARED, ...OPTIONS]],
  ['{ request: "get {{host}}/books" }', ['GET', '<host>/books', ...SHARED, ...OPTIONS]],
  [
    '{ request: POST :3000/x, headers: { x-a: null, X-B: [3, 4], X-E: "" }, query: { v: null, q: ["a b", "@c"] } }',
    ['POST', ':3000/x', 'x-a:', 'X-B:3', 'X-B:4', 'X-E;', 'q==a b', 'q==\\@c', ...OPTIONS],
  ],
  [
    '{ request: POST /b, json: { n: 9007199254740993, by: "{{who}}" } }',
    [
      'POST',
      'https://api.example/v1/b',
      ...SHARED,
      ...OPTIONS,
      '--data-raw={"n":9007199254740993,"by":"<who>"}',
      '--as=json',
    ],
  ],
  [
    '{ request: POST /b, form: { a: 1, "b:c": [x, "=y"] } }',
    ['POST', 'https://api.example/v1/b', ...SHARED, 'a=1', 'b\\:c=x', 'b\\:c=\\=y', ...OPTIONS, '--as=form'],
  ],
  [
    '{ request: POST /b, text: hello }',
    [
      'POST',
      'https://api.example/v1/b',
      ...SHARED,
      'Content-Type:text/plain; charset=utf-8',
      ...OPTIONS,
      '--data-raw=hello',
    ],
  ],
  [
    '{ request: POST /b, xml: <a/>, headers: { content-type: text/xml } }',
    ['POST', 'https://api.example/v1/b', 'content-type:text/xml', ...SHARED, ...OPTIONS, '--data-raw=<a/>'],
  ],
  [
    '{ request: POST /b, graphql: { query: "{ a }", variables: { n: 1 } } }',
    [
      'POST',
      'https://api.example/v1/b',
      ...SHARED,
      ...OPTIONS,
      '--data-raw={"query":"{ a }","variables":{"n":1}}',
      '--as=json',
    ],
  ],
  [
    '{ request: PUT /b, file: data/book.json }',
    ['PUT', 'https://api.example/v1/b', ...SHARED, '@c/data/book.json', ...OPTIONS],
  ],
  [
    '{ request: POST /b, multipart: { t: x, f: { file: a.png, type: image/png, filename: b.png } } }',
    [
      'POST',
      'https://api.example/v1/b',
      ...SHARED,
      't=x',
      'f@c/a.png;type=image/png;filename=b.png',
      ...OPTIONS,
      '--as=multipart',
    ],
  ],
  [
    '{ request: GET /b, auth: false, timeout: 2, follow: true, retry: 2, tls: { ca: ca.pem, insecure: false }, options: { http2: false } }',
    [
      'GET',
      'https://api.example/v1/b',
      ...SHARED,
      '--max-time=2',
      '--location',
      '--retry=2',
      '--cacert=c/ca.pem',
      '--no-insecure',
      '--no-auth',
      '--no-http2',
      '--resolve=a:1:b',
      '--resolve=c:1:d',
    ],
  ],
  ['{ items: [POST, ":3000/{{x}}", "a=1", -v] }', [...SHARED, 'POST', ':3000/<x>', 'a=1', '-v', ...OPTIONS]],
  ['{ curl: "curl -d a=1 https://x/{{y}}" }', ['curl -d a=1 https://x/<y>']],
  [
    '{ request: GET /b, headers: { X-Pin: "{{pin}}" } }',
    ['GET', 'https://api.example/v1/b', 'X-Pin:<pin>', ...SHARED, ...OPTIONS, 'secret "<pin>"'],
  ],
];

for (const [request, wanted] of LINES) {
  test(`${request} is sent as a line`, async () => assert.deepEqual(await line(request), wanted));
}

test('a file that may not be sent is told with its place', async () => {
  await assert.rejects(line('{ request: PUT /b, file: ../x }'), /c\/desk.yaml:\d+:\d+: x is outside/);
});

test('an environment has its own base and profile', async () => {
  assert.deepEqual(await line('{ request: GET /b }', 'dev'), [
    'GET',
    'http://localhost:4000/b',
    ...SHARED,
    '--max-time=1.5',
    '--no-auth',
    '--http2',
    '--resolve=a:1:b',
    '--resolve=c:1:d',
  ]);
});

test('an item made of a name and a text reads as these', () => {
  const text = fc.string({ unit: fc.constantFrom('a', ' ', ':', '=', '@', ';', '\\', 'é'), maxLength: 8 });
  fc.assert(
    fc.property(
      text.filter((name) => name !== ''),
      text,
      (name, value) => {
        const item = parseItem(`${escapedName(name)}==${escapedText(value)}`);
        assert.ok(item.kind === 'query');
        assert.deepEqual([item.name, item.value], [name, { from: 'text', text: value }]);
        const field = parseItem(`f=${escapedText(value)}`);
        assert.ok(field.kind === 'field');
        assert.deepEqual(field.value, { from: 'text', text: value });
      },
    ),
  );
});
