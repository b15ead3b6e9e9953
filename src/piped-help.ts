import { fullHelp, shortHelp } from './cli/help.ts';

const PIPE = { columns: 80, colored: false };

/**
 * The help of slip itself where it goes to no terminal. scripts/build.mjs lays it out once for all runs: that takes 15 of
 * the 38 ms of CPU of `--help`.
 */
export const FULL_HELP = fullHelp(PIPE);

/** Likewise, that of `-h`. */
export const SHORT_HELP = shortHelp(PIPE);
