import { spawn } from 'node:child_process';
import open from 'open';
import type { Host } from './host.ts';

/**
 * Opens a URL in the user's browser: the one that `BROWSER` names (commands between colons, `%s` for the URL), or that of
 * the system. It is a process of its own, which outlives this one and shares nothing with it.
 *
 * @param signal ends the wait for that, but not the browser.
 * @returns whether there is a browser, once that can be told: a launcher has ended well or, after two seconds, is running.
 */
export async function openInBrowser(
  url: string,
  { env, platform }: Pick<Host, 'env' | 'platform'>,
  signal: AbortSignal,
): Promise<boolean> {
  const commands = (env.BROWSER ?? '').split(platform === 'win32' ? ';' : ':').filter((command) => command.trim());
  for (const command of commands) {
    const words = command.trim().split(/\s+/);
    const [program = '', ...rest] = command.includes('%s')
      ? words.map((word) => word.replaceAll('%s', url))
      : [...words, url];
    const child = spawn(program, rest, { env, detached: true, stdio: 'ignore' });
    child.unref();
    if (await settles(child, signal)) return true;
  }
  if (commands.length > 0 || !hasScreen({ env, platform })) return false;
  try {
    return await settles(await open(url), signal);
  } catch {
    return false;
  }
}

/** Without one, what opens a URL on Linux falls back to browsers in the terminal, which is taken. */
function hasScreen({ env, platform }: Pick<Host, 'env' | 'platform'>): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY, env.WSL_DISTRO_NAME].some(Boolean);
}

const PATIENCE_MS = 2000;

function settles(child: Awaited<ReturnType<typeof open>>, signal: AbortSignal): Promise<boolean> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode === 0);
  return new Promise((resolve) => {
    child.once('error', () => resolve(false)).once('exit', (status) => resolve(status === 0));
    // The process lives to see it: neither the browser nor, perhaps, anything else keeps it.
    const patience = setTimeout(() => resolve(true), PATIENCE_MS);
    const stop = (): void => clearTimeout(patience);
    signal.addEventListener('abort', stop, { once: true });
    child.once('error', stop).once('exit', stop);
  });
}
