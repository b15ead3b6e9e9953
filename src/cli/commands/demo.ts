import type { LineRow } from '../command-row.ts';

/** `slip demo`. */
export const DEMO = {
  about: ['Serves until Ctrl-C, on port 4000 unless another is named; `0` is any free port. Nothing is kept on disk.'],
  options: {},
} as const satisfies LineRow;
