// Makes the parts of the program, which src/start.ts loads, of the modules that esbuild's splitting made.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Turns chunks into CommonJS files, so that V8's code for them can be kept; those that are always loaded together become
 * one file. esbuild gives every set of entries that share a module a chunk of its own: with some forty lazy parts a plain
 * GET read 84 files.
 *
 * @param root folder that the paths of `outputs` start from.
 * @param outputs esbuild's account of the chunks, which are ESM.
 * @param groups pairs of a name and the chunks that are to be one file; a chunk counts for the first that has it.
 * @returns the files by their names, and an account of them like esbuild's.
 */
export async function partsOf(root, outputs, groups) {
  const chunks = Object.keys(outputs).filter((path) => path.endsWith('.js'));
  const fileOf = new Map();
  for (const [name, paths] of groups) {
    for (const path of paths) if (!fileOf.has(path)) fileOf.set(path, `${name}.cjs`);
  }
  for (const path of chunks) if (!fileOf.has(path)) fileOf.set(path, path.replace(/^.*\/|\.js$/g, '').concat('.cjs'));
  const used = usedOutside(root, outputs, chunks, fileOf);
  const reached = reachedLater(outputs, chunks);
  const files = new Map();
  for (const file of new Set(fileOf.values())) {
    const members = chunks.filter((path) => fileOf.get(path) === file);
    files.set(file, await partOf(root, { outputs, fileOf, used, reached }, file, members));
  }
  return files;
}

/** What of each chunk other files name. To hand on what nobody asks for took 1.5 ms of each run. */
function usedOutside(root, outputs, chunks, fileOf) {
  const used = new Map(chunks.map((path) => [path, new Set()]));
  for (const importer of chunks) {
    const text = readFileSync(resolve(root, importer), 'utf8');
    const chunkAt = (place) => calledChunk(outputs, place) ?? relative(root, resolve(root, dirname(importer), place));
    // As esbuild writes them, which is the only writer of chunks.
    for (const [, names, place] of text.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"((?:\.|called:)[^"]*)"/g)) {
      if (fileOf.get(chunkAt(place)) === fileOf.get(importer)) continue;
      for (const name of names.split(',')) used.get(chunkAt(place)).add(name.trim().split(' ')[0]);
    }
  }
  return used;
}

/** Chunks that are imported when they are reached. */
function reachedLater(outputs, chunks) {
  const imports = chunks.flatMap((path) => outputs[path].imports);
  return new Set(imports.filter(({ kind }) => kind === 'dynamic-import').map(({ path }) => path));
}

/** The chunk of a module that is loaded when something of it is called: `called:request/form`. */
function calledChunk(outputs, place) {
  if (!place.startsWith('called:')) return undefined;
  return Object.keys(outputs).find((path) => outputs[path].entryPoint === `src/${place.slice(7)}.ts`);
}

/** The name that an export has in a file of several chunks. */
function alias(path, exported) {
  return `${exported}_${createHash('sha256').update(path).digest('hex').slice(0, 8)}`;
}

async function partOf(root, { outputs, fileOf, used, reached }, file, members) {
  const named = (path) => new Set([...used.get(path), ...(reached.has(path) ? outputs[path].exports : [])]);
  const taken = members.map((path) => {
    const pairs = [...named(path)].map((name) => `${name} as ${alias(path, name)}`);
    return `import {${pairs.join(',')}} from ${JSON.stringify(resolve(root, path))};`;
  });
  const handedOn = members.flatMap((path) => [
    ...[...used.get(path)].map((name) => alias(path, name)),
    ...(reached.has(path)
      ? [`${alias(path, '$')}:{${outputs[path].exports.map((name) => `${name}:${alias(path, name)}`).join(',')}}`]
      : []),
  ]);
  const outside = (path, from) => {
    const pairs = [...used.get(path)].map((name) => `${alias(path, name)} as ${name}`);
    return pairs.length === 0
      ? `import ${JSON.stringify(from)};`
      : `export {${pairs.join(',')}} from ${JSON.stringify(from)};`;
  };
  const made = await build({
    absWorkingDir: root,
    stdin: {
      // Handed on as they are: what esbuild makes of exports is a function for each, 0.5 ms of a small GET.
      contents: `${taken.join('\n')}\nmodule.exports = {${handedOn.join(',')}};`,
      resolveDir: root,
      loader: 'js',
    },
    outfile: file,
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    minify: true,
    format: 'cjs',
    // Parts are loaded by src/start.ts; what is imported when it is reached is required when it is reached.
    supported: { 'dynamic-import': false },
    define: { 'import.meta.url': 'module.url' },
    legalComments: 'none',
    write: false,
    // What src/start.ts calls: to put it around the text there would copy that.
    banner: { js: '(function(exports,require,module){' },
    footer: { js: '})' },
    plugins: [
      {
        name: 'parts',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^(?:\.\.?\/|called:)/ }, ({ path, resolveDir, namespace, kind }) => {
            if (namespace === 'outside') return { path, external: true };
            const called = calledChunk(outputs, path);
            const chunk = called ?? relative(root, resolve(resolveDir, path));
            if (kind === 'dynamic-import') {
              // src/start.ts finds it in its part, be it this one: a wrapper would be code that runs at start.
              return { path: `./${fileOf.get(chunk)}#${alias(chunk, '$')}`, external: true };
            }
            if (members.includes(chunk)) return { path: resolve(root, chunk) };
            return { path: chunk, namespace: 'outside', pluginData: called === undefined ? '' : 'called:' };
          });
          onLoad({ filter: /.*/, namespace: 'outside' }, ({ path, pluginData }) => ({
            contents: outside(path, `${pluginData}./${fileOf.get(path)}`),
            resolveDir: root,
          }));
        },
      },
    ],
  });
  const [{ contents, text }] = made.outputFiles;
  return { contents, text, account: accountOf(outputs, file, members, fileOf, contents.byteLength) };
}

function accountOf(outputs, file, members, fileOf, bytes) {
  const imports = members
    .flatMap((path) => outputs[path].imports)
    .map(({ path, kind }) => {
      const called = calledChunk(outputs, path);
      return called === undefined ? { path, kind } : { path: called, kind: 'called' };
    })
    .filter(({ path }) => fileOf.has(path) && fileOf.get(path) !== file)
    .map(({ path, kind }) => ({ path: `dist/chunks/${fileOf.get(path)}`, kind }));
  return {
    bytes,
    inputs: Object.assign({}, ...members.map((path) => outputs[path].inputs)),
    entryPoints: members.map((path) => outputs[path].entryPoint).filter((entryPoint) => entryPoint !== undefined),
    imports,
  };
}

/** A chunk and all that is loaded with it before anything runs. */
export function loadedWith(outputs, entryPoint) {
  const first = Object.keys(outputs).find((path) => outputs[path].entryPoint === entryPoint);
  const loaded = new Set([first]);
  for (const path of loaded) {
    for (const { path: next, kind } of outputs[path].imports) {
      if (kind === 'import-statement' && outputs[next] !== undefined) loaded.add(next);
    }
  }
  return loaded;
}
