import { isTabled, type TabledName } from './cli/commands.ts';
import { curlHelp, curlManual, curlVersionText } from './cli/curl-help.ts';
import { findGroup, fullHelp, groupHelp, shortHelp } from './cli/help.ts';
import type { Page } from './cli/help-layout.ts';
import type { Special } from './cli/special.ts';
import { Failure } from './failure.ts';
import type { Host, Sink } from './host.ts';
import { colorLevel } from './render/color-level.ts';

export { findSpecial } from './cli/special.ts';

/** Prints the help, which needs nothing else on the line to be right. */
export async function showHelp(special: Special & { kind: 'help' }, host: Host): Promise<number> {
  const page = pageFor(host.stdout, host);
  await host.stdout.write(special.dialect === 'curl' ? curlText(special, page) : slipText(special, page));
  return 0;
}

/** Prints what scripts look for in curl's version. */
export async function showCurlVersion(host: Host): Promise<number> {
  await host.stdout.write(curlVersionText(host));
  return 0;
}

/**
 * Shows the help of a sub-command with a table of its own, if the line asks for it.
 *
 * @returns the exit status, or `undefined` where nothing was asked.
 */
export async function showCommandHelp(argv: readonly string[], host: Host): Promise<number | undefined> {
  const [name = '', ...rest] = argv;
  if (!isTabled(name)) return undefined;
  const { commandHelp, findCommandHelp } = await import('./cli/command-help.ts');
  const asked = findCommandHelp(name, rest);
  if (asked === undefined) return undefined;
  await host.stdout.write(commandHelp(asked, pageFor(host.stdout, host)));
  return 0;
}

/** What a sub-command without its verb gets: its help on stderr, as nothing was done. */
export async function showCommandUsage(name: TabledName, host: Host): Promise<number> {
  const { commandHelp } = await import('./cli/command-help.ts');
  await host.stderr.write(commandHelp({ name, verb: undefined, full: false }, pageFor(host.stderr, host)));
  return 2;
}

/**
 * `slip help [GROUP|COMMAND [VERB]]`.
 *
 * @throws Failure `usage` for a word that is neither.
 */
export async function showHelpCommand(words: readonly string[], host: Host): Promise<number> {
  const [word, verb] = words;
  if (word !== undefined && isTabled(word)) {
    const status = await showCommandHelp([word, ...(verb === undefined ? [] : [verb]), '--help'], host);
    return status ?? 0;
  }
  if (word !== undefined && findGroup(word) === undefined) {
    throw new Failure('usage', `there is no group of options, and no command with options of its own, called ${word}`, {
      hint: 'slip -h shows them all',
    });
  }
  return await showHelp({ kind: 'help', dialect: 'slip', full: false, word }, host);
}

/** What a line without a word gets: the short help on stderr, as nothing was done. */
export async function showUsage(host: Host): Promise<number> {
  await host.stderr.write(shortHelp(pageFor(host.stderr, host)));
  return 2;
}

function slipText({ full, word }: Special & { kind: 'help' }, page: Page): string {
  const group = word === undefined ? undefined : findGroup(word);
  if (group !== undefined) return groupHelp(group, page);
  return full ? fullHelp(page) : shortHelp(page);
}

function curlText({ full, word }: Special & { kind: 'help' }, page: Page): string {
  return full ? curlManual(page) : curlHelp(word, page);
}

function pageFor(sink: Sink, { env, platform }: Host): Page {
  return { columns: sink.columns, colored: colorLevel({ isTerminal: sink.isTerminal, env, platform }) > 0 };
}
