import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { kill, platform } from 'node:process';
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
    // What has come to its end may leave others running, such as an agent.
    if (child.exitCode === null && child.signalCode === null) endTree(child);
    child.stdout.destroy();
  }
}

/**
 * Ends a shell that is given up on, with all that it has started. A process group of its own would serve for that, but has
 * no terminal to ask on. SIGTERM lets a program that asks there turn the echo on again.
 */
function endTree(shell: ChildProcess): void {
  const { pid } = shell;
  if (pid === undefined) return;
  if (platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true });
  else for (const other of descendants(pid)) endQuietly(other);
  shell.kill('SIGKILL');
}

/** Of a process, by what `ps` has to say (POSIX); none where there is no such program. */
function descendants(ancestor: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const found = [ancestor];
  const pairs = [...(stdout ?? '').matchAll(/^\s*(\d+)\s+(\d+)\s*$/gm)];
  for (const parent of found) for (const [, pid, ppid] of pairs) if (Number(ppid) === parent) found.push(Number(pid));
  return found.slice(1);
}

function endQuietly(pid: number): void {
  try {
    kill(pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
