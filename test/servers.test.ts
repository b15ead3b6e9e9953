/**
 * slip against nginx and nghttpd. Each row is a line for the built program; what stands in braces in it is an address or
 * a file of the playground: `{secure}` is `https://localhost:PORT` of nginx, which speaks HTTP/2 there.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { PASSPHRASE } from './support/servers/certificates.ts';
import { FILES, heardIn, playground, sha256, testLines } from './support/servers/playground.ts';
import { missing } from './support/servers/programs.ts';
import { runSlip, spawnSlip } from './support/servers/spawned-slip.ts';

const ground = playground('nginx', 'nghttpd');
const BIG_SHA256 = sha256(FILES['big.bin']);

before(() => ground.open());
after(() => ground.close());

describe('nginx: files, ranges, codings, redirects', { skip: missing('nginx', 'openssl') }, () => {
  testLines(ground, [
    ['slip {plain}/words.txt', 0, FILES['words.txt']],
    ['slip -w %{http_version} -o /dev/null {plain}/words.txt', 0, '1.1'],
    ['slip {plain}/nothing', 0, /404 Not Found/],
    ['slip -f {plain}/nothing', 22, '', /^slip: the server answered 404 Not Found\n/],
    ['slip {plain}/book.json --pretty format', 0, '{\n  "title": "Dune",\n  "price": 9.50\n}\n'],
    ['slip {plain}/words.txt Range:bytes=4-8 -w |%{http_code}', 0, 'quick|206'],
    ['slip {plain}/words.txt Range:bytes=-8', 0, 'the end\n'],
    ['slip {plain}/words.txt Range:bytes=99999- -f', 22, '', /416/],
    ['slip -r 4-8 {plain}/words.txt -w |%{http_code}', 0, 'quick|206'],
    ['slip -C 880 {plain}/words.txt', 0, 'the end\n'],
    ['slip -C 888 -f {plain}/words.txt -w %{http_code}', 0, '416'],
    ['slip -z 20991231 {plain}/words.txt -w %{http_code}', 0, '304'],
    ['slip --etag-save - -I {plain}/book.json -o /dev/null', 0, /^"[0-9a-f-]+"\n$/],
    ['slip {plain}/words.txt -v', 0, FILES['words.txt'], /^< Content-Encoding: gzip$/m],
    ['slip {secure}/words.txt -v --cacert {ca}', 0, FILES['words.txt'], /^< content-encoding: gzip$/m],
    ['slip {plain}/words.txt --no-compressed -w %{size_download} -o /dev/null', 0, '888'],
    ['slip -I {plain}/book.json', 0, /^HTTP\/1\.1 200 OK\r\n(?:.+\r\n)*Content-Length: 29\r\n(?:.+\r\n)*\r\n$/],
    [
      'slip -I {secure}/book.json --cacert {ca}',
      0,
      /^HTTP\/2 200 \r\n(?:.+\r\n)*content-length: 29\r\n(?:.+\r\n)*\r\n$/,
    ],
    ['slip {plain}/moved -w %{http_code}', 0, /302 Found[\s\S]*302$/],
    ['slip -L {plain}/moved', 0, FILES['words.txt']],
    ['slip -L {secure}/moved --cacert {ca} -w %{num_redirects}', 0, `${FILES['words.txt']}1`],
    ['slip -L {plain}/circle', 47, '', /50/],
    ['slip {plain}/book.json {plain}/book.json -o a -o b -w %{num_connects}', 0, '10'],
    ['slip {secure}/book.json {secure}/book.json --cacert {ca} -o a -o b -w %{num_connects}', 0, '10'],
  ]);
});

describe('nginx: certificates', { skip: missing('nginx', 'openssl') }, () => {
  testLines(ground, [
    ['slip {secure}/book.json', 60, '', /^slip: the certificate of localhost [^\n]+ trusted here\n.*--cacert/s],
    ['slip {secure}/book.json -k -o /dev/null', 0, ''],
    ['slip {secure}/book.json --cacert {ca} -o /dev/null', 0, ''],
    ['slip {secure}/book.json --cacert {nowhere}', 77, '', /^slip: \S+nowhere cannot be read\n/],
    ['slip {secure}/book.json --cacert {words}', 77, '', /^slip: \S+words\.txt does not hold PEM certificates\n/],
    ['slip {selfSigned}/book.json', 60, '', /^slip: the certificate of localhost is signed by itself alone\n/],
    ['slip {selfSigned}/book.json -k -o /dev/null', 0, ''],
    ['slip {expired}/book.json --cacert {ca}', 60, '', /^slip: the certificate of localhost expired 1 day ago\n/],
    ['slip {expired}/book.json -k -o /dev/null', 0, ''],
    [
      'slip {wrongName}/book.json --cacert {ca}',
      60,
      '',
      /^slip: the certificate of localhost is for elsewhere\.example\n/,
    ],
    ['slip {wrongName}/book.json -k -o /dev/null', 0, ''],
    [
      'slip https://elsewhere.example:{wrongNamePort}/book.json --cacert {ca} --resolve elsewhere.example:{wrongNamePort}:127.0.0.1 -o /dev/null',
      0,
      '',
    ],
    ['slip https://127.0.0.1:{securePort}/book.json --cacert {ca} -o /dev/null', 0, ''],
    ['slip https://api.localhost:{securePort}/book.json --cacert {ca} -o /dev/null', 0, ''],
    ['slip api.localhost:{plainPort}/book.json -o /dev/null', 0, ''],
    [
      'slip https://other.localhost:{securePort}/book.json --cacert {ca}',
      60,
      '',
      /other\.localhost is for localhost, api\.localhost, 127\.0\.0\.1\n/,
    ],
    [
      'slip https://localhost:{plainPort}/book.json',
      35,
      '',
      /^slip: localhost does not answer in TLS on this port\nhint: /,
    ],
    ['slip http://localhost:{securePort}/book.json', 0, /The plain HTTP request was sent to HTTPS port/],
    ['slip {members}/book.json --cacert {ca} -w %{http_code}', 0, /No required SSL certificate[\s\S]*400$/],
    [
      'slip {members}/book.json --cacert {ca} --cert {visitor} --key {visitorKey} -o /dev/null -w %{http_code}',
      0,
      '200',
    ],
    [
      `slip {members}/echo --cacert {ca} --cert {visitor}:${PASSPHRASE} --key {lockedKey}`,
      0,
      /"x-visitor":"CN=visitor"/,
    ],
    ['slip {members}/book.json --cacert {ca} --cert {nowhere}', 58, '', /^slip: \S+nowhere cannot be read\n/],
    [
      'slip {members}/book.json --cacert {ca} --cert {visitor} --key {nowhere}',
      43,
      '',
      /^slip: \S+nowhere cannot be read\n/,
    ],
    ['slip {members}/book.json --cacert {ca} --cert {visitor}', 43, '', /does not hold a PEM private key\nhint: --key/],
    [
      'slip {members}/book.json --cacert {ca} --cert {words} --key {visitorKey}',
      58,
      '',
      /does not hold a PEM certificate\n/,
    ],
    [
      'slip {members}/book.json --cacert {ca} --cert {ca} --key {visitorKey}',
      43,
      '',
      /does not belong to the certificate/,
    ],
    [
      'slip {members}/book.json --cacert {ca} --cert {visitor} --key {lockedKey}',
      43,
      '',
      /is locked, [^\n]*\nhint: --cert FILE:PASS/,
    ],
    [
      'slip {members}/book.json --cacert {ca} --cert {visitor}:wrong --key {lockedKey}',
      43,
      '',
      /the passphrase does not open/,
    ],
  ]);
});

describe('nginx: protocols and bodies', { skip: missing('nginx', 'openssl') }, () => {
  testLines(ground, [
    ['slip {secure}/book.json --cacert {ca} -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {secure}/book.json --cacert {ca} --http2 -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {secure}/book.json --cacert {ca} --http1.1 -o /dev/null -w %{http_version}', 0, '1.1'],
    ['slip curl -s {secure}/book.json --cacert {ca} --http1.1 --http2 -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {old}/book.json --cacert {ca} -o /dev/null -w %{http_version}', 0, '1.1'],
    ['slip {old}/book.json --cacert {ca} --http2 -o /dev/null -w %{http_version}', 0, '1.1'],
    ['slip {plain}/book.json --http2 -o /dev/null -w %{http_version}', 0, '1.1'],
    [
      'slip -v {secure}/book.json --cacert {ca} -o /dev/null',
      0,
      '',
      /^> GET \/book\.json HTTP\/2\n[\s\S]*^< HTTP\/2 200$/m,
    ],
    [
      'slip -v {old}/book.json --cacert {ca} -o /dev/null',
      0,
      '',
      /^> GET \/book\.json HTTP\/1\.1\n[\s\S]*^< HTTP\/1\.1 200 OK$/m,
    ],
    [
      'slip -v {secure}/book.json --cacert {ca} -o /dev/null',
      0,
      '',
      /^\* connected to 127\.0\.0\.1 port \d+, TLSv1\.[23] \S+$/m,
    ],
    [
      'slip -i {secure}/book.json --cacert {ca}',
      0,
      /^HTTP\/2 200 \r\n(?:[a-z-]+: .*\r\n)+\r\n\{"title":"Dune","price":9\.50\}$/,
    ],
  ]);

  const UPLOADS: readonly [line: string, method: string, protocol: string, body: string | Buffer, stdin?: string][] = [
    ['slip post {secure}/echo title=Dune year:=1965', 'POST', 'HTTP/2.0', '{"title":"Dune","year":1965}'],
    ['slip put {secure}/echo title=Dune --http1.1', 'PUT', 'HTTP/1.1', '{"title":"Dune"}'],
    ['slip patch {secure}/echo title=Dune --as form', 'PATCH', 'HTTP/2.0', 'title=Dune'],
    ['slip delete {secure}/echo -d all=yes', 'DELETE', 'HTTP/2.0', 'all=yes'],
    ['slip {secure}/echo -X GET -d q=1', 'GET', 'HTTP/2.0', 'q=1'],
    ['slip get {secure}/echo q=1', 'GET', 'HTTP/2.0', '{"q":"1"}'],
    ['slip post {secure}/echo', 'POST', 'HTTP/2.0', ''],
    ['slip {secure}/echo @-', 'POST', 'HTTP/2.0', 'from a pipe', 'from a pipe'],
    ['slip {secure}/echo -T -', 'PUT', 'HTTP/2.0', 'from a pipe', 'from a pipe'],
    ['slip {secure}/echo -T - --http1.1', 'PUT', 'HTTP/1.1', 'from a pipe', 'from a pipe'],
    ['slip {secure}/echo -T {big}', 'PUT', 'HTTP/2.0', FILES['big.bin']],
    ['slip {secure}/echo -T {big} --http1.1', 'PUT', 'HTTP/1.1', FILES['big.bin']],
    ['slip {plain}/echo --data-binary @{big}', 'POST', 'HTTP/1.1', FILES['big.bin']],
    ['slip -L put {secure}/kept title=Dune', 'PUT', 'HTTP/2.0', '{"title":"Dune"}'],
    ['slip -L {secure}/kept -T {big}', 'PUT', 'HTTP/2.0', FILES['big.bin']],
  ];
  for (const [line, method, protocol, body, stdin] of UPLOADS) {
    test(line, async () => {
      const heard = heardIn(await ground.slip(`${line} --cacert {ca}`, stdin));
      assert.deepEqual(
        [heard.method, heard.headers['x-protocol'], heard.bodyBytes, heard.sha256],
        [method, protocol, body.length, sha256(Buffer.from(body))],
      );
    });
  }

  test('a redirect to another origin drops the credentials, and says so', async () => {
    const outcome = await ground.slip('slip -L {plain}/away -H X-API-Key:open -H X-Trace:1 -b a=1');
    const { headers } = heardIn(outcome);
    assert.deepEqual([headers['x-api-key'], headers.cookie, headers['x-trace']], [undefined, undefined, '1']);
    assert.match(outcome.stderr, /X-API-Key/i);
  });

  test('a redirect from https to http with a password is refused', async () => {
    const outcome = await ground.slip('slip -L {secure}/away --cacert {ca} -u ada:lovelace');
    assert.equal(outcome.status, 102, outcome.stderr);
    assert.doesNotMatch(outcome.stderr, /lovelace/);
  });
});

describe('nghttpd: HTTP/2 and nothing else', { skip: missing('nghttpd', 'openssl') }, () => {
  testLines(ground, [
    ['slip {h2c}/words.txt --http2-prior-knowledge', 0, FILES['words.txt']],
    ['slip {h2c}/words.txt --http2-prior-knowledge -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {h2}/words.txt --cacert {ca} -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {h2}/words.txt --cacert {ca} --http2-prior-knowledge -o /dev/null -w %{http_version}', 0, '2'],
    ['slip {h2c}/nothing --http2-prior-knowledge -o /dev/null -w %{http_code}', 0, '404'],
    ['slip -I {h2c}/words.txt --http2-prior-knowledge', 0, /^HTTP\/2 200 \r\n[\s\S]*content-length: 888\r\n/],
    ['slip post {h2c}/echo a=1 --http2-prior-knowledge', 0, '{"a":"1"}'],
    ['slip put {h2}/echo a=1 --cacert {ca}', 0, '{"a":"1"}'],
    ['slip {h2c}/words.txt {h2c}/words.txt --http2-prior-knowledge -o a -o b -w %{num_connects}', 0, '10'],
    ['slip {h2c}/words.txt', 8, '', /^slip: what localhost replies is not (?:sound )?HTTP\/1\.1/],
    ['slip {h2}/words.txt --cacert {ca} --http1.1', 52, '', /^slip: localhost closed the connection without a reply\n/],
  ]);

  for (const line of [
    'slip {h2c}/echo -T {big} --http2-prior-knowledge',
    'slip {h2}/echo --data-binary @{big} --cacert {ca}',
  ]) {
    test(`${line}: sent and sent back whole`, async () => {
      const { status, bytes, stderr } = await ground.slip(line);
      assert.deepEqual([status, bytes.length, sha256(bytes)], [0, FILES['big.bin'].length, BIG_SHA256], stderr);
    });
  }
});

describe('names are looked up over HTTPS', { skip: missing('openssl') }, () => {
  const url = 'http://desk.test:{echoPort}/a';
  testLines(ground, [
    [`slip ${url} --doh-url {doh} --cacert {ca}`, 0, /^\{"method":"GET","target":"\/a"/],
    [`slip ${url} --doh-url {doh} --doh-insecure`, 0, /^\{"method":"GET"/],
    [`slip curl -s ${url} --doh-url {doh} --doh-insecure`, 0, /^\{"method":"GET"/],
    // The certificate of the server that answers is checked though that of the other one is not.
    [
      `slip ${url} --doh-url {doh} -k`,
      6,
      '',
      /^slip: \S+ did not say which address desk\.test has: the certificate of /,
    ],
    [`slip ${url} --doh-url {doh} --cacert {ca} -6`, 6, '', /^slip: no address is known for desk\.test\n/],
    [
      'slip http://nowhere.test/ --doh-url {doh} --cacert {ca}',
      6,
      '',
      /^slip: no address is known for nowhere\.test\n/,
    ],
    [`slip ${url} --doh-url {doh}/none --cacert {ca}`, 6, '', /: the answer has status 400\n/],
    [`slip ${url} --doh-url https://localhost:1/`, 6, '', /^slip: https:\/\/localhost:1\/ did not say which address /],
    [`slip ${url} --doh-url {echo}`, 6, '', /^slip: --doh-url takes an https URL\n/],
    ['slip {echo}/a --doh-url {doh}', 0, /^\{"method":"GET"/],
    [`slip ${url} --doh-url {doh} --cacert {ca} -w %{num_connects} -o /dev/null`, 0, '1'],
  ]);
});

describe('30 MB come whole', () => {
  const WAYS: readonly [line: string, server: string][] = [
    ['slip {plain}/big.bin', 'nginx'],
    ['slip {secure}/big.bin', 'nginx'],
    ['slip {secure}/big.bin --http1.1', 'nginx'],
    ['slip {h2c}/big.bin --http2-prior-knowledge', 'nghttpd'],
    ['slip {h2}/big.bin', 'nghttpd'],
  ];
  for (const [line, server] of WAYS) {
    test(line, { skip: missing(server, 'openssl') }, async () => {
      const { status, bytes, stderr } = await ground.slip(`${line} --cacert {ca}`);
      assert.deepEqual([status, sha256(bytes)], [0, BIG_SHA256], stderr);
    });
    test(`${line} -o FILE`, { skip: missing(server, 'openssl') }, async () => {
      const path = join(await ground.newFolder(), 'big.bin');
      const { status, stdout, stderr } = await ground.slip(`${line} --cacert {ca} -o ${path}`);
      assert.deepEqual([status, stdout, stderr], [0, '', '']);
      assert.equal(sha256(await readFile(path)), BIG_SHA256);
    });
  }
});

describe('downloads that are broken off', { skip: missing('nginx', 'openssl') }, () => {
  for (const [origin, signal, code] of [
    ['{plain}', 'SIGINT', 130],
    ['{secure}', 'SIGTERM', 143],
  ] as const) {
    test(`slip --download ${origin}/big.bin goes on where ${signal} has stopped it`, async () => {
      const here = await ground.newFolder();
      const words = ground.wordsOf(`--cacert {ca} --download ${origin}/big.bin`);
      const child = spawnSlip([...words, 'X-Rate:2m'], { folder: here });
      const ended = once(child, 'close');
      await growth(here, 'big.bin.part');
      child.kill(signal);
      assert.deepEqual(await ended, [code, null]);
      assert.deepEqual(await savedIn(here), ['big.bin.part', 'big.bin.part.json']);
      const { size } = await stat(join(here, 'big.bin.part'));

      const { status, stderr } = await runSlip([...words, '-v'], { folder: here });
      assert.equal(status, 0, stderr);
      assert.match(stderr, new RegExp(`^> range: bytes=${size}-$`, 'im'));
      assert.match(stderr, /^< HTTP\/\S+ 206/m);
      assert.match(stderr, /saved as .*big\.bin\n$/);
      assert.deepEqual(await savedIn(here), ['big.bin']);
      assert.equal(sha256(await readFile(join(here, 'big.bin'))), BIG_SHA256);
    });
  }
});

/** What was saved in a folder, beside what slip keeps for itself in the home folder, which is the same one here. */
async function savedIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
}

/** Resolves when a file of the folder has bytes in it. */
async function growth(where: string, name: string): Promise<void> {
  const changes = watch(where);
  try {
    while (!((await stat(join(where, name)).catch(() => undefined))?.size ?? 0)) await once(changes, 'change');
  } finally {
    changes.close();
  }
}
