/**
 * A secret goes on the wire and nowhere else. Every command and every view is run with a canary for a secret, and every
 * byte of what is printed and of every file that is written is searched for it, in all the forms that it can take.
 */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { linesOf, TABLED_NAMES } from '../src/cli/command-tables.ts';
import { COMMANDS, isTabled } from '../src/cli/commands.ts';
import { closedPort } from './support/case-server.ts';
import { type FakeKeychain, fakeKeychain } from './support/fake-keychain.ts';
import { type OidcServer, startOidc } from './support/servers/oidc.ts';
import { type Outcome, slip, type World } from './support/slip.ts';

/** Long enough not to be found by chance, with signs that are written in other ways in URLs and JSON. */
const CANARY = 'c4n4ry/+"é=q7Zx81LmW0p';
/** Where a value has to be a token, a part of a URL, or a line of a netrc file. */
const PLAIN_CANARY = 'c4n4ryq7Zx81LmW0p';
const CANARIES = [CANARY, PLAIN_CANARY];

let folder = '';
let server: Server;
let otherServer: Server;
/** It gives tokens to a client whose secret is the canary. */
let tokenServer: OidcServer;
let closed = 0;
/** What came over the wire, to see that the canary was a secret in use. */
let heard = '';
let keychain: FakeKeychain;

before(async () => {
  server = await listening();
  otherServer = await listening();
  closed = await closedPort();
  const grants = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  tokenServer = await startOidc({ clients: [{ client_id: 'canary', client_secret: PLAIN_CANARY, ...grants }] });
});
after(async () => {
  await tokenServer.close();
  for (const one of [server, otherServer]) {
    one.closeAllConnections();
    one.close();
  }
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'slip-canary-'));
  keychain = fakeKeychain();
  heard = '';
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function listening(): Promise<Server> {
  const made = createServer((request, response) => {
    const { method, url, rawHeaders } = request;
    heard += `${method} ${url} ${rawHeaders.join(' ')}\n`;
    request.resume();
    const path = url?.replace(/^https?:\/\/[^/]*/, '') ?? '';
    if (path.startsWith('/moved')) {
      response.writeHead(302, { location: `http://localhost:${portOf(otherServer)}/there` });
    } else if (path.startsWith('/refused')) {
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="desk"', 'content-type': 'application/json' });
    } else response.writeHead(200, { 'content-type': 'application/json', etag: '"1"' });
    response.end('{"a":1}\n');
  }).listen(0, '127.0.0.1');
  await once(made, 'listening');
  return made;
}

function portOf(made: Server): number {
  return (made.address() as AddressInfo).port; // a TCP server has no other address
}

/** How a secret gets into a line: words, with `URL` for the URL, and what they need around them. */
interface Carrier {
  readonly words: readonly string[];
  readonly env?: () => Readonly<Record<string, string>>;
  /** A file that holds the secret, which the search passes over. */
  readonly file?: readonly [name: string, text: string];
  /** What auth.yaml says of a profile whose secret is the canary, but for its name and what it is for. */
  readonly profile?: readonly string[];
  /** That secret, where the canary is a part of it. */
  readonly secret?: string;
  /** `slip curl` has no such thing. */
  readonly slipOnly?: true;
}

