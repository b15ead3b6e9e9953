import type { FileSink, Files, Sink } from '../host.ts';
import { parentOf, writeFailure } from './output.ts';

/** A file in the place of a standard stream. */
export interface StreamFile extends Sink {
  close(): Promise<void>;
}

/**
 * Empties the file, or makes it, and writes to it in the order of the calls, whoever waits for them or not.
 *
 * @param createsFolders those that the path names, as `--create-dirs` says; `undefined` where that says nothing.
 * @throws Failure `write`, as its functions do.
 */
export async function streamFile(files: Files, path: string, createsFolders?: boolean): Promise<StreamFile> {
  const orFail = async <Result>(act: Promise<Result>): Promise<Result> => {
    try {
      return await act;
    } catch (error) {
      throw writeFailure(error, path, createsFolders !== undefined);
    }
  };
  const folder = createsFolders ? parentOf(path) : undefined;
  if (folder !== undefined) await orFail(files.makeFolder(folder));
  const sink: FileSink = await orFail(files.open(path, 'replace'));
  let last: Promise<void> = Promise.resolve();
  return {
    isTerminal: false,
    columns: 80,
    async write(chunk) {
      last = last.then(() => sink.write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
      // Whoever does not wait is told by the next write, or by close.
      last.catch(() => {});
      await orFail(last);
    },
    async close() {
      await last.catch(() => {});
      await orFail(sink.close());
    },
  };
}
