import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** What each folder of src may import of the others; its own files and the roots below are free to all. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  json: [],
  request: ['json'],
  interchange: ['request', 'auth'],
  cli: ['json', 'request'],
  config: ['request', 'cli'],
  auth: ['request', 'jwt'],
  http: ['request', 'auth'],
  pages: ['request', 'json'],
  compare: ['request', 'json'],
  cookies: ['request'],
  hosts: ['request'],
  sessions: ['json', 'request', 'cookies', 'config', 'store', 'yaml'],
  render: ['json', 'compare', 'request', 'cli'],
  store: ['request'],
  profiles: ['request', 'auth', 'config', 'jwt', 'secrets', 'store', 'yaml'],
  oauth: ['request', 'auth', 'cli', 'config', 'jwt', 'profiles', 'secrets', 'store'],
  secrets: ['store'],
  insight: ['request', 'render', 'cli', 'config', 'auth', 'cookies', 'sessions'],
  jwt: ['json', 'request', 'cli'],
  demo: [],
  yaml: ['json'],
  collection: ['json', 'yaml'],
  pick: ['json', 'cli', 'render'],
  run: [
    'json',
    'yaml',
    'collection',
    'request',
    'interchange',
    'cli',
    'config',
    'cookies',
    'pick',
    'render',
    'store',
    'send',
  ],
  // biome-ignore format: a line each, so that two who add one do not meet
  send: [
    'json',
    'request',
    'interchange',
    'cli',
    'config',
    'auth',
    'profiles',
    'oauth',
    'http',
    'pages',
    'pick',
    'compare',
    'cookies',
    'sessions',
    'hosts',
    'render',
    'store',
    'insight',
  ],
  // biome-ignore format: a line each
  commands: [
    'json',
    'jwt',
    'collection',
    'run',
    'request',
    'interchange',
    'cli',
    'config',
    'auth',
    'profiles',
    'oauth',
    'secrets',
    'http',
    'pages',
    'cookies',
    'sessions',
    'hosts',
    'yaml',
    'render',
    'store',
    'send',
    'demo',
  ],
};

/** Modules of src itself that any folder may import; host.ts only as types and errors. */
const FREE_ROOTS = new Set(['failure', 'secret', 'host', 'version', 'nearest']);

/** The only modules that may touch the world outside the process. */
const WORLDLY = [
  'start.ts',
  'code-store.ts',
  'main.ts',
  'real-host.ts',
  'terminal.ts',
  'secrets/system-keychain.ts',
  'secrets/secret-service.ts',
  'secrets/keytar.ts',
  'shell.ts',
  'pager.ts',
  'browser.ts',
  'oauth/loopback.ts',
  'http/connect.ts',
  'http/http2-line.ts',
  'http/address-race.ts',
  'http/system-names.ts',
  'http/ip-family.ts',
  'http/local-end.ts',
  'http/name-servers.ts',
  'http/secure.ts',
  'http/tls-files.ts',
  'http/tls-context.ts',
  'pick/jq.ts',
  'pick/jq-worker.ts',
  'pick/xpath.ts',
  'pick/xpath-worker.ts',
  'demo/desk.ts',
  'demo/reply.ts',
  'demo/serve.ts',
];

/** Modules of Node that are only functions of their arguments. */
const PURE_NODE = new Set([
  'node:util',
  'node:buffer',
  'node:events',
  'node:crypto',
  'node:stream',
  'node:zlib',
  'node:vm',
]);

/** The one importer of each package, so that its cost is paid in one place. */
const SOLE_IMPORTERS: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli/commander-words.ts'],
  undici: ['http/web-socket.ts'],
  '@peculiar/asn1-ocsp': ['http/stapled.ts'],
  '@peculiar/asn1-schema': ['http/stapled.ts'],
  '@peculiar/asn1-x509': ['http/stapled.ts'],
  chalk: ['render/theme.ts'],
  'cli-highlight': ['render/highlight.ts'],
  pngjs: ['render/images/png.ts'],
  'jpeg-js': ['render/images/jpeg.ts'],
  'cli-progress': ['render/progress-bar.ts'],
  'eventsource-parser': ['render/bodies/event-reader.ts'],
  'tough-cookie': ['cookies/jar.ts'],
  socks: ['http/socks.ts'],
  'get-east-asian-width': ['pick/width.ts'],
  yaml: ['yaml/tree.ts', 'yaml/edit.ts'],
  'jq-wasm': ['pick/jq-worker.ts'],
  fontoxpath: ['pick/xpath-worker.ts'],
  slimdom: ['pick/xpath-worker.ts', 'pick/html-document.ts'],
  parse5: ['pick/html-document.ts'],
  'parse5/lib/tree-adapters/default.js': ['pick/html-document.ts'],
  ajv: ['run/json-schema.ts'],
  'ajv-formats': ['run/json-schema.ts'],
  jose: ['jwt/signature.ts'],
  'openid-client': [
    'oauth/server.ts',
    'oauth/authorization-request.ts',
    'oauth/binding.ts',
    'oauth/client-auth.ts',
    'oauth/grants.ts',
    'oauth/trouble.ts',
    'oauth/code-flow.ts',
    'oauth/device-flow.ts',
    'oauth/attended.ts',
    'oauth/revocation.ts',
    'oauth/introspection.ts',
  ],
  open: ['browser.ts'],
  uqr: ['oauth/qr.ts'],
  'dns-packet': ['http/dns-over-https.ts'],
};