const CARRIERS: Record<string, Carrier> = {
  'a typed header of its own': { words: ['-H', `X-API-Key: ${PLAIN_CANARY}`, 'URL'] },
  'a typed bearer token': { words: ['-H', `Authorization: Bearer ${PLAIN_CANARY}`, 'URL'] },
  'a typed item': { words: ['URL', `X-Auth-Token:${PLAIN_CANARY}`], slipOnly: true },
  'the password of -u': { words: ['-u', `ada:${CANARY}`, 'URL'] },
  'the password of a URL': { words: ['USERURL'] },
  'a key in the query': { words: [`URL?api_key=${PLAIN_CANARY}&page=2`] },
  'a query item': { words: ['URL', `access_token==${CANARY}`], slipOnly: true },
  'a typed cookie': { words: ['-b', `sid=${PLAIN_CANARY}`, 'URL'] },
  'a typed Cookie field': { words: ['-H', `Cookie: sid=${PLAIN_CANARY}`, 'URL'] },
  'an OAuth bearer token': { words: ['--oauth2-bearer', PLAIN_CANARY, 'URL'] },
  'a netrc file': {
    words: ['-n', 'URL'],
    env: () => ({ NETRC: join(folder, 'netrc') }),
    file: ['netrc', `machine 127.0.0.1 login ada password ${PLAIN_CANARY}\n`],
  },
  'an AWS secret key': { words: ['--aws-sigv4', 'aws:amz:eu-west-1:s3', '-u', `AKIDEXAMPLE:${PLAIN_CANARY}`, 'URL'] },
  'the password of a typed proxy': { words: ['-x', `http://ada:${PLAIN_CANARY}@PROXY`, 'URL'] },
  'the password of --proxy-user': { words: ['-x', 'http://PROXY', '-U', `ada:${CANARY}`, 'URL'] },
  'the password of a proxy in the environment': {
    words: ['URL'],
    env: () => ({ http_proxy: `http://ada:${PLAIN_CANARY}@127.0.0.1:${portOf(otherServer)}` }),
  },
};

/** Profiles are attached by themselves. */
const PROFILES: Readonly<Record<string, readonly string[]>> = {
  'a stored API key': ['kind: api-key'],
  'a stored key of the query': ['kind: api-key', 'in: query:key'],
  'a stored key in a cookie': ['kind: api-key', 'in: cookie:sid'],
  'a stored bearer token': ['kind: bearer'],
  'a stored password': ['kind: basic', 'user: ada'],
  // Where it is turned down, another one is got with the client's secret, which is the canary too.
  'a token of an authorization server': [
    'kind: oauth',
    'flow: client-credentials',
    'client-id: canary',
    'issuer: ISSUER',
  ],
  'a token that is bound to a key': [
    'kind: oauth',
    'flow: client-credentials',
    'client-id: canary',
    'issuer: ISSUER',
    'dpop: true',
  ],
};
for (const [carrier, profile] of Object.entries(PROFILES))
  CARRIERS[carrier] = { words: ['URL'], profile, slipOnly: true };
CARRIERS['a stored JWT'] = {
  words: ['URL'],
  profile: ['kind: jwt'],
  secret: `e30.e30.${PLAIN_CANARY}`,
  slipOnly: true,
};
// What is signed with the canary says it, too, so that the token is found.
const SIGNING = ['kind: jwt', 'alg: HS256', `claim: [who=${PLAIN_CANARY}]`];
CARRIERS['a JWT signed for each request'] = { words: ['URL'], profile: SIGNING, slipOnly: true };

/** What a line is asked to show. Files that it writes are in the folder. */
const VIEWS: Readonly<Record<string, readonly string[]>> = {
  nothing: [],
  '-v': ['-v'],
  '-i': ['-i'],
  '--trace': ['--trace', 'trace.txt'],
  '--trace -': ['--trace', '-'],
  '--trace-ascii -': ['--trace-ascii', '-', '--trace-config', 'all'],
  'files of the reply': ['-v', '-D', 'heads.txt', '-o', 'body.txt', '--etag-save', 'etag.txt', '-c', 'jar.txt'],
};
const OWN_VIEWS: Readonly<Record<string, readonly string[]>> = {
  '--offline': ['--offline'],
  '--offline -v': ['--offline', '-v'],
  '--as-curl': ['--as-curl'],
  '--print HBhbm': ['--print', 'HBhbm'],
};
/** Where the line goes. */
const ENDS: Readonly<Record<string, { readonly url: () => string; readonly words: readonly string[] }>> = {
  'a good end': { url: () => `http://127.0.0.1:${portOf(server)}/a`, words: [] },
  'a redirect elsewhere': { url: () => `http://127.0.0.1:${portOf(server)}/moved`, words: ['-L'] },
  'a refusal': { url: () => `http://127.0.0.1:${portOf(server)}/refused`, words: ['-f', '--debug'] },
  'nobody there': { url: () => `http://127.0.0.1:${closed}/a`, words: ['--debug'] },
};

