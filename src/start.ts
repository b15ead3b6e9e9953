import { openCodeStore } from './code-store.ts';

/**
 * The first file that Node reads: it loads the program's parts, each at most once, and keeps what V8 makes of them for
 * the next run (src/code-store.ts).
 *
 * A part is a file of dist/chunks as scripts/parts.mjs makes it: CommonJS, with `require` for other parts and for Node's
 * modules, and `module.url` for its place. Node's own loader looks for packages, links and settings on the way to each:
 * 4 ms of CPU for the parts of a small GET.
 */
function start(world: NodeJS.Process): void {
  const { readFileSync } = world.getBuiltinModule('node:fs');
  const folder = `${__dirname}/chunks/`;
  const loaded = new Map<string, Part>();
  const codes = openCodeStore(world);
  const load = (path: string): unknown => {
    if (!path.startsWith('./')) return require(path);
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const filename = folder + path.slice(2);
    const part: Part = {
      exports: {},
      get url() {
        return world.getBuiltinModule('node:url').pathToFileURL(filename).href;
      },
    };
    loaded.set(path, part);
    // esbuild writes ASCII, so that Latin-1 is no other text, and half the work.
    const source = `(function(exports,require,module){${readFileSync(filename, 'latin1')}\n})`;
    const script = codes.compile(path.slice(2), source, filename);
    script.runInThisContext()(part.exports, load, part);
    return part.exports;
  };
  load('./main.cjs');
}

/** What a part sees of itself. */
interface Part {
  exports: unknown;
  readonly url: string;
}

start(process);
