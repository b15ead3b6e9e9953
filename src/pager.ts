import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { BrokenPipe, type Pager } from './host.ts';

/**
 * Starts the user's pager, a program and its arguments, on this process's terminal.
 *
 * @param interrupted ends the program.
 * @throws the system's error where it cannot be started.
 */
export async function startPager(
  [program = '', ...words]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  interrupted: AbortSignal,
): Promise<Pager> {
  const child = spawn(program, words, { env, stdio: ['pipe', 'inherit', 'inherit'], signal: interrupted });
  const gone = new AbortController();
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      gone.abort('SIGPIPE');
      resolve();
    });
  });
  // Each write hears of it too.
  child.stdin.on('error', () => {});
  await once(child, 'spawn');
  // That it was ended by the signal is told as an error.
  child.on('error', () => {});
  return {
    gone: gone.signal,
    write: (chunk) =>
      new Promise((resolve, reject) => {
        child.stdin.write(chunk, (error) => (error ? reject(new BrokenPipe()) : resolve()));
      }),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}
