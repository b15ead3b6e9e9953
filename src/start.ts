import { openCodeStore } from './code-store.ts';
import { runtimeOf, VERSION, versionLine } from './version.ts';

/**
 * The first file that Node reads: it answers what needs no program, or loads the program's parts, each at most once, and
 * keeps what V8 makes of them for the next run (src/code-store.ts).
 *
 * A part is a file of dist/chunks as scripts/parts.mjs makes it: CommonJS in its function, with `require` for other parts
 * and for Node's modules, and `module.url` for its place. Node's own loader looks for packages, links and settings on the way to each:
 * 4 ms of CPU for the parts of a small GET. This file itself is compiled anew in each run: what can stand in a part does.
 */
function start(world: NodeJS.Process): void {
  if (answered(world)) return;
  const { readFileSync } = world.getBuiltinModule('node:fs');
  const folder = `${__dirname}/chunks/`;
  const loaded = new Map<string, Part>();
  const codes = openCodeStore(world);
  const load = (path: string): unknown => {
    if (path.startsWith('called:')) return standInFor(path.slice(7));
    if (!path.startsWith('./')) return require(path);
    const [file = '', name] = path.split('#');
    if (name !== undefined) return (load(file) as Readonly<Record<string, unknown>>)[name]; // what a part hands on
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
    const script = codes.compile(path.slice(2), readFileSync(filename, 'latin1'), filename);
    script.runInThisContext()(part.exports, load, part);
    return part.exports;
  };
  const standInFor = standIns(load);
  load('./main.cjs');
}

/** Makes what stands for the exports of a part until one of them is asked for, which loads it. */
function standIns(load: (path: string) => unknown): (path: string) => unknown {
  const paths = new Map<unknown, string>();
  const asked = new Proxy({}, { get: (_, name, self) => Object.assign(self, load(paths.get(self) ?? ''))[name] });
  return (path) => {
    const standIn: unknown = Object.create(asked);
    paths.set(standIn, path);
    return standIn;
  };
}

/** What a part sees of itself. */
interface Part {
  exports: unknown;
  readonly url: string;
}

/**
 * Answers a line that is nothing but `--version`, or that asks for help in a pipe or a file, whose text the build has laid
 * out (src/piped-help.ts): 1.5 ms of CPU over Node itself, where to lay the help out takes 15.
 */
function answered(world: NodeJS.Process): boolean {
  const { argv } = world;
  const [, , word] = argv;
  if (argv.length !== 3) return false;
  if (word === '--version' || word === '-V') return printed(world, versionLine(VERSION, runtimeOf(world)));
  if ((word === '--help' || word === '-h') && isPlain(world)) {
    try {
      const name = word === '-h' ? 'short-help' : 'help';
      return printed(world, world.getBuiltinModule('node:fs').readFileSync(`${__dirname}/${name}.txt`));
    } catch {
      // It is laid out anew.
    }
  }
  return false;
}

/** Neither a terminal, which has a width, nor colours that are asked for without one. */
function isPlain({ env, getBuiltinModule }: NodeJS.Process): boolean {
  if (env.FORCE_COLOR !== undefined || env.CLICOLOR_FORCE !== undefined) return false;
  const fs = getBuiltinModule('node:fs');
  try {
    const facts = fs.fstatSync(1);
    return facts.isFile() || facts.isFIFO() || facts.isSocket() || facts.rdev === fs.statSync('/dev/null').rdev;
  } catch {
    // It was closed, or there is no such device here.
    return false;
  }
}

/** Whether it could be written; what a full pipe does not take at once follows by itself. */
function printed(world: NodeJS.Process, text: string | Buffer): boolean {
  const bytes = Buffer.from(text);
  let start = 0;
  try {
    while (start < bytes.length) start += world.getBuiltinModule('node:fs').writeSync(1, bytes, start);
  } catch (error) {
    // A reader that has had enough needs no more.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return true; // writeSync fails with system errors
    // A disk that is full by now is told of by the program.
    if (start === 0 || (error as NodeJS.ErrnoException).code !== 'EAGAIN') return false;
    world.stdout.write(bytes.subarray(start));
  }
  return true;
}

start(process);
