import type { Command } from '../cli/command-row.ts';
import { COMPLETION } from '../cli/commands/completion.ts';
import { COMPLETIONS, findShell } from '../cli/completions.ts';
import { Failure } from '../failure.ts';

/** `slip completion SHELL`: the script on stdout. */
export const COMPLETION_COMMAND: Command<typeof COMPLETION> = {
  table: COMPLETION,
  async run({ stdout }, { words: [word = ''] }) {
    const shell = findShell(word);
    if (shell === undefined) {
      throw new Failure('usage', `slip completion takes one of ${Object.keys(COMPLETIONS).join(', ')}`);
    }
    await stdout.write(COMPLETIONS[shell].script());
    return 0;
  },
};
