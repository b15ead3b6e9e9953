// Bundles src/ into dist/: parts of a program, so that a run loads only what it uses.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { kernelModule } from './kernel.mjs';
import { bundledLicenses } from './licenses.mjs';
import { loadedWith, partsOf } from './parts.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * CommonJS packages ask for Node's modules with require(), which ESM does not have. Giving them by name, when they are
 * asked for, costs nothing at start; a createRequire() in every chunk cost 7 ms of CPU.
 */
const builtinModules = {
  name: 'builtin modules',
  setup({ onResolve, onLoad }) {
    const pattern =
      /^(?:node:)?(?:assert|buffer|child_process|console|crypto|diagnostics_channel|dns|events|fs|http|http2|net|os|path|perf_hooks|process|querystring|readline|stream|string_decoder|tls|tty|url|util|v8|worker_threads|zlib|async_hooks)(?:\/\w+)?$/;
    onResolve({ filter: pattern }, ({ path, kind }) =>
      kind === 'require-call' ? { path, namespace: 'builtin' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      // commander asks for child_process, to run sub-commands that are programs of their own: slip has none.
      contents: /child_process/.test(path)
        ? `module.exports = { get spawn() { return process.getBuiltinModule('node:child_process').spawn; } }`
        : `module.exports = process.getBuiltinModule(${JSON.stringify(path)})`,
    }));
  },
};

/**
 * The languages that are coloured, which are five of highlight.js' 190: a fifth of its size, two thirds of its time to
 * load. cli-highlight asks for the whole package by name.
 */
const fewLanguages = {
  name: 'few languages',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^highlight\.js$/ }, ({ resolveDir }) => ({
      path: 'highlight.js',
      namespace: 'languages',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /.*/, namespace: 'languages' }, ({ pluginData }) => ({
      contents: [
        "const core = require('highlight.js/lib/core');",
        ...LANGUAGES.map((name) => `core.registerLanguage('${name}', require('highlight.js/lib/languages/${name}'));`),
        'module.exports = core;',
      ].join('\n'),
      resolveDir: pluginData,
    }));
  },
};

/** chalk looks at the terminal when it is loaded; slip tells it the level, so the look, and three modules, are spared. */
const toldLevel = {
  name: 'told level',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#supports-color$/ }, ({ path }) => ({ path, namespace: 'level' }));
    onLoad({ filter: /.*/, namespace: 'level' }, () => ({
      contents: 'export const createSupportsColor = () => false; export default { stdout: false, stderr: false };',
    }));
  },
};

/** commander lays out help and guesses what was meant; slip does both itself, from its own tables. */
const noCommanderHelp = {
  name: 'no commander help',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/(?:lib\/)?(?:help|suggestSimilar)(?:\.js)?$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents: `exports.Help = class {}; exports.stripColor = String; exports.suggestSimilar = () => '';`,
    }));
  },
};

/**
 * What is exchanged in the packages of --xpath, so that large documents are searched in a time that grows as they do.
 * fontoxpath finds out which of two nodes comes first by looking for both among their siblings, for each pair that it
 * compares: 60,000 elements took a minute to be put in order. The worker numbers the nodes of a document, and its results
 * are taken off the front of a list by counting. slimdom gives each node a list of who watches it: nobody does, and one
 * list for all takes 130 MB less for a million nodes. What is not found as it was fails the build.
 */
const exchangedXPath = {
  name: 'exchanged XPath',
  setup({ onLoad }) {
    for (const [name, exchanges] of Object.entries(XPATH_EXCHANGES)) {
      const exchange = (text, [was, is]) => {
        if (text.split(was).length !== 2) throw new Error(`${name} is another one: it has not once ${was}`);
        return text.replace(was, is);
      };
      onLoad({ filter: new RegExp(`\\b${name}\\.esm\\.js$`) }, ({ path }) => ({
        contents: exchanges.reduce(exchange, readFileSync(path, 'utf8')),
      }));
    }
  },
};

