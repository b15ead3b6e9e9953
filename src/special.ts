import { COMMANDS, type CommandName, isTabled, type TabledName } from './cli/commands.ts';
import { curlHelp, curlManual, curlVersionText } from './cli/curl-help.ts';
import {
  findGroup,
  firstHelp,
  fullHelp,
  groupHelp,
  optionHelp,
  plainCommandHelp,
  shortHelp,
  TOPICS,
  topicHelp,
} from './cli/help.ts';
import type { Page } from './cli/help-layout.ts';
import { type FoundOption, findLongOption, findShortOption, OPTION_TABLE } from './cli/options.ts';
import type { Special } from './cli/special.ts';
import { Failure } from './failure.ts';
import type { Host, Sink } from './host.ts';
import { nearestWord } from './nearest.ts';
import { colorLevel } from './render/color-level.ts';

export { findSpecial } from './cli/special.ts';

/** Prints the help, which needs nothing else on the line to be right. */
export async function showHelp(special: Special & { kind: 'help' }, host: Host): Promise<number> {
  const { dialect, full, word = '' } = special;
  const status = dialect === 'slip' ? await showCommandHelp([word, full ? '--help' : '-h'], host) : undefined;
  if (status !== undefined) return status;
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
 * `slip help [OPTION|GROUP|COMMAND [VERB]]`.
 *
 * @throws Failure `usage` for a word that is none.
 */
export async function showHelpCommand(words: readonly string[], host: Host): Promise<number> {
  const [word, verb] = words;
  if (word !== undefined && isTabled(word)) {
    const status = await showCommandHelp([word, ...(verb === undefined ? [] : [verb]), '--help'], host);
    return status ?? 0;
  }
  if (word === undefined || word === 'help' || findGroup(word) !== undefined) {
    return await showHelp({ kind: 'help', dialect: 'slip', full: false, word }, host);
  }
  if (word === 'curl') return await showHelp({ kind: 'help', dialect: 'curl', full: false, word: verb }, host);
  const page = pageFor(host.stdout, host);
  const topic = TOPICS.find((name) => name === word);
  if (topic !== undefined) {
    await host.stdout.write(topicHelp(topic, page));
    return 0;
  }
  if (isCommand(word)) {
    await host.stdout.write(plainCommandHelp(word, page));
    return 0;
  }
  const option = findOption(word);
  if (option?.kind !== 'option') {
    const nearest = nearestWord(word.replace(/^--?/, ''), [...Object.keys(COMMANDS), ...OPTION_TABLE.names]);
    throw new Failure('usage', `there is no option, group of options or command called ${word}`, {
      hint: nearest === undefined ? 'slip -h shows them all' : `did you mean slip help ${nearest}?`,
    });
  }
  await host.stdout.write(optionHelp(option.name, page));
  return 0;
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

/** The option of a word with or without its dashes. */
function findOption(word: string): FoundOption | undefined {
  const name = word.replace(/^--?/, '');
  return /^-?[^-]$/.test(word) ? findShortOption(name) : findLongOption(name);
}

/** What a line without a word gets: how to begin, on stderr, as nothing was done. */
export async function showUsage(host: Host): Promise<number> {
  await host.stderr.write(firstHelp(pageFor(host.stderr, host)));
  return 2;
}

function slipText({ full, word }: Special & { kind: 'help' }, page: Page): string {
  const group = word === undefined ? undefined : findGroup(word);
  if (group !== undefined) return groupHelp(group, page);
  if (word === 'export') return plainCommandHelp(word, page);
  return full ? fullHelp(page) : shortHelp(page);
}

function curlText({ full, word }: Special & { kind: 'help' }, page: Page): string {
  return full ? curlManual(page) : curlHelp(word, page);
}

function pageFor(sink: Sink, { env, platform }: Host): Page {
  return { columns: sink.columns, colored: colorLevel({ isTerminal: sink.isTerminal, env, platform }) > 0 };
}
