import type { NameService } from './resolve.ts';

/** What look-ups of a run have found. */
export interface NameMemory {
  /**
   * The same service, which is asked once for a name and family; who asks meanwhile waits for that answer.
   *
   * @param sharers those whose answers are good for each other.
   */
  of(sharers: string, service: NameService): NameService;
}

/** How long an answer counts, milliseconds: curl's number. */
const GOOD_MS = 60_000;

/** A range of names in a URL may be very long. */
const MAX_NAMES = 256;

/** A look-up that is under way, or was answered. */
interface LookUp {
  readonly found: Promise<readonly string[]>;
  readonly askedAtMs: number;
  /** How many wait for it; when the last one gives up, so does the look-up. */
  waiting: number;
  readonly abandoned: AbortController;
}

/** A memory of nothing yet. A look-up that came to nothing is not remembered. */
export function nameMemory(uptimeMs: () => number): NameMemory {
  const lookUps = new Map<string, LookUp>();

  const begin = (key: string, service: NameService, name: string, family: 4 | 6 | undefined): LookUp => {
    const abandoned = new AbortController();
    const found = service(name, family, abandoned.signal);
    const begun: LookUp = { found, askedAtMs: uptimeMs(), waiting: 0, abandoned };
    lookUps.set(key, begun);
    found.catch(() => forget(key, begun));
    for (const oldest of lookUps.keys()) {
      if (lookUps.size <= MAX_NAMES) break;
      lookUps.delete(oldest);
    }
    return begun;
  };

  const forget = (key: string, lookUp: LookUp): void => {
    if (lookUps.get(key) === lookUp) lookUps.delete(key);
  };

  return {
    of: (sharers, service) => async (name, family, signal) => {
      signal.throwIfAborted();
      const key = JSON.stringify([sharers, name, family]);
      const known = lookUps.get(key);
      const isGood = known !== undefined && uptimeMs() - known.askedAtMs < GOOD_MS;
      const lookUp = isGood ? known : begin(key, service, name, family);
      return await waitFor(lookUp, signal, () => forget(key, lookUp));
    },
  };
}

/** @param forget is told when nobody waits any longer. */
function waitFor(lookUp: LookUp, signal: AbortSignal, forget: () => void): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason);
      if (--lookUp.waiting > 0) return;
      forget();
      lookUp.abandoned.abort(signal.reason);
    };
    lookUp.waiting++;
    signal.addEventListener('abort', onAbort, { once: true });
    lookUp.found.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', onAbort);
      if (!signal.aborted) lookUp.waiting--;
    });
  });
}