const XPATH_EXCHANGES = {
  fontoxpath: [
    [/(?<=c=c\.node;e=d\.node;if\(c===e\)return 0;)/, 'if(c.order!==void 0&&e.order!==void 0)return c.order-e.order;'],
    [/(?<=f=b\.next\(0\)\}\}\)\(\);)(?=let d=null,e=!1;return w\.create\(\{\[Symbol\.iterator\])/, 'c.first=0;'],
    [
      'if(!c.length)return p;const h=c.shift();',
      'if(c.first===c.length)return p;const h=c[c.first];c[c.first++]=void 0;',
    ],
    [/(?<=let k=)0(?=,l=c\.length-\s*1,n=0;for\(;k<=l;\))/, 'c.first'],
    ['c.splice(k,0,h)', 'k===c.first?c[--c.first]=h:c.splice(k,0,h)'],
  ],
  slimdom: [
    ['this.o=new n(this)', 'this.o=UNWATCHED'],
    ['class Node{', 'const UNWATCHED=new n(null);class Node{'],
  ],
};

/** Help for pipes is always the same: src/start.ts has it as a file, and in it nothing that would make it. */
async function layOutHelp() {
  const { PIPED_HELP } = await exportsOf('src/piped-help.ts');
  for (const [name, text] of Object.entries(PIPED_HELP)) writeFileSync(`${root}dist/${name}.txt`, text);
}

/** What a module exports. */
async function exportsOf(path) {
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    format: 'esm',
    write: false,
    absWorkingDir: root,
  });
  return await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

/** The option table as far as reading a line needs it, as values in place of what would work them out of all of it. */
const workedOutForms = {
  name: 'worked out forms',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]cli[\\/]option-forms\.ts$/ }, async ({ path }) => {
      // V8 is quicker to read JSON than the same as an expression.
      const asJson = ([name, make]) =>
        `let ${name}Made; export const ${name} = () => ${name}Made ??= JSON.parse(${JSON.stringify(JSON.stringify(make()))});`;
      const made = Object.entries(await exportsOf(path)).map(asJson);
      return { contents: made.join('\n') };
    });
  },
};

/**
 * Modules that a plain GET loads nothing of: what they export is taken out of their part when it is first asked for
 * (src/start.ts), although who asks imports them like any other.
 */
const WHEN_CALLED = {
  body: [
    'cli/body-given',
    'cli/item-files',
    'json/parse',
    'json/write',
    'request/form',
    'request/items',
    'request/multipart',
    'request/nested',
  ],
  shown: [
    'render/charset',
    'render/columns',
    'render/failure-text',
    'render/json',
    'render/json-ink',
    'render/json-lines',
    'render/json-print',
    'render/json-printer',
    'render/json-when-long',
    'render/message',
    'render/progress',
    'render/safety',
    'render/sniff',
    'render/summary',
    'render/url-parts',
  ],
  rows: ['cli/option-rows'],
  commander: ['cli/commander-words'],
  rare: [
    'auth/mention',
    'cli/command-words',
    'cli/config-file',
    'cli/export-words',
    'cli/login',
    'cli/nearest',
    'cli/run-options',
    'config/rate',
    'http/bound',
    'http/explain',
    'http/pace',
    'http/proxy-line',
    'http/redirect-method',
    'http/send-body',
    'http/settle',
    'http/speed',
    'http/unanswered',
    'nearest',
    'request/glob-group',
    'request/retry-after',
    'request/wire-curl',
    'store/download-name',
    'store/etag-file',
    'store/header-dump',
    'store/output',
    'store/server-name',
  ],
};

/** Keeps esbuild from putting these modules beside those that import them. */
const whenCalled = {
  name: 'when called',
  setup({ onResolve }) {
    const names = new Set(Object.values(WHEN_CALLED).flat());
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir, kind }) => {
      const name = relative(`${root}src`, resolve(resolveDir, path)).replace(/\.ts$/, '');
      const isLeft = kind === 'import-statement' && names.has(name);
      return isLeft ? { path: `called:${name}`, external: true, sideEffects: false } : undefined;
    });
  },
};

/** The kernel of the JSON formatter stands in the program as WebAssembly. */
const assembledKernel = {
  name: 'assembled kernel',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]src[\\/]render[\\/]json-kernel-code\.ts$/ }, async () => ({
      contents: await kernelModule(),
    }));
  },
};

/** Those of src/render/highlight.ts, and those that JavaScript has inside. */
const LANGUAGES = ['css', 'javascript', 'yaml', 'coffeescript', 'xml'];

const SHARED = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  minify: true,
  metafile: true,
  legalComments: 'none',
  plugins: [builtinModules, fewLanguages, toldLevel, noCommanderHelp, exchangedXPath, workedOutForms, assembledKernel],
};

