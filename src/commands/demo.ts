import type { Command, CommandLine } from '../cli/command-row.ts';
import { DEMO } from '../cli/commands/demo.ts';
import { serveDesk } from '../demo/serve.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../host.ts';

/** `slip demo [PORT]`: serves the library desk until Ctrl-C. */
export const DEMO_COMMAND: Command<typeof DEMO> = { table: DEMO, run: serve };

async function serve(host: Host, { words: [word = '4000'] }: CommandLine<typeof DEMO>): Promise<number> {
  if (!/^\d{1,5}$/.test(word) || Number(word) > 65535) {
    throw new Failure('usage', 'slip demo takes a port, or nothing', { hint: 'slip demo 0 takes any free port' });
  }
  const desk = await listen(Number(word), host);
  try {
    await host.stdout.write(`library desk on ${desk.url}\n`);
    if (host.stdout.isTerminal) await host.stdout.write(`try: slip :${desk.port}/books        Ctrl-C ends it\n`);
    await new Promise<void>((resolve) => host.interrupted.addEventListener('abort', () => resolve(), { once: true }));
    return 0;
  } finally {
    await desk.close();
  }
}

async function listen(port: number, host: Host): ReturnType<typeof serveDesk> {
  try {
    return await serveDesk({ port, now: host.now });
  } catch (cause) {
    const { code } = cause as { code?: string }; // node:net's error
    const sentence =
      code === 'EADDRINUSE' ? 'is taken' : code === 'EACCES' ? 'may not be used' : `cannot be used (${code})`;
    throw new Failure('connect', `port ${port} ${sentence}`, { cause, hint: 'slip demo 0 takes any free port' });
  }
}
