import assert from 'node:assert/strict';
import { test } from 'node:test';
import { authorized } from '../src/auth/authorize.ts';
import { draftsFromInvocation } from '../src/cli/draft.ts';
import { inputsFrom } from '../src/cli/inputs.ts';
import { parseInvocation } from '../src/cli/parse.ts';
import { resolveSettings } from '../src/config/settings.ts';
import { Failure } from '../src/failure.ts';
import type { RequestDraft } from '../src/request/draft.ts';
import type { BodySource } from '../src/request/plan.ts';
import { planRequest } from '../src/request/plan.ts';
import { hrefOf } from '../src/request/url.ts';
import { sentFields } from '../src/request/wire.ts';
import { memoryFiles } from './support/memory-files.ts';

const FILES = {
  'text.txt': 'line 1\r\nline 2\n\0',
  'data.json': '{"a": 1.0}\n',
  'bom.json': '\ufeff[1]',
  'broken.json': '{"a": }',
  'x.bin': Buffer.from([0xff, 0x00]),
  'folder/y': 'y',
  headers: 'A: 1\r\n\r\nB: 2\n',
  token: 'Bearer t\n',
  'two-lines': 'a\nb',
};

/** What the world around a line has. */
interface World {
  /** What stdin holds; it fails the test to read it where there is none. */
  readonly stdin?: string;
  /** What a person types when asked. */
  readonly password?: string;
}

async function drafts(argv: readonly string[], world: World = {}): Promise<readonly RequestDraft[]> {
  const inputs = inputsFrom({
    env: {},
    files: memoryFiles(FILES),
    interrupted: new AbortController().signal,
    askSecret: async () => world.password,
    stdin: {
      isTerminal: false,
      isFile: () => false,
      async *chunks() {
        assert.ok(world.stdin !== undefined, 'stdin was read, and the line does not name it');
        yield Buffer.from(world.stdin);
      },
    },
  });
  const drafted: RequestDraft[] = [];
  for (const { count, at } of await draftsFromInvocation(parseInvocation(argv), inputs, () => 'boundary')) {
    for (let index = 0n; index < count; index++) drafted.push((await at(index)).draft);
  }
  return drafted;
}

async function draft(argv: readonly string[], world?: World): Promise<RequestDraft> {
  const [first] = await drafts(argv, world);
  assert.ok(first !== undefined);
  return first;
}

/** The bytes of a body in memory, or what it is streamed from. */
function shown(body: BodySource): string {
  switch (body.kind) {
    case 'none':
    case 'stdin':
    case 'crlf':
      return `(${body.kind})`;
    case 'bytes':
      return Buffer.from(body.bytes).toString('latin1');
    case 'file':
      return `(${body.path}, ${body.byteLength})`;
    case 'multipart':
      return body.multipart.parts
        .map(({ head, content }) => `${Buffer.from(head).toString().trim().replaceAll('\r\n', '|')} ${shown(content)}`)
        .join(' ');
  }
}

const JSON_TYPE = 'application/json';
const JSON_WISH = 'application/json, */*;q=0.5';
const FORM_TYPE = 'application/x-www-form-urlencoded';
const MULTIPART_TYPE = 'multipart/form-data; boundary=boundary';

const disposition = (rest: string): string => `--boundary|Content-Disposition: form-data; ${rest}`;

