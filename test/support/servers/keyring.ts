import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { endWithUs } from './child-server.ts';
import { programPath } from './programs.ts';

/** A D-Bus session of its own, with gnome-keyring as its Secret Service and nobody to answer questions. */
export interface KeyringSession {
  /** What a program in the session has for its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly folder: string;
  /** Starts the daemon: unlocked, its keyring being made by the first time, or without the password. */
  start(how: 'unlocked' | 'locked'): Promise<void>;
  /** Ends the daemon; with the name of a signal, as that signal does. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** The daemon is there and does nothing, until it is told to `SIGCONT`. */
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  close(): Promise<void>;
}

const PASSWORD = 'a keyring for tests';
const ASK_AGAIN_AFTER_MS = 20;

/**
 * Opens a session without a daemon.
 *
 * @param prompter who puts the keyring's questions to the user: without a screen nobody can, and a deaf one never answers.
 */
export async function openKeyringSession(prompter: 'none' | 'deaf' = 'none'): Promise<KeyringSession> {
  const folder = await mkdtemp(join(tmpdir(), 'slip-keyring-'));
  for (const name of ['data', 'run']) await mkdir(join(folder, name));
  await chmod(join(folder, 'run'), 0o700);
  const outside = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  if (prompter === 'deaf') await installDeafPrompter(folder);
  // The bus lives as long as the program in it, which ends with its stdin.
  const bus = spawn(programPath('dbus-run-session'), ['--', 'sh', '-c', 'echo $DBUS_SESSION_BUS_ADDRESS; exec cat'], {
    env: outside,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  endWithUs(bus);
  const [address] = (await once(createInterface({ input: bus.stdout }), 'line')) as [string]; // a line is a text
  const env = { ...outside, DBUS_SESSION_BUS_ADDRESS: address };
  let daemon: ChildProcess | undefined;
  const stop = async (name: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    const stopping = daemon;
    daemon = undefined;
    if (stopping === undefined || stopping.exitCode !== null) return;
    const ended = once(stopping, 'close');
    stopping.kill(name);
    // One that was stopped ends only when it goes on.
    stopping.kill('SIGCONT');
    await ended;
    await isOwned(env, false);
  };
  return {
    env,
    folder,
    async start(how) {
      const words = ['--foreground', '--components=secrets', how === 'unlocked' ? '--unlock' : '--start'];
      daemon = spawn(programPath('gnome-keyring-daemon'), words, { env, stdio: ['pipe', 'pipe', 'ignore'] });
      endWithUs(daemon);
      daemon.stdin?.end(how === 'unlocked' ? PASSWORD : '');
      await isOwned(env, true);
    },
    stop,
    signal: (name) => void daemon?.kill(name),
    async close() {
      const prompters = await readFile(join(folder, 'prompters'), 'utf8').catch(() => '');
      for (const pid of prompters.split('\n').filter(Boolean)) endProcess(Number(pid));
      await stop();
      const ended = once(bus, 'exit');
      bus.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Waits until somebody on the bus is the Secret Service, or nobody; to call it would start one. */
async function isOwned(env: NodeJS.ProcessEnv, wanted: boolean): Promise<void> {
  const bus = ['--dest=org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner'];
  const words = ['--session', '--print-reply', ...bus, 'string:org.freedesktop.secrets'];
  for (;;) {
    const asking = spawn(programPath('dbus-send'), words, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    if ((await text(asking.stdout)).includes(`boolean ${wanted}`)) return;
    await pause(ASK_AGAIN_AFTER_MS);
  }
}

async function installDeafPrompter(folder: string): Promise<void> {
  const services = join(folder, 'data', 'dbus-1', 'services');
  await mkdir(services, { recursive: true });
  const exec = `/bin/sh -c 'echo $$ >>${join(folder, 'prompters')}; exec sleep 600'`;
  for (const name of ['org.gnome.keyring.SystemPrompter', 'org.gnome.keyring.PrivatePrompter']) {
    await writeFile(join(services, `${name}.service`), `[D-BUS Service]\nName=${name}\nExec=${exec}\n`);
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended with the bus.
  }
}
