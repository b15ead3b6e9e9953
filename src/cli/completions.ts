import { bashCompletion } from './completion-bash.ts';
import { fishCompletion } from './completion-fish.ts';
import { powershellCompletion } from './completion-powershell.ts';
import type { Shell } from './completion-words.ts';
import { zshCompletion } from './completion-zsh.ts';

/** A completion script. */
interface Completion {
  /** The name under which the shell, or what packages it, looks for the script. */
  readonly fileName: string;
  readonly script: () => string;
}

/** The completion script of each shell: what `slip completion SHELL` prints and `completions/` holds. */
export const COMPLETIONS: Readonly<Record<Shell, Completion>> = {
  bash: { fileName: 'slip.bash', script: bashCompletion },
  zsh: { fileName: '_slip', script: zshCompletion },
  fish: { fileName: 'slip.fish', script: fishCompletion },
  powershell: { fileName: 'slip.ps1', script: powershellCompletion },
};

/** The shell that a word names, if there is a script for it. */
export function findShell(word: string): Shell | undefined {
  return Object.hasOwn(COMPLETIONS, word) ? (word as Shell) : undefined; // it is a key of COMPLETIONS
}