interface Import {
  readonly from: string;
  readonly specifier: string;
  readonly isType: boolean;
}

const files = readdirSync(`${ROOT}src`, { recursive: true, encoding: 'utf8' })
  .map((name) => name.replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'));

const imports = files.flatMap((from): Import[] => {
  const text = readFileSync(`${ROOT}src/${from}`, 'utf8');
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?[^;'"]*?from\s+['"]([^'"]+)['"]|\bimport\(['"]([^'"]+)['"]\)/gm,
  );
  return [...found].map(([, type, still, lazy]) => ({
    from,
    specifier: still ?? lazy ?? '',
    isType: type !== undefined,
  }));
});

/** The module of src that a relative specifier means. */
function resolved({ from, specifier }: Import): string {
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

function folderOf(module: string): string {
  return module.includes('/') ? (module.split('/')[0] ?? '') : '';
}

test('every folder imports only those that stand below it', () => {
  const offenders = imports
    .filter(({ specifier }) => specifier.startsWith('.'))
    .filter((line) => {
      const from = folderOf(line.from);
      const module = resolved(line);
      const to = folderOf(module);
      if (from === '' || from === to) return false;
      if (to === '') return !FREE_ROOTS.has(module.replace(/\.ts$/, ''));
      return !(MAY_IMPORT[from] ?? []).includes(to);
    })
    .map(({ from, specifier }) => `${from} imports ${specifier}`);
  assert.deepEqual(offenders, []);
});

test('every folder of src has its place', () => {
  const folders = new Set(files.map(folderOf).filter((folder) => folder !== ''));
  assert.deepEqual([...folders].sort(), Object.keys(MAY_IMPORT).sort());
});

test('nobody imports run or main', () => {
  const offenders = imports.filter(
    (line) => /(?:^|\/)main\.ts$/.test(line.specifier) || (line.from !== 'main.ts' && resolved(line) === 'run.ts'),
  );
  assert.deepEqual(offenders, []);
});

test('only the edge touches the world', () => {
  const offenders = imports
    .filter(({ from, specifier, isType }) => {
      return specifier.startsWith('node:') && !isType && !PURE_NODE.has(specifier) && !WORLDLY.includes(from);
    })
    .map(({ from, specifier }) => `${from} imports ${specifier}`);
  assert.deepEqual(offenders, []);
});

/** Programs: they are started as a process, which they name. */
const PROGRAMS = ['start.ts', 'main.ts', 'secrets/keychain-child.ts'];

test('only programs name the process', () => {
  const offenders = files
    .filter((name) =>
      /(?<![.\w])process\.(?!\w+\s*=>)/.test(withoutComments(readFileSync(`${ROOT}src/${name}`, 'utf8'))),
    )
    .filter((name) => !PROGRAMS.includes(name));
  assert.deepEqual(offenders, []);
});

test('each package has one importer', () => {
  const offenders = imports
    .filter(({ specifier, isType }) => !isType && !specifier.startsWith('.') && !specifier.startsWith('node:'))
    .filter(({ from, specifier }) => !(SOLE_IMPORTERS[packageOf(specifier)] ?? []).includes(from))
    .map(({ from, specifier }) => `${from} imports ${specifier}`);
  assert.deepEqual(offenders, []);
});

test('packages are never imported lazily, only our own modules: a bundler changes the shape of the former', () => {
  const lazy = files.flatMap((name) =>
    [...readFileSync(`${ROOT}src/${name}`, 'utf8').matchAll(/await import\('([^']+)'\)/g)].map(
      (match) => match[1] ?? '',
    ),
  );
  assert.deepEqual(
    lazy.filter((specifier) => !specifier.startsWith('.') && !specifier.startsWith('node:')),
    [],
  );
});

test('no drawers', () => {
  const drawers = files.filter((name) => /(?:^|\/)(?:utils?|helpers?|common|misc|types|index|manager)\.ts$/.test(name));
  assert.deepEqual(drawers, []);
});

function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^/]*/.exec(specifier)?.[0] ?? '';
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '').replace(/'[^'\n]*'|`[^`]*`/g, "''");
}
