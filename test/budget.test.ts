import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

interface Meta {
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly bytes: number;
        readonly entryPoints: readonly string[];
        readonly inputs: Readonly<Record<string, unknown>>;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}

const meta: Meta = JSON.parse(readFileSync(`${ROOT}dist/meta.json`, 'utf8'));

/** A chunk and all that is loaded with it before anything runs. */
function loadedWith(entryPoint: string): readonly string[] {
  const first = Object.keys(meta.outputs).find((path) => meta.outputs[path]?.entryPoints.includes(entryPoint));
  assert.ok(first !== undefined, `${entryPoint} has no chunk`);
  const loaded = new Set([first]);
  for (const path of loaded) {
    for (const { path: next, kind } of meta.outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && meta.outputs[next] !== undefined) loaded.add(next);
    }
  }
  return [...loaded];
}

function byteLength(chunks: readonly string[]): number {
  return chunks.reduce((total, path) => total + statSync(`${ROOT}${path}`).size, 0);
}

function packagesIn(chunks: readonly string[]): readonly string[] {
  const inputs = chunks.flatMap((path) => Object.keys(meta.outputs[path]?.inputs ?? {}));
  const names = inputs.map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))].sort();
}

/** What cli-highlight brings along. */
const HIGHLIGHT_PACKAGES = [
  'ansi-styles',
  'cli-highlight',
  'color-convert',
  'color-name',
  'has-flag',
  'highlight.js',
  'parse5',
  'parse5-htmlparser2-tree-adapter',
  'supports-color',
];

/** What the parser of OCSP answers brings along. */
const ASN1_PACKAGES = [
  '@peculiar/asn1-ocsp',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/utils',
  'asn1js',
  'pvtsutils',
  'pvutils',
  'tslib',
];

/** What the opener of browsers brings along. */
const OPEN_PACKAGES = [
  'bundle-name',
  'default-browser',
  'default-browser-id',
  'define-lazy-prop',
  'is-docker',
  'is-in-ssh',
  'is-inside-container',
  'is-wsl',
  'open',
  'powershell-utils',
  'run-applescript',
  'wsl-utils',
];

const BUDGETS: [entryPoint: string, maxKilobytes: number, packages: readonly string[]][] = [
  // Compiled in each run.
  ['src/start.ts', 4, []],
  // All that a plain GET needs; what reading a line needs of every option is 20 kB of it.
  ['src/main.ts', 180, []],
  ['src/dispatch.ts', 180, []],
  ['src/special.ts', 20, []],
  // With what is said of the options.
  ['src/cli/option-rows.ts', 48, []],
  ['src/http/transport.ts', 0, []],
  ['src/http/http2-line.ts', 64, []],
  ['src/http/direct-line.ts', 0, []],
  // keytar itself is loaded from its own package.
  ['src/secrets/system-keychain.ts', 16, []],
  ['src/secrets/keychain-child.ts', 16, []],
  // OCSP answers are parsed for --cert-status alone.
  ['src/http/stapled.ts', 200, ASN1_PACKAGES],
  // Most of it is the list of public suffixes.
  ['src/send/cookies.ts', 180, ['tldts', 'tough-cookie']],
  ['src/send/session.ts', 200, ['tldts', 'tough-cookie']],
  ['src/send/pick.ts', 64, []],
  // Where there is an auth.yaml. keytar is in none of these.
  ['src/send/profiles.ts', 184, ['yaml']],
  // The table of its options is a good part of it.
  ['src/commands/auth.ts', 224, ['yaml']],
  // No library of OAuth before a token has to be got.
  ['src/oauth/renewal.ts', 200, ['jose', 'oauth4webapi', 'openid-client']],
  ['src/oauth/attended.ts', 232, ['jose', 'oauth4webapi', 'openid-client', 'uqr']],
  ['src/browser.ts', 24, OPEN_PACKAGES],
  // What saved requests alone need is one part.
  ['src/commands/run.ts', 144, []],
  ['src/commands/jwt.ts', 16, []],
  ['src/commands/jwt-verify.ts', 64, ['jose']],
  ['src/commands/jwt-sign.ts', 48, ['jose']],
  // A profile of another kind never loads it.
  ['src/profiles/signer.ts', 64, ['jose']],
  ['src/pick/jq.ts', 8, []],
  // Nearly all of it is jq.
  ['src/pick/jq-worker.ts', 1300, ['jq-wasm']],
  ['src/pick/xpath.ts', 8, []],
  ['src/pick/xpath-worker.ts', 640, ['fontoxpath', 'parse5', 'prsc', 'slimdom', 'whynot', 'xspattern']],
  ['src/render/theme.ts', 24, ['chalk']],
  ['src/render/highlight.ts', 420, HIGHLIGHT_PACKAGES],
  ['src/render/images/show.ts', 120, ['jpeg-js', 'pngjs']],
  // With the part that shows text.
  ['src/render/bodies/xml.ts', 40, []],
];

test('slip run reads at most ten files beside those of each request', () => {
  const before = loadedWith('src/dispatch.ts');
  const own = loadedWith('src/commands/run.ts').filter((path) => !before.includes(path));
  assert.ok(own.length <= 10, own.join(' '));
});

/** What is loaded with nothing before it. */
const ENTRIES = ['src/start.ts', 'src/main.ts', 'src/dispatch.ts', 'src/pick/jq-worker.ts', 'src/pick/xpath-worker.ts'];

for (const [entryPoint, maxKilobytes, packages] of BUDGETS) {
  test(`${entryPoint} loads at most ${maxKilobytes} kB, of packages ${packages.join(', ') || 'none'}`, () => {
    // What a line's own code has loaded already costs nothing more.
    const before = ENTRIES.includes(entryPoint) ? [] : loadedWith('src/dispatch.ts');
    const chunks = loadedWith(entryPoint).filter((path) => !before.includes(path));
    assert.deepEqual(packagesIn(chunks), packages);
    assert.ok(byteLength(chunks) <= maxKilobytes * 1024, `${byteLength(chunks)} bytes`);
  });
}
