import { Failure } from '../failure.ts';
import { BrokenPipe, type FileSink, type Files } from '../host.ts';

/** A file that receives a body: opened when the first byte is there, so that a failed request leaves nothing behind. */
export interface BodyFile {
  readonly path: string;
  write(chunk: Uint8Array): Promise<void>;
  /** Opens the file even if nothing came, and closes it. */
  finish(): Promise<void>;
  /** After a failure: closes, and removes what could not be written whole. Whether something is left. */
  abandon(failure: unknown): Promise<boolean>;
  readonly writtenBytes: number;
}

/**
 * A file that is written directly, as `-o` has it in curl: whoever watches it sees it grow.
 *
 * @throws Failure `write` from its functions, after which nothing half-written is left under the name.
 */
export function bodyFile(files: Files, path: string, options: { readonly createFolders: boolean }): BodyFile {
  let sink: FileSink | undefined;
  let isDevice = false;
  let writtenBytes = 0;

  const open = async (): Promise<FileSink> => {
    if (sink !== undefined) return sink;
    const folder = parentOf(path);
    if (options.createFolders && folder !== undefined) await files.makeFolder(folder);
    isDevice = (await files.facts(path))?.kind === 'other';
    sink = await files.open(path, isDevice ? 'append' : 'replace');
    return sink;
  };
  const orFail = async (act: () => Promise<void>): Promise<void> => {
    try {
      await act();
    } catch (error) {
      throw writeFailure(error, path);
    }
  };

  return {
    path,
    get writtenBytes() {
      return writtenBytes;
    },
    write: (chunk) =>
      orFail(async () => {
        await (await open()).write(chunk);
        writtenBytes += chunk.byteLength;
      }),
    finish: () => orFail(async () => await (await open()).close()),
    async abandon(failure) {
      if (sink === undefined) return false;
      await sink.close().catch(() => {});
      // A body that broke off stays, as in curl; one that could not be written is no use to anybody.
      const isUseless = failure instanceof Failure && failure.kind === 'write' && !isDevice;
      if (isUseless) await files.remove(path).catch(() => {});
      return !isUseless && !isDevice && writtenBytes > 0;
    },
  };
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

/** What a failed write is to the user. */
export function writeFailure(error: unknown, path: string): Failure {
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
    ...(code === 'ENOENT' ? { hint: '--create-dirs makes the folder' } : {}),
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
