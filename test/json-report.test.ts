/** `--json-report` by its schema, and that no view of a transfer gives a secret away. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type Outcome, slip } from './support/slip.ts';

const isValid = new Ajv2020({ allErrors: true, formats: { 'date-time': true } }).compile(
  JSON.parse(readFileSync(new URL('../../docs/report.schema.json', import.meta.url), 'utf8')),
);

const folder = mkdtempSync(join(tmpdir(), 'slip-report-'));
const servers: Server[] = [];
let [here, there] = ['', ''];

before(async () => {
  there = await serve('');
  here = await serve(`http://${there}/b?api_key=hush5`);
});

after(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

/** Answers: `/moved` leads to another place, `/short` breaks off, `/busy` has no time. */
async function serve(elsewhere: string): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (request.url?.startsWith('/moved')) {
        response.writeHead(302, { location: elsewhere, 'set-cookie': 'session=hush6; Path=/; HttpOnly' }).end('gone');
      } else if (request.url === '/short') {
        response.writeHead(200, { 'content-length': 10 }).write('hel', () => response.destroy());
      } else if (request.url === '/busy') response.writeHead(503).end();
      else response.writeHead(200, { 'x-text': Buffer.from('é \u202e').toString('latin1') }).end('there');
    });
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server has no other address
}

async function run(
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  readerBytes: number | undefined = undefined,
): Promise<Outcome> {
  let uptimeMs = 0;
  return await slip(words, {
    ...{ folder, env, terminals: [], columns: 80, stdin: new Uint8Array(), password: undefined, nowMs: 1.7e12 },
    ...{ uptimeMs: () => uptimeMs, readerBytes, interrupted: new AbortController().signal },
    pass: (durationMs) => {
      uptimeMs += durationMs;
    },
    keychain: { kind: 'none' } as never, // no line here asks it
  });
}

/** The objects that a line writes, each as the schema has it. */
async function reports(words: readonly string[]): Promise<readonly Report[]> {
  await run(['--json-report', 'report.json', '-s', ...words]);
  const lines = readFileSync(join(folder, 'report.json'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const report: Report = JSON.parse(line);
    assert.ok(isValid(report), JSON.stringify(isValid.errors));
    return report;
  });
}

interface Report {
  readonly exitStatus: number;
  readonly error: { readonly kind: string } | null;
  readonly request: {
    readonly url: string;
    readonly headers: readonly { readonly name: string; readonly sources: readonly object[] }[];
  } | null;
  readonly hops: readonly {
    readonly reply: { readonly status: number; readonly headers: readonly { readonly value: string }[] } | null;
    readonly connection: { readonly reused: boolean } | null;
    readonly brokeIn: string | null;
    readonly sizes: { readonly replyBody: number };
    readonly next: { readonly dropped: readonly { readonly name: string }[] } | null;
  }[];
  readonly retries: readonly { readonly waited: number; readonly status: number | null }[];
  readonly cookies: readonly { readonly name: string; readonly value: string }[];
}

test('a redirect to another host', async () => {
  const [report] = await reports(['-L', `${here}/moved`, 'Authorization:Bearer hush']);
  assert.equal(report?.exitStatus, 0);
  assert.deepEqual(
    report?.hops.map(({ reply }) => reply?.status),
    [302, 200],
  );
  assert.deepEqual(
    report?.hops[0]?.next?.dropped.map(({ name }) => name),
    ['Authorization'],
  );
  assert.deepEqual(
    report?.hops.map(({ sizes }) => sizes.replyBody),
    [4, 5],
  );
  assert.deepEqual(
    report?.cookies.map(({ name, value }) => [name, value]),
    [['session', '(secret)']],
  );
  assert.ok(report?.hops[1]?.reply?.headers.some(({ value }) => value === 'é \u202e'));
  assert.deepEqual(report?.request?.headers.find(({ name }) => name === 'Authorization')?.sources, [{ kind: 'item' }]);
});

test('a body that breaks off, tries, and a port where nobody listens', async () => {
  const [short] = await reports([`${here}/short`]);
  assert.deepEqual([short?.exitStatus, short?.error?.kind, short?.hops[0]?.brokeIn], [18, 'partial', 'receive']);
  const [busy] = await reports(['--retry', '2', `${here}/busy`]);
  assert.deepEqual(
    busy?.retries.map(({ waited, status }) => [waited, status]),
    [
      [1000, 503],
      [2000, 503],
    ],
  );
  assert.equal(busy?.hops.length, 3);
  const [refused] = await reports(['http://127.0.0.1:1/']);
  assert.deepEqual([refused?.exitStatus, refused?.hops[0]?.brokeIn, refused?.hops[0]?.connection], [7, 'tcp', null]);
});

