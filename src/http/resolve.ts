import type { NetworkPolicy } from '../request/network.ts';
import { isLoopback } from '../request/url.ts';
import { ipFamily } from './ip-family.ts';

/**
 * Looks a name up.
 *
 * @returns addresses of the family, or of both, best first.
 * @throws Error with one of Node's codes for failed look-ups; the signal's reason.
 */
export type NameService = (name: string, family: 4 | 6 | undefined, signal: AbortSignal) => Promise<readonly string[]>;

/**
 * The addresses of a host, best first: an address itself, what `--resolve` says, names that are this machine by
 * definition (RFC 6761 §6.3), else what the look-up finds.
 *
 * @param host canonical; IPv6 in brackets.
 * @throws Error of the look-up, with Node's code; the signal's reason.
 */
export async function findAddresses(
  host: string,
  port: number,
  policy: NetworkPolicy,
  names: NameService,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const name = host.replace(/^\[|\]$/g, '');
  const known = knownAddresses(name, port, policy) ?? (ipFamily(name) === 0 ? undefined : [name]);
  if (known === undefined) return await names(name, policy.family, signal);
  // An address in the URL itself goes through -4 and -6, as in curl.
  const usable = known.filter((address) => address === name || !policy.family || ipFamily(address) === policy.family);
  if (usable.length === 0) throw lookupError('ENOTFOUND');
  return usable;
}

/** An error as Node's look-ups have it. */
export function lookupError(code: 'ENOTFOUND' | 'EAI_AGAIN', cause?: unknown): Error {
  return Object.assign(new Error('the look-up found nothing', { cause }), { code });
}

/** Entries for the name itself come before those for any name, as in curl. */
function knownAddresses(name: string, port: number, policy: NetworkPolicy): readonly string[] | undefined {
  for (const host of [name, '*']) {
    const entry = policy.resolutions.findLast((candidate) => candidate.port === port && candidate.host === host);
    if (entry !== undefined && entry.addresses.length > 0) return entry.addresses;
  }
  // Nobody is asked, as in curl: besides, the look-up of the system takes a tenth of a small GET's CPU time.
  return isLoopback(name) && ipFamily(name) === 0 ? ['127.0.0.1', '::1'] : undefined;
}
