import { createConnection, type Socket } from 'node:net';
import type { KeychainLook, SystemKeychain } from '../host.ts';
import { type DbusCall, type DbusReader, dbusCall, takeMessage } from './dbus-message.ts';

type LookSubject = Parameters<SystemKeychain['look']>[0];

/**
 * Looks at the Secret Service on the session's D-Bus, which asks nobody anything: whether it is there, and whether what
 * slip needs of it is locked. keytar cannot tell these apart, and to look through it would put up a question.
 *
 * @returns `unknown` where the bus cannot be reached in the ways that this knows.
 */
export async function lookAtSecretService(
  env: Readonly<Record<string, string | undefined>>,
  service: string,
  subject: LookSubject,
  signal: AbortSignal,
): Promise<KeychainLook> {
  const path = busPath(env);
  if (path === undefined) return env.DISPLAY ? 'unknown' : 'noBus';
  let bus: Bus;
  try {
    bus = await connectBus(path, signal);
  } catch (error) {
    signal.throwIfAborted();
    const { code } = error as { code?: string }; // connecting fails with system errors
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'noBus' : 'unknown';
  }
  try {
    return subject === 'place' ? await lookAtPlace(bus) : await lookAtEntries(bus, service, subject);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BusError)) return 'silent';
    if (/ServiceUnknown|NameHasNoOwner|Spawn/.test(error.message)) return 'noService';
    return 'unknown';
  } finally {
    bus.close();
  }
}

async function lookAtEntries(bus: Bus, service: string, subject: LookSubject): Promise<KeychainLook> {
  const wanted = typeof subject === 'object' ? { service, account: subject.account } : { service };
  const body = await bus.call({ ...SERVICE, member: 'SearchItems', arguments: wanted });
  const [unlockedBytes, lockedBytes] = [body.arrayBytes(), body.arrayBytes()];
  const isLocked = subject === 'entries' ? lockedBytes > 0 : lockedBytes > 0 && unlockedBytes === 0;
  return isLocked ? 'locked' : 'open';
}

async function lookAtPlace(bus: Bus): Promise<KeychainLook> {
  // So that the service is there to be asked of its collections.
  await bus.call({ ...SERVICE, member: 'SearchItems', arguments: {} });
  try {
    const body = await bus.call({
      ...SERVICE,
      path: '/org/freedesktop/secrets/aliases/default',
      interface: 'org.freedesktop.DBus.Properties',
      member: 'Get',
      arguments: ['org.freedesktop.Secret.Collection', 'Locked'],
    });
    const isLocked = body.booleanVariant();
    return isLocked === undefined ? 'unknown' : isLocked ? 'locked' : 'open';
  } catch (error) {
    if (error instanceof BusError) return 'noCollection';
    throw error;
  }
}

const SERVICE = {
  destination: 'org.freedesktop.secrets',
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.Secret.Service',
} as const;

/** The socket of the session's bus, if it has a path: `DBUS_SESSION_BUS_ADDRESS`, else the one of the user's session. */
function busPath({
  DBUS_SESSION_BUS_ADDRESS: address,
  XDG_RUNTIME_DIR: folder,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (!address) return folder && `${folder}/bus`;
  const [, path] = /(?:^|;)unix:(?:[^;]*,)?path=([^,;]*)/.exec(address) ?? [];
  return path?.replace(/%([\da-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** What the bus, or the service on it, answered to a call. */
class BusError extends Error {
  override readonly name = 'BusError';
}

interface Bus {
  /** @throws BusError with the error's name; another error when the bus goes away. */
  call(call: DbusCall): Promise<DbusReader>;
  close(): void;
}

/** Connects, says who this is, which the socket proves, and joins the bus. */
async function connectBus(path: string, signal: AbortSignal): Promise<Bus> {
  const socket = createConnection({ path });
  const pending = new Map<number, { resolve(body: DbusReader): void; reject(reason: unknown): void }>();
  let serial = 0;
  const call = (message: DbusCall): Promise<DbusReader> =>
    new Promise((resolve, reject) => {
      serial++;
      pending.set(serial, { resolve, reject });
      socket.write(dbusCall(serial, message));
    });
  const give = (reason: unknown): void => {
    for (const { reject } of pending.values()) reject(reason);
    pending.clear();
    socket.destroy();
  };
  const onAbort = (): void => give(signal.reason);
  signal.addEventListener('abort', onAbort);
  const bus: Bus = {
    call,
    close() {
      signal.removeEventListener('abort', onAbort);
      give(new Error('closed'));
    },
  };
  socket.on('error', give).on('close', () => give(new Error('the bus went away')));
  try {
    await connected(socket);
    if (signal.aborted) onAbort();
    socket.write('\0AUTH EXTERNAL\r\nDATA\r\nBEGIN\r\n');
    receive(socket, (number, error, body) => {
      const waiting = pending.get(number);
      pending.delete(number);
      if (error === undefined) waiting?.resolve(body);
      else waiting?.reject(new BusError(error));
    });
    await call({ ...DBUS, member: 'Hello', arguments: undefined });
    return bus;
  } catch (error) {
    bus.close();
    throw error;
  }
}

const DBUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const;

function connected(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject).once('close', reject);
  });
}

/** Passes over the lines of the authentication, then takes message after message. */
function receive(socket: Socket, tell: (serial: number, error: string | undefined, body: DbusReader) => void): void {
  let received: Buffer = Buffer.alloc(0);
  let isAuthenticated = false;
  const take = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    if (!isAuthenticated) {
      const lines = /^(?:(?:DATA|OK)[^\r\n]*\r\n)*?OK[^\r\n]*\r\n/.exec(received.toString('latin1'))?.[0];
      if (lines === undefined) {
        if (received.toString('latin1').startsWith('REJECTED')) socket.destroy();
        return;
      }
      isAuthenticated = true;
      received = received.subarray(lines.length);
    }
    for (let taken = takeMessage(received); taken !== undefined; taken = takeMessage(received)) {
      received = taken.rest;
      if (taken.reply !== undefined) tell(taken.reply.serial, taken.reply.error, taken.reply.body);
    }
    if (received.byteLength > MAX_MESSAGE_BYTES) throw new Error('a message of the bus is too long');
  };
  socket.on('data', (chunk) => {
    try {
      take(chunk);
    } catch (error) {
      // A message that cannot be read is the end: where the next one begins is not known.
      socket.destroy(error instanceof Error ? error : undefined);
    }
  });
}

/** Answers to what is asked here have a few hundred. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
