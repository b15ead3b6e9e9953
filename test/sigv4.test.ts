import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalPath, canonicalQuery, readScope, signatureFields } from '../src/auth/sigv4.ts';
import { Failure } from '../src/failure.ts';
import type { SignableRequest } from '../src/request/auth.ts';
import type { HeaderList } from '../src/request/headers.ts';
import { parseUrl } from '../src/request/url.ts';
import { Secret } from '../src/secret.ts';

const SCOPES: readonly [text: string, host: string, scope: string][] = [
  ['aws:amz:us-east-1:s3', 'anything', 'aws amz us-east-1 s3'],
  ['aws:amz:us-east-1:s3:more', 'anything', 'aws amz us-east-1 s3'],
  ['aws:amz:us-east-1', 'es.eu-west-1.example', 'aws amz us-east-1 es'],
  ['aws:amz', 'es.eu-west-1.example', 'aws amz eu-west-1 es'],
  ['aws', 'es.eu-west-1.example', 'aws aws eu-west-1 es'],
  ['', 'es.eu-west-1.example', 'aws amz eu-west-1 es'],
  ['AWS:Amz', '127.0.0.1', 'AWS Amz 0 127'],
  // What comes after an empty part is not looked at.
  ['aws::us-east-1:s3', 'es.eu-west-1.example', 'aws aws eu-west-1 es'],
  ['aws:amz::s3', 'es.eu-west-1.example', 'aws amz eu-west-1 es'],
  ['aws:amz:us-east-1:', 'es.eu-west-1.example', 'aws amz us-east-1 es'],
  [`aws:amz:us-east-1:${'x'.repeat(65)}`, 'es.eu-west-1.example', 'aws amz us-east-1 es'],
];

for (const [text, host, scope] of SCOPES) {
  test(`scope ${text} at ${host}`, () => {
    const { provider1, provider2, region, service } = readScope(text, host);
    assert.equal([provider1, provider2, region, service].join(' '), scope);
  });
}

const NO_SCOPES: readonly [text: string, host: string, kind: string, message: RegExp][] = [
  [':amz', 'a.b.c', 'argument', /begins with the name of a provider/],
  ['x'.repeat(65), 'a.b.c', 'argument', /provider/],
  ['aws:amz', 'localhost', 'url', /names a service$/],
  ['aws:amz:us-east-1', 'localhost', 'url', /names a service$/],
  ['aws:amz', 'es.localhost', 'url', /names a region$/],
  ['aws:amz', '.example', 'url', /names a service$/],
];

for (const [text, host, kind, message] of NO_SCOPES) {
  test(`no scope ${text} at ${host}`, () => {
    assert.throws(
      () => readScope(text, host),
      (error) => error instanceof Failure && error.kind === kind && message.test(error.message),
    );
  });
}

const PATHS: readonly [path: string, encoded: boolean, canonical: string][] = [
  ['/', true, '/'],
  ['', true, '/'],
  ['', false, '/'],
  ['/a=b', true, '/a%3Db'],
  ['/a=b', false, '/a=b'],
  ['/example+space/', true, '/example%2Bspace/'],
  ['/a%3Ab%2Fc', true, '/a%253Ab%252Fc'],
  ['//example//', false, '//example//'],
  ['/a/../..', false, '/a/../..'],
];

for (const [path, encoded, canonical] of PATHS) {
  test(`path ${path}${encoded ? ', encoded' : ''}`, () => assert.equal(canonicalPath(path, encoded), canonical));
}

const QUERIES: readonly [query: string, canonical: string][] = [
  ['', ''],
  ['Param1=', 'Param1='],
  ['noval', 'noval='],
  ['=v&a', '=v&a='],
  ['hello=a&b&c=&d', 'b=&c=&d=&hello=a'],
  ['name=me&noval&aim=b%aad&&&weirdo=*.//-', 'aim=b%AAd&name=me&noval=&weirdo=%2A.%2F%2F-'],
  ['Param-3=Value3&Param=Value2&%E1%88%B4=Value1', '%E1%88%B4=Value1&Param=Value2&Param-3=Value3'],
  ['a=2&a=1', 'a=1&a=2'],
  ['p3= &p1=+&p2=%20', 'p1=%20&p2=%20&p3=%20'],
  ['p3=%2b&p1=+', 'p1=%20&p3=%2B'],
  ['a=b=c', 'a=b%3Dc'],
  ['a=%4a&b=%zz&c=%', 'a=J&b=%25zz&c=%25'],
  ['a=\u00e9', 'a=%C3%A9'],
];