const BODIES: [
  argv: string[],
  method: string,
  type: string | undefined,
  body: string,
  more?: { accept?: string; stdin?: string },
][] = [
  [['h'], 'GET', undefined, '(none)'],
  [['-I', 'h'], 'HEAD', undefined, '(none)'],
  // curl(1), --data and its kin.
  [['-d', 'a=1', 'h'], 'POST', FORM_TYPE, 'a=1'],
  [['-d', 'a=1', '-d', 'b=2', 'h'], 'POST', FORM_TYPE, 'a=1&b=2'],
  [['-d', '', 'h'], 'POST', FORM_TYPE, ''],
  [['-d', 'a', '-d', '', '-d', 'b', 'h'], 'POST', FORM_TYPE, 'a&&b'],
  [['-d', 'ä', 'h'], 'POST', FORM_TYPE, 'Ã¤'],
  [['-d', '@text.txt', 'h'], 'POST', FORM_TYPE, 'line 1line 2'],
  [['-d', '@x.bin', 'h'], 'POST', FORM_TYPE, '\xff'],
  [['-d', 'a\nb', 'h'], 'POST', FORM_TYPE, 'a\nb'],
  [['-d', '@-', 'h'], 'POST', FORM_TYPE, 'ab', { stdin: 'a\nb' }],
  [['--data-binary', '@text.txt', 'h'], 'POST', FORM_TYPE, 'line 1\r\nline 2\n\0'],
  [['--data-binary', '@x.bin', 'h'], 'POST', FORM_TYPE, '\xff\0'],
  [['--data-binary', '@-', 'h'], 'POST', FORM_TYPE, 'a\nb', { stdin: 'a\nb' }],
  [['--data-raw', '@text.txt', 'h'], 'POST', FORM_TYPE, '@text.txt'],
  [['--data-urlencode', 'a b', 'h'], 'POST', FORM_TYPE, 'a+b'],
  [['--data-urlencode', '=a=b', 'h'], 'POST', FORM_TYPE, 'a%3Db'],
  [['--data-urlencode', 'n=a&b', 'h'], 'POST', FORM_TYPE, 'n=a%26b'],
  [['--data-urlencode', 'n@data.json', 'h'], 'POST', FORM_TYPE, 'n=%7B%22a%22%3A+1.0%7D%0A'],
  [['--data-urlencode', '@x.bin', 'h'], 'POST', FORM_TYPE, '%FF%00'],
  [['-d', 'a=1', '--data-raw', '@b', '--data-urlencode', 'c d', 'h'], 'POST', FORM_TYPE, 'a=1&@b&c+d'],
  [['--json', '{"a":1}', 'h'], 'POST', JSON_TYPE, '{"a":1}', { accept: JSON_TYPE }],
  [['--json', '[1,', '--json', '2]', 'h'], 'POST', JSON_TYPE, '[1,2]', { accept: JSON_TYPE }],
  [['--json', '@data.json', 'h'], 'POST', JSON_TYPE, '{"a": 1.0}\n', { accept: JSON_TYPE }],
  [['--json', 'not json', 'h'], 'POST', JSON_TYPE, 'not json', { accept: JSON_TYPE }],
  // docs/design.md: this Accept goes with a JSON body.
  [['-d', '{"a":1}', '--as', 'json', 'h'], 'POST', JSON_TYPE, '{"a":1}', { accept: JSON_WISH }],
  [['-d', 'a', '--as', 'form', 'h'], 'POST', FORM_TYPE, 'a'],
  // curl(1), --form.
  [['-F', 'a=b', 'h'], 'POST', MULTIPART_TYPE, `${disposition('name="a"')} b`],
  [['-F', 'a=<token', 'h'], 'POST', MULTIPART_TYPE, `${disposition('name="a"')} Bearer t\n`],
  [
    ['-F', 'a=@folder/y', 'h'],
    'POST',
    MULTIPART_TYPE,
    `${disposition('name="a"; filename="y"|Content-Type: application/octet-stream')} (folder/y, 1)`,
  ],
  [
    ['-F', 'a=@data.json;type=x/y;filename=z', 'h'],
    'POST',
    MULTIPART_TYPE,
    `${disposition('name="a"; filename="z"|Content-Type: x/y')} (data.json, 11)`,
  ],
  [['-F', 'a=@-', 'h'], 'POST', MULTIPART_TYPE, `${disposition('name="a"; filename="-"')} in`, { stdin: 'in' }],
  [['--form-string', 'a=@b;type=c', 'h'], 'POST', MULTIPART_TYPE, `${disposition('name="a"')} @b;type=c`],
  // curl(1), --upload-file.
  [['-T', 'x.bin', 'h'], 'PUT', undefined, '(x.bin, 2)'],
  [['-T', '-', 'h'], 'PUT', undefined, '(stdin)', { stdin: '' }],
  // Items.
  [['h', 'a=b'], 'POST', JSON_TYPE, '{"a":"b"}', { accept: JSON_WISH }],
  [
    ['h', 'a=b', 'c:=1e400', 'd:={"e":9007199254740993}'],
    'POST',
    JSON_TYPE,
    '{"a":"b","c":1e400,"d":{"e":9007199254740993}}',
    { accept: JSON_WISH },
  ],
  [['h', 'a[b][]=1', 'a[b][]:=2'], 'POST', JSON_TYPE, '{"a":{"b":["1",2]}}', { accept: JSON_WISH }],
  [['h', 'a=@token'], 'POST', JSON_TYPE, '{"a":"Bearer t\\n"}', { accept: JSON_WISH }],
  [['h', 'a:=@data.json'], 'POST', JSON_TYPE, '{"a":{"a": 1.0}}', { accept: JSON_WISH }],
  [['h', 'a:=@bom.json'], 'POST', JSON_TYPE, '{"a":[1]}', { accept: JSON_WISH }],
  [['h', 'a=@-'], 'POST', JSON_TYPE, '{"a":"in"}', { accept: JSON_WISH, stdin: 'in' }],
  [['h', 'a=b', '--as', 'form'], 'POST', `${FORM_TYPE}; charset=utf-8`, 'a=b'],
  [['h', 'a=b c&', 'd:=1e400', '--as', 'form'], 'POST', `${FORM_TYPE}; charset=utf-8`, 'a=b+c%26&d=1e400'],
  [['h', 'a=b', '--as', 'multipart'], 'POST', MULTIPART_TYPE, `${disposition('name="a"')} b`],
  [
    ['h', 'a=b', 'f@x.bin'],
    'POST',
    MULTIPART_TYPE,
    `${disposition('name="a"')} b ${disposition('name="f"; filename="x.bin"|Content-Type: application/octet-stream')} (x.bin, 2)`,
  ],
  [
    ['h', 'f@data.json;type=text/x;filename=z'],
    'POST',
    MULTIPART_TYPE,
    `${disposition('name="f"; filename="z"|Content-Type: text/x')} (data.json, 11)`,
  ],
  [['h', '@data.json'], 'POST', JSON_TYPE, '(data.json, 11)', { accept: JSON_WISH }],
  [['h', '@text.txt'], 'POST', 'text/plain', '(text.txt, 16)'],
  [['h', '@data.json;type=text/plain'], 'POST', 'text/plain', '(data.json, 11)'],
  [['h', '@x.bin', '--as', 'json'], 'POST', JSON_TYPE, '(x.bin, 2)', { accept: JSON_WISH }],
  [['h', '@-'], 'POST', JSON_TYPE, '(stdin)', { accept: JSON_WISH, stdin: '' }],
  [['h', '@-', '--as', 'form'], 'POST', FORM_TYPE, '(stdin)', { stdin: '' }],
  // Headers and queries are no body.
  [['h', 'X:1', 'q==v'], 'GET', undefined, '(none)'],
  [['-G', '-d', 'a=1', 'h'], 'GET', undefined, '(none)'],
  [['-G', '-I', '-d', 'a=1', 'h'], 'HEAD', undefined, '(none)'],
];

