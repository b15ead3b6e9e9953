import type { KeychainLook, SystemKeychain } from '../../src/host.ts';

/** A keychain in memory that does as it is told, and can be looked into. */
export interface FakeKeychain extends SystemKeychain {
  readonly entries: Map<string, string>;
  /** What was called, such as `find here work`. */
  readonly calls: readonly string[];
}

/** How it misbehaves. */
export interface KeychainTrouble {
  /** What can be seen of it; one word for each look, the last of which counts for all that follow. */
  readonly looks?: readonly KeychainLook[];
  /** What every call but a look fails with; `undefined` for one that succeeds. */
  readonly fails?: (call: string) => Error | undefined;
  /** Calls that never end by themselves. */
  readonly hangs?: boolean;
  /** Entries are invisible, as they are where a question for the password was sent away. */
  readonly isClosed?: boolean;
  /** No entry may be longer, in bytes. */
  readonly maxBytes?: number;
}

/** Entries in memory. */
export function fakeKeychain(
  initial: Readonly<Record<string, string>> = {},
  { looks = ['open'], fails = () => undefined, hangs = false, isClosed = false, maxBytes }: KeychainTrouble = {},
): FakeKeychain {
  const entries = new Map(Object.entries(initial));
  const calls: string[] = [];
  let lookCount = 0;
  const act = async <Result>(call: string, signal: AbortSignal, result: () => Result): Promise<Result> => {
    calls.push(call);
    if (hangs) {
      await new Promise((_resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    const error = fails(call);
    if (error !== undefined) throw error;
    return result();
  };
  return {
    entries,
    calls,
    find: (account, how, signal) =>
      act(`find ${how} ${account}`, signal, () => (isClosed ? undefined : entries.get(account))),
    put: (account, clear, signal) =>
      act(`put ${account}`, signal, () => {
        if (maxBytes !== undefined && Buffer.byteLength(clear) > maxBytes)
          throw new Error('The stub received bad data.');
        entries.set(account, clear);
      }),
    remove: (account, signal) => act(`remove ${account}`, signal, () => !isClosed && entries.delete(account)),
    list: (signal) => act('list', signal, () => (isClosed ? [] : [...entries.keys()])),
    look: async (subject) => {
      calls.push(`look ${typeof subject === 'string' ? subject : subject.account}`);
      return looks[Math.min(lookCount++, looks.length - 1)] ?? 'open';
    },
  };
}
