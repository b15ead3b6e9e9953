// How long a command takes and how much memory it needs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, closeSync, constants, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** The path of an installed program, or `undefined`. */
export function findProgram(name) {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * Runs a command once, its output thrown away.
 *
 * @returns `wallMs`, and `cpuMs` (user and system together) where bash is there to tell: its `time` is the one at hand
 *   that gives milliseconds, and it counts neither its own start nor ours.
 */
export async function timed(words, around) {
  const bash = findProgram('bash');
  if (bash === undefined) {
    const startedAt = performance.now();
    await run(words, around);
    return { wallMs: performance.now() - startedAt, cpuMs: undefined };
  }
  // The command's own stderr goes to ours; what `time` says comes through descriptor 3.
  const script = '{ TIMEFORMAT="%3R %3U %3S"; time "$@" 2>&4; } 4>&2 2>&3';
  const { said } = await run([bash, '-c', script, 'bash', ...words], around);
  const [wall, user, system] = said.trim().split(' ').map(Number);
  return { wallMs: wall * 1000, cpuMs: (user + system) * 1000 };
}

/** The most memory that a command had at once, in bytes; `undefined` where nothing tells. */
export async function peakMemory(words, around) {
  const report = join(around.folder, 'peak');
  if (existsSync('/usr/bin/time')) {
    await run(['/usr/bin/time', '-f', '%M', '-o', report, ...words], around);
    const peak = Number(readFileSync(report, 'utf8').trim().split('\n').at(-1));
    rmSync(report);
    return peak * 1024;
  }
  let peak;
  await run(words, around, (pid) => {
    peak = highWater(pid) ?? peak;
  });
  return peak;
}

const POLL_MS = 2;

/** Linux remembers the most that a process has had, for as long as the process is there. */
function highWater(pid) {
  try {
    return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024 || undefined;
  } catch {
    return undefined;
  }
}

async function run([program, ...words], { folder, env }, watch) {
  const nowhere = openSync(process.platform === 'win32' ? 'NUL' : '/dev/null', 'r+');
  const child = spawn(program, words, { cwd: folder, env, stdio: [nowhere, nowhere, 'pipe', 'pipe'] });
  closeSync(nowhere);
  const end = () => child.kill();
  process.once('exit', end);
  const timer = watch && setInterval(() => watch(child.pid), POLL_MS);
  try {
    const [complaint, said, [status, signal]] = await Promise.all([
      text(child.stderr),
      text(child.stdio[3]),
      once(child, 'close'),
    ]);
    if (status !== 0) {
      throw new Error(`${[program, ...words].join(' ')} ended with ${status ?? signal}: ${complaint.trim()}`);
    }
    return { said };
  } finally {
    clearInterval(timer);
    process.off('exit', end);
  }
}

/** The value in the middle; of an even number of values, the mean of the two. */
export function median(values) {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle - 1)]) / 2;
}
