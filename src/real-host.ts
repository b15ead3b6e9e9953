import type { FileHandle } from 'node:fs/promises';
import { EXIT_STATUS } from './failure.ts';
import type { FileSink, Files, Host, Pager, Sink } from './host.ts';
import { runtimeOf, VERSION } from './version.ts';

/** The host of a real process, and how to let go of it at the end. */
export interface RealHost extends Host {
  /**
   * Takes the signal handlers away and lets go of stdin, so that a process with nothing left to do ends. Gives the exit
   * status for whoever started it: a run that SIGTERM ended is told from one that Ctrl-C did, as shells tell them.
   */
  close(status?: number): number;
}

/** The outside world as Node gives it. Made once, by main.ts. */
export function realHost(world: NodeJS.Process): RealHost {
  let interruption: AbortController | undefined;
  let isStdinRead = false;
  let ownName: string | undefined;
  let expectsMuch = false;
  let pager: Pager | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (signal === 'SIGINT' && pager?.gone.aborted === false) return;
    // A second Ctrl-C means it: the run that should have ended at the first one is not asked again.
    if (interruption?.signal.aborted)
      world.exit(signal === 'SIGTERM' ? EXIT_STATUS.terminated : EXIT_STATUS.interrupted);
    interruption?.abort(signal);
  };
  return {
    // Each look into the real one is a call into the system; on Windows it finds names in any case.
    env: world.platform === 'win32' ? world.env : { ...world.env },
    platform: world.platform,
    version: VERSION,
    runtime: runtimeOf(world),
    get processName() {
      ownName ??= processName(world);
      return ownName;
    },
    hasEnded: (name) => hasEnded(world, name),
    accountHome: () => accountHome(world),
    endsWithRun: true,
    decodesZstd: 'zstd' in world.versions,
    stdin: {
      get isTerminal() {
        return world.stdin.isTTY === true;
      },
      isFile: () => isFile(world, 0),
      chunks: (passing) => {
        const fs = world.getBuiltinModule('node:fs');
        // As curl does, from the file's beginning, wherever it was when it was handed over.
        const start = isStdinRead ? { start: 0 } : {};
        if (isFile(world, 0)) {
          isStdinRead = true;
          if (passing) return filePieces(fs, 0, start.start);
          return fs.createReadStream('', { fd: 0, autoClose: false, ...start, highWaterMark: READ_CHUNK_BYTES });
        }
        isStdinRead = true;
        return world.stdin;
      },
    },
    stdout: standardSink(world, 'stdout', 1),
    stderr: standardSink(world, 'stderr', 2),
    files: realFiles(world),
    now: () => Date.now(),
    offsetMinutes: (atMs) => -new Date(atMs).getTimezoneOffset(),
    uptimeMs: () => Number(world.hrtime.bigint()) / 1e6,
    sleep: (durationMs) => new Promise((resolve) => setTimeout(resolve, Math.min(durationMs, LONGEST_MS)).unref()),
    wait,
    // V8's old space would grow to several times of what is in use before it is swept.
    keepMemoryLow: () => setUntilExit(world, '--heap-growing-percent', 50, 0),
    expectMuch() {
      if (expectsMuch) return;
      expectsMuch = true;
      // The V8 of Node 20 optimizes so much so soon that 1,000 requests took 770 ms of CPU in place of 470. Later ones wait.
      if (!world.versions.v8.startsWith('11.3.')) return;
      setUntilExit(world, '--interrupt-budget', 600_000, 67_584);
      // Small functions would not wait for their turn: 407 ms in place of 375.
      setUntilExit(world, '--max-bytecode-size-for-early-opt', 0, 81);
    },
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keychain: async () => {
      const { systemKeychain } = await import('./secrets/system-keychain.ts');
      return systemKeychain(world.env, world.platform);
    },
    askSecret: (question) => askOnTerminal(world, question),
    askLine: async (question, signal) => await (await import('./terminal.ts')).askLine(world, question, signal),
    openBrowser: async (url, signal) => await (await import('./browser.ts')).openInBrowser(url, world, signal),
    runCommand: async (command, signal, maxBytes) =>
      await (await import('./shell.ts')).runInShell(command, signal, maxBytes),
    async openPager(words, env) {
      const { startPager } = await import('./pager.ts');
      pager = await startPager(words, env, this.interrupted);
      return pager;
    },
    get interrupted() {
      // Watched from the first look on: until then there is nothing that a signal could leave half done.
      if (interruption === undefined) {
        interruption = new AbortController();
        // Each request that is under way listens, and there may be hundreds.
        world.getBuiltinModule('node:events').setMaxListeners(0, interruption.signal);
        world.on('SIGINT', onSignal).on('SIGTERM', onSignal);
      }
      return interruption.signal;
    },
    close: (status = 0) => {
      world.off('SIGINT', onSignal).off('SIGTERM', onSignal);
      // A stdin that was given up on would keep the process waiting for its end.
      if (isStdinRead) world.stdin.destroy();
      return status === EXIT_STATUS.interrupted && interruption?.signal.reason === 'SIGTERM'
        ? EXIT_STATUS.terminated
        : status;
    },
  };
}