for (const [dialect, views] of [
  ['slip', { ...VIEWS, ...OWN_VIEWS }],
  ['slip curl', VIEWS],
] as const) {
  for (const [carrier, it] of Object.entries(CARRIERS)) {
    const { words, env, slipOnly } = it;
    if (slipOnly && dialect === 'slip curl') continue;
    test(`${dialect} with ${carrier} shows it in no view`, async () => {
      await prepare(it);
      for (const [end, { url, words: more }] of Object.entries(ENDS)) {
        for (const [view, asked] of Object.entries(views)) {
          // curl has no stack traces.
          const ownWords = dialect === 'slip curl' ? more.filter((word) => word !== '--debug') : more;
          const argv = [...dialect.split(' ').slice(1), ...filled(words, url()), ...ownWords, ...asked];
          const outcome = await runSlip(argv, env?.());
          await refuseCanary(outcome, `${view}, ${end}`, ownFiles(it));
        }
      }
    });
  }
}

describe('--show-secrets is the one way', () => {
  for (const [carrier, it] of Object.entries(CARRIERS)) {
    const { words, env } = it;
    test(`which shows ${carrier}, as it was sent`, async () => {
      await prepare(it);
      const line = filled(words, ENDS['a good end']?.url() ?? '');
      const outcome = await runSlip([...line, '-v', '--show-secrets'], env?.());
      assert.equal(outcome.status, 0, outcome.stderr.toString());
      // A signature is all that goes out of a secret key.
      const isSigned = words.includes('--aws-sigv4');
      const shown = outcome.stderr.toString();
      if (isSigned) assert.match(shown, /Signature=[\da-f]{64}/);
      else assert.ok(holdsCanary(heard) && holdsCanary(shown), shown);
    });
  }
});

/** A profile, whose secret is asked for. */
const ADD_WORK = ['auth', 'add', 'work', '--for', 'https://api.example', '--api-key'];

/** One that gets tokens with it. */
const LOGIN = [
  ...['auth', 'login', 'robot', '--issuer', 'ISSUER', '--client-id', 'canary', '--flow', 'client-credentials'],
  ...['--for', 'URL'],
];

