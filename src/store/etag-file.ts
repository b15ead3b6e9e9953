import { Failure } from '../failure.ts';
import type { Files, Sink } from '../host.ts';
import type { ReplyHead } from '../request/exchange.ts';
import type { Dialect } from '../request/plan.ts';
import { parentOf, writeFailure } from './output.ts';

/** Where `--etag-save` puts the tag of what is received. */
export interface EtagFile {
  /** The file is there, and what is in it stays until there is another tag. */
  open(): Promise<void>;
  /** Writes the tag of a reply that has one and is no error. */
  write(head: ReplyHead, stdout: Sink): Promise<void>;
}

/**
 * Opens nothing yet; `-` is stdout.
 *
 * @throws Failure `write` from its functions; in curl's dialect a file that cannot be made is 26, as it is there.
 */
export function etagFile(files: Files, path: string, createsFolders: boolean, dialect: Dialect): EtagFile {
  return {
    async open() {
      if (path === '-') return;
      try {
        const folder = parentOf(path);
        if (createsFolders && folder !== undefined) await files.makeFolder(folder);
        await (await files.open(path, 'append')).close();
      } catch (error) {
        const failure = writeFailure(error, path);
        throw dialect === 'slip' ? failure : new Failure('read', failure.message, { cause: error });
      }
    },
    async write({ status, headers }, stdout) {
      if (status < 200 || status > 399) return;
      for (const [name, value] of headers) {
        const tag = String(value);
        if (name.toLowerCase() !== 'etag' || tag === '') continue;
        const line = Buffer.from(`${tag}\n`, 'latin1');
        if (path === '-') await stdout.write(line);
        else {
          try {
            const sink = await files.open(path, 'replace');
            await sink.write(line);
            await sink.close();
          } catch (error) {
            throw writeFailure(error, path);
          }
        }
      }
    },
  };
}
