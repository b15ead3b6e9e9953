import { runInNewContext } from 'node:vm';

/**
 * What the work gives, which has so many milliseconds for it, on this thread: node:vm's watchdog is the one way to stop
 * a regular expression or a loop.
 *
 * @throws Error when the time is over; and whatever the work throws.
 */
export function within<Result>(limitMs: number, work: () => Result): Result {
  const results: Result[] = [];
  const task = () => {
    results.push(work());
  };
  runInNewContext('task()', { task }, { timeout: limitMs });
  const [result] = results;
  return result as Result; // there is one, or the work has thrown
}
