import type { CommandLineRow } from './command-tables.ts';
import { COMMAND_TABLES, linesOf } from './command-tables.ts';
import { COMMANDS, type TabledName } from './commands.ts';
import { rowEntry } from './help.ts';
import { aligned, type Entry, join, type Page, painted, paperFor, section, titled, wrapped } from './help-layout.ts';
import type { CommandOptionRow } from './option-row.ts';
import { optionTable } from './option-table.ts';

/** What a line of a sub-command asks for with `-h` or `--help`. */
export interface CommandHelp {
  readonly name: TabledName;
  readonly verb: string | undefined;
  /** With all details: `--help`. */
  readonly full: boolean;
}

/**
 * Finds `-h` and `--help` behind a sub-command's name, unless they are the value of one of its options.
 *
 * @param argv the words behind the name.
 */
export function findCommandHelp(name: TabledName, argv: readonly string[]): CommandHelp | undefined {
  const line = linesOf(name).find(({ verb }) => verb === undefined || verb === argv[0]);
  const table = optionTable(line?.options ?? {});
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return undefined;
    if (word === '-h' || word === '--help') return { name, verb: line?.verb, full: word === '--help' };
    const found = word.startsWith('--') ? table.findLong(word.slice(2)) : table.findShort(word.slice(-1));
    if (word.startsWith('-') && found !== undefined && found.row.takes !== 'nothing') index++;
  }
  return undefined;
}

/** `slip auth -h`, `slip auth add --help`, `slip help auth add`. */
export function commandHelp({ name, verb, full }: CommandHelp, page: Page): string {
  const line = linesOf(name).find((candidate) => candidate.verb === verb);
  return line === undefined ? verbsHelp(name, page) : lineHelp(line, full, page);
}

/** A sub-command with its verbs. */
function verbsHelp(name: TabledName, page: Page): string {
  const paper = paperFor(page);
  const { about = [], examples = [] } = COMMAND_TABLES[name];
  return join([
    [`${COMMANDS[name].summary}.`],
    section(paper, 'Usage', aligned(paper, linesOf(name).map(lineEntry))),
    ...about.map((paragraph) => wrapped(paper, paragraph, 2)),
    ...(examples.length === 0 ? [] : [section(paper, 'Examples', aligned(paper, examples))]),
    wrapped(paper, `\`slip ${name} VERB -h\` shows the options of one of them, \`--help\` all there is to know.`, 0),
  ]);
}

function lineHelp(line: CommandLineRow, full: boolean, page: Page): string {
  const paper = paperFor(page);
  const { about = [], examples = [] } = line;
  const options = lineOptions(line);
  const common = lineOptions(line, ({ rare }) => !rare);
  const usage = { ...lineEntry(line), placeholder: `${line.words}${options.length === 0 ? '' : ' [OPTIONS]'}`.trim() };
  return join([
    [`${line.summary}.`],
    section(paper, 'Usage', [`  ${painted(paper, usage)}`]),
    ...about.map((paragraph) => wrapped(paper, paragraph, 2)),
    ...(options.length === 0
      ? []
      : full
        ? titled(paper, 'Options', options)
        : [section(paper, 'Options', aligned(paper, common))]),
    ...(examples.length === 0 ? [] : [section(paper, 'Examples', aligned(paper, examples))]),
    ...(full || common.length === options.length
      ? []
      : [wrapped(paper, `More, and rarer options: \`${line.literal} --help\`.`, 0)]),
  ]);
}

/** A line as the help, the manual and the README show it. */
export function lineEntry({ literal, words, summary }: CommandLineRow): Entry {
  return { literal, ...(words === '' ? {} : { placeholder: words }), summary };
}

/** The options of a line, in the order of its table; all of them unless said. */
export function lineOptions(
  { options }: CommandLineRow,
  isShown: (row: CommandOptionRow) => boolean = () => true,
): readonly Entry[] {
  return Object.entries(options).flatMap(([name, row]) => (isShown(row) ? [rowEntry(name, row, [])] : []));
}
