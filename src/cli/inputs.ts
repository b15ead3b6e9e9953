import { Failure, type FailureKind } from '../failure.ts';
import type { Files, Host } from '../host.ts';
import type { Stdin } from '../request/plan.ts';

/** What a command line may name outside itself, read while the draft is made. Stdin is read at most once. */
export interface Inputs {
  readonly env: Host['env'];
  /**
   * Bytes of a file, or of stdin for `-`.
   *
   * @param kind of the failure when it cannot be read: 26 for curl's options, 2 for items, so that nothing is sent.
   */
  read(path: string, kind: FailureKind): Promise<Uint8Array>;
  /** Byte length of a file to be sent as it is; `undefined` for a pipe or device. */
  byteLength(path: string, kind: FailureKind): Promise<number | undefined>;
  /** When a file was changed, in whole seconds since the epoch; `undefined` where there is none. */
  modifiedAtSeconds(path: string): Promise<number | undefined>;
  /** Stdin, to be streamed as the body: nothing else may read it. */
  claimStdin(): Stdin;
  askSecret(question: string): Promise<string | undefined>;
}

/** Inputs read through the host. */
export function inputsFrom(
  host: Pick<Host, 'env' | 'stdin' | 'askSecret' | 'interrupted'> & { readonly files: Pick<Files, 'read' | 'facts'> },
): Inputs {
  let isStdinTaken = false;
  const claimStdin = (): Stdin => {
    if (isStdinTaken) throw new Failure('usage', 'stdin is named twice, and can be read once');
    isStdinTaken = true;
    return host.stdin.isFile() ? { kind: 'stdin', isFile: true } : { kind: 'stdin' };
  };
  return {
    env: host.env,
    claimStdin,
    askSecret: async (question) => await unlessInterrupted(host.askSecret(question), host.interrupted),
    async read(path, kind) {
      if (path !== '-') return await readOr(kind, path, () => host.files.read(path));
      claimStdin();
      return await unlessInterrupted(readAll(host.stdin.chunks()), host.interrupted);
    },
    async byteLength(path, kind) {
      const facts = await readOr(kind, path, () => host.files.facts(path));
      if (facts === undefined) throw new Failure(kind, `${path} is not there`);
      if (facts.kind === 'folder') throw new Failure(kind, `${path} is a folder`);
      return facts.byteLength;
    },
    async modifiedAtSeconds(path) {
      const facts = await host.files.facts(path).catch(() => undefined);
      return facts === undefined ? undefined : Math.floor(facts.modifiedAtMs / 1000);
    },
  };
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  for await (const chunk of chunks) read.push(chunk);
  return Buffer.concat(read);
}

/** What a person or a pipe may keep us waiting for, given up on Ctrl-C. */
async function unlessInterrupted<T>(waiting: Promise<T>, interrupted: AbortSignal): Promise<T> {
  let giveUp: () => void = () => {};
  const interruption = new Promise<never>((_resolve, reject) => {
    giveUp = () => reject(new Failure('interrupted', 'interrupted'));
    if (interrupted.aborted) giveUp();
    interrupted.addEventListener('abort', giveUp);
  });
  try {
    return await Promise.race([waiting, interruption]);
  } finally {
    interrupted.removeEventListener('abort', giveUp);
  }
}

async function readOr<T>(kind: FailureKind, path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const { code } = cause as { code?: string }; // a system error
    const sentences: Record<string, string> = {
      ENOENT: 'is not there',
      EISDIR: 'is a folder',
      EACCES: 'may not be read',
    };
    throw new Failure(kind, `${path} ${sentences[code ?? ''] ?? 'cannot be read'}`, { cause });
  }
}
