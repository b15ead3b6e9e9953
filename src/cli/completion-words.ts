import { linesOf, TABLED_NAMES } from './command-tables.ts';
import type { SHELLS } from './commands/completion.ts';
import { COMMANDS, type CommandName, hasVerbs, isTabled, type TabledName } from './commands.ts';
import { EXPORT_FORMATS } from './export-words.ts';
import { rivalsOf, TOPICS } from './help.ts';
import type { NameKind } from './name-kind.ts';
import { type CommandOptionRow, OPTION_GROUPS } from './option-row.ts';
import { optionRow } from './option-rows.ts';
import { hasNegation } from './option-table.ts';
import { OPTION_TABLE, type OptionName, optionForm } from './options.ts';

/** A shell that has a completion script. */
export type Shell = (typeof SHELLS)[number];

/** Methods to offer as a first word; others work but are rarely typed. */
export const COMMON_METHODS: readonly string[] = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];

/** What one types after `slip help`: groups of options and commands. Options have their dashes to be found by. */
export const HELP_WORDS: readonly string[] = [
  ...new Set([...OPTION_GROUPS.map((group) => group.toLowerCase()), ...Object.keys(COMMANDS), ...TOPICS]),
];

/** What may stand as the value of an option. */
export type Value =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' | 'folders' }
  /** What slip knows by name. */
  | { readonly kind: 'names'; readonly names: NameKind }
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
  /** Words to offer behind it; those of one with a line of its own are there. */
  readonly words: readonly string[];
}

/** A line of a sub-command that knows options or names of its own, as the scripts see it. */
export interface Line {
  /** `auth add`, or `demo` for one without verbs. */
  readonly words: string;
  readonly flags: readonly Flag[];
  /** What is offered as its own first word. */
  readonly offers: readonly string[] | 'collections';
  /** Names that are offered besides, as each word where there may be many. */
  readonly names: NameKind | undefined;
  readonly isMany: boolean;
  /** A request's options are known there, too. */
  readonly takesRequest: boolean;
}

/** A place on the line where options are known: that of a request has no words. */
export interface Scene {
  readonly words: string;
  /** What is known where a request begins is known here, too. */
  readonly takesRequest: boolean;
  readonly switches: readonly Flag[];
  readonly valued: readonly Flag[];
}

/** The places there are, a request's first. */
export function completionScenes(): readonly Scene[] {
  const places = [{ words: '', flags: completionFlags(), takesRequest: false }, ...completionLines()];
  return places.map(({ words, flags, takesRequest }) => ({
    words,
    takesRequest,
    switches: flags.filter(({ value }) => value === undefined),
    valued: flags.filter(({ value }) => value !== undefined),
  }));
}

/** The long words of options, shown or not. */
export function longWords(flags: readonly Flag[]): readonly string[] {
  return flags.flatMap((flag) => flagWords(flag).filter((word) => word.startsWith('--')));
}

/** The options of a request, in the order of the table. */
export function completionFlags(): readonly Flag[] {
  return OPTION_TABLE.names.filter((name) => optionRow(name).only === undefined).map(requestFlag);
}

function requestFlag(name: OptionName): Flag {
  return flagOf(name, optionRow(name), rivalsOf(name).flatMap(shownWords));
}

/** The lines of the sub-commands that know options or names of their own; before its verbs comes the command itself. */
export function completionLines(): readonly Line[] {
  return [...TABLED_NAMES.flatMap(tabledLines), DIFF_LINE];
}

function tabledLines(name: TabledName): readonly Line[] {
  const lines = linesOf(name).map((line): Line => {
    const { literal, words, options, offers = [], names, takesRequest = false } = line;
    const flags = Object.entries(options).map(([option, row]) => flagOf(option, row, []));
    return {
      words: literal.replace('slip ', ''),
      flags: takesRequest ? flags : [...flags, HELP_FLAG],
      offers,
      names,
      isMany: words.includes('…'),
      takesRequest,
    };
  });
  if (!hasVerbs(name)) return lines;
  const verbs = linesOf(name).flatMap(({ verb }) => verb ?? []);
  return [
    { words: name, flags: [HELP_FLAG], offers: verbs, names: undefined, isMany: false, takesRequest: false },
    ...lines,
  ];
}

/** What every sub-command takes beside its own options. */
const HELP_FLAG: Flag = {
  ...flagOf('help', { short: 'h', takes: 'nothing', summary: 'Show its help' }, []),
  negation: undefined,
};

/** It has no table: what it alone takes stands among the options of a request. */
const DIFF_LINE: Line = {
  words: 'diff',
  flags: OPTION_TABLE.names.filter((name) => optionRow(name).only === 'diff').map(requestFlag),
  offers: [],
  names: COMMANDS.diff.names,
  isMany: true,
  takesRequest: true,
};

function flagOf(name: string, row: CommandOptionRow, rivals: readonly string[]): Flag {
  const aliases = (row.aliases ?? []).map((alias) => `--${alias}`);
  const isOn = row.takes === 'nothing' && row.initially === 'on';
  return {
    short: row.short === undefined ? undefined : `-${row.short}`,
    long: isOn ? `--no-${name}` : `--${name}`,
    hidden: isOn ? [`--${name}`, ...aliases] : aliases,
    negation: hasNegation(row) && !isOn ? `--no-${name}` : undefined,
    value: valueOfRow(row),
    placeholder: row.takes === 'nothing' ? '' : row.value,
    repeats: 'repeats' in row && row.repeats === true,
    rivals,
    description: row.summary.replaceAll('`', ''),
  };
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

function valueOfRow(row: CommandOptionRow): Value | undefined {
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
      if (row.names !== undefined) return { kind: 'names', names: row.names };
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
  const { short } = optionForm(name);
  return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function wordsAfter(name: CommandName): readonly string[] {
  if (isTabled(name)) return [];
  switch (name) {
    case 'help':
      return HELP_WORDS;
    case 'export':
      return EXPORT_FORMATS;
    case 'curl':
    case 'diff':
      return [];
  }
}
