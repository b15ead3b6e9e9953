import { type FileHandle, open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
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
  const device = await openDevice(world);
  if (device === undefined) return undefined;
  const { input, close } = device;
  // readline echoes to its output; an output that swallows everything makes it silent.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input, output: silent, terminal: true });
  // Only now, as what is typed before the terminal is in raw mode would be echoed by the terminal itself.
  world.stderr.write(`${question}: `);
  try {
    return await new Promise((resolve, reject) => {
      lines.once('SIGINT', () => reject(new Failure('interrupted', 'interrupted')));
      lines.once('line', resolve).once('close', () => resolve(undefined));
    });
  } finally {
    lines.close();
    world.stderr.write('\n');
    await close();
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
