import { findGroup, fullHelp, groupHelp, type Page, shortHelp } from './cli/help.ts';
import type { Special } from './cli/special.ts';
import { Failure } from './failure.ts';
import type { Host, Sink } from './host.ts';
import { colorLevel } from './render/color-level.ts';

export { findSpecial } from './cli/special.ts';

/** Prints the help, which needs nothing else on the line to be right. */
export async function showHelp(special: Special & { kind: 'help' }, host: Host): Promise<number> {
  const page = pageFor(host.stdout, host);
  const group = special.word === undefined ? undefined : findGroup(special.word);
  await host.stdout.write(
    group !== undefined ? groupHelp(group, page) : special.full ? fullHelp(page) : shortHelp(page),
  );
  return 0;
}

/**
 * `slip help [GROUP]`.
 *
 * @throws Failure `usage` for a word that is no group.
 */
export async function showHelpCommand(words: readonly string[], host: Host): Promise<number> {
  const [word] = words;
  if (word !== undefined && findGroup(word) === undefined) {
    throw new Failure('usage', `there is no group of options called ${word}`, { hint: 'slip -h shows them all' });
  }
  return await showHelp({ kind: 'help', full: false, word }, host);
}

/** What a line without a word gets: the short help on stderr, as nothing was done. */
export async function showUsage(host: Host): Promise<number> {
  await host.stderr.write(shortHelp(pageFor(host.stderr, host)));
  return 2;
}

function pageFor(sink: Sink, { env, platform }: Host): Page {
  return { columns: sink.columns, colored: colorLevel({ isTerminal: sink.isTerminal, env, platform }) > 0 };
}
