import type { Inputs } from '../cli/inputs.ts';
import type { Invocation } from '../cli/parse.ts';
import type { Host } from '../host.ts';
import { compareSaved } from '../run/compare.ts';
import { findSavedPair } from '../run/saved-pair.ts';
import { compareAnswers } from '../send/compare.ts';

/** `slip diff`: of saved requests, where its words name some, else of URLs; gives the exit status. */
export async function diffCommand(
  host: Host,
  argv: readonly string[],
  invocations: readonly Invocation[],
  inputs: Inputs,
): Promise<number> {
  const [first, ...others] = invocations;
  const pair = first === undefined || others.length > 0 ? undefined : await findSavedPair(host, argv, first);
  return pair === undefined ? await compareAnswers(invocations, inputs, host) : await compareSaved(pair, host);
}
