import { fullHelp, shortHelp } from './cli/help.ts';

const PIPE = { columns: 80, colored: false };

/**
 * The help of slip itself where it goes to no terminal, by the names of the files that scripts/build.mjs makes of it and
 * src/start.ts prints: to lay it out takes 15 ms of CPU.
 */
export const PIPED_HELP = { help: fullHelp(PIPE), 'short-help': shortHelp(PIPE) };
