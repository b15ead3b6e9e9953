import { openCodeStore } from './code-store.ts';

/**
 * The first file that Node reads: it loads the program's parts, each at most once, and keeps what V8 makes of them for
 * the next run (src/code-store.ts).
 *
 * A part is a file of dist/chunks as scripts/parts.mjs makes it: CommonJS in its function, with `require` for other parts
 * and for Node's modules, and `module.url` for its place. Node's own loader looks for packages, links and settings on the way to each:
 * 4 ms of CPU for the parts of a small GET.
 */
function start(world: NodeJS.Process): void {
  const { readFileSync } = world.getBuiltinModule('node:fs');
  const folder = `${__dirname}/chunks/`;
  const loaded = new Map<string, Part>();
  const codes = openCodeStore(world);
  const partAt = (path: string, filename: string): Part => {
    const part: Part = {
      exports: {},
      get url() {
        return world.getBuiltinModule('node:url').pathToFileURL(filename).href;
      },
    };
    loaded.set(path, part);
    return part;
  };
  const load = (path: string): unknown => {
    if (!path.startsWith('./')) return require(path);
    const known = loaded.get(path);
    if (known !== undefined) return known.exports;
    const filename = folder + path.slice(2);
    const part = partAt(path, filename);
    // esbuild writes ASCII, so that Latin-1 is no other text, and half the work.
    const script = codes.compile(path.slice(2), readFileSync(filename, 'latin1'), filename);
    script.runInThisContext()(part.exports, load, part);
    return part.exports;
  };
  const main = partAt('./main.cjs', __filename);
  MAIN(main.exports, load, main);
}

/** What a part sees of itself. */
interface Part {
  exports: unknown;
  readonly url: string;
}

/** The part that each run begins with: put into this file, which saves a version's run 1 ms. */
declare const MAIN: (exports: unknown, require: (path: string) => unknown, module: Part) => void;

start(process);
