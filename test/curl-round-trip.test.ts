import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { credentialsFor } from '../src/auth/credentials.ts';
import { optionForm } from '../src/cli/options.ts';
import { parseInvocation } from '../src/cli/parse.ts';
import { Failure } from '../src/failure.ts';
import { redirected } from '../src/http/redirect-method.ts';
import { curlCommand } from '../src/interchange/curl-command.ts';
import type { InputPiece } from '../src/interchange/shell-line.ts';
import { acceptedCodings } from '../src/request/codings.ts';
import { findHeader, withoutHeaders } from '../src/request/headers.ts';
import { encodedBytes } from '../src/request/multipart.ts';
import { type BodySource, CURL_USER_AGENT, type RequestPlan } from '../src/request/plan.ts';
import { requestTarget } from '../src/request/target.ts';
import { hrefOf } from '../src/request/url.ts';
import { requestHead } from '../src/request/wire.ts';
import { Secret } from '../src/secret.ts';
import { memoryFiles } from './support/memory-files.ts';
import { BOUNDARY, type PlanWorld, planOfCurl, planOfSlip } from './support/planned.ts';

/*
 * A request that was planned, said as a curl line and planned again from that line is the same request: to the byte for
 * lines of `slip curl`; for lines of slip in all that is sent and in what is done with the answer, as far as curl can
 * be told.
 */

const CONTENTS: Readonly<Record<string, string | Uint8Array>> = {
  'f.txt': 'text\n',
  'dir/pic.png': Buffer.from([0x89, 0x50, 0, 0xff]),
  'a "b;c,d.json': '{"a": 1}',
  '-x': 'dash',
  '{1}[2]': 'odd',
  blob: Buffer.from([0, 1, 0xc3, 0x28, 10, 13]),
};
const FILES = memoryFiles(CONTENTS);
const STDIN = Buffer.from('from \0 stdin\n');
const WORLD: PlanWorld = { files: FILES, stdin: STDIN };

const RUNS = 500;

/** Pieces of lines, in words. */
type Words = readonly string[];

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '',
    '@f.txt',
    "it's",
    '<f.txt',
    ' a;b ',
    '"q"',
    '\\',
    'a\nb',
    '\x1b[1m',
    '{"a":[1]}',
    '-',
    '(x)',
    'a,b',
    '%41',
  ),
);
const token = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,7}$/);
const fieldText = fc.oneof(
  fc.string({ unit: 'grapheme-ascii', maxLength: 12 }),
  fc.constantFrom('*/*', 'application/json', 'a; b', 'ü', 'Basic YTpi', '', 'x;auto'),
);
const fieldName = fc.oneof(
  token,
  fc.constantFrom(
    'Accept',
    'User-Agent',
    'Content-Type',
    'content-type',
    'Accept-Encoding',
    'Authorization',
    'Cookie',
    'Referer',
    'Host',
  ),
);
const path = fc.constantFrom(...Object.keys(CONTENTS));
const url = fc.constantFrom(
  'http://h/',
  'https://h/a/b?c=d&e',
  'http://h/dir/',
  'https://u:p%40@h/',
  'http://[::1]:8080/x',
  'http://h:81/ü x',
  'http://h/a/../b//c',
  'http://h/{a,b}[1-2]?{c}',
);

/** At most one of each kind, in any order. */
function someOf(...pieces: readonly fc.Arbitrary<Words>[]): fc.Arbitrary<Words> {
  return fc
    .tuple(...pieces.map((piece) => fc.option(piece, { nil: [], freq: 1 })))
    .chain((words) => fc.shuffledSubarray(words, { minLength: words.length }))
    .map((words) => words.flat());
}

function constant(...words: string[]): fc.Arbitrary<Words> {
  return fc.constant(words);
}

