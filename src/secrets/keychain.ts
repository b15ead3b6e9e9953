import { Failure } from '../failure.ts';
import type { Host, KeychainLook, SystemKeychain } from '../host.ts';
import { Secret } from '../secret.ts';
import { type KeychainTrouble, keychainFailure, keychainHint, troubleOf } from './keychain-trouble.ts';
import { inPieces, isPiece } from './pieces.ts';
import type { SecretStore, StoreState } from './secret-store.ts';

/** What the keychain needs of the world. */
export type KeychainHost = Pick<Host, 'keychain' | 'platform' | 'env' | 'wait' | 'interrupted' | 'randomBytes'>;

/** How long a call may take, in which the user may have to find a password. */
const PATIENCE_MS = 60_000;
/** After so long the user is told what is waited for. */
const REMARK_AFTER_MS = 3_000;
/** A look asks nobody, but may have to start the one who answers. */
const LOOK_PATIENCE_MS = 5_000;

/**
 * The system's keychain as a place for secrets.
 *
 * @param remark tells what slip waits for.
 */
export function keychainStore(host: KeychainHost, remark: (sentence: string) => Promise<void>): SecretStore {
  const { platform } = host;
  const fail = (trouble: KeychainTrouble, error?: unknown): Failure =>
    keychainFailure(trouble, host, {
      words: error instanceof Error ? error.message : undefined,
      cause: error,
    });
  const look = async (subject: LookSubject): Promise<KeychainLook> => {
    const keychain = await host.keychain();
    return await within(host, LOOK_PATIENCE_MS, undefined, (signal) => keychain.look(subject, signal)).catch(
      (error: unknown): KeychainLook => {
        if (error === OVER) return 'silent';
        throw error;
      },
    );
  };
  /** Looks first, so that what cannot be is told at once and nobody waits for it. */
  const call = async <Result>(
    subject: LookSubject,
    act: (keychain: SystemKeychain, seen: KeychainLook, signal: AbortSignal) => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly seen: KeychainLook }> => {
    const seen = await look(subject);
    if (seen === 'noBus' || seen === 'noService' || seen === 'silent') throw fail(seen);
    const keychain = await host.keychain();
    const waitsFor = 'waiting for the keychain, which may have a question open';
    try {
      const result = await within(
        host,
        PATIENCE_MS,
        () => remark(waitsFor),
        (signal) => act(keychain, seen, signal),
      );
      return { result, seen };
    } catch (error) {
      if (error === OVER) throw fail(seen === 'locked' ? 'locked' : 'silent');
      if (error instanceof Failure) throw error;
      const trouble = troubleOf(error, platform);
      // keytar falls down over entries that stay locked.
      throw fail(trouble === 'crashed' && (await look(subject)) === 'locked' ? 'locked' : trouble, error);
    }
  };
  /** Entries that stay locked are invisible to keytar, but not to a look. */
  const unlessLocked = async (subject: LookSubject, seen: KeychainLook): Promise<void> => {
    if (seen === 'locked' && (await look(subject)) === 'locked') throw fail('locked');
  };
  const findEntry = async (account: string): Promise<string | undefined> => {
    const { result, seen } = await call({ account }, (keychain, looked, signal) =>
      // On Windows nobody is ever asked, on macOS one cannot know.
      keychain.find(account, looked === 'open' || platform === 'win32' ? 'here' : 'apart', signal),
    );
    if (result === undefined) await unlessLocked({ account }, seen);
    return result;
  };
  const putEntry = async (account: string, clear: string): Promise<void> => {
    await call('place', (keychain, _seen, signal) => keychain.put(account, clear, signal));
  };
  const removeEntry = async (account: string): Promise<boolean> => {
    const { result, seen } = await call({ account }, (keychain, _seen, signal) => keychain.remove(account, signal));
    if (!result) await unlessLocked({ account }, seen);
    return result;
  };
  const entries = { find: findEntry, put: putEntry, remove: removeEntry };
  const { find, put, remove } = platform === 'win32' ? inPieces(entries, host.randomBytes) : entries;

  return {
    backend: 'system',
    async find(name) {
      const clear = await find(name);
      return clear === undefined ? undefined : new Secret(clear);
    },
    async put(name, secret) {
      const clear = secret.reveal();
      if (clear === '') throw new Failure('usage', `the secret of ${name} is empty`);
      if (clear.includes('\0')) throw new Failure('usage', `the secret of ${name} has a NUL, which no keychain keeps`);
      await put(name, clear);
    },
    remove,
    async list() {
      const { result, seen } = await call('entries', (keychain, _seen, signal) => keychain.list(signal));
      if (result.length === 0) await unlessLocked('entries', seen);
      // An entry that macOS denies has no name.
      return result.filter((account) => account !== '' && !(platform === 'win32' && isPiece(account))).sort();
    },
    probe: async () => stateOf(await look('place'), host),
  };
}

type LookSubject = Parameters<SystemKeychain['look']>[0];

function stateOf(seen: KeychainLook, host: KeychainHost): StoreState {
  switch (seen) {
    case 'open':
      return { state: 'ready', reason: 'the Secret Service answers, and its default keyring is unlocked' };
    case 'unknown':
      return { state: 'ready', reason: 'only a call can show whether it is open' };
    case 'locked':
    case 'noBus':
    case 'noService':
    case 'noCollection':
    case 'silent': {
      const state = seen === 'locked' ? 'locked' : seen === 'silent' ? 'broken' : 'missing';
      return { state, reason: keychainFailure(seen, host).message, hint: keychainHint(seen, host) };
    }
  }
}

/** What `within` gives up with. */
const OVER = Symbol('over');

/** Acts for a limited time, and no longer than until Ctrl-C. */
async function within<Result>(
  { wait, interrupted }: KeychainHost,
  patienceMs: number,
  onWaiting: (() => Promise<void>) | undefined,
  act: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const call = new AbortController();
  const clock = new AbortController();
  const onInterrupt = (): void => call.abort(new Failure('interrupted', 'interrupted'));
  if (interrupted.aborted) onInterrupt();
  interrupted.addEventListener('abort', onInterrupt);
  const runDown = async (): Promise<void> => {
    const untilRemarkMs = Math.min(REMARK_AFTER_MS, patienceMs);
    await wait(untilRemarkMs, clock.signal);
    await onWaiting?.();
    await wait(patienceMs - untilRemarkMs, clock.signal);
    call.abort(OVER);
  };
  // It ends when the clock is stopped.
  runDown().catch(() => {});
  try {
    return await act(call.signal);
  } finally {
    clock.abort();
    interrupted.removeEventListener('abort', onInterrupt);
  }
}
