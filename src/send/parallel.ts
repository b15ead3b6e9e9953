import type { Sink } from '../host.ts';

/**
 * Runs tasks in their order, so many at once.
 *
 * @param stops whether no further task is to be begun after this result; those under way go on.
 * @returns the results, in the order in which the tasks ended.
 */
export async function runTasks<T>(
  tasks: Iterable<() => Promise<T>>,
  atOnce: number,
  stops: (result: T) => boolean,
): Promise<readonly T[]> {
  const results: T[] = [];
  const waiting = tasks[Symbol.iterator]();
  let hasStopped = false;
  const work = async (): Promise<void> => {
    while (!hasStopped) {
      const { done, value: task } = waiting.next();
      if (done) return;
      const result = await task();
      results.push(result);
      hasStopped ||= stops(result);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

/** A stream that several transfers write to: each has it for itself from its first byte to its end. */
export interface SharedSink {
  /** The stream as one transfer sees it. */
  seat(): { readonly sink: Sink; leave(): void };
}

/** Shares a stream, so that bodies which arrive at the same time do not run into each other. */
export function sharedSink(sink: Sink): SharedSink {
  let turn = Promise.resolve();
  return {
    seat() {
      let mine: Promise<void> | undefined;
      let leave = (): void => {};
      return {
        sink: {
          get isTerminal() {
            return sink.isTerminal;
          },
          get columns() {
            return sink.columns;
          },
          async write(chunk) {
            if (chunk.length === 0) return;
            if (mine === undefined) {
              mine = turn;
              turn = new Promise((resolve) => {
                leave = resolve;
              });
            }
            await mine;
            await sink.write(chunk);
          },
        },
        leave: () => leave(),
      };
    },
  };
}