for (const [query, canonical] of QUERIES) {
  test(`query ${query}`, () => assert.equal(canonicalQuery(query), canonical));
}

const EXAMPLE_KEYS = { name: 'AKIDEXAMPLE', password: new Secret('wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY') };

/** AWS's own test suite for Signature Version 4: all at 2015-08-30T12:36:00Z, us-east-1, service. */
const SUITE: readonly [name: string, method: string, target: string, typed: HeaderList, signature: string][] = [
  ['get-vanilla', 'GET', '/', [], '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
  [
    'get-vanilla-empty-query-key',
    'GET',
    '/?Param1=value1',
    [],
    'a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb',
  ],
  [
    'get-vanilla-query-order-key-case',
    'GET',
    '/?Param2=value2&Param1=value1',
    [],
    'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
  ],
  [
    'get-vanilla-query-order-value',
    'GET',
    '/?Param1=value2&Param1=value1',
    [],
    '5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694',
  ],
  [
    'get-vanilla-query-order-encoded',
    'GET',
    '/?Param-3=Value3&Param=Value2&%E1%88%B4=Value1',
    [],
    '371d3713e185cc334048618a97f809c9ffe339c62934c032af5a0e595648fcac',
  ],
  [
    'get-vanilla-utf8-query',
    'GET',
    '/?\u1234=bar',
    [],
    '2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04',
  ],
  [
    'get-unreserved',
    'GET',
    '/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
    [],
    '07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f',
  ],
  ['post-vanilla', 'POST', '/', [], '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
  [
    'post-vanilla-query',
    'POST',
    '/?Param1=value1',
    [],
    '28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11',
  ],
  [
    'get-header-key-duplicate',
    'GET',
    '/',
    [
      ['My-Header1', 'value2'],
      ['My-Header1', 'value2'],
      ['My-Header1', 'value1'],
    ],
    'c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea',
  ],
  [
    'get-header-value-trim',
    'GET',
    '/',
    [
      ['My-Header1', ' value1'],
      ['My-Header2', ' "a   b   c"'],
    ],
    'acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736',
  ],
  [
    'post-header-key-sort',
    'POST',
    '/',
    [['My-Header1', 'value1']],
    'c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c',
  ],
];

for (const [name, method, target, typed, signature] of SUITE) {
  test(`AWS's ${name}`, () => {
    const signed = fieldsOf({ method, typed }, `http://example.amazonaws.com${target}`, 'aws:amz:us-east-1:service');
    assert.match(String(signed.Authorization), new RegExp(` Signature=${signature}$`));
  });
}

/** The fields that sign a request, revealed. */
function fieldsOf(
  request: Partial<SignableRequest>,
  url: string,
  text: string,
  keys = EXAMPLE_KEYS,
  nowMs = Date.UTC(2015, 7, 30, 12, 36),
): Record<string, string> {
  const parsed = parseUrl(url);
  const whole = { method: 'GET', url: parsed, typed: [], body: new Uint8Array(), ...request };
  return Object.fromEntries(
    signatureFields(whole, readScope(text, parsed.host), keys, nowMs).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]),
  );
}

const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const JSON_TYPED: HeaderList = [['Content-Type', 'application/json']];

interface SignedCase {
  readonly text: string;
  readonly url: string;
  readonly keys?: readonly [id: string, secret: string];
  readonly request?: Partial<SignableRequest>;
}

