import type { Exchange } from '../request/exchange.ts';
import type { RequestPlan } from '../request/plan.ts';
import type { NameService } from './resolve.ts';

/**
 * Who looks names up for a plan; what it takes to ask others than the system is loaded when they are named.
 *
 * @param send carries the questions of DNS over HTTPS.
 */
export async function nameServiceFor(
  plan: RequestPlan,
  send: (question: RequestPlan, signal: AbortSignal) => Promise<Exchange>,
): Promise<NameService> {
  const { names } = plan.connection;
  switch (names.kind) {
    case 'system':
      // An address is looked up by nobody: with node:dns a GET took 0.7 ms of CPU more.
      return async (...question) => await (await import('./system-names.ts')).systemNames(...question);
    case 'dns':
      return (await import('./name-servers.ts')).nameServers(names);
    case 'https':
      return (await import('./dns-over-https.ts')).dnsOverHttps(names, plan.connection, send);
  }
}