/** What each line of a sub-command is run with, or why it may print a secret. */
const COMMAND_LINES: Readonly<Record<string, readonly (readonly string[])[] | string>> = {
  'slip curl': 'it is a dialect above',
  'slip export': [
    ['export', 'curl', '-H', `X-API-Key: ${PLAIN_CANARY}`, 'https://api.example'],
    ['export', 'curl', 'curl', '-u', `ada:${PLAIN_CANARY}`, `https://api.example?token=${PLAIN_CANARY}`],
  ],
  'slip help': [['help'], ['help', 'credentials'], ['-h'], ['--manual']],
  'slip save': [
    ['save', 'one', 'GET', 'https://api.example/a', `X-API-Key:${PLAIN_CANARY}`, `token==${PLAIN_CANARY}`],
    ['save', 'two', 'curl', '-u', `ada:${PLAIN_CANARY}`, '-b', `sid=${PLAIN_CANARY}`, 'https://api.example/b'],
    ['run'],
  ],
  'slip session list': [['session', 'list', '--json']],
  'slip session show': [
    ['--session', 'desk', '-H', `X-API-Key: ${PLAIN_CANARY}`, '-H', `X-Odd: Bearer ${PLAIN_CANARY}`, 'USERURL'],
    ['--session', 'desk', '-u', `ada:${PLAIN_CANARY}`, '-b', `sid=${PLAIN_CANARY}`, '-H', 'X-Desk: 7', 'URL'],
    ['session', 'show', 'desk'],
    ['session', 'show', 'desk', '--json'],
  ],
  'slip session clear': [
    ['--session', 'desk', '-H', `X-API-Key: ${PLAIN_CANARY}`, 'URL'],
    ['session', 'clear', 'desk', '--json'],
  ],
  'slip collection init': [['collection', 'init']],
  'slip collection check': [['collection', 'check']],
  'slip collection fmt': [['collection', 'fmt']],
  'slip collection schema': [['collection', 'schema']],
  'slip diff': [
    ['diff', `URL?api_key=${PLAIN_CANARY}`, 'USERURL'],
    ['diff', '-H', `X-API-Key: ${PLAIN_CANARY}`, 'URL', 'URL'],
  ],
  'slip demo': [['demo', PLAIN_CANARY.replace(/\D/g, '').padEnd(9, '0')]],
  ...Object.fromEntries(
    Object.entries({
      add: [
        ['auth', 'add', 'work', '--replace', '--for', 'https://api.example', '--basic', 'ada'],
        ['auth', 'add', 'work', '--replace', '--for', 'https://api.example', '--jwt', '--alg', 'HS256'],
        ['auth', 'list', '--json'],
        ['https://api.example', '--offline'],
      ],
      login: [
        [...LOGIN, '--dpop'],
        ['auth', 'show', 'robot'],
        [...LOGIN, '--no-dpop'],
        ['auth', 'show', 'robot', '--json'],
        ['auth', 'list'],
        ['auth', 'logout', 'robot'],
        LOGIN,
      ],
      refresh: [LOGIN, ['auth', 'refresh', 'robot'], ['auth', 'show', 'robot', '--remote']],
      list: [
        ['auth', 'list'],
        ['auth', 'list', '--json'],
      ],
      show: [
        ['auth', 'show', 'work'],
        ['auth', 'show', 'work', '--json'],
      ],
      logout: [['auth', 'logout', 'work']],
      remove: [['auth', 'remove', 'work']],
      move: [['auth', 'move', '--to', 'vault'], ['auth', 'list'], ['auth', 'move', '--to', 'keychain'], ['doctor']],
      passphrase: [
        ['auth', 'move', '--to', 'vault'],
        ['auth', 'passphrase'],
        ['doctor', '--json'],
      ],
    }).map(([verb, lines]) => [`slip auth ${verb}`, [ADD_WORK, ...lines]]),
  ),
  'slip jwt decode': [
    // What is no claim is not shown: neither the signature, nor a token that is none.
    ['jwt', 'decode', `e30.e30.${PLAIN_CANARY}`],
    ['jwt', 'decode', '--json', `e30.e30.${PLAIN_CANARY}`],
    ['jwt', 'decode', `${PLAIN_CANARY}.${PLAIN_CANARY}.`],
    ['jwt', 'decode', PLAIN_CANARY],
  ],
  'slip jwt verify': [['jwt', 'verify', '--secret-stdin', `eyJhbGciOiJIUzI1NiJ9.e30.${PLAIN_CANARY}`]],
  // Its file holds the canary, and is no key.
  'slip jwt sign': [['jwt', 'sign', '--key', 'slip.yaml']],
  'slip auth token': 'to print it is what it is for',
  'slip doctor': [ADD_WORK, ['doctor'], ['doctor', '--json']],
  'slip completion': ['bash', 'zsh', 'fish', 'powershell'].map((shell) => ['completion', shell]),
  'slip run': [
    ['run'],
    ['run', '--dry-run'],
    ['run', '--test', '-v'],
    ['run', 'read', '-v'],
    ['run', 'read', '--debug', '--var', 'x=1'],
    ['run', '--test', '--report', 'junit=r.xml,json=r.json,tap=r.tap,html=r.html,har=r.har,md=r.md'],
  ],
};

test('every command is searched', () => {
  const lines = Object.keys(COMMANDS).flatMap((name) =>
    isTabled(name) ? linesOf(name).map(({ literal }) => literal) : [`slip ${name}`],
  );
  assert.deepEqual(Object.keys(COMMAND_LINES).sort(), lines.sort());
  assert.ok(TABLED_NAMES.length > 0);
});

for (const [literal, lines] of Object.entries(COMMAND_LINES)) {
  if (typeof lines === 'string') continue;
  test(`${literal} shows no secret`, async () => {
    // What is saved is searched as well, what was written by hand is not.
    const own = /save|init/.test(literal) ? [] : ['slip.yaml'];
    if (own.length > 0) await writeFile(join(folder, 'slip.yaml'), collection());
    for (const argv of lines) {
      const words = filled(argv, ENDS['a good end']?.url() ?? '');
      const outcome = await runSlip(words, lines[0] === ADD_WORK ? {} : { SLIP_SECRET_WORK: PLAIN_CANARY });
      if (argv === ADD_WORK) assert.equal(keychain.entries.get('work'), PLAIN_CANARY, outcome.stderr.toString());
      // A curl line with a secret is not saved at all.
      if (/auth|save|collection/.test(argv[0] ?? '') && argv[2] !== 'curl')
        assert.equal(outcome.status, 0, outcome.stderr.toString());
      await refuseCanary(outcome, argv.join(' '), own);
    }
  });
}

