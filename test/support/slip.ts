import { resolve } from 'node:path';
import { openInBrowser } from '../../src/browser.ts';
import { BrokenPipe, type Files, type Host, type Sink, type SystemKeychain } from '../../src/host.ts';
import { realHost } from '../../src/real-host.ts';
import { run } from '../../src/run.ts';
import { runInShell } from '../../src/shell.ts';
import { VERSION } from '../../src/version.ts';

/** What slip finds around itself. */
export interface World {
  /** The working folder. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly terminals: readonly ('stdin' | 'stdout' | 'stderr')[];
  readonly columns: number;
  readonly stdin: Uint8Array;
  /** Stdin is a file. */
  readonly stdinIsFile?: boolean;
  /** What is typed when slip asks for a secret. */
  readonly password: string | undefined;
  /** Chance; the same bytes each time unless said. */
  readonly randomBytes?: (count: number) => Uint8Array;
  /** What is typed where slip asks for a line, by what stands on stderr; nobody is there unless said. */
  readonly answerLine?: (stderr: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly nowMs: number;
  readonly uptimeMs: () => number;
  /** Moves that clock, which is all that waiting does. */
  readonly pass: (durationMs: number) => void;
  /** What others do meanwhile. */
  readonly whileWaiting?: (stderr: string, durationMs: number) => Promise<void>;
  /** The reader of stdout goes away after so many bytes. */
  readonly readerBytes: number | undefined;
  readonly interrupted: AbortSignal;
  readonly keychain: SystemKeychain;
}

/** What came of a run. */
export interface Outcome {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
  readonly stdinWasRead: boolean;
}

/** Runs slip within this process: real files and sockets, everything else is as the world says. */
export async function slip(argv: readonly string[], world: World): Promise<Outcome> {
  const stdout = collector(world, 'stdout', world.readerBytes);
  const stderr = collector(world, 'stderr', undefined);
  let stdinWasRead = false;
  const host: Host = {
    env: world.env,
    platform: 'linux',
    version: VERSION,
    runtime: 'node, here',
    processName: '1@here',
    hasEnded: () => false,
    accountHome: () => undefined,
    // As Node 20 has it, so that every Node asks for the same codings.
    decodesZstd: false,
    stdin: {
      isTerminal: world.terminals.includes('stdin'),
      isFile: () => world.stdinIsFile === true,
      async *chunks() {
        stdinWasRead = true;
        if (world.stdin.byteLength > 0) yield world.stdin;
      },
    },
    stdout: stdout.sink,
    stderr: stderr.sink,
    files: filesIn(world.folder),
    now: () => world.nowMs,
    offsetMinutes: () => 0,
    uptimeMs: world.uptimeMs,
    // Nobody's patience ends, so that what is shown depends on the bytes alone.
    sleep: () => new Promise(() => {}),
    async wait(durationMs, signal) {
      signal?.throwIfAborted();
      world.pass(durationMs);
      await world.whileWaiting?.(stderr.bytes().toString(), durationMs);
      // What others do meanwhile has its turn.
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
    },
    keepMemoryLow: () => {},
    expectMuch: () => {},
    randomBytes: world.randomBytes ?? ((count) => Uint8Array.from({ length: count }, (_, index) => index)),
    keychain: async () => world.keychain,
    askSecret: async () => world.password,
    async askLine(question, signal) {
      await stderr.sink.write(`${question}: \n`);
      return await world.answerLine?.(stderr.bytes().toString(), signal);
    },
    openBrowser: (url, signal) => openInBrowser(url, { env: world.env, platform: 'linux' }, signal),
    runCommand: runInShell,
    // It says who it is, and shows all it gets; `missing` is not there.
    async openPager(words, env) {
      if (words[0] === 'missing') throw Object.assign(new Error(), { code: 'ENOENT' });
      await stdout.sink.write(`[${words.join('|')}, LESS=${env.LESS}]\n`);
      return {
        gone: new AbortController().signal,
        write: stdout.sink.write,
        close: () => stdout.sink.write('[end]\n'),
      };
    },
    interrupted: world.interrupted,
  };
  const status = await run(host, argv);
  return { status, stdout: stdout.bytes(), stderr: stderr.bytes(), stdinWasRead };
}

function collector(
  { terminals, columns }: World,
  name: 'stdout' | 'stderr',
  readerBytes = Number.POSITIVE_INFINITY,
): { readonly sink: Sink; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  let total = 0;
  return {
    sink: {
      isTerminal: terminals.includes(name),
      columns,
      async write(chunk) {
        const bytes = Buffer.from(chunk as Uint8Array); // the overload for text does the same for text
        if (total + bytes.length > readerBytes) throw new BrokenPipe();
        chunks.push(bytes);
        total += bytes.length;
      },
    },
    bytes: () => Buffer.concat(chunks),
  };
}

/** slip's own file system, whose relative paths start in a folder that is not the process's. */
function filesIn(folder: string): Files {
  const within = (path: string): string => resolve(folder, path);
  return {
    read: (path) => REAL.read(within(path)),
    stream: (path, startByte, passing) => REAL.stream(within(path), startByte, passing),
    absolute: within,
    real: (path) => REAL.real(within(path)),
    list: (path) => REAL.list(within(path)),
    facts: (path) => REAL.facts(within(path)),
    open: (path, how, mode) => REAL.open(within(path), how, mode),
    setModified: (path, atMs) => REAL.setModified(within(path), atMs),
    makeFolder: (path, mode) => REAL.makeFolder(within(path), mode),
    rename: (from, to) => REAL.rename(within(from), within(to)),
    link: (from, to) => REAL.link(within(from), within(to)),
    remove: (path) => REAL.remove(within(path)),
  };
}

const REAL = filesOfThisProcess();

function filesOfThisProcess(): Files {
  const { files, close } = realHost(process);
  // Without the signal handlers that come with it.
  close();
  return files;
}
