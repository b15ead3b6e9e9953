import { lookup as systemLookup } from 'node:dns';
import { isIP } from 'node:net';
import type { NetworkPolicy } from '../request/network.ts';
import { isLoopback } from '../request/url.ts';

/**
 * The addresses of a host, best first: an address itself, what `--resolve` says, names that are this machine by
 * definition (RFC 6761 §6.3), else what the system's look-up finds.
 *
 * @param host canonical; IPv6 in brackets.
 * @throws Error of the look-up, with Node's code; the signal's reason.
 */
export async function findAddresses(
  host: string,
  port: number,
  policy: NetworkPolicy,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const name = host.replace(/^\[|\]$/g, '');
  const known = knownAddresses(name, port, policy) ?? (isIP(name) === 0 ? undefined : [name]);
  if (known === undefined) return await unlessAborted(systemAddresses(name, policy.family), signal);
  // An address in the URL itself goes through -4 and -6, as in curl.
  const usable = known.filter((address) => address === name || !policy.family || isIP(address) === policy.family);
  if (usable.length === 0) throw Object.assign(new Error('no address of this family'), { code: 'ENOTFOUND' });
  return usable;
}

/** Entries for the name itself come before those for any name, as in curl. */
function knownAddresses(name: string, port: number, { resolutions }: NetworkPolicy): readonly string[] | undefined {
  for (const host of [name, '*']) {
    const entry = resolutions.findLast((candidate) => candidate.port === port && candidate.host === host);
    if (entry !== undefined && entry.addresses.length > 0) return entry.addresses;
  }
  return isLoopback(name) && isIP(name) === 0 && name !== 'localhost' ? ['127.0.0.1', '::1'] : undefined;
}

function systemAddresses(name: string, family: 4 | 6 | undefined): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    systemLookup(name, { all: true, family: family ?? 0 }, (error, list) => {
      if (error === null) resolve(list.map(({ address }) => address));
      else reject(error);
    });
  });
}

/** A look-up cannot be called back; when it is given up, nobody waits for it any longer. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
