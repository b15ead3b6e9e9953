import type { FileSink, Host } from '../host.ts';
import { parentOf, writeFailure } from './output.ts';

/** Where `-D` writes reply heads: one file for a whole run. */
export interface HeaderDump {
  /** Makes the file, which is there and empty even if no head comes. */
  open(): Promise<void>;
  write(head: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens nothing yet; `-` is stdout, `%` stderr.
 *
 * @param createFolders those that the path names (`--create-dirs`).
 * @throws Failure `write` from its functions.
 */
export function headerDump(
  host: Pick<Host, 'files' | 'stdout' | 'stderr'>,
  path: string,
  createFolders: boolean,
): HeaderDump {
  const stream = path === '-' ? host.stdout : path === '%' ? host.stderr : undefined;
  let sink: FileSink | undefined;
  const orFail = async <Result>(act: () => Promise<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      throw writeFailure(error, path);
    }
  };
  const open = async (): Promise<FileSink> => {
    const folder = parentOf(path);
    if (sink === undefined && createFolders && folder !== undefined) await host.files.makeFolder(folder);
    sink ??= await host.files.open(path, 'replace');
    return sink;
  };
  return {
    async open() {
      if (stream === undefined) await orFail(open);
    },
    async write(head) {
      if (stream !== undefined) await stream.write(head);
      else await orFail(async () => await (await open()).write(head));
    },
    async close() {
      await orFail(async () => await sink?.close());
    },
  };
}
