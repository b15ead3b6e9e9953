import { lineEntry, lineOptions } from './command-help.ts';
import { COMMAND_TABLES, linesOf, TABLED_NAMES } from './command-tables.ts';
import { COMMANDS, type CommandName, isTabled, type TabledName } from './commands.ts';
import {
  COMMON_GROUPS,
  commandEntries,
  commonEntries,
  DESCRIPTION,
  ENVIRONMENT,
  EXAMPLES,
  EXIT_STATUSES,
  FILES,
  groupEntries,
  ITEM_RULES,
  ITEMS,
  OPTION_RULES,
  PURPOSE,
  USAGE,
} from './help.ts';
import { type Entry, wrap } from './help-layout.ts';
import { OPTION_GROUPS } from './option-row.ts';

/** The manual page, for `man/slip.1`: roff with the macros of man(7). It carries no date and no version. */
export function manualPage(): string {
  const lines = [
    '.TH SLIP 1 "" slip "User Commands"',
    // No hyphens in names that are broken, no stretched lines, one space between sentences.
    '.nh',
    '.ad l',
    '.ss 12 0',
    '.SH NAME',
    `slip \\- ${PURPOSE.charAt(0).toLowerCase()}${PURPOSE.slice(1, -1)}`,
    '.SH SYNOPSIS',
    ...[USAGE, ...commandEntries()].flatMap((entry, index) => [...(index === 0 ? [] : ['.br']), synopsis(entry)]),
    '.SH DESCRIPTION',
    ...paragraphs(DESCRIPTION),
    '.SH REQUEST ITEMS',
    ...textLines(ITEM_RULES),
    ...definitions(ITEMS),
    '.SH OPTIONS',
    ...textLines(OPTION_RULES),
    ...OPTION_GROUPS.flatMap((group) => [`.SS ${group}`, ...definitions(groupEntries(group))]),
    '.SH COMMANDS',
    ...definitions(commandEntries()),
    ...TABLED_NAMES.flatMap(commandSection),
    '.SH EXIT STATUS',
    ...definitions(EXIT_STATUSES),
    '.SH ENVIRONMENT',
    ...definitions(ENVIRONMENT),
    '.SH FILES',
    ...definitions(FILES),
    '.SH EXAMPLES',
    ...definitions(EXAMPLES),
    '.SH SEE ALSO',
    '.BR curl (1),',
    '.BR jq (1)',
  ];
  return `${lines.join('\n')}\n`;
}

/** The tables of options for the README, without the rare ones, and that of commands: GitHub's Markdown. */
export function readmeOptions(): string {
  const names = Object.keys(COMMANDS) as readonly CommandName[]; // Object.keys forgets the keys' type
  const plain = commandEntries();
  const entries = names.flatMap((name, index) =>
    isTabled(name) ? linesOf(name).map(lineEntry) : (plain[index] ?? []),
  );
  return [
    ...COMMON_GROUPS.map((group) => markdownTable(group, 'Option', commonEntries(group))),
    markdownTable('Commands', 'Command', entries),
  ].join('\n\n');
}

function markdownTable(title: string, first: string, entries: readonly Entry[]): string {
  const rows = entries.map((entry) => `| \`${cell(typed(entry))}\` | ${cell(entry.summary)} |`);
  return [`### ${title}`, '', `| ${first} | Meaning |`, '| --- | --- |', ...rows].join('\n');
}

/** A sub-command's lines with their options; one that has neither verbs nor options is told among the commands. */
function commandSection(name: TabledName): readonly string[] {
  const lines = linesOf(name);
  if (lines.every((line) => line.verb === undefined && lineOptions(line).length === 0)) return [];
  return [
    `.SS slip ${name}`,
    ...paragraphs(COMMAND_TABLES[name].about ?? []),
    ...lines.flatMap((line) => [
      ...definitions([lineEntry(line)]),
      ...(line.verb === undefined ? [] : (line.about ?? []).flatMap(textLines)),
      '.RS',
      ...definitions(lineOptions(line)),
      '.RE',
    ]),
  ];
}

function typed({ literal, placeholder }: Entry): string {
  return placeholder === undefined ? literal : `${literal} ${placeholder}`;
}

/** A pipe would end the cell, within backticks too. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function synopsis(entry: Entry): string {
  return `${bold(entry.literal)} ${(entry.placeholder ?? '').replace(/[A-Z]+/g, (word) => italic(word)).replaceAll('…', '\\|.\\|.\\|.')}`;
}

function paragraphs(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, index) => [...(index === 0 ? [] : ['.PP']), ...textLines(text)]);
}

function definitions(entries: readonly Entry[]): readonly string[] {
  return entries.flatMap((entry) => {
    const text = `${entry.summary}.${entry.detail === undefined ? '' : ` ${entry.detail}`}`;
    const placeholder = entry.placeholder === undefined ? '' : ` ${italic(entry.placeholder)}`;
    return ['.TP', bold(entry.literal) + placeholder, ...textLines(text)];
  });
}

/** Markdown with backticks as lines of roff text. */
function textLines(markdown: string): readonly string[] {
  const parts = markdown.split('`').map((part, index) => (index % 2 === 0 ? escaped(part) : bold(part)));
  // A dot at the start of a line would make it a request; an apostrophe is never there, since it is escaped.
  return wrap(parts.join(''), 80).map((line) => (line.startsWith('.') ? `\\&${line}` : line));
}

function bold(text: string): string {
  return `\\fB${escaped(text)}\\fR`;
}

function italic(text: string): string {
  return `\\fI${escaped(text)}\\fR`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '^': '\\(ha',
  '~': '\\(ti',
  '…': '\\|.\\|.\\|.',
};

/** Characters that roff reads or that a typesetter would swap for a prettier one. */
function escaped(text: string): string {
  return text.replace(/[\\\-'^~…]/g, (character) => ESCAPES[character] ?? character);
}
