import type { FileSink, Host } from '../host.ts';
import { writeFailure } from './output.ts';

/** Where `-D` writes reply heads: one file for a whole run, made when the first head is there. */
export interface HeaderDump {
  write(head: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens nothing yet; `-` is stdout.
 *
 * @throws Failure `write` from its functions.
 */
export function headerDump(host: Pick<Host, 'files' | 'stdout'>, path: string): HeaderDump {
  let sink: FileSink | undefined;
  return {
    async write(head) {
      if (path === '-') return await host.stdout.write(head);
      try {
        sink ??= await host.files.open(path, 'replace');
        await sink.write(head);
      } catch (error) {
        throw writeFailure(error, path);
      }
    },
    async close() {
      try {
        await sink?.close();
      } catch (error) {
        throw writeFailure(error, path);
      }
    },
  };
}