/** What is done with a stored secret going along. */
const STORED_LINES: readonly (readonly string[])[] = [
  ['diff', 'URL', 'URL', '-v'],
  ['diff', 'URL', 'URL', '--debug', '--auth', 'desk'],
  ['run', 'plain', '-v'],
  ['run', 'plain', '--debug', '--explain', '--timing'],
  ['run', '--test', '--report', 'junit=r.xml,json=r.json,tap=r.tap,html=r.html,har=r.har,md=r.md'],
  ['--session', 'desk', 'URL', 'X-Desk:7', '-v'],
  ['session', 'show', 'desk', '--json'],
  ['session', 'list', '--json'],
  ['save', 'kept', 'GET', 'URL', '--auth', 'desk'],
  ['export', 'curl', 'URL', '--auth', 'desk'],
  ['jwt', 'verify', 'e30.e30.c2ln', '--jwks', 'URL'],
  ['URL', '--next', 'URL', '-v'],
  ['URL', '--json-report', 'one.json', '--explain'],
  ['curl', '-v', 'URL', '--auth', 'desk'],
  ['doctor', '--json'],
  ['https://elsewhere.example', '--debug', '--auth', 'desk'],
];
for (const kind of [['--bearer'], ['--jwt', '--alg', 'HS256', '--claim', `who=${PLAIN_CANARY}`]]) {
  test(`a secret stored with ${kind[0]} is in nothing that is done with it`, async () => {
    const url = ENDS['a good end']?.url() ?? '';
    const added = await runSlip(['auth', 'add', 'desk', '--for', url, ...kind]);
    assert.equal(added.status, 0, added.stderr.toString());
    await writeFile(join(folder, 'slip.yaml'), `base: ${url}\nrequests:\n  plain: { request: GET "", expect: 200 }\n`);
    for (const argv of STORED_LINES) {
      heard = '';
      const outcome = await runSlip(filled(argv, url));
      await refuseCanary(outcome, argv.join(' '), kind.includes('--claim') ? ['auth.yaml'] : []);
      assert.notEqual(outcome.status, 2, outcome.stderr.toString());
      if (argv.includes('URL') && argv[0] !== 'export' && argv[0] !== 'save')
        assert.ok(holdsCanary(heard), argv.join(' '));
    }
  });
}

function collection(): string {
  const url = `http://127.0.0.1:${portOf(server)}`;
  return [
    `base: ${url}`,
    'requests:',
    '  read:',
    '    request: GET /a',
    `    headers: { X-API-Key: ${PLAIN_CANARY} }`,
    '    query: { page: 2 }',
    '    expect: 200',
    '  fail:',
    `    request: GET /refused?access_token=${PLAIN_CANARY}`,
    '    expect: 200',
    '  curled:',
    `    curl: 'curl -H "X-API-Key: ${PLAIN_CANARY}" ${url}/a?api_key=${PLAIN_CANARY}'`,
    '  typed:',
    `    items: [GET, /a, "X-API-Key:${PLAIN_CANARY}"]`,
    '',
  ].join('\n');
}

/** Files that hold the canary because they were given it. */
function ownFiles({ file, profile }: Carrier): readonly string[] {
  return [...(file === undefined ? [] : [file[0]]), ...(profile === SIGNING ? ['auth.yaml'] : [])];
}

/** Puts there what a carrier's secret comes from. */
async function prepare({ file, profile, secret }: Carrier): Promise<void> {
  if (file !== undefined) await writeFile(join(folder, file[0]), file[1]);
  if (profile === undefined) return;
  keychain.entries.set('work', secret ?? PLAIN_CANARY);
  if (profile.includes('kind: oauth')) {
    keychain.entries.set('work:tokens', keptTokens(profile.includes('dpop: true')));
  }
  const origins = [portOf(server), closed].map((port) => `http://127.0.0.1:${port}`);
  const lines = [
    'profiles:',
    '  work:',
    `    for: [${origins.join(', ')}]`,
    ...profile.map((line) => `    ${line.replace('ISSUER', tokenServer.issuer)}`),
  ];
  await mkdir(join(folder, '.config', 'slip'), { recursive: true });
  await writeFile(join(folder, '.config', 'slip', 'auth.yaml'), `${lines.join('\n')}\n`, { mode: 0o600 });
}

