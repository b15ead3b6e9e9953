// Makes one file of chunks that are always loaded together. esbuild gives every set of entries that share a module a
// chunk of its own; with some forty lazy parts a plain GET read 84 files.
import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Merges chunks into one file. In the place of each stays a line that hands on what it exported, for lazy parts that
 * import it by its name.
 *
 * @param root folder that the paths of `outputs` start from.
 * @param outputs esbuild's account of the chunks; changed to what is there afterwards.
 * @param paths the chunks, as `outputs` names them.
 * @param name of the file, beside the chunks.
 */
export async function mergeChunks(root, outputs, paths, name) {
  const group = new Set(paths);
  const target = `dist/chunks/${name}.js`;
  const place = (path) => `./${relative('dist/chunks', path)}`.replace(/^\.\/\.\.\//, '../');
  const alias = new Map();
  const lines = [...group].map((path, index) => {
    const names = outputs[path].exports.map((exported) => {
      const own = `m${index}_${exported}`;
      alias.set(`${path} ${exported}`, own);
      return `${exported} as ${own}`;
    });
    return names.length === 0
      ? `import ${JSON.stringify(place(path))};`
      : `export {${names}} from ${JSON.stringify(place(path))};`;
  });
  const merged = await build({
    absWorkingDir: root,
    stdin: { contents: lines.join('\n'), resolveDir: resolve(root, 'dist/chunks'), loader: 'js' },
    outfile: target,
    bundle: true,
    platform: 'node',
    target: 'node20.18',
    minify: true,
    format: 'esm',
    metafile: true,
    legalComments: 'none',
    write: false,
    plugins: [
      {
        name: 'chunks of the group',
        setup({ onResolve }) {
          onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
            const full = relative(root, resolve(resolveDir, path));
            // What is loaded when it is reached stays a file of its own.
            if (kind !== 'dynamic-import' && group.has(full)) return { path: resolve(root, full) };
            return { path: place(full), external: true };
          });
        },
      },
    ],
  });
  const [file] = merged.outputFiles;
  const imports = merged.metafile.outputs[target].imports.map(({ path, kind }) => {
    return path.startsWith('.')
      ? { path: relative(root, resolve(root, 'dist/chunks', path)), kind }
      : { path, kind, external: true };
  });
  const inputs = Object.assign({}, ...[...group].map((path) => outputs[path].inputs));
  for (const path of group) {
    const { exports, entryPoint } = outputs[path];
    const from = JSON.stringify(`./${relative(dirname(path), target)}`);
    const names = exports.map((exported) => `${alias.get(`${path} ${exported}`)} as ${exported}`);
    const text = names.length === 0 ? `import ${from};\n` : `export{${names}}from${from};\n`;
    writeFileSync(resolve(root, path), text);
    outputs[path] = {
      bytes: text.length,
      inputs: {},
      exports,
      ...(entryPoint === undefined ? {} : { entryPoint }),
      imports: [{ path: target, kind: 'import-statement' }],
    };
  }
  writeFileSync(resolve(root, target), file.contents);
  outputs[target] = { bytes: file.contents.byteLength, inputs, exports: [...alias.values()], imports };
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
