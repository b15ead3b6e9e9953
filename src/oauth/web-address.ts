import type { Profile } from '../auth/profile.ts';
import { Failure } from '../failure.ts';
import { isLoopback, parseUrl } from '../request/url.ts';

/**
 * Refuses an address that a server would send its users to, if it is not https, nor on this machine: what opens addresses
 * opens programs and files, too.
 *
 * @throws Failure `credential`
 */
export function refuseOddAddress(address: string, { name }: Profile): void {
  if (isWebAddress(address)) return;
  throw new Failure('credential', `the server of profile ${name} sends its users to an address that is not https`);
}

/** Whether an address is https, or on this machine. */
export function isWebAddress(address: string): boolean {
  const href = URL.canParse(address) ? new URL(address).href : '';
  return href.startsWith('https://') || (href.startsWith('http://') && isLoopback(parseUrl(href).host));
}
