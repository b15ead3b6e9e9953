import { spawn } from 'node:child_process';
import { Failure } from './failure.ts';
import type { CommandResult } from './host.ts';

/** How long the rest of its output is waited for once a command has ended, as others may hold its stdout open. */
const DRAIN_MS = 200;

/**
 * Runs a command of the user's own in the shell. It keeps the terminal, so that it can ask there for a passphrase.
 *
 * @throws what the signal says; Failure `credential` where there is more than `maxBytes` of output, or no shell.
 */
export async function runInShell(command: string, signal: AbortSignal, maxBytes: number): Promise<CommandResult> {
  signal.throwIfAborted();
  const child = spawn(command, { shell: true, stdio: ['ignore', 'pipe', 'inherit'], windowsHide: true });
  const chunks: Uint8Array[] = [];
  let byteLength = 0;
  let stop: (() => void) | undefined;
  let patience: NodeJS.Timeout | undefined;
  try {
    return await new Promise((resolve, reject) => {
      stop = () => reject(signal.reason);
      signal.addEventListener('abort', stop, { once: true });
      child.stdout.on('data', (chunk: Uint8Array) => {
        byteLength += chunk.byteLength;
        if (byteLength <= maxBytes) chunks.push(chunk);
        else reject(new Failure('credential', `a command printed more than ${maxBytes} bytes`));
      });
      child.once('error', (cause) =>
        reject(new Failure('credential', 'there is no shell to run a command', { cause })),
      );
      child.once('exit', (exitStatus) => {
        const settle = (): void => resolve({ exitStatus: exitStatus ?? undefined, stdout: Buffer.concat(chunks) });
        if (child.stdout.readableEnded) return settle();
        child.stdout.once('end', settle);
        patience = setTimeout(settle, DRAIN_MS);
      });
    });
  } finally {
    clearTimeout(patience);
    if (stop !== undefined) signal.removeEventListener('abort', stop);
    child.kill('SIGKILL');
    child.stdout.destroy();
  }
}
