import type { Files, Sink } from '../host.ts';
import type { PartFile } from './download.ts';
import { bodyFile } from './output.ts';

/** Where a body goes, byte by byte. One of `finish` and `abandon` ends it. */
export interface Receiver {
  /** As named to the user; `undefined` for stdout. */
  readonly name: string | undefined;
  write(chunk: Uint8Array): Promise<void>;
  /** The body is complete. Gives a sentence for stderr where there is something to say. */
  finish(): Promise<string | undefined>;
  /** The body broke off: leaves nothing misleading behind, and says what is left. */
  abandon(failure: unknown): Promise<string | undefined>;
}

/**
 * Standard output.
 *
 * @param endsLine a terminal, where the prompt should not stand behind a body without a line end.
 */
export function stdoutReceiver(stdout: Sink, endsLine: boolean): Receiver {
  let lastByte: number | undefined;
  const endLine = async (): Promise<undefined> => {
    if (endsLine && lastByte !== undefined && lastByte !== 0x0a) await stdout.write('\n');
    lastByte = undefined;
    return undefined;
  };
  return {
    name: undefined,
    async write(chunk) {
      lastByte = chunk.at(-1) ?? lastByte;
      await stdout.write(chunk);
    },
    finish: endLine,
    abandon: endLine,
  };
}

/** A file written directly, as `-o` and `-O` have it. */
export function fileReceiver(files: Files, path: string, createFolders: boolean): Receiver {
  const file = bodyFile(files, path, { createFolders });
  return {
    name: path,
    write: (chunk) => file.write(chunk),
    async finish() {
      await file.finish();
      return undefined;
    },
    async abandon(failure) {
      const kept = await file.abandon(failure);
      return kept ? `${path} holds the ${file.writtenBytes} bytes that came` : undefined;
    },
  };
}

/**
 * A download that gets its name when it is complete.
 *
 * @param path where it is to go; a number is added where that is taken.
 * @param takesBody `false` when all of it was there already, and the reply's body is about something else.
 */
export function downloadReceiver(part: PartFile, path: string, takesBody: boolean): Receiver {
  let finalPath = path;
  return {
    get name() {
      return finalPath;
    },
    write: async (chunk) => {
      if (takesBody) await part.write(chunk);
    },
    async finish() {
      finalPath = await part.finish(path);
      return `saved as ${finalPath}`;
    },
    abandon: () => part.keep(),
  };
}
