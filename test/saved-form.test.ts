import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readCurlInvocations } from '../src/cli/curl.ts';
import { draftsFromInvocation } from '../src/cli/draft.ts';
import type { Inputs } from '../src/cli/inputs.ts';
import { type Invocation, parseInvocation } from '../src/cli/parse.ts';
import { loadCollection } from '../src/collection/collection.ts';
import { composeRequest } from '../src/collection/compose.ts';
import { writeCompactJson } from '../src/json/write.ts';
import type { RequestDraft } from '../src/request/draft.ts';
import { invocationsOf } from '../src/run/line.ts';
import { savedForm } from '../src/run/saved-form.ts';
import { secretsOf } from '../src/run/typed-secrets.ts';
import { withValueAt } from '../src/yaml/edit.ts';

const INPUTS: Inputs = {
  env: {},
  read: async (path) => Buffer.from(`what ${path} holds`),
  byteLength: async () => 3,
  modifiedAtSeconds: async () => undefined,
  claimStdin: () => ({ kind: 'stdin' }),
  askSecret: async () => '',
};

async function draftOf(invocation: Invocation): Promise<RequestDraft> {
  const [series] = await draftsFromInvocation(invocation, INPUTS, () => 'boundary');
  assert.ok(series !== undefined);
  const { draft } = await series.at(0n);
  // A method that goes without saying is written down.
  return { ...draft, method: draft.method ?? draft.impliedMethod };
}

/** The draft of a line that is saved, read again from the file, and composed. */
async function savedAndSent(argv: readonly string[]): Promise<RequestDraft> {
  const { form } = savedForm(parseInvocation(argv), undefined);
  const text = withValueAt({ path: 'slip.yaml', text: '' }, ['requests', 'a'], form);
  const [request] = (await loadCollection('slip.yaml', async () => text)).requests.values();
  assert.ok(request !== undefined);
  const composed = await composeRequest(request, {
    environments: new Map(),
    admit() {},
    scope: {
      file: request.home.file,
      find: async () => undefined,
      call: () => Promise.reject(new Error('nothing is called')),
      conceal: () => {},
      nearest: () => undefined,
    },
  });
  const [invocation] = await invocationsOf(
    composed,
    request,
    { words: [], occurrences: [] },
    { inputs: INPUTS, configured: [], root: { admit() {} }, secrets: [], carries: [] },
  );
  assert.ok(invocation !== undefined);
  return await draftOf(invocation);
}

const LINES: readonly (readonly string[])[] = [
  [':3000/x'],
  ['put', ':3000/x'],
  ['PROPFIND', 'https://h/'],
  ['post', ':3000/books', 'title=Dune', 'year:=9007199254740993', 'a[b][]:=1.0', 'X-A:b', 'q==1', 'q==2'],
  [':3000/x', 'Accept:', 'X-Empty;', 'X-A:1', 'X-A:2', 'X-B:\\@c'],
  ['--as', 'form', ':3000/x', 'a[b]=c d', 'e=f'],
  [':3000/x', 'a=1', 'f@b.png;type=image/png;filename=c.png'],
  [':3000/x', '@body.json'],
  [':3000/x', '-d', 'a=1', '-d', 'b=2', '-G'],
  [':3000/x', '--json', '{"a": 1.0}', '-X', 'PATCH'],
  [':3000/x', '-H', 'X-A: b', '-H', 'Accept:'],
  ['-I', ':3000/x', '-A', 'me', '-e', 'http://r/', '-r', '0-5'],
  [':3000/x', 'c=}}'],
];

for (const argv of LINES) {
  test(`slip save a ${argv.join(' ')} is sent as it was typed`, async () => {
    assert.deepEqual(await savedAndSent(argv), await draftOf(parseInvocation(argv)));
  });
}

test('any texts of headers, query and body come back as they were', async () => {
  const text = fc.string({
    unit: fc.constantFrom('a', '1', ' ', ':', '=', '"', "'", '#', '-', '\n', 'é', '~'),
    maxLength: 6,
  });
  const argv = fc
    .record({ query: text, field: text, number: fc.bigInt() })
    .map(({ query, field, number }) => [
      ':3000/x',
      `q==${query.replaceAll(/[:=@;\\]/g, '\\$&')}`,
      `f=${field.replaceAll(/[:=@;\\]/g, '\\$&')}`,
      `n:=${number}`,
    ]);
  await fc.assert(
    fc.asyncProperty(argv, async (line) => {
      assert.deepEqual(await savedAndSent(line), await draftOf(parseInvocation(line)));
    }),
  );
});

