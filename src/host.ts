/** Where bytes go: a terminal, a pipe or a file behind a standard stream. */
export interface Sink {
  readonly isTerminal: boolean;
  /** Width in columns; 80 where there is no terminal. */
  readonly columns: number;
  /**
   * Resolves when more may be written, and the bytes may be others; rejects with `BrokenPipe` when nobody reads any longer,
   * else with a Failure `write`.
   */
  write(chunk: Uint8Array | string): Promise<void>;
}

/** The reader of a pipe went away: the run ends without a word. */
export class BrokenPipe extends Error {
  override readonly name = 'BrokenPipe';
}

/** A file that is being written. */
export interface FileSink {
  write(chunk: Uint8Array): Promise<void>;
  /** Waits until what was written stands on the disk, so that it outlives a power cut. */
  sync(): Promise<void>;
  /** Flushes and closes; the data is on its way to the disk. */
  close(): Promise<void>;
}

/** What a path is: `byteLength` is `undefined` for a pipe or device, whose size nobody knows. */
export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'other';
  readonly byteLength: number | undefined;
  readonly modifiedAtMs: number;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
}

/** The file system, as far as slip uses it. Relative paths start at the working folder. Errors are Node's, with `code`. */
export interface Files {
  read(path: string): Promise<Uint8Array>;
  /**
   * Its bytes in pieces, from this byte on (0 unless said).
   *
   * @param passing a piece may be overwritten by the next one, as soon as that is asked for.
   */
  stream(path: string, startByte?: number, passing?: 'passing'): AsyncIterable<Uint8Array>;
  /** The whole path, from the root, whether anything is there or not. */
  absolute(path: string): string;
  /** The same where links on the way are followed; fails with ENOENT where nothing is there. */
  real(path: string): Promise<string>;
  /** Names of what stands in a folder, in no order. */
  list(path: string): Promise<readonly string[]>;
  facts(path: string): Promise<FileFacts | undefined>;
  /**
   * `create` fails with EEXIST when the name is taken; `append` adds to what is there; `replace` empties it first.
   *
   * @param mode permission bits of a file that is made, from which the umask takes away; 0o666 unless said.
   */
  open(path: string, how: 'create' | 'append' | 'replace', mode?: number): Promise<FileSink>;
  /** Sets the time of change, and of the last access with it. */
  setModified(path: string, atMs: number): Promise<void>;
  /**
   * With those above it, as far as they are not there; closed to others.
   *
   * @param mode permission bits of those that are made; 0o750, as in curl, unless said.
   */
  makeFolder(path: string, mode?: number): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  /** A second name for the file; fails with EEXIST when `to` is taken, which makes it the safe rename. */
  link(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

/**
 * What can be seen of the system's keychain without a question to the user: that it is open, or locked; that there is no
 * way to it, nobody who keeps one, or no place in it for new entries; that it gives no answer; or nothing.
 */
export type KeychainLook = 'open' | 'locked' | 'noBus' | 'noService' | 'noCollection' | 'silent' | 'unknown';

/**
 * The system's keychain, as far as slip uses it: entries of the service `slip`, each with an account. Every call may take
 * for ever, as it may ask the user, until its signal is aborted, whose reason it is then rejected with. Other errors say
 * what the system said, but for those with a `code`: EUNLOADABLE (the library cannot be used), ECRASHED (it fell down).
 */
export interface SystemKeychain {
  /** @param how `here` is quicker, and may be chosen only where nobody will be asked: it can not be given up. */
  find(account: string, how: 'here' | 'apart', signal: AbortSignal): Promise<string | undefined>;
  put(account: string, clear: string, signal: AbortSignal): Promise<void>;
  remove(account: string, signal: AbortSignal): Promise<boolean>;
  /** Accounts of all entries, in no order. */
  list(signal: AbortSignal): Promise<readonly string[]>;
  /** @param subject an entry, all of slip's entries, or the place where new ones go. */
  look(subject: { readonly account: string } | 'entries' | 'place', signal: AbortSignal): Promise<KeychainLook>;
}

/** What came of a command. */
export interface CommandResult {
  /** `undefined` where it was ended by a signal. */
  readonly exitStatus: number | undefined;
  readonly stdout: Uint8Array;
}

/** A program of the user's own that shows what is written to it on the terminal. While it runs, Ctrl-C is for it alone. */
export interface Pager {
  /** Resolves when it has taken that; rejects with `BrokenPipe` when the user has left it. */
  write(chunk: Uint8Array | string): Promise<void>;
  /** Aborted when the program has ended; its reason is SIGPIPE. */
  readonly gone: AbortSignal;
  /** Resolves when the user has left it. */
  close(): Promise<void>;
}

/** The outside world. The real one is made in main.ts; tests make their own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** slip's own version: `1.2.3`. */
  readonly version: string;
  /** What slip runs on, for `--version`: `node v24.0.0, linux x64`. */
  readonly runtime: string;
  /** This process among those that may share a folder: `1234@desk`, its number and its machine. */
  readonly processName: string;
  /** Whether the process of this name has ended; `false` too where nobody can tell, as on another machine. */
  hasEnded(processName: string): boolean;
  /** The home folder that the system has on record for this user; `undefined` for a user that it does not know. */
  accountHome(): string | undefined;
  /** The process ends when the run has, and the system closes what is still open. */
  readonly endsWithRun?: boolean;
  /** Whether this Node takes the zstd coding off: from 22.15 and 23.8 on. */
  readonly decodesZstd: boolean;
  readonly stdin: {
    readonly isTerminal: boolean;
    /** It is a file (`< FILE`), which `chunks` reads again at every call; anything else can be read once. */
    isFile(): boolean;
    /** @param passing a piece may be overwritten by the next one, as soon as that is asked for. */
    chunks(passing?: 'passing'): AsyncIterable<Uint8Array>;
  };
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly files: Files;
  /** Milliseconds since the epoch. */
  now(): number;
  /** How many minutes local time is ahead of UTC at a moment, in milliseconds since the epoch. */
  offsetMinutes(atMs: number): number;
  /** Milliseconds of a clock that never jumps. */
  uptimeMs(): number;
  /** Resolves after so many milliseconds; does not keep the process alive. */
  sleep(durationMs: number): Promise<void>;
  /** Resolves after so many milliseconds, which the process lives to see; rejects with the signal's reason. */
  wait(durationMs: number, signal?: AbortSignal): Promise<void>;
  /** From now on memory counts for more than time. */
  keepMemoryLow(): void;
  /** Much of the same is being done, many requests or a long body: what does it is compiled with more patience. */
  expectMuch(): void;
  randomBytes(count: number): Uint8Array;
  /** Loaded when it is asked for. */
  keychain(): Promise<SystemKeychain>;
  /** Asks on the terminal without echo; `undefined` when there is no terminal to ask on. */
  askSecret(question: string): Promise<string | undefined>;
  /** Asks there for a line that may be seen; gives up when the signal is aborted, with its reason. */
  askLine(question: string, signal: AbortSignal): Promise<string | undefined>;
  /**
   * Opens a URL in the user's browser, a process of its own.
   *
   * @param signal ends the wait for that to be told, but not the browser.
   * @returns whether there is one, once that can be told.
   */
  openBrowser(url: string, signal: AbortSignal): Promise<boolean>;
  /**
   * Runs a command of the user's own in the shell, with no stdin and this process's stderr, until it ends.
   *
   * @param signal ends it, and makes this reject with its reason.
   * @param maxBytes of stdout, beyond which it is ended and this rejects with a Failure `credential`.
   */
  runCommand(command: string, signal: AbortSignal, maxBytes: number): Promise<CommandResult>;
  /**
   * Starts a program and its arguments as a pager.
   *
   * @throws the system's error where it cannot be started.
   */
  openPager(words: readonly string[], env: Host['env']): Promise<Pager>;
  /** Aborted by Ctrl-C (SIGINT) or SIGTERM; its reason is the signal's name. */
  readonly interrupted: AbortSignal;
}