const PROOF_KEY = JSON.stringify(
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
);

/** A record of tokens that are the canary. */
function keptTokens(isBound: boolean): string {
  return JSON.stringify({
    accessToken: PLAIN_CANARY,
    refreshToken: PLAIN_CANARY,
    ...(isBound ? { tokenType: 'dpop', proofKey: PROOF_KEY } : { tokenType: 'bearer' }),
    obtainedAtMs: 0,
    madeFor: `canary at ${tokenServer.issuer}`,
  });
}

function filled(words: readonly string[], url: string): readonly string[] {
  const proxy = `127.0.0.1:${portOf(otherServer)}`;
  return words.map((word) =>
    word
      .replace('ISSUER', tokenServer.issuer)
      .replace('USERURL', url.replace('//', `//ada:${PLAIN_CANARY}@`))
      .replace('URL', url)
      .replace('PROXY', proxy),
  );
}

async function runSlip(argv: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  let uptimeMs = 0;
  const interruption = new AbortController();
  const world: World = {
    folder,
    env: { HOME: folder, ...env },
    terminals: [],
    columns: 80,
    stdin: Buffer.alloc(0),
    password: PLAIN_CANARY,
    nowMs: Date.UTC(2026, 0, 1),
    uptimeMs: () => uptimeMs,
    pass: (durationMs) => {
      uptimeMs += durationMs;
    },
    readerBytes: undefined,
    interrupted: interruption.signal,
    keychain,
  };
  const outcome = await slip(argv, world);
  // A token that was got is a secret from then on.
  const kept = keychain.entries.get('robot:tokens') ?? keychain.entries.get('work:tokens');
  const token = JSON.parse(kept ?? '{}').accessToken ?? PLAIN_CANARY;
  if (!CANARIES.includes(token)) CANARIES.push(token);
  return outcome;
}

/** @param own files that hold the canary because they were given it. */
async function refuseCanary({ stdout, stderr }: Outcome, what: string, own: readonly string[]): Promise<void> {
  const written = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = written.filter((entry) => entry.isFile() && !own.includes(entry.name));
  const contents = await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name))));
  const places: [string, Buffer][] = [
    ['stdout', stdout],
    ['stderr', stderr],
    ...files.map((entry, index): [string, Buffer] => [entry.name, contents[index] ?? Buffer.alloc(0)]),
  ];
  for (const [place, bytes] of places) {
    assert.ok(!holdsCanary(bytes.toString('latin1')), `${what}: ${place} has it\n${bytes.toString()}`);
  }
}

/** Whether a text has the canary in it, as it is or in one of the forms in which it travels. */
function holdsCanary(text: string): boolean {
  const places = [text, undumped(text)];
  return CANARIES.flatMap(formsOf).some((form) => places.some((place) => place.includes(form)));
}

function formsOf(canary: string): readonly string[] {
  const utf8 = Buffer.from(canary).toString('latin1');
  return [
    utf8,
    canary,
    encodeURIComponent(canary),
    JSON.stringify(canary).slice(1, -1),
    Buffer.from(utf8, 'latin1').toString('hex'),
    // At each of the three places that it can have in a Base64 text, without the ends that depend on its neighbours.
    ...[0, 1, 2].map((before) => {
      const encoded = Buffer.from(`${'x'.repeat(before)}${canary}`).toString('base64');
      return encoded.slice(before === 0 ? 0 : 4, -4);
    }),
  ];
}

/** The bytes of a hexadecimal dump, as --trace prints it, joined. */
function undumped(text: string): string {
  const lines = [...text.matchAll(/^[\da-f]{4}: ((?:[\da-f]{2} )+)/gm)].map(([, hex = '']) => hex.replaceAll(' ', ''));
  return Buffer.from(lines.join(''), 'hex').toString('latin1');
}
