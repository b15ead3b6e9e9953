import type { LineRow } from '../command-row.ts';

/** The shells there is a completion script for. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

/** `slip completion`. */
export const COMPLETION = {
  about: ['Prints the script to stdout; its first lines say where the shell looks for it.'],
  offers: SHELLS,
  options: {},
} as const satisfies LineRow;