/** Code that is kept for later runs is to be of V8's usual settings, as V8 takes no other (src/code-store.ts). */
function setUntilExit(world: NodeJS.Process, flag: string, value: number, usual: number): void {
  const { setFlagsFromString } = world.getBuiltinModule('node:v8');
  setFlagsFromString(`${flag}=${value}`);
  world.prependOnceListener('exit', () => setFlagsFromString(`${flag}=${usual}`));
}

function isFile(world: NodeJS.Process, descriptor: number): boolean {
  try {
    return world.getBuiltinModule('node:fs').fstatSync(descriptor).isFile();
  } catch {
    // Whoever started slip may have closed it.
    return false;
  }
}

function processName(world: NodeJS.Process): string {
  return `${world.pid}@${world.getBuiltinModule('node:os').hostname()}`;
}

function hasEnded(world: NodeJS.Process, name: string): boolean {
  const [, number, machine] = /^(\d+)@(.*)$/.exec(name) ?? [];
  if (number === undefined || machine !== world.getBuiltinModule('node:os').hostname()) return false;
  try {
    world.kill(Number(number), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'; // kill fails with a system error
  }
}

function accountHome(world: NodeJS.Process): string | undefined {
  try {
    return world.getBuiltinModule('node:os').userInfo().homedir || undefined;
  } catch {
    // A container may run as a number that nobody has a name for.
    return undefined;
  }
}

/** What is longer than this, 24 days, would be over at once in Node. */
const LONGEST_MS = 2 ** 31 - 1;

function wait(durationMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(
      () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      },
      Math.min(durationMs, LONGEST_MS),
    );
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}

/** A sink over a standard stream, which is looked at only when it is first touched. */
function standardSink(world: NodeJS.Process, name: 'stdout' | 'stderr', descriptor: number): Sink {
  let sink: Sink | undefined;
  const opened = (): Sink => {
    sink ??= neverWaits(world, descriptor)
      ? fileLikeSink(world, name, descriptor)
      : streamSink(name, () => world[name]);
    return sink;
  };
  return {
    get isTerminal() {
      return opened().isTerminal;
    },
    get columns() {
      return opened().columns;
    },
    write: (chunk) => opened().write(chunk),
  };
}

/** Whether what is written there is taken at once: a file, or the null device. */
function neverWaits(world: NodeJS.Process, descriptor: number): boolean {
  const fs = world.getBuiltinModule('node:fs');
  try {
    const facts = fs.fstatSync(descriptor);
    return facts.isFile() || (facts.isCharacterDevice() && facts.rdev === fs.statSync('/dev/null').rdev);
  } catch {
    // It was closed, or there is no such device here.
    return false;
  }
}