const OPTIONS_WITH_SECRET: readonly (readonly [name: string, value: string])[] = [
  ['proxy', 'http://ada:s3cr3t@p:1'],
  ['preproxy', 'socks5://ada:s3cr3t@p:1'],
  ['socks5-hostname', 'ada:s3cr3t@p:1'],
  ['doh-url', 'https://ada:s3cr3t@h/'],
  ['referer', 'https://h/?token=s3cr3t'],
  ['request-target', '/?token=s3cr3t'],
  ['proxy-header', 'Proxy-Authorization: Basic s3cr3t'],
  ['proxy-cert', 'c.pem:s3cr3t'],
  ['url-query', 'api_key=s3cr3t'],
  ['data', 'a=1&password=s3cr3t'],
  ['data', 'password=s3cr3t&a={{b}}'],
  ['data', 'a=#1&password=s3cr3t'],
  ['cookie', 'a=s3cr3t; b={{b}}'],
  ['user', 'ada:s3cr3t'],
  ['data', '{"a": {"password": "s3cr3t"}}'],
  ['data-urlencode', 'password=s3cr3t'],
  ['json', '{"token":"s3cr3t"}'],
  ['form', 'token=s3cr3t'],
];

const SECRETS: [argv: readonly string[], leftOut: readonly string[]][] = [
  [
    [':3000/x', 'Authorization:Bearer s3cr3t', 'X-Api-Key:s3cr3t'],
    ['Authorization', 'X-Api-Key'],
  ],
  [[':3000/x', '-H', 'Cookie: a=s3cr3t'], ['Cookie']],
  [
    [':3000/x', '-u', 'ada:s3cr3t', '-b', 'a=s3cr3t'],
    ['--user', '--cookie'],
  ],
  [['https://ada:s3cr3t@h/'], ['the password in the URL']],
  [
    [':3000/x', 'password=s3cr3t', 'token==s3cr3t'],
    ['token', 'password'],
  ],
  [[':3000/x', 'user:={"name": "ada", "password": "s3cr3t"}', 'token={{word}}', 'key=@file'], ['user']],
  [['ada:s3cr3t@h/'], ['the password in the URL']],
  [['--url', 'https://h/?api_key=s3cr3t'], ['api_key']],
  [[':3000/x', 'X-A:Bearer s3cr3t'], ['X-A']],
  ...OPTIONS_WITH_SECRET.map(([name, value]): [readonly string[], readonly string[]] => [
    [':3000/x', `--${name}`, value],
    [`--${name}`],
  ]),
];

async function secretsOnCurlLine(...argv: readonly string[]): Promise<readonly string[]> {
  return (await readCurlInvocations(['localhost:3000/x', ...argv], undefined, INPUTS, () => {})).flatMap(secretsOf);
}

for (const [name, value] of OPTIONS_WITH_SECRET) {
  test(`a curl line with --${name} ${value} has a secret, and with a variable in its place none`, async () => {
    assert.deepEqual(await secretsOnCurlLine(`--${name}`, value), [`--${name}`]);
    assert.deepEqual(await secretsOnCurlLine(`--${name}`, value.replace('s3cr3t', '{{word}}')), []);
  });
}

for (const [name, value] of [
  ['proxy', 'http://ada@p:1'],
  ['proxy', 'p:1'],
  ['data', 'title=Dune'],
  ['data', '@password.txt'],
  ['json', '{"title":"password"}'],
  ['form', 'token=@file'],
  ['data-urlencode', 'token@file'],
  ['cert', 'c.pem'],
  ['referer', 'https://h/?page=2'],
] as const) {
  test(`a curl line with --${name} ${value} has no secret`, async () => {
    assert.deepEqual(await secretsOnCurlLine(`--${name}`, value), []);
  });
}

for (const [argv, leftOut] of SECRETS) {
  test(`slip save a ${argv.join(' ')} leaves secrets out`, () => {
    const saved = savedForm(parseInvocation(argv), undefined);
    assert.doesNotMatch(writeCompactJson(saved.form), /s3cr3t/);
    assert.deepEqual([...saved.leftOut].sort(), [...leftOut].sort());
  });
}

test('a URL below the base is saved as a path', () => {
  const { form } = savedForm(parseInvocation(['https://h/v1/books?a=1']), 'https://h/v1/');
  assert.equal(writeCompactJson(form), '{"request":"/books?a=1"}');
});

const REFUSED: [argv: readonly string[], message: RegExp][] = [
  [['http://a/', 'http://b/'], /one request/],
  [[':3000/x', '@-'], /from stdin cannot be saved/],
  [[':3000/x', 'a:=@f.json'], /goes in as a whole body/],
  [[':3000/x', '-H', '@f'], /a file of headers cannot be saved/],
];

for (const [argv, message] of REFUSED) {
  test(`slip save a ${argv.join(' ')} is refused`, () => {
    assert.throws(() => savedForm(parseInvocation(argv), undefined), message);
  });
}

test('a value that is nothing but white space comes back as it was', async () => {
  const { query } = await savedAndSent([':3000/x', 'q== \n']);
  const typed = await draftOf(parseInvocation(['GET', ':3000/x', 'q== \n']));
  assert.deepEqual(query, typed.query);
});