for (const [argv, method, type, body, { accept = '*/*', stdin } = {}] of BODIES) {
  test(`slip ${argv.join(' ')} is ${method} of ${type ?? 'nothing'}`, async () => {
    const made = await draft(argv, stdin === undefined ? {} : { stdin });
    assert.deepEqual(
      [made.impliedMethod, made.contentType, shown(made.body).replaceAll('\r\n', '|'), made.accept],
      [method, type, body.replaceAll('\r\n', '|'), accept],
    );
  });
}

const TARGETS: [argv: string[], href: string][] = [
  [['-G', '-d', 'a=1', '-d', 'b=2', 'http://h/'], 'http://h/?a=1&b=2'],
  [['-G', '-d', 'a=1', 'http://h/?x#f'], 'http://h/?x&a=1'],
  [['-G', '-d', 'a=1', 'http://h/?'], 'http://h/?a=1'],
  [['-G', '-d', '', 'http://h/'], 'http://h/'],
  [['-G', '--data-urlencode', 'a=b c', 'http://h/'], 'http://h/?a=b+c'],
  [['-G', '-d', '@headers', 'http://h/'], 'http://h/?A:%201B:%202'],
  [['--url-query', 'a=b c', 'http://h/?x=1'], 'http://h/?x=1&a=b+c'],
  [['--url-query', '+a=b%20c', 'http://h/'], 'http://h/?a=b%20c'],
  [['--url-query', 'a@token', 'http://h/'], 'http://h/?a=Bearer+t%0A'],
  [['http://h/', 'q==v w', 'ä==&='], 'http://h/?q=v+w&%C3%A4=%26%3D'],
  // HTTPie takes the line end off a file's value here, as editors put it there.
  [['http://h/', 'q==@token'], 'http://h/?q=Bearer+t'],
  [['http://h/', 'q=='], 'http://h/?q='],
  [['--path-as-is', 'http://h/a/../b'], 'http://h/a/../b'],
  [['-T', 'folder/y', 'http://h/a/'], 'http://h/a/y'],
  [['-T', '-', 'http://h/a/'], 'http://h/a/'],
];

