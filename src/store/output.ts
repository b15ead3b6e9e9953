import { Failure } from '../failure.ts';
import { BrokenPipe, type FileSink, type Files } from '../host.ts';

/** What becomes of a file that is there already, and of one whose transfer fails. */
export interface FileRules {
  readonly createFolders: boolean;
  /** `number` leaves it and takes NAME.1, NAME.2 and so on, as curl's --no-clobber does; `append` adds; `refuse` fails. */
  readonly taken: 'replace' | 'append' | 'number' | 'refuse';
  /** The failures after which nothing is left: that the file could not be written to its end, any, none. */
  readonly removedAfter: 'write' | 'any' | 'none';
}

/** A file that receives a body: opened when the first byte is there, so that a failed request leaves nothing behind. */
export interface BodyFile {
  /** With the number that was added, once the file is open. */
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Opens the file even if nothing came, and closes it. */
  finish(): Promise<void>;
  /** After a failure, also one that came after the end: closes, and removes what is not to stay. Whether a part is left. */
  abandon(failure: unknown): Promise<boolean>;
  /** Empties the file, if it is open, for a transfer that is begun anew. */
  restart(): Promise<void>;
  readonly writtenBytes: number;
}

/**
 * A file that is written directly, as `-o` has it in curl: whoever watches it sees it grow.
 *
 * @throws Failure `write` from its functions.
 */
export function bodyFile(files: Files, path: string, rules: FileRules): BodyFile {
  let opened: OpenedFile | undefined;
  let isClosed = false;
  let isWhole = false;
  let writtenBytes = 0;

  const open = async (): Promise<FileSink> => {
    if (opened !== undefined) return opened.sink;
    const folder = parentOf(path);
    if (rules.createFolders && folder !== undefined) await files.makeFolder(folder);
    opened = await openFile(files, path, rules);
    return opened.sink;
  };
  const orFail = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      throw writeFailure(error, opened?.path ?? path);
    }
  };
  const close = async (): Promise<void> => {
    const sink = await open();
    if (isClosed) return;
    isClosed = true;
    await sink.close();
  };

  return {
    get path() {
      return opened?.path ?? path;
    },
    get writtenBytes() {
      return writtenBytes;
    },
    write: (chunk) =>
      orFail(async () => {
        await (await open()).write(chunk);
        writtenBytes += chunk.byteLength;
      }),
    async finish() {
      await orFail(close);
      isWhole = true;
    },
    restart: () =>
      orFail(async () => {
        if (opened === undefined) return;
        await close().catch(() => {});
        const sink = await files.open(opened.path, opened.isDevice || rules.taken === 'append' ? 'append' : 'replace');
        opened = { ...opened, sink };
        isClosed = false;
        isWhole = false;
        writtenBytes = 0;
      }),
    async abandon(failure) {
      if (opened === undefined) return false;
      await close().catch(() => {});
      if (opened.isDevice) return false;
      const isWriteFailure = failure instanceof Failure && failure.kind === 'write';
      const isRemoved = rules.removedAfter === 'any' || (rules.removedAfter === 'write' && isWriteFailure);
      if (isRemoved) await files.remove(opened.path).catch(() => {});
      return !isRemoved && !isWhole && writtenBytes > 0;
    },
  };
}

interface OpenedFile {
  readonly path: string;
  readonly sink: FileSink;
  /** A pipe, terminal or device: nothing to empty, to number or to remove. */
  readonly isDevice: boolean;
}

/** curl tries a name and 99 numbers. */
const MAX_NUMBER = 99;

async function openFile(files: Files, path: string, { taken }: FileRules): Promise<OpenedFile> {
  const isDevice = (await files.facts(path))?.kind === 'other';
  if (isDevice) return { path, sink: await files.open(path, 'append'), isDevice };
  if (taken === 'replace' || taken === 'append') return { path, sink: await files.open(path, taken), isDevice };
  const lastNumber = taken === 'number' ? MAX_NUMBER : 0;
  for (let number = 0; number <= lastNumber; number++) {
    const candidate = number === 0 ? path : `${path}.${number}`;
    try {
      return { path: candidate, sink: await files.open(candidate, 'create'), isDevice };
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error; // a system error
    }
  }
  throw taken === 'number'
    ? new Failure('write', `${path} is there already, and so are its numbers up to ${MAX_NUMBER}`)
    : new Failure('write', `${path} is there already, and a name from the server overwrites nothing`, {
        hint: '--clobber overwrites it, --no-clobber adds a number',
      });
}

/** Writes a small text, if the file can be written. */
export async function isWritten(files: Files, path: string, appended: boolean, text: string): Promise<boolean> {
  try {
    const sink = await files.open(path, appended ? 'append' : 'replace');
    await sink.write(Buffer.from(text));
    await sink.close();
    return true;
  } catch {
    return false;
  }
}

/**
 * What a failed write is to the user.
 *
 * @param takesCreateDirs whether `--create-dirs` would make the folder.
 */
export function writeFailure(error: unknown, path: string, takesCreateDirs = true): Failure {
  if (error instanceof Failure) return error;
  const { code = '' } = error as { code?: string }; // a system error
  const sentence =
    {
      ENOSPC: 'cannot be written: the disk is full',
      EACCES: 'may not be written',
      EPERM: 'may not be written',
      EROFS: 'cannot be written: the file system is read-only',
      EISDIR: 'is a folder',
      ENOTDIR: 'cannot be written: a part of its path is no folder',
      ENOENT: 'cannot be written: its folder is not there',
      ENAMETOOLONG: 'cannot be written: the name is too long',
    }[code] ?? `cannot be written (${code || String(error)})`;
  return new Failure('write', `${path} ${sentence}`, {
    cause: error,
    ...(code === 'ENOENT' && takesCreateDirs ? { hint: '--create-dirs makes the folder' } : {}),
  });
}

/** What a failed write to a standard stream is: a reader that went away is no failure. */
export function sinkFailure(error: NodeJS.ErrnoException, name: string): Error {
  return error.code === 'EPIPE' ? new BrokenPipe() : writeFailure(error, name);
}

/** The folder part of a path, or `undefined` for a bare name. */
export function parentOf(path: string): string | undefined {
  const end = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return end <= 0 ? undefined : path.slice(0, end);
}