/** Written to as it is: Node's stream before it takes 1.2 ms of CPU to make. */
function fileLikeSink(world: NodeJS.Process, name: string, descriptor: number): Sink {
  const fs = world.getBuiltinModule('node:fs');
  return {
    isTerminal: false,
    columns: 80,
    async write(chunk) {
      const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
      try {
        for (let start = 0; start < bytes.length; ) start += fs.writeSync(descriptor, bytes, start);
      } catch (error) {
        const { sinkFailure } = await import('./store/output.ts');
        throw sinkFailure(error as NodeJS.ErrnoException, name); // writeSync fails with a system error
      }
    },
  };
}

function streamSink(name: string, open: () => NodeJS.WriteStream): Sink {
  let failure: Promise<Error> | undefined;
  let isWatched = false;
  const stream = (): NodeJS.WriteStream => {
    const opened = open();
    if (!isWatched) {
      isWatched = true;
      // Without a listener a reader that went away would end the process with a stack trace.
      opened.on('error', (error: NodeJS.ErrnoException) => {
        failure ??= import('./store/output.ts').then(({ sinkFailure }) => sinkFailure(error, name));
      });
    }
    return opened;
  };
  return {
    get isTerminal() {
      return open().isTTY === true;
    },
    get columns() {
      return open().columns ?? 80;
    },
    async write(chunk) {
      if (failure !== undefined) throw await failure;
      if (chunk.length === 0) return;
      const opened = stream();
      // Less than its mark it keeps and asks for more, and then whoever wrote it may write over it.
      const isKept = typeof chunk !== 'string' && chunk.length < opened.writableHighWaterMark;
      if (opened.write(isKept ? Buffer.from(chunk) : chunk)) return;
      await new Promise<void>((resolve) => {
        const settle = (): void => {
          opened.off('drain', settle).off('error', settle).off('close', settle);
          resolve();
        };
        opened.on('drain', settle).on('error', settle).on('close', settle);
      });
      if (failure !== undefined) throw await failure;
    },
  };
}

/** Each read goes through a thread and back: with 64 KiB an upload took twice the CPU time. */
const READ_CHUNK_BYTES = 256 * 1024;

/** For the owner and the group, as in curl. */
const CURL_FOLDER_MODE = 0o750;

type FileSystem = typeof import('node:fs');

/** An import of node:fs would load `fs.promises` and all it needs, 3 ms that most runs never use. */
function realFiles(world: NodeJS.Process): Files {
  const fs = world.getBuiltinModule('node:fs');
  return {
    async read(path) {
      // Most runs look for two or three small files and find none: the first call to a thread starts four.
      const facts = fs.statSync(path, { throwIfNoEntry: false });
      if (facts === undefined) throw notThere(path);
      if (facts.isFile() && facts.size <= SMALL_BYTES) return fs.readFileSync(path);
      return await new Promise((resolve, reject) => {
        fs.readFile(path, (error, bytes) => (error === null ? resolve(bytes) : reject(error)));
      });
    },
    stream: (path, startByte, passing) =>
      passing && fs.statSync(path, { throwIfNoEntry: false })?.isFile()
        ? openedPieces(fs, path, startByte)
        : // Said only where it counts: with a position Node reads at positions, which a pipe does not have.
          fs.createReadStream(path, { highWaterMark: READ_CHUNK_BYTES, ...(startByte && { start: startByte }) }),
    absolute: (path) => world.getBuiltinModule('node:path').resolve(path),
    real: (path) => fs.promises.realpath(path),
    list: (path) => fs.promises.readdir(path),
    async facts(path) {
      try {
        const facts = await fs.promises.stat(path);
        const kind = facts.isFile() ? 'file' : facts.isDirectory() ? 'folder' : 'other';
        const { size, mtimeMs: modifiedAtMs, mode } = facts;
        return { kind, byteLength: kind === 'file' ? size : undefined, modifiedAtMs, mode: mode & 0o7777 };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // stat fails with a system error
        throw error;
      }
    },
    async open(path, how, mode = 0o666) {
      const { O_WRONLY, O_CREAT, O_EXCL, O_APPEND, O_TRUNC } = fs.constants;
      const flags = { create: O_EXCL, append: O_APPEND, replace: O_TRUNC }[how];
      return await fileSink(fs, await fs.promises.open(path, O_WRONLY | O_CREAT | flags, mode));
    },
    // A number before 1970 is the present to Node; a Date is what it says.
    setModified: (path, atMs) => fs.promises.utimes(path, new Date(atMs), new Date(atMs)),
    async makeFolder(path, mode = CURL_FOLDER_MODE) {
      await fs.promises.mkdir(path, { recursive: true, mode });
    },
    rename: (from, to) => fs.promises.rename(from, to),
    link: (from, to) => fs.promises.link(from, to),
    remove: (path) => fs.promises.rm(path),
  };
}