const connection = someOf(
  constant('-m', '2.5'),
  constant('--connect-timeout', '3'),
  constant('--max-filesize', '1000'),
  fc.constantFrom(['-4'], ['-6']),
  fc.constantFrom(['--unix-socket', '/run/a b.sock'], ['--abstract-unix-socket', 'name']),
  constant('--connect-to', 'h::[::1]:81', '--connect-to', '::other:'),
  fc.constantFrom(
    ['--interface', 'eth0'],
    ['--interface', 'if!eth0', '--local-port', '80-90'],
    ['--interface', 'host!10.0.0.1', '--local-port', '80'],
  ),
  fc.constantFrom(['--no-keepalive'], ['--keepalive-time', '7']),
  constant('--no-tcp-nodelay'),
  fc.constantFrom(['--haproxy-protocol'], ['--haproxy-clientip', '10.0.0.1']),
  fc.constantFrom(
    ['--dns-servers', '10.0.0.1,[::1]:53', '--dns-ipv4-addr', '10.0.0.2'],
    ['--doh-url', 'https://d/', '--doh-insecure'],
  ),
  constant('--happy-eyeballs-timeout-ms', '7'),
  fc.constantFrom(['-Y', '7'], ['-y', '3']),
  constant('--limit-rate', '1.5k'),
  constant('--cert-status'),
  constant('--resolve', 'h:443:127.0.0.1,[::1]', '--resolve', '-h:80', '--resolve', '*:8080:10.0.0.1'),
  fc.constantFrom(['-0'], ['--http1.1'], ['--http2-prior-knowledge']),
  fc.constantFrom(
    ['-x', 'proxy'],
    ['-x', 'https://u:p%3A@proxy:8443'],
    ['-x', 'http://proxy:80', '-U', 'a:b:c', '--proxy-digest'],
    ['-x', 'http://proxy:80', '-U', 'a:b', '--proxy-anyauth'],
    ['-x', 'http://proxy', '--preproxy', 'socks5h://u%40:p@sp:99'],
    ['--socks4', 'sp'],
    ['--proxy1.0', 'http://proxy:1'],
    ['--socks5-hostname', '[::1]:7', '-U', 'u:p'],
    ['-x', 'socks5://localhost/run/s%20p.sock'],
  ),
  constant('-k'),
  constant('--cacert', 'ca.pem', '--ca-native'),
  constant('--capath', 'folder', '--crlfile', 'crl'),
  constant('--pinnedpubkey', 'sha256//aa=;sha256//bb='),
  fc.constantFrom(
    ['--cert', 'a\\:b.pem:pass'],
    ['--cert', 'c.der', '--cert-type', 'der'],
    ['--cert', 'c', '--key', 'k', '--key-type', 'DER', '--pass', 'x'],
  ),
  fc.constantFrom(['--tlsv1.2'], ['--tls-max', '1.1'], ['--tlsv1.1', '--tls-max', '1.3']),
  constant('--ciphers', 'A:B', '--tls13-ciphers', 'C', '--curves', 'X25519', '--sigalgs', 'rsa'),
  constant('--no-alpn'),
  constant('--no-sessionid'),
  constant('--proxy-insecure', '--proxy-cacert', 'p.pem', '--proxy-tlsv1', '--proxy-cert', 'pc', '--proxy-pass', 'y'),
);
const redirects = someOf(
  fc.constantFrom(['-L'], ['--location-trusted']),
  fc.constantFrom(['--max-redirs', '3'], ['--max-redirs', '-1']),
  fc.subarray(['--post301', '--post302', '--post303']),
  fc.constantFrom(['--proto-redir', '=https'], ['--proto-redir', '-all']),
  constant('--path-as-is'),
);
const fields = someOf(
  fc
    .array(fc.tuple(fieldName, fieldText), { maxLength: 4 })
    .map((pairs) => pairs.flatMap(([name, value]) => ['-H', `${name}: ${value}`])),
  fieldName.map((name) => ['-H', `${name};`]),
  fieldName.map((name) => ['-H', `${name}:`]),
  fieldText.map((value) => ['-A', value]),
  fieldText.map((value) => ['-e', value]),
  fc.constantFrom(
    ['--digest'],
    ['--anyauth'],
    ['--digest', '--basic', '--disallow-username-in-url'],
    ['--oauth2-bearer', "to'ken"],
    ['--oauth2-bearer', 't', '--anyauth', '--no-digest'],
    ['--aws-sigv4', 'aws:amz:eu:s3'],
  ),
  constant('-b', 'a=1; b="2"'),
  fc.tuple(text, text).map(([name, password]) => ['-u', `${name}:${password}`]),
  constant('--compressed'),
  constant('-r', '0-5'),
  constant('--http0.9', '--tr-encoding', '--raw', '--ignore-content-length', '--expect100-timeout', '2.5'),
  constant('-p', '--suppress-connect-headers', '--proxy-header', 'X-P: 1', '--proxy-header', 'user-agent:'),
  constant('--request-target', '*'),
  constant('-g'),
);
const curlForm = fc
  .array(
    fc.oneof(
      fc.tuple(token, text).map(([name, value]) => ['--form-string', `${name}=${value}`]),
      fc.tuple(token, path).map(([name, file]) => ['-F', `${name}=@"${file.replaceAll('"', '\\"')}";type=a/b;c=d`]),
      fc.tuple(token, path).map(([name, file]) => ['-F', `${name}=<"${file.replaceAll('"', '\\"')}";encoder=base64`]),
      fc.constantFrom(
        ['-F', 'm=@f.txt;filename="a;b\\"",dir/pic.png;headers="X-A: 1"'],
        ['-F', 't="x;y";type=text/plain;filename=t.txt'],
        ['-F', '=nameless'],
        ['-F', 'b=@blob;encoder=quoted-printable'],
        ['--form-escape'],
      ),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((words) => words.flat());
const curlBody = fc.oneof(
  constant(),
  text.map((value) => ['--data-raw', value]),
  text.filter((value) => !value.startsWith('@')).map((value) => ['--json', value]),
  path.map((file) => ['--data-binary', `@${file}`]),
  constant('-d', '@-'),
  path.map((file) => ['-T', file]),
  constant('-T', '-'),
  constant('-T', 'f.txt', '-C', '2'),
  constant('-T', 'f.txt', '--crlf'),
  constant('-G', '-d', 'a=b+c'),
  constant('-I'),
  curlForm,
);
const curlLine = fc
  .tuple(
    fc.option(fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'FOO', 'HEAD'), { nil: undefined }),
    curlBody,
    fields,
    redirects,
    fc.boolean(),
    fc.boolean(),
    connection,
    url,
  )
  .map(
    ([method, body, typed, following, obeys, refers, wires, target]): Words => [
      ...(method === undefined ? [] : ['-X', method]),
      ...body,
      ...typed,
      ...following,
      ...(obeys ? ['--follow'] : []),
      ...(refers ? ['-e', ';auto'] : []),
      ...wires,
      target,
    ],
  );

test('a curl line, planned, said and planned again is the same plan', async () => {
  await fc.assert(
    fc.asyncProperty(curlLine, async (line) => {
      const plan = await unlessRefused(() => planOfCurl(line, WORLD));
      const [again, words] = await roundTrip(plan);
      assert.deepEqual(await inBytes(again), await inBytes(plan), words.join(' '));
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

const item = fc.oneof(
  fc.tuple(fieldName, fieldText).map(([name, value]) => `${name}:${value}`),
  fieldName.map((name) => `${name}:`),
  fieldName.map((name) => `${name};`),
  fc.tuple(token, text).map(([name, value]) => `${name}==${value}`),
);
const slipBody = fc.oneof(
  constant(),
  fc
    .array(fc.tuple(token, text), { minLength: 1, maxLength: 3 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`)),
  fc
    .tuple(text, path, fc.constantFrom('', ';type=a/b', ';filename=x y'))
    .map(([value, file, more]) => [`t\\=x=${value}`, `u@${file}${more}`]),
  fc
    .tuple(text, path, fc.constantFrom('', ';type=a/b', ';filename=x y'))
    .map(([value, file, more]) => [`t=${value}`, `u@${file}${more}`]),
  fc
    .tuple(text, fc.constantFrom('form', 'multipart', 'json'))
    .map(([value, shape]) => [`a[b]=${value}`, '--as', shape]),
  constant('b=@blob', '--as', 'multipart'),
  path.map((file) => [`@${file}`]),
  constant('@-'),
  constant('@f.txt;type=text/plain'),
  curlBody,
);
const slipLine = fc
  .tuple(
    fc.option(fc.constantFrom('get', 'post', 'put', 'delete', 'HEAD', 'FOO', 'query'), { nil: undefined }),
    url,
    fc.array(item, { maxLength: 3 }),
    slipBody,
    fields,
    redirects,
    connection,
    fc.boolean(),
  )
  .map(
    ([method, target, items, body, typed, following, wires, plain]): Words => [
      ...(method === undefined ? [] : [method]),
      target,
      ...items,
      ...body,
      ...typed,
      ...following,
      ...wires,
      ...(plain ? ['--no-compressed', '--timeout', '3'] : []),
    ],
  );

test('a slip line, planned, said as a curl line and planned again sends the same', async () => {
  await fc.assert(
    fc.asyncProperty(slipLine, async (line) => {
      const plan = await unlessRefused(() => planOfSlip(line, WORLD));
      const [again, words] = await roundTrip(plan);
      assert.deepEqual(await whatCounts(again), await whatCounts(plan), words.join(' '));
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

/** What comes of a line that is one; lines that are refused are left out. */
async function unlessRefused<T>(make: () => T | Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    fc.pre(!(error instanceof Failure));
    throw error;
  }
}

async function roundTrip(plan: RequestPlan): Promise<readonly [again: RequestPlan, words: readonly string[]]> {
  const command = await unlessRefused(() =>
    curlCommand(plan, { showsSecrets: true, userAgent: CURL_USER_AGENT, avoidsProxy: false, besides: [] }),
  );
  const [, ...words] = command.words;
  for (const { name } of parseInvocation(['--', ...words]).occurrences) assert.ok(!optionForm(name).own);
  const stdin = command.input === undefined ? STDIN : await readInput(command.input);
  return [await planOfCurl(words, { ...WORLD, stdin }), command.words];
}

async function readInput(pieces: readonly InputPiece[]): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for (const piece of pieces) {
    if (piece.kind === 'bytes') read.push(piece.bytes);
    else read.push(piece.kind === 'file' ? await FILES.read(piece.path) : STDIN);
  }
  return Buffer.concat(read);
}

/** A plan as a value that compares: secrets in the clear, what depends on a URL for this URL, TLS where it may be used. */
function comparable(plan: RequestPlan): unknown {
  const { proxiesFor, auth, upgraded: _hosts, removed, typedNames, connection, ...rest } = plan;
  const { tls, proxyTls, ...network } = connection;
  const usesTls = plan.url.scheme === 'https' || plan.redirects.followed || plan.proxy?.url.scheme === 'https';
  return revealed({
    ...rest,
    network,
    auth: [authOf(plan), auth.policy],
    removed: [...new Set(removed)].sort(),
    typedNames: [...typedNames].sort(),
    proxies: proxiesFor(plan.url),
    ...(usesTls ? { tls } : {}),
    ...(plan.proxy?.url.scheme === 'https' ? { proxyTls } : {}),
  });
}

/** The same, a form in the bytes that it is sent as, with its type wherever that stands: some can be said only so. */
async function inBytes(plan: RequestPlan): Promise<unknown> {
  const bytes = await bodyBytes(plan.body);
  if (!Buffer.from(bytes).includes(BOUNDARY)) return comparable(plan);
  const headers = withoutHeaders(plan.headers, ['Content-Type']);
  const typedNames = new Set([...plan.typedNames].filter((name) => name !== 'content-type'));
  const bodyType = plan.bodyType ?? findHeader(plan.headers, 'Content-Type');
  return comparable({ ...plan, headers, typedNames, bodyType, body: { kind: 'bytes', bytes } });
}

/** Who one is for the server, however it was said. */
function authOf(plan: RequestPlan): unknown {
  return credentialsFor({ ...plan, typedNames: new Set() });
}

/** What is sent and what is done with the answer, in words that both dialects share. */
async function whatCounts(plan: RequestPlan): Promise<unknown> {
  const head = requestHead(plan, '1.1');
  const fields = head.fields
    .map(([name, value]) => `${name.toLowerCase()}: ${value instanceof Secret ? value.reveal() : value}`)
    .map((line) => (plan.decoded && DEFAULT_CODINGS.includes(line) ? 'accept-encoding: all' : line))
    // Each dialect has its own word about the connection.
    .filter((line) => !/^(?:proxy-)?connection: /.test(line));
  const trusted = (policy: RequestPlan['connection']['tls']) => ({
    ...policy,
    trusted: policy.trusted.filter(({ kind }) => kind === 'file' || kind === 'folder'),
  });
  const { tls, proxyTls } = plan.connection;
  const { redirects, body, limits } = plan;
  return {
    // All else that a plan says; what is left out here is compared by what it leads to.
    others: comparable({
      ...plan,
      dialect: 'curl',
      impliedMethod: '',
      methodIsTyped: false,
      requestTarget: undefined,
      headers: [],
      removed: [],
      typedNames: new Set(),
      body: { kind: 'none' },
      bodyType: undefined,
      tunnel: plan.proxy === undefined ? { ...plan.tunnel, userAgent: undefined } : plan.tunnel,
      limits: { ...limits, idleMs: undefined, slow: limits.slow ?? idleness(limits) },
      redirects: { ...redirects, keepsPost: [], obeysStatus: false },
      connection: { ...plan.connection, tls: trusted(tls), proxyTls: trusted(proxyTls) },
    }),
    method: plan.method,
    href: hrefOf(plan.url),
    target: requestTarget(plan),
    fields: fields.sort(),
    body: Buffer.from(await bodyBytes(body)).toString('latin1'),
    steps: redirects.followed ? [301, 302, 303, 307, 308].map((status) => stepOf(plan, status)) : [],
  };
}

/** The nearest that curl has to a time without a byte. */
function idleness({ idleMs }: RequestPlan['limits']): RequestPlan['limits']['slow'] {
  return idleMs === undefined ? undefined : { bytesPerSecond: 1, patienceMs: idleMs };
}

const DEFAULT_CODINGS = (['slip', 'curl'] as const).map(
  (dialect) => `accept-encoding: ${acceptedCodings(false, dialect)}`,
);

function stepOf(plan: RequestPlan, status: number): unknown {
  const { method, keepsBody } = redirected(plan, status);
  return [status, method, keepsBody && plan.body.kind !== 'none'];
}

async function bodyBytes(body: BodySource): Promise<Uint8Array> {
  switch (body.kind) {
    case 'none':
      return new Uint8Array();
    case 'bytes':
      return body.bytes;
    case 'file':
      return await FILES.read(body.path);
    case 'stdin':
      return STDIN;
    case 'crlf':
      return Buffer.concat([Buffer.from('crlf'), await bodyBytes(body.of)]);
    case 'multipart': {
      const { parts, trailer } = body.multipart;
      const pieces: Uint8Array[] = [];
      for (const { head, content, encoder } of parts) {
        const bytes =
          content.kind === 'bytes' ? content.bytes : content.kind === 'file' ? await FILES.read(content.path) : STDIN;
        pieces.push(head, encodedBytes(bytes, encoder));
      }
      return Buffer.concat([...pieces, trailer]);
    }
  }
}

function revealed(value: unknown): unknown {
  if (value instanceof Secret) return { secret: value.reveal() };
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (Array.isArray(value)) return value.map(revealed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, revealed(inner)]));
}
