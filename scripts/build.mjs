// Bundles src/ into dist/: ESM chunks with splitting, so that a run loads only what it uses.
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { bundledLicenses } from './licenses.mjs';
import { loadedWith, mergeChunks } from './merge-chunks.mjs';

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

/** undici's half for HTTP/1, with a parser in WebAssembly: slip speaks HTTP/1 itself, as that costs a third less. */
const noUndiciHttp1 = {
  name: 'no http1 of undici',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\.\/client-h1\.js$/ }, ({ path }) => ({ path, namespace: 'no http1' }));
    onLoad({ filter: /.*/, namespace: 'no http1' }, () => ({
      contents: `module.exports = () => { throw new Error('HTTP/1 is not for undici'); }`,
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

/** Those of src/render/highlight.ts, and those that JavaScript has inside. */
const LANGUAGES = ['css', 'javascript', 'yaml', 'coffeescript', 'xml'];

/**
 * What the entry loads when it is reached, and the program that asks the keychain: modules of src, which become files of
 * dist of the same name. keytar is no part of any: it brings libraries for every system, and is loaded from its package.
 */
const PARTS = [
  'dispatch',
  'special',
  'terminal',
  'shell',
  'pager',
  'store/output',
  'pick/jq',
  'pick/jq-worker',
  'pick/xpath',
  'pick/xpath-worker',
  'secrets/system-keychain',
  'secrets/keychain-child',
];

/** Keeps the entry's lazy imports as they are, and points them at the parts. */
const partsApart = {
  name: 'parts apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/.*\.ts$/ }, ({ path, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const name = path.slice(2, -3);
      if (!PARTS.includes(name)) throw new Error(`${path} is loaded by the entry, but is no part`);
      return { path: `./${name}.js`, external: true };
    });
  },
};

/**
 * Bundles, and leaves esbuild's account of what went where beside the chunks.
 *
 * The entry is a CommonJS file of its own: Node reads one sooner than a module, by 4 of the 25 ms that `--version` takes.
 */
export async function bundle() {
  rmSync(`${root}dist`, { recursive: true, force: true });
  const shared = {
    absWorkingDir: root,
    outdir: 'dist',
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    minify: true,
    metafile: true,
    legalComments: 'none',
  };
  const entry = await build({
    ...shared,
    entryPoints: ['src/main.ts'],
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    plugins: [partsApart],
  });
  const parts = await build({
    ...shared,
    entryPoints: PARTS.map((name) => `src/${name}.ts`),
    // jq's loader makes a path of it that it has no use for.
    define: { __dirname: '""' },
    outbase: 'src',
    splitting: true,
    format: 'esm',
    chunkNames: 'chunks/[name]-[hash]',
    plugins: [builtinModules, noUndiciHttp1, fewLanguages, toldLevel, noCommanderHelp],
  });
  await mergeWhatEachRequestLoads(parts.metafile.outputs);
  const inputs = { ...entry.metafile.inputs, ...parts.metafile.inputs };
  const outputs = { ...entry.metafile.outputs, ...parts.metafile.outputs };
  writeFileSync(`${root}dist/THIRD-PARTY-LICENSES.txt`, bundledLicenses(root, Object.keys(inputs)));
  writeFileSync(`${root}dist/meta.json`, JSON.stringify({ inputs, outputs }));
}

/** Three files in place of many: what reads a line and plans it, what sends it, and undici's half of that. */
async function mergeWhatEachRequestLoads(outputs) {
  const of = (name) => loadedWith(outputs, `src/${name}.ts`);
  // What a part apart from these loads, too, stays what it is: help must not read the whole of a request's code.
  const known = new Set(PARTS.filter((name) => name !== 'dispatch').flatMap((name) => [...of(name)]));
  const groups = [
    ['core', of('dispatch')],
    ['sending', of('http/transport')],
    // Nor must a line of curl's read undici, which sends none of them.
    ['undici', [...of('http/undici-line')].filter((path) => !of('http/direct-line').has(path))],
  ];
  for (const [name, loaded] of groups) {
    const paths = [...loaded].filter((path) => !known.has(path));
    for (const path of paths) known.add(path);
    await mergeChunks(root, outputs, paths, name);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
