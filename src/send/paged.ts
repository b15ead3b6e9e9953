import type { Invocation } from '../cli/parse.ts';
import type { Host } from '../host.ts';

/** Acts with a pager, where one is wished for and there is a terminal to show it on. */
export async function paged(
  invocations: readonly Invocation[],
  host: Host,
  act: (host: Host, invocations: readonly Invocation[]) => Promise<number>,
): Promise<number> {
  const isWished = invocations[0]?.options.pager ?? Boolean(host.env.SLIP_PAGER);
  if (!isWished || !host.stdout.isTerminal) return await act(host, invocations);
  const { withPager } = await import('./paging.ts');
  return await withPager(invocations, host, act);
}
