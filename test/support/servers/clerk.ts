import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Answer, Order } from '../secret-clerk.ts';
import { endWithUs } from './child-server.ts';

/** A process of its own that keeps secrets as slip does. */
export interface Clerk {
  /** @throws Error when the process ends before it answers. */
  ask(verb: Order['verb'], name?: string, clear?: string): Promise<Answer>;
  /** Ends it as it stands. */
  kill(): void;
  /** Lets it end, and gives its exit status or the signal that ended it. */
  close(): Promise<number | NodeJS.Signals>;
}

const PROGRAM = fileURLToPath(new URL('../secret-clerk.js', import.meta.url));

/** Starts a clerk for a place for secrets. */
export function startClerk(choice: 'vault' | 'system', env: Readonly<Record<string, string>>): Clerk {
  const child = spawn(process.execPath, [PROGRAM, 'serve', choice], { env, stdio: ['pipe', 'pipe', 'inherit'] });
  endWithUs(child);
  child.stdin.on('error', () => {});
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>; // the event's documented arguments
  return {
    async ask(verb, name, clear) {
      child.stdin.write(`${JSON.stringify({ verb, name, clear } satisfies Record<keyof Order, unknown>)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error('the clerk ended without an answer');
      return JSON.parse(value);
    },
    kill: () => void child.kill('SIGKILL'),
    async close() {
      child.stdin.end();
      const [code, signal] = await ended;
      return code ?? signal ?? 'SIGKILL';
    },
  };
}
