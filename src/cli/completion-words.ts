import { linesOf } from './command-tables.ts';
import type { SHELLS } from './commands/completion.ts';
import { COMMANDS, type CommandName, isTabled } from './commands.ts';
import { EXPORT_FORMATS } from './export-words.ts';
import { rivalsOf } from './help.ts';
import { OPTION_GROUPS, type OptionRow } from './option-row.ts';
import { OPTION_NAMES, type OptionName, optionRow } from './options.ts';

/** A shell that has a completion script. */
export type Shell = (typeof SHELLS)[number];

/** Methods to offer as a first word; others work but are rarely typed. */
export const COMMON_METHODS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** The groups of options as one types them after `slip help`. */
export const GROUP_WORDS: readonly string[] = OPTION_GROUPS.map((group) => group.toLowerCase());

/** What may stand as the value of an option. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' }
  /** Text in which `@` may introduce a file. */
  | { readonly kind: 'attachment' }
  /** Nothing that could be offered. */
  | { readonly kind: 'free' };

/** An option as the scripts see it. Words carry their dashes. */
export interface Flag {
  /** `-i`. */
  readonly short: string | undefined;
  /** The long word to offer: `--include`, but `--no-progress-meter`. */
  readonly long: string;
  /** Words that are known but not offered: aliases, and what takes a `--no-` option back. */
  readonly hidden: readonly string[];
  /** `--no-include`: what takes a switch back. */
  readonly negation: string | undefined;
  /** `undefined` for a switch. */
  readonly value: Value | undefined;
  /** `FILE`; empty for a switch. */
  readonly placeholder: string;
  readonly repeats: boolean;
  /** Words that make no sense once this one stands there. */
  readonly rivals: readonly string[];
  /** The summary without backticks. */
  readonly description: string;
}

/** A sub-command as the scripts see it. */
export interface Follower {
  readonly name: CommandName;
  readonly summary: string;
  /** Words to offer behind it. */
  readonly words: readonly string[];
}

/** The options, in the order of the table. */
export function completionFlags(): readonly Flag[] {
  return OPTION_NAMES.map((name) => {
    const row = optionRow(name);
    const aliases = (row.aliases ?? []).map((alias) => `--${alias}`);
    const isOn = row.takes === 'nothing' && row.initially === 'on';
    return {
      short: row.short === undefined ? undefined : `-${row.short}`,
      long: isOn ? `--no-${name}` : `--${name}`,
      hidden: isOn ? [`--${name}`, ...aliases] : aliases,
      negation: row.takes === 'nothing' && !isOn ? `--no-${name}` : undefined,
      value: valueOfRow(row),
      placeholder: row.takes === 'nothing' ? '' : row.value,
      repeats: 'repeats' in row && row.repeats === true,
      rivals: rivalsOf(name).flatMap(shownWords),
      description: row.summary.replaceAll('`', ''),
    };
  });
}

/** All words that stand for an option, shown or not. */
export function flagWords({ short, long, hidden }: Flag): readonly string[] {
  return [...(short === undefined ? [] : [short]), long, ...hidden];
}

/** The short letters of some options in one string, for a pattern's brackets. */
export function letters(flags: readonly Flag[]): string {
  return flags.map(({ short }) => short?.slice(1) ?? '').join('');
}

/** The sub-commands, in the order of the table. */
export function completionCommands(): readonly Follower[] {
  const names = Object.keys(COMMANDS) as CommandName[]; // Object.keys forgets the keys' type
  return names.map((name) => ({ name, summary: COMMANDS[name].summary, words: wordsAfter(name) }));
}

/** Lines moved right, as one text. */
export function indented(lines: readonly string[], columns: number): string {
  return lines.map((line) => ' '.repeat(columns) + line).join('\n');
}

function valueOfRow(row: OptionRow): Value | undefined {
  switch (row.takes) {
    case 'nothing':
      return undefined;
    case 'choice':
      return { kind: 'words', words: row.choices };
    case 'file':
      return { kind: 'files' };
    case 'folder':
      return { kind: 'folders' };
    case 'text':
      if (row.value === 'METHOD') return { kind: 'words', words: COMMON_METHODS.map((method) => method.toUpperCase()) };
      return { kind: row.value.startsWith('FILE') ? 'files' : 'attachment' };
    case 'url':
    case 'seconds':
    case 'count':
    case 'octal':
    case 'bytes':
      return { kind: 'free' };
  }
}

function shownWords(name: OptionName): readonly string[] {
  const { short } = optionRow(name);
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function wordsAfter(name: CommandName): readonly string[] {
  if (isTabled(name)) {
    return linesOf(name).flatMap(({ verb, offers = [] }) => verb ?? (offers === 'files' ? [] : offers));
  }
  switch (name) {
    case 'help':
      return GROUP_WORDS;
    case 'export':
      return EXPORT_FORMATS;
    case 'curl':
      return [];
  }
}