test('one line for each transfer, and one for a URL that is none', async () => {
  const several = await reports([`${here}/a`, `http://${there}/b`]);
  assert.deepEqual(
    several.map(({ exitStatus }) => exitStatus),
    [0, 0],
  );
  const [none] = await reports(['http://host:99999/']);
  assert.deepEqual([none?.exitStatus, none?.request, none?.error?.kind], [3, null, 'url']);
});

test('what is not sent', async () => {
  const [report] = await reports(['--offline', `${here}/a`]);
  assert.deepEqual([report?.exitStatus, report?.hops.length, report?.request?.url], [0, 0, `http://${here}/a`]);
});

test('a reader of stdout who goes away leaves a report behind', async () => {
  await run(['--json-report', 'gone.json', '-s', `${here}/a`], {}, 1);
  const report: Report = JSON.parse(readFileSync(join(folder, 'gone.json'), 'utf8'));
  assert.ok(isValid(report), JSON.stringify(isValid.errors));
  assert.deepEqual([report.exitStatus, report.hops.length], [0, 1]);
});

const VIEWS = ['--timing', '--certs', '--hops', '--explain', '--json-report', '%'];

const CANARIES: [what: string, words: () => readonly string[], env?: Readonly<Record<string, string>>][] = [
  ['a typed Authorization', () => [`${here}/moved`, 'Authorization:Bearer hush1', 'X-API-Key:hush2']],
  ['cookies', () => [`${here}/moved`, '-b', 'id=hush1', 'Cookie:other=hush2']],
  ['user information', () => [`http://ada:hush1@${here}/moved`]],
  ['a key in the query', () => [`${here}/moved?api_key=hush1`, 'token==hush2']],
  ['-u', () => [`${here}/moved`, '-u', 'ada:hush1']],
  ['-u in curl', () => ['curl', `${here}/moved`, '-u', 'ada:hush1', '--digest']],
  ['a bearer token', () => [`${here}/moved`, '--oauth2-bearer', 'hush1']],
  ['a proxy that has a password', () => [`${here}/moved`, '-x', `http://eve:hush1@${there}`]],
  ['-U', () => [`${here}/moved`, '-x', there, '-U', 'eve:hush1', '--proxy-header', 'X-Token: hush2']],
  ['a proxy of the environment', () => [`${here}/moved`], { http_proxy: 'http://eve:hush1@127.0.0.1:1' }],
  ['SOCKS', () => [`${here}/moved`, '-x', 'socks5h://eve:hush1@127.0.0.1:1']],
  ['a certificate', () => [`${here}/moved`, '-E', 'none.pem:hush1', '--pass', 'hush2']],
  ['nothing sent', () => ['--offline', `http://ada:hush1@${here}/a?key=hush2`, 'Cookie:id=hush3']],
  ['a URL that is none', () => [`http://ada:hush1@${here}:99999/?key=hush2`]],
];

for (const [what, words, env] of CANARIES) {
  test(`no secret is told: ${what}`, async () => {
    const [first = '', ...rest] = words();
    const isCurls = first === 'curl';
    const line = isCurls ? ['curl', ...VIEWS, '-sL', ...rest] : [...VIEWS, '-sL', first, ...rest];
    const { stdout, stderr } = await run(line, env);
    assert.doesNotMatch(`${stdout}${stderr}`, /hush/);
    assert.match(stderr.toString(), /"schema":"slip-report\/1"/);
    // In Base64 it would be told all the same.
    for (const login of ['ada:hush1', 'eve:hush1']) assert.ok(!`${stdout}${stderr}`.includes(btoa(login)));
  });
}

test('--show-secrets tells them', async () => {
  const { stderr } = await run([...VIEWS, '--show-secrets', '-s', `${here}/a?key=hush1`, 'Authorization:Bearer hush2']);
  assert.match(stderr.toString(), /key=hush1[\s\S]*Authorization: Bearer hush2[\s\S]*"value":"Bearer hush2"/);
});