async function* openedPieces(fs: FileSystem, path: string, startByte?: number): AsyncGenerator<Uint8Array> {
  const descriptor = fs.openSync(path, 'r');
  try {
    yield* filePieces(fs, descriptor, startByte);
  } finally {
    fs.closeSync(descriptor);
  }
}

/** Of a file that goes through this thread: as much as curl takes at first, and while that takes no time more and more. */
const PIECE_BYTES = { least: 64 * 1024, most: 512 * 1024 };

/** A piece is not to take longer: whoever looks how fast the bytes go is told of whole ones. */
const PIECE_MS = 20;

/**
 * A file's bytes, read by this thread into the same memory again and again: by other threads, and into new memory for each
 * piece, an upload of 512 MiB took 400 ms of CPU in place of 220.
 *
 * @param startByte where to begin; `undefined`: where the descriptor stands.
 */
async function* filePieces(fs: FileSystem, descriptor: number, startByte?: number): AsyncGenerator<Uint8Array> {
  const memory = Buffer.allocUnsafeSlow(PIECE_BYTES.most);
  let pieceBytes = PIECE_BYTES.least;
  let position = startByte ?? null;
  for (;;) {
    const byteCount = fs.readSync(descriptor, memory, 0, pieceBytes, position);
    if (byteCount === 0) return;
    if (position !== null) position += byteCount;
    const givenAtMs = performance.now();
    yield memory.subarray(0, byteCount);
    // Whoever takes all at once would keep replies, timers and signals waiting.
    await new Promise((resolve) => setImmediate(resolve));
    const isQuick = performance.now() - givenAtMs < PIECE_MS;
    pieceBytes = isQuick ? Math.min(pieceBytes * 2, PIECE_BYTES.most) : PIECE_BYTES.least;
  }
}

/** Read at once, without a thread: most disks take no longer than that to answer. */
const SMALL_BYTES = 64 * 1024;

/** As Node has it. */
function notThere(path: string): Error {
  const message = `ENOENT: no such file or directory, open '${path}'`;
  return Object.assign(new Error(message), { code: 'ENOENT', syscall: 'open', path });
}

async function fileSink(fs: FileSystem, handle: FileHandle): Promise<FileSink> {
  // A disk takes it at once, and no other thread has to; a pipe or a device may not take it for long.
  const isFile = (await handle.stat()).isFile();
  return {
    async write(chunk) {
      for (let start = 0; start < chunk.byteLength; ) {
        start += isFile ? fs.writeSync(handle.fd, chunk, start) : (await handle.write(chunk, start)).bytesWritten;
      }
    },
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

/** Asks on the terminal, not on stdin, which may be a pipe with the body in it. */
async function askOnTerminal(world: NodeJS.Process, question: string): Promise<string | undefined> {
  const { askOnTerminal: ask } = await import('./terminal.ts');
  return await ask(world, question);
}