/** Whole sets of fields, signed at the beginning of 1970; another program gives the same for the same. */
const SIGNED: readonly [what: string, signed: SignedCase, fields: Record<string, string>][] = [
  [
    'one provider, the rest from the host',
    { text: 'xxx', url: 'http://127.0.0.1:9000/1933/testapi/test', request: { typed: JSON_TYPED } },
    {
      Authorization:
        'XXX4-HMAC-SHA256 Credential=xxx/19700101/0/127/xxx4_request, SignedHeaders=content-type;host;x-xxx-date, Signature=3d8e00a02e437211a596143dcd590fcc805b731365c68f7f48951ea6eda39c4f',
      'X-Xxx-Date': '19700101T000000Z',
    },
  ],
  [
    'a body',
    {
      text: 'provider1:provider2:region:service',
      url: 'http://127.0.0.1:9000/1938/testapi/test',
      keys: ['keyId', 'SecretKey'],
      request: { method: 'POST', typed: JSON_TYPED, body: Buffer.from('post\0Data') },
    },
    {
      Authorization:
        'PROVIDER14-HMAC-SHA256 Credential=keyId/19700101/region/service/provider14_request, SignedHeaders=content-type;host;x-provider2-date, Signature=3436256c7c23adeb66dc15984eaa527edc4a504def61da2e0bf4b01ace4f3c0b',
      'X-Provider2-Date': '19700101T000000Z',
    },
  ],
  [
    'blanks and empty values in fields',
    {
      text: 'xxx',
      url: 'http://exam.ple.com:9000/aws_sigv4/testapi/test',
      keys: ['xxx', ''],
      request: {
        typed: [
          ['test3', '1234'],
          ...JSON_TYPED,
          ['test2', ''],
          ['test_space', 't\ts  m\t   end    '],
          ['tesMixCase', 'MixCase'],
        ],
      },
    },
    {
      Authorization:
        'XXX4-HMAC-SHA256 Credential=xxx/19700101/ple/exam/xxx4_request, SignedHeaders=content-type;host;tesmixcase;test2;test3;test_space;x-xxx-date, Signature=dd39202e9fb7b836ebf2abb83b114cae11ff3b6a169f0c64b290a774a873db9d',
      'X-Xxx-Date': '19700101T000000Z',
    },
  ],
  [
    'a hash of the body that was typed',
    {
      text: 'xxx',
      url: 'http://exam.ple.com:9000/aws_sigv4/testapi/test',
      keys: ['xxx', ''],
      request: { typed: [...JSON_TYPED, ['X-Xxx-Content-Sha256', '\tarbitrary ']] },
    },
    {
      Authorization:
        'XXX4-HMAC-SHA256 Credential=xxx/19700101/ple/exam/xxx4_request, SignedHeaders=content-type;host;x-xxx-content-sha256;x-xxx-date, Signature=25b4cac711ea8f65010c485d3778885f5f3870d0b8ff0b3ab58a8d7eeab991ff',
      'X-Xxx-Date': '19700101T000000Z',
    },
  ],
  [
    'S3 without a body',
    { text: 'aws:amz:us-east-1:s3', url: 'http://exam.ple.com:9000/aws_sigv4/testapi/test', keys: ['xxx', ''] },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=xxx/19700101/us-east-1/s3/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=e6270423932feafe9b00ca5d60c9ed566be649f9ca9676144288273945153021',
      'X-Amz-Date': '19700101T000000Z',
      'x-amz-content-sha256': EMPTY_HASH,
    },
  ],
  [
    'S3 with a body in memory',
    {
      text: 'aws:amz:us-east-1:s3',
      url: 'http://exam.ple.com:9000/aws_sigv4/testapi/test',
      keys: ['xxx', ''],
      request: { method: 'POST', typed: JSON_TYPED, body: Buffer.from('post fields\n') },
    },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=xxx/19700101/us-east-1/s3/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=7eb34202214384872221b99a9c671b7517891ac6af56b0aff24ec51adf62b10a',
      'X-Amz-Date': '19700101T000000Z',
      'x-amz-content-sha256': '4b02e333ccf7cf530ddee3e10ebe54e935500b5e570e68650d63d743e8bbc045',
    },
  ],
  [
    'S3 with a body from elsewhere',
    {
      text: 'aws:amz:us-east-1:s3',
      url: 'http://exam.ple.com:9000/aws_sigv4/testapi/test',
      keys: ['xxx', ''],
      request: { method: 'PUT', typed: JSON_TYPED, body: undefined },
    },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=xxx/19700101/us-east-1/s3/aws4_request, SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date, Signature=4a6e9b4af0542ffb83744c6852f8e1bfec14f2a67e6f6f037b39f172f79d62af',
      'X-Amz-Date': '19700101T000000Z',
      'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
    },
  ],
  [
    'names that come again in other cases',
    {
      text: 'aws:amz:us-east-1:s3',
      url: 'http://127.0.0.1:9000/1978/testapi/test',
      request: {
        method: 'PUT',
        typed: [
          ['x-amz-meta-test', 'test2'],
          ['some-other-header', 'value'],
          ['x-amz-meta-test', 'test1'],
          ['duplicate-header', 'duplicate'],
          ['x-amz-meta-test', 'test3'],
          ['X-amz-meta-test2', 'test2'],
          ['x-amz-meta-blah', 'blah'],
          ['x-Amz-meta-test2', 'test1'],
          ['x-amz-Meta-test2', 'test3'],
          ['curr-header-no-colon', 'value'],
          ['next-header-no-colon', 'value'],
          ['duplicate-header', 'duplicate'],
          ['header-no-value', ''],
          ['header-no-value', ''],
          ['header-some-no-value', ''],
          ['header-some-no-value', 'value'],
        ],
      },
    },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=xxx/19700101/us-east-1/s3/aws4_request, SignedHeaders=curr-header-no-colon;duplicate-header;header-no-value;header-some-no-value;host;next-header-no-colon;some-other-header;x-amz-content-sha256;x-amz-date;x-amz-meta-blah;x-amz-meta-test;x-amz-meta-test2, Signature=b1e2ac88fd1307f0b9031140c3c99cc20d6263f3fe64b132dc433c95fe2c6316',
      'X-Amz-Date': '19700101T000000Z',
      'x-amz-content-sha256': EMPTY_HASH,
    },
  ],
  [
    'a query',
    {
      text: 'aws:amz:us-east-2:es',
      url: 'http://fake.fake.fake:8000/439/?name=me&noval&aim=b%aad&&&weirdo=*.//-',
      keys: ['user', 'secret'],
    },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=user/19700101/us-east-2/es/aws4_request, SignedHeaders=host;x-amz-date, Signature=9dd8592929306832a6673d10063491391e486e5f50de4647ea7c2c797277e0a6',
      'X-Amz-Date': '19700101T000000Z',
    },
  ],
  [
    'letters beyond ASCII in the path, percent-encoded when sent and once more when signed',
    { text: 'aws:amz:us-east-2:es', url: 'http://fake.fake.fake:8000/472/a=\u3042', keys: ['user', 'secret'] },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=user/19700101/us-east-2/es/aws4_request, SignedHeaders=host;x-amz-date, Signature=b8783c8387a5249b084642126fe1f8e07e12a2847820fd5b6cd64b2047149da4',
      'X-Amz-Date': '19700101T000000Z',
    },
  ],
  [
    'a name that cannot stand in a header field',
    { text: 'aws:amz:us-east-2:es', url: 'http://fake.fake.fake:8000/', keys: ['user\r\n', 'secret'] },
    {
      Authorization:
        'AWS4-HMAC-SHA256 Credential=user%0D%0A/19700101/us-east-2/es/aws4_request, SignedHeaders=host;x-amz-date, Signature=e5747e9555c0e96f1067cc4bf9f6055e72a185178e5dd0c2909279ec1d66360b',
      'X-Amz-Date': '19700101T000000Z',
    },
  ],
];

