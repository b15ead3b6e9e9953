import { type FileHandle, open } from 'node:fs/promises';
import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { ReadStream } from 'node:tty';
import { Failure } from './failure.ts';

/**
 * Asks for a secret on the terminal, without echo.
 *
 * @returns what was typed, or `undefined` when there is no terminal to ask on.
 * @throws Failure `interrupted` on Ctrl-C.
 */
export async function askOnTerminal(world: NodeJS.Process, question: string): Promise<string | undefined> {
  // readline echoes to its output; an output that swallows everything makes it silent.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  return await ask(world, silent, new AbortController().signal, (lines) => {
    // Only now, as what is typed before the terminal is in raw mode would be echoed by the terminal itself.
    world.stderr.write(`${question}: `);
    lines.once('close', () => world.stderr.write('\n'));
  });
}

/**
 * Asks on the terminal for a line that may be seen while it is typed.
 *
 * @param signal gives up.
 * @returns likewise.
 * @throws likewise, and the signal's reason.
 */
export async function askLine(
  world: NodeJS.Process,
  question: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return await ask(world, world.stderr, signal, (lines) => {
    lines.setPrompt(`${question}: `);
    lines.prompt();
    signal.addEventListener('abort', () => world.stderr.write('\n'), { once: true });
  });
}

async function ask(
  world: NodeJS.Process,
  output: NodeJS.WritableStream,
  signal: AbortSignal,
  begin: (lines: Interface) => void,
): Promise<string | undefined> {
  signal.throwIfAborted();
  const device = await openDevice(world);
  if (device === undefined) return undefined;
  const lines = createInterface({ input: device.input, output, terminal: true, historySize: 0 });
  let giveUp: (() => void) | undefined;
  try {
    return await new Promise((resolve, reject) => {
      giveUp = () => reject(signal.reason);
      signal.addEventListener('abort', giveUp, { once: true });
      lines.once('SIGINT', () => reject(new Failure('interrupted', 'interrupted')));
      lines.once('line', resolve).once('close', () => resolve(undefined));
      begin(lines);
    });
  } finally {
    if (giveUp !== undefined) signal.removeEventListener('abort', giveUp);
    lines.close();
    await device.close();
  }
}

/** The terminal itself, so that stdin may be a pipe with the body in it. */
async function openDevice(
  world: NodeJS.Process,
): Promise<{ input: NodeJS.ReadableStream; close(): Promise<void> } | undefined> {
  if (world.stdin.isTTY) return { input: world.stdin, close: async () => void world.stdin.pause() };
  let handle: FileHandle;
  try {
    handle = await open(world.platform === 'win32' ? '\\\\.\\CONIN$' : '/dev/tty', 'r');
  } catch {
    return undefined;
  }
  const input = new ReadStream(handle.fd);
  return {
    input,
    close: async () => {
      input.destroy();
      // The stream opened the terminal anew; where it could not, this is closed already.
      await handle.close().catch(() => {});
    },
  };
}
