import { lookup } from 'node:dns';
import type { TcpNetConnectOpts } from 'node:net';
import { networkInterfaces } from 'node:os';
import { Failure } from '../failure.ts';
import type { LocalEnd } from '../request/network.ts';
import { ipFamily } from './ip-family.ts';

/** What a socket is bound to before it is connected; one of these for each port that may be tried. */
export type Binding = Pick<TcpNetConnectOpts, 'localAddress' | 'localPort'>;

/**
 * The ways to bind a socket of each family; none for a family that the local end does not have. Node cannot bind to an
 * interface, so that its address is used: the system's routes decide which way packets leave.
 *
 * @throws Failure `interface` when the local end is not of this machine.
 */
export async function bindingsFor(end: LocalEnd): Promise<(family: number) => readonly Binding[]> {
  const addresses = await localAddresses(end);
  const { first, last } = end.ports ?? { first: 0, last: 0 };
  const ports = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return (family) => {
    if (addresses === undefined) return ports.map((localPort) => ({ localPort }));
    const localAddress = addresses.find((address) => ipFamily(address) === family);
    if (localAddress === undefined) return [];
    return ports.map((localPort) => ({ localAddress, localPort }));
  };
}

/** An address of the interface with this name, for an end of questions to DNS servers too. */
export function interfaceAddresses(name: string): readonly string[] | undefined {
  const found = networkInterfaces()[name];
  // Of an interface that is up, a link-local address reaches only its own link.
  return found
    ?.map(({ address }) => address)
    .sort((left, right) => Number(isLinkLocal(left)) - Number(isLinkLocal(right)));
}

async function localAddresses(end: LocalEnd): Promise<readonly string[] | undefined> {
  if (end.interface === undefined && end.host === undefined) return undefined;
  const ofInterface = end.interface === undefined ? undefined : interfaceAddresses(end.interface);
  if (ofInterface !== undefined) return ofInterface;
  const found = end.host === undefined ? [] : await hostAddresses(end.host.replace(/^\[|\]$/g, ''));
  if (found.length > 0) return found;
  throw new Failure('interface', `there is no network interface or own address ${end.interface ?? end.host}`);
}

async function hostAddresses(host: string): Promise<readonly string[]> {
  if (ipFamily(host) !== 0) return [host];
  return await new Promise((resolve) => {
    lookup(host, { all: true }, (_error, list) => resolve(list?.map(({ address }) => address) ?? []));
  });
}

function isLinkLocal(address: string): boolean {
  return /^fe[89ab]/i.test(address);
}
