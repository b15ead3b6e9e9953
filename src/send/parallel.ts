import type { Sink } from '../host.ts';

/**
 * Runs tasks in their order, so many at once.
 *
 * @param end is told of each result, in the order in which the tasks end; `true` means that no further one is begun, while
 * those under way go on.
 */
export async function runTasks<T>(
  tasks: Iterable<() => Promise<T>>,
  atOnce: number,
  end: (result: T) => boolean,
): Promise<void> {
  const waiting = tasks[Symbol.iterator]();
  let hasStopped = false;
  const work = async (): Promise<void> => {
    while (!hasStopped) {
      const { done, value: task } = waiting.next();
      if (done) return;
      const stops = end(await task());
      hasStopped ||= stops;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
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
          isTerminal: sink.isTerminal,
          columns: sink.columns,
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