for (const [argv, href] of TARGETS) {
  test(`slip ${argv.join(' ')} goes to ${href}`, async () => {
    assert.equal(hrefOf((await planOf(argv)).url), href);
  });
}

/** The fields of a line's plan that slip would not send by itself, in the clear. */
async function fieldsOf(argv: readonly string[], world?: World): Promise<string[]> {
  const plan = await planOf(argv, world);
  return sentFields(plan)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : value.reveal()}`)
    .filter((line) => line !== 'User-Agent: slip' && line !== 'Accept: */*');
}

async function planOf(argv: readonly string[], world?: World): Promise<ReturnType<typeof planRequest>> {
  const settings = { ...resolveSettings({}, {}), acceptEncoding: undefined, decodesTyped: false, userAgent: 'slip' };
  return authorized(planRequest(await draft(argv, world), settings), { now: () => 0 });
}

const HEADERS: [argv: string[], fields: string[], world?: World][] = [
  [
    ['-H', 'A: 1', 'h', 'B:2', '-H', 'C: 3'],
    ['A: 1', 'C: 3', 'B: 2'],
  ],
  [
    ['-H', '@headers', '-H', 'C: 3', 'h'],
    ['A: 1', 'B: 2', 'C: 3'],
  ],
  [['-H', '@-', 'h'], ['A: in'], { stdin: 'A: in\n' }],
  [['-H', 'A:', '-H', 'A: b', 'h'], ['A: b']],
  [['h', 'A;'], ['A: ']],
  [['h', 'A:@token'], ['A: Bearer t']],
  [['h', 'A:ä'], ['A: Ã¤']],
  [['h', 'A:a\\:b'], ['A: a:b']],
  [['-A', 'me', 'h'], ['User-Agent: me']],
  [['-A', 'me', 'h', 'user-agent:you'], ['user-agent: you']],
  [['-e', 'http://r/', 'h'], ['Referer: http://r/']],
  [['-b', 'a=1', '-b', 'b=2', 'h'], ['Cookie: a=1; b=2']],
  [['-b', 'a=1; b=2', 'h'], ['Cookie: a=1; b=2']],
  [['-b', 'a=1', '-b', '  b=2', '-b', 'jar', 'h'], ['Cookie: a=1;  b=2']],
  [['-b', 'a=', 'h'], ['Cookie: a=']],
  // What goes to the wire are the bytes of UTF-8, whichever option they were typed for: curl sends what was typed.
  [['-A', 'ä ✓', 'h'], ['User-Agent: Ã¤ â\x9c\x93']],
  [['-e', 'http://r/ä', 'h'], ['Referer: http://r/Ã¤']],
  [['-b', 'a=ä', 'h'], ['Cookie: a=Ã¤']],
  [['-u', 'u:p', 'h'], ['Authorization: Basic dTpw']],
  [['-u', 'user:', 'h'], ['Authorization: Basic dXNlcjo=']],
  [['-u', ':pass', 'h'], ['Authorization: Basic OnBhc3M=']],
  [['-u', 'a:b:c', 'h'], ['Authorization: Basic YTpiOmM=']],
  [['-u', 'u', 'h'], ['Authorization: Basic dTpw'], { password: 'p' }],
  [['-u', 'u', 'h'], ['Authorization: Basic dTo='], { password: '' }],
  [['-u', 'u:p', 'h', 'Authorization:Bearer t'], ['Authorization: Bearer t']],
];

for (const [argv, fields, world] of HEADERS) {
  test(`slip ${argv.join(' ')} sends ${fields.join(', ')}`, async () => {
    assert.deepEqual(await fieldsOf(argv, world), fields);
  });
}

test('an empty -A sends no User-Agent, and -H one all the same', async () => {
  assert.deepEqual((await planOf(['-A', '', 'h'])).headers, [['Accept', '*/*']]);
  assert.deepEqual(await fieldsOf(['-A', '', '-H', 'User-Agent: x', 'h']), ['User-Agent: x']);
});

// docs/design.md: header values with CR, LF or NUL are refused, before anything is sent.
for (const argv of [
  ['-H', 'A: b\r\nC: d', 'h'],
  ['h', 'A:b\nC:d'],
  ['h', 'A:@two-lines'],
  ['-A', 'a\r\nX: 1', 'h'],
  ['-e', 'http://r/\r\nX: 1', 'h'],
  ['-b', 'a=1\r\nX: 1', 'h'],
  ['-A', 'a\0', 'h'],
  ['--request-target', '*\r\nX: 1', 'h'],
]) {
  test(`slip ${JSON.stringify(argv)} is refused, as it would send lines of its own`, async () => {
    await assert.rejects(planOf(argv), (thrown) => thrown instanceof Failure && thrown.kind === 'usage');
  });
}

const METHODS: [argv: string[], method: string | undefined][] = [
  [['h'], undefined],
  [['delete', 'h'], 'DELETE'],
  [['-X', 'delete', 'h'], 'delete'],
  [['-X', 'PATCH', 'patch', 'h'], 'PATCH'],
  [['-X', 'patch', 'PATCH', 'h'], 'patch'],
  [['-X', 'M-SEARCH', 'h'], 'M-SEARCH'],
];

for (const [argv, method] of METHODS) {
  test(`slip ${argv.join(' ')} has ${method ?? 'no'} typed method`, async () => {
    assert.equal((await draft(argv)).method, method);
  });
}

const REFUSED: [argv: string[], status: number, message: RegExp][] = [
  [['-X', 'PUT', 'post', 'h'], 2, /POST and -X PUT disagree/],
  [['-X', '', 'h'], 2, /not empty/],
  [['-X', 'G ET', 'h'], 2, /not a method/],
  [['-X', 'GET\r\n', 'h'], 2, /not a method/],
  // No two ways to give a body combine, and none is dropped in silence.
  [['-d', 'a', '-F', 'b=c', 'h'], 2, /given twice: by --data and by --form/],
  [['-d', 'a', '-T', 'x.bin', 'h'], 2, /given twice/],
  [['-F', 'a=b', '-T', 'x.bin', 'h'], 2, /given twice/],
  [['-d', 'a', 'h', 'b=c'], 2, /given twice: by --data and by b=…/],
  [['-F', 'a=b', 'h', 'c=d'], 2, /given twice/],
  [['-T', 'x.bin', 'h', 'a=b'], 2, /given twice/],
  [['h', '@x.bin', 'a=b'], 2, /given twice/],
  [['h', '@x.bin', '@x.bin'], 2, /given twice/],
  [['--json', '{}', 'h', '@x.bin'], 2, /given twice/],
  [['-G', '-d', 'a', '-d', 'b', '-F', 'c=d', '-T', 'x.bin', 'h'], 2, /given twice/],
  [['-I', '-d', 'a', 'h'], 2, /--head asks for no body/],
  [['-I', 'h', 'a=b'], 2, /--head asks for no body/],
  [['--as', 'json', 'h', 'f@x.bin'], 2, /cannot hold an uploaded file/],
  [['--as', 'multipart', 'h', '@x.bin'], 2, /takes fields/],
  [['--as', 'multipart', '-d', 'a', 'h'], 2, /takes fields/],
  // Exit 26 for a file of a curl option, 2 for one of an item (docs/design.md, rulings 7).
  [['-d', '@gone', 'h'], 26, /gone is not there/],
  [['--data-binary', '@gone', 'h'], 26, /gone is not there/],
  [['--data-urlencode', 'a@gone', 'h'], 26, /gone is not there/],
  [['--json', '@gone', 'h'], 26, /gone is not there/],
  [['-F', 'a=@gone', 'h'], 26, /gone is not there/],
  [['-F', 'a=<gone', 'h'], 26, /gone is not there/],
  [['-T', 'gone', 'h'], 26, /gone is not there/],
  [['-T', 'folder', 'h'], 26, /folder is a folder/],
  [['-H', '@gone', 'h'], 26, /gone is not there/],
  [['--url-query', '@gone', 'h'], 26, /gone is not there/],
  [['h', 'a=@gone'], 2, /gone is not there/],
  [['h', 'a:=@gone'], 2, /gone is not there/],
  [['h', 'a==@gone'], 2, /gone is not there/],
  [['h', 'A:@gone'], 2, /gone is not there/],
  [['h', 'a@gone'], 2, /gone is not there/],
  [['h', '@gone'], 2, /gone is not there/],
  [['h', '@folder'], 2, /folder is a folder/],
  [['h', 'a:=@broken.json'], 2, /broken.json does not hold JSON/],
  [['-F', 'a=b; c', 'h'], 2, /means nothing/],
  [['-u', 'ada', 'h'], 2, /no password for ada/],
  // More files than URLs: whichever is meant, one would be left out.
  [['-o', 'a', '-o', 'b', 'h'], 2, /--output is given 2 times for one URL/],
  [['-T', 'x.bin', '-T', 'x.bin', 'h'], 2, /--upload-file is given 2 times for one URL/],
  [['-o', 'a', '-o', 'b', '-o', 'c', 'h', 'http://i'], 2, /3 times for 2 URLs/],
  [['h', '@-', 'http://i'], 2, /stdin can be sent to one URL only/],
  [['h', 'a=@-', 'b=@-'], 2, /stdin is named twice/],
  [['-d', '@-', '-H', '@-', 'h'], 2, /stdin is named twice/],
  [['-T', '-', '-H', '@-', 'h'], 2, /stdin is named twice/],
];

for (const [argv, status, message] of REFUSED) {
  test(`slip ${JSON.stringify(argv)} is exit ${status}`, async () => {
    const failure = await drafts(argv, { stdin: '' }).catch((error: unknown) => error);
    assert.ok(failure instanceof Failure, String(failure));
    assert.match(failure.message, message);
    assert.equal(failure.exitStatus, status);
  });
}

test('no failure about a body given twice shows a value', async () => {
  const failure = await drafts(['-d', 'hunter2', 'h', 'password=hunter2']).catch((error: unknown) => error);
  assert.ok(failure instanceof Failure);
  assert.doesNotMatch(`${failure.message} ${failure.hint} ${failure.at?.text}`, /hunter2/);
});

test('several URLs get the same headers, query and body, read once', async () => {
  const made = await drafts(['-d', '@-', '-H', 'A: 1', 'http://h', 'http://i', 'q==v'], { stdin: 'x' });
  assert.deepEqual(
    made.map((each) => [each.url, shown(each.body), each.query, each.headers.length]),
    [
      ['http://h', 'x', ['q=v'], 1],
      ['http://i', 'x', ['q=v'], 1],
    ],
  );
});

test('each -T belongs to the URL at its place, and a URL without one is a GET', async () => {
  const made = await drafts(['-T', 'x.bin', '-T', 'folder/y', 'http://h', 'http://i', 'http://j']);
  assert.deepEqual(
    made.map((each) => [each.impliedMethod, shown(each.body), each.uploadName]),
    [
      ['PUT', '(x.bin, 2)', 'x.bin'],
      ['PUT', '(folder/y, 1)', 'y'],
      ['GET', '(none)', undefined],
    ],
  );
});

test('--url counts before a positional URL', async () => {
  const made = await drafts(['http://h', '--url', 'http://o']);
  assert.deepEqual(
    made.map(({ url }) => url),
    ['http://o', 'http://h'],
  );
});