/** Programs of their own, run in a thread or a process apart. keytar is no part of any: it is loaded from its package. */
const PROGRAMS = ['pick/jq-worker', 'pick/xpath-worker', 'secrets/keychain-child'];

/** Bundles, and leaves an account of what went where, like esbuild's. */
export async function bundle() {
  rmSync(`${root}dist`, { recursive: true, force: true });
  const split = await build({
    ...SHARED,
    entryPoints: ['main', ...Object.values(WHEN_CALLED).flat()].map((name) => `src/${name}.ts`),
    outdir: 'dist/chunks',
    outbase: 'src',
    splitting: true,
    format: 'esm',
    plugins: [whenCalled, ...SHARED.plugins],
  });
  const { outputs } = split.metafile;
  const parts = await partsOf(root, outputs, groupsIn(outputs));
  rmSync(`${root}dist/chunks`, { recursive: true });
  mkdirSync(`${root}dist/chunks`);
  const hash = createHash('sha256');
  const accounts = {};
  for (const [file, { contents, account }] of parts) {
    writeFileSync(`${root}dist/chunks/${file}`, contents);
    accounts[`dist/chunks/${file}`] = account;
    hash.update(contents);
  }
  const programs = await build({
    ...SHARED,
    entryPoints: PROGRAMS.map((name) => `src/${name}.ts`),
    outdir: 'dist/chunks',
    entryNames: '[name]',
    format: 'esm',
    // jq's loader makes a path of it that it has no use for.
    define: { __dirname: '""' },
  });
  const start = await build({
    ...SHARED,
    entryPoints: ['src/start.ts'],
    outdir: 'dist',
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    define: { BUILD: JSON.stringify(hash.digest('hex').slice(0, 16)) },
  });
  for (const { metafile } of [programs, start]) {
    for (const [path, { entryPoint, ...account }] of Object.entries(metafile.outputs)) {
      accounts[path] = { ...account, entryPoints: [entryPoint] };
    }
  }
  await layOutHelp();
  const inputs = Object.assign({}, ...[split, programs, start].map(({ metafile }) => metafile.inputs));
  writeFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, bundledLicenses(root, Object.keys(inputs)));
  writeFileSync(`${root}dist/meta.json`, JSON.stringify({ inputs, outputs: accounts }));
}

/**
 * What a plain request loads, all in one file, as each further file took it 0.4 ms of CPU; help; what is loaded when it is
 * called; what saved requests alone need, and what they share with much else, a little each.
 */
function groupsIn(outputs) {
  const of = (name) => loadedWith(outputs, `src/${name}.ts`);
  const forRequests = of('dispatch');
  const called = new Set(Object.values(WHEN_CALLED).flat());
  const forOthers = new Set(
    entriesOf(outputs)
      .filter((name) => !WITH_COLLECTIONS.test(name) && !called.has(name))
      .flatMap((name) => [...of(name)]),
  );
  const closureOf = (modules) => modules.flatMap((module) => [...of(module)]);
  const isTheirs = (path) => called.has(nameOf(outputs[path])) || !forOthers.has(path);
  return [
    ['main', [...of('main'), ...forRequests, ...of('http/transport'), ...of('http/direct-line')]],
    ['special', of('special')],
    ['http2', of('http/http2-line')],
    ...Object.entries(WHEN_CALLED).map(([name, modules]) => [name, closureOf(modules).filter(isTheirs)]),
    // What these share with others, a little each.
    ['shared', closureOf([...called])],
    ['run', [...of('commands/run')].filter((path) => !forOthers.has(path))],
    ['paths', holding(outputs, ['json/path', 'json/path-syntax', 'json/path-grammar'])],
    ['files', holding(outputs, ['yaml/node', 'yaml/place', 'store/whole-file'])],
  ];
}

/** What is about collections, and is not the poorer for loading all that a run needs. */
const WITH_COLLECTIONS = /^(?:main|dispatch|commands\/(?:run|save|collection|diff)|run\/.*)$/;

/** What is imported when it is reached, by its name. */
function entriesOf(outputs) {
  return Object.values(outputs).flatMap((output) => nameOf(output) ?? []);
}

function nameOf({ entryPoint = '' }) {
  return /^src\/(.*)\.ts$/.exec(entryPoint)?.[1];
}

/** The chunks that modules are in. */
function holding(outputs, names) {
  return names.map((name) => Object.keys(outputs).find((path) => `src/${name}.ts` in outputs[path].inputs));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
