import { Failure } from '../failure.ts';
import type { Sink } from '../host.ts';
import { COMPLETIONS, findShell } from './completions.ts';

/** `slip completion SHELL`: the script on stdout. */
export async function printCompletion(stdout: Sink, words: readonly string[]): Promise<number> {
  const [word = ''] = words;
  const shell = words.length === 1 ? findShell(word) : undefined;
  if (shell === undefined) {
    throw new Failure('usage', `slip completion takes one of ${Object.keys(COMPLETIONS).join(', ')}`);
  }
  await stdout.write(COMPLETIONS[shell].script());
  return 0;
}
