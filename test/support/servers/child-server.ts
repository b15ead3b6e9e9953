import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A server that runs as our own child process. */
export interface ChildServer<Port extends string> {
  /** Free loopback ports that it listens on, all of which have accepted a connection. */
  readonly ports: Readonly<Record<Port, number>>;
  /** Ends the process and resolves when it has ended. */
  stop(): Promise<void>;
}

/** What to run, once the ports are known. */
export interface Start {
  readonly program: string;
  readonly words: readonly string[];
  readonly folder: string;
}

/** Between asking for a free port and the server's listening on it, somebody else may take it. */
const ATTEMPTS = 3;
const CONNECT_RETRY_MS = 20;
/** A server that has not ended by then is killed. */
const PATIENCE_MS = 5000;

/**
 * Starts a server and waits until it accepts connections on every port.
 *
 * @param prepare writes what the server reads; called again with other ports when the first are taken.
 * @throws Error with the server's own words when it ends instead.
 */
export async function startServer<Port extends string>(
  names: readonly Port[],
  prepare: (ports: Readonly<Record<Port, number>>) => Promise<Start>,
): Promise<ChildServer<Port>> {
  let complaint = '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const numbers = await freePorts(names.length);
    const ports = Object.fromEntries(names.map((name, index) => [name, numbers[index]])) as Record<Port, number>; // fromEntries forgets the names
    const { program, words, folder } = await prepare(ports);
    const child = spawn(program, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = listen(child);
    endWithUs(child);
    const ended = once(child, 'close');
    if (await isServing(child, numbers)) return { ports, stop: () => stop(child, ended) };
    await ended;
    complaint = `${program} does not start: ${said()}`;
  }
  throw new Error(complaint);
}

/** A child does not outlive the tests, even when they are broken off. */
export function endWithUs(child: ChildProcess): void {
  if (process.listenerCount('SIGTERM') === 0) {
    // Left to itself, a signal ends the process without an `exit` event.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
  }
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  child.once('close', () => process.off('exit', end));
}

/** Reads what the server says, which would otherwise fill its pipe and stop it. */
function listen(child: ChildProcess): () => string {
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('error', (error) => chunks.push(Buffer.from(error.message)));
  return () => Buffer.concat(chunks).toString('utf8').slice(-2000);
}

/** Ports that were free a moment ago; all are held until the last is found, so that they differ. */
async function freePorts(count: number): Promise<readonly number[]> {
  const holders = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(holders.map((holder) => once(holder, 'listening')));
  const ports = holders.map((holder) => (holder.address() as AddressInfo).port); // a TCP server has no other address
  await Promise.all(holders.map((holder) => once(holder.close(), 'close')));
  return ports;
}

/** `false` when the server has ended before it accepted a connection on each port. */
async function isServing(child: ChildProcess, ports: readonly number[]): Promise<boolean> {
  for (const port of ports) {
    while (!(await accepts(port))) {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return false;
      await pause(CONNECT_RETRY_MS);
    }
  }
  return true;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  await ended;
  clearTimeout(timer);
}
