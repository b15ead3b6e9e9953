import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { endWithUs } from './child-server.ts';

/** The program as it is installed: it loads the bundle in `dist/`. */
export const SLIP = fileURLToPath(new URL('../../../../bin/slip.js', import.meta.url));

/** How a run of slip ended. */
export interface Outcome {
  /** The exit status, or the name of the signal that ended it. */
  readonly status: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  /** Stdout as it came. */
  readonly bytes: Buffer;
}

/** The world around a run of slip. */
export interface Surroundings {
  /** Where it runs, and where it looks for its user's files. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Written to stdin; without it, stdin is empty. */
  readonly stdin?: string | Uint8Array;
}

/** Runs slip to its end, without the proxies and colours of whoever runs the tests. */
export async function runSlip(words: readonly string[], around: Surroundings): Promise<Outcome> {
  const child = spawnSlip(words, around);
  const [stdout, stderr, [code, signal]] = await Promise.all([
    buffer(child.stdout),
    buffer(child.stderr),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>, // the event's documented arguments
  ]);
  return {
    status: code ?? signal ?? 'SIGKILL',
    stdout: stdout.toString('utf8'),
    stderr: stderr.toString('utf8'),
    bytes: stdout,
  };
}

/** Starts slip. Whoever calls this waits for its end. */
export function spawnSlip(words: readonly string[], { folder, env = {}, stdin = '' }: Surroundings) {
  const child = spawn(process.execPath, [SLIP, ...words], {
    cwd: folder,
    env: environmentIn(folder, env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  endWithUs(child);
  // slip may end before it has read everything; how it ended is what the tests look at.
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  return child;
}

/** The least that a program needs, and what a test adds. */
export function environmentIn(folder: string, more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const { PATH = '', SystemRoot } = process.env;
  return { PATH, ...(SystemRoot === undefined ? {} : { SystemRoot }), HOME: folder, TMPDIR: folder, ...more };
}
