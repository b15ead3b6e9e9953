import type { SavedRequest } from '../collection/collection.ts';
import type { Outcome } from './outcome.ts';

/** Tells outcomes in the order of the requests, whichever comes in first. */
export interface InTurn {
  /** One round of a request is over; resolves when what can be told has been. */
  add(request: SavedRequest, outcome: Outcome): Promise<void>;
  /** All rounds of a request are. */
  conclude(request: SavedRequest): Promise<void>;
}

/** What has been told is forgotten: a long run is not to fill the memory. */
export function inTurn(requests: readonly SavedRequest[], tell: (outcome: Outcome) => Promise<void>): InTurn {
  const untold = new Map<SavedRequest, Outcome[]>();
  const concluded = new Set<SavedRequest>();
  let turn = 0;
  let telling = Promise.resolve();
  const tellOn = async (): Promise<void> => {
    for (let request = requests[turn]; request !== undefined; request = requests[turn]) {
      const outcomes = untold.get(request) ?? [];
      for (let outcome = outcomes.shift(); outcome !== undefined; outcome = outcomes.shift()) await tell(outcome);
      if (!concluded.delete(request)) return;
      untold.delete(request);
      turn += 1;
    }
  };
  const tellAll = async (): Promise<void> => {
    telling = telling.then(tellOn);
    await telling;
  };
  return {
    async add(request, outcome) {
      const outcomes = untold.get(request);
      if (outcomes === undefined) untold.set(request, [outcome]);
      else outcomes.push(outcome);
      await tellAll();
    },
    async conclude(request) {
      concluded.add(request);
      await tellAll();
    },
  };
}
