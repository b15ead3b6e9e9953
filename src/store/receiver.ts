import type { Files, Sink } from '../host.ts';
import type { ReplyHead } from '../request/exchange.ts';
import type { PartFile } from './download.ts';
import { type BodyFile, bodyFile, type FileRules } from './output.ts';
import { type Naming, nextNaming } from './server-name.ts';

/** Where a body goes, byte by byte. */
export interface Receiver {
  /** As named to the user; `undefined` where there is no file. */
  readonly name: string | undefined;
  /** Is told of each reply's head before anything is written because of it: the server may name the file. */
  meet(head: ReplyHead): void;
  /** Takes heads that are printed (`-i`) before the body. `false`: they belong on stdout, as the view says. */
  writeHeads(heads: readonly Uint8Array[]): Promise<boolean>;
  write(chunk: Uint8Array): Promise<void>;
  /** The body is complete. Gives a sentence for stderr where there is something to say. */
  finish(): Promise<string | undefined>;
  /** The transfer failed, before the body's end or after: leaves nothing misleading behind, and says what is left. */
  abandon(failure: unknown): Promise<string | undefined>;
  /** The transfer is begun anew: what has come so far is thrown away where that can be done. */
  restart(): Promise<void>;
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
    meet() {},
    writeHeads: async () => false,
    async write(chunk) {
      lastByte = chunk.at(-1) ?? lastByte;
      await stdout.write(chunk);
    },
    finish: endLine,
    abandon: endLine,
    async restart() {},
  };
}

/** Nowhere, heads included (`--out-null`): the body is read and checked all the same. */
export function nullReceiver(): Receiver {
  return {
    name: undefined,
    meet() {},
    writeHeads: async () => true,
    async write() {},
    finish: async () => undefined,
    abandon: async () => undefined,
    async restart() {},
  };
}

/** A file written directly, as `-o` and `-O` have it. */
export function fileReceiver(files: Files, path: string, rules: FileRules): Receiver {
  return receiverOf(bodyFile(files, path, rules));
}

/** A file under a name that a reply may give (`-O -J`): opened when the first byte of the body is there. */
export interface ServerNamedTarget {
  /** Puts the folder before a name. */
  readonly pathOf: (name: string) => string;
  /** What `-O` alone would call it. */
  readonly urlName: string;
  readonly rulesFor: (naming: Pick<Naming, 'isServers'>) => FileRules;
}

/** Holds back the heads that stand before the body until the file has its name; heads are bounded. */
export function serverNamedReceiver(files: Files, target: ServerNamedTarget): Receiver {
  let naming: Naming = { name: target.urlName, isServers: false, isSettled: false };
  const held: Uint8Array[] = [];
  let opened: Receiver | undefined;
  const open = async (): Promise<Receiver> => {
    opened ??= receiverOf(bodyFile(files, target.pathOf(naming.name), target.rulesFor(naming)));
    for (const head of held.splice(0)) await opened.write(head);
    return opened;
  };
  return {
    get name() {
      return opened?.name ?? target.pathOf(naming.name);
    },
    meet(head) {
      naming = nextNaming(naming, head);
    },
    async writeHeads(heads) {
      held.push(...heads);
      return true;
    },
    write: async (chunk) => await (await open()).write(chunk),
    finish: async () => await (await open()).finish(),
    abandon: async (failure) => await opened?.abandon(failure),
    async restart() {
      held.length = 0;
      await opened?.restart();
    },
  };
}

function receiverOf(file: BodyFile): Receiver {
  let isOver = false;
  return {
    get name() {
      return file.path;
    },
    meet() {},
    async writeHeads(heads) {
      for (const bytes of heads) await file.write(bytes);
      return true;
    },
    write: (chunk) => file.write(chunk),
    async finish() {
      await file.finish();
      return undefined;
    },
    async abandon(failure) {
      if (isOver) return undefined;
      isOver = true;
      const kept = await file.abandon(failure);
      return kept ? `${file.path} holds the ${file.writtenBytes} bytes that came` : undefined;
    },
    async restart() {
      isOver = false;
      await file.restart();
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
    meet() {},
    writeHeads: async () => false,
    write: async (chunk) => {
      if (takesBody) await part.write(chunk);
    },
    async finish() {
      finalPath = await part.finish(path);
      return `saved as ${finalPath}`;
    },
    abandon: () => part.keep(),
    async restart() {},
  };
}