for (const [what, { text, url, keys = ['xxx', 'yyy'], request = {} }, fields] of SIGNED) {
  test(`signed: ${what}`, () => {
    const [name, secret] = keys;
    assert.deepEqual(fieldsOf(request, url, text, { name, password: new Secret(secret) }, 0), fields);
  });
}

const DATES: readonly [typed: HeaderList, date: string | undefined, credential: string][] = [
  [[], '20150830T123600Z', '/20150830/'],
  [[['X-Amz-Date', '20200101T000000Z']], undefined, '/20200101/'],
  [[['x-amz-date', ' 20200101T000000Z ']], undefined, '/20200101/'],
  [[['Date', '20200101T000000Z']], undefined, '/20200101/'],
  // As curl has it: a date in another form signs for no day at all.
  [[['Date', 'Tue, 15 Nov 1994 08:12:31 GMT']], undefined, '//'],
];

for (const [typed, date, credential] of DATES) {
  test(`date where ${JSON.stringify(typed)} is typed`, () => {
    const fields = fieldsOf({ typed }, 'http://a.b.c/', 'aws:amz:r:s');
    assert.equal(fields['X-Amz-Date'], date);
    assert.ok(fields.Authorization?.includes(` Credential=AKIDEXAMPLE${credential}`));
  });
}

test('a typed Host is what is signed', () => {
  const other = fieldsOf({ typed: [['Host', 'other.example']] }, 'http://a.b.c/', 'aws:amz:r:s');
  assert.deepEqual(other, fieldsOf({}, 'http://other.example/', 'aws:amz:r:s'));
});

test('the name of the second provider keeps its case in the name of the hash', () => {
  const fields = fieldsOf({}, 'http://a.b.c/', 'AWS:AMZ:r:s3');
  assert.deepEqual(Object.keys(fields), ['Authorization', 'X-Amz-Date', 'x-AMZ-content-sha256']);
});

test('the signature is a secret', () => {
  const [[, value] = []] = signatureFields(
    { method: 'GET', url: parseUrl('http://a.b.c/'), typed: [], body: undefined },
    readScope('aws:amz:r:s', 'a.b.c'),
    EXAMPLE_KEYS,
    0,
  );
  assert.equal(String(value), '(secret)');
});
