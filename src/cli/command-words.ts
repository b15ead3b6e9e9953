import { Failure } from '../failure.ts';
import { nearestWord } from '../nearest.ts';
import type { CommandLine, CommandTable, VerbRow } from './command-row.ts';
import { COMMANDS, type TabledName } from './commands.ts';
import type { CommandOptionRow } from './option-row.ts';
import { optionTable } from './option-table.ts';
import { collectValues, refuseExcluded } from './option-values.ts';
import { readWords } from './read-words.ts';

/**
 * Reads the words behind a sub-command's name by its own table.
 *
 * @throws Failure `usage`: an unknown verb or option, a missing or malformed value, options that exclude each other, too
 * few or too many words.
 */
export function readCommand<Table extends CommandTable>(
  name: TabledName,
  table: Table,
  argv: readonly string[],
): CommandLine<Table> {
  const line =
    'verbs' in table
      ? readVerb(name, table.verbs, argv)
      : readLine(`slip ${name}`, COMMANDS[name].words, table.options, argv);
  return line as CommandLine<Table>; // each verb's options put in the types that its rows say
}

function readVerb(name: TabledName, verbs: Readonly<Record<string, VerbRow>>, argv: readonly string[]) {
  const [verb = '', ...rest] = argv;
  const row = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (row === undefined) throw unknownVerb(name, verb, Object.keys(verbs));
  return { verb, ...readLine(`slip ${name} ${verb}`, row.words, row.options, rest) };
}

function unknownVerb(name: string, verb: string, verbs: readonly string[]): Failure {
  const list = verbs.join(', ');
  // What is no word may be a token that belongs behind one, and is not shown.
  if (!/^[a-z][a-z-]{0,19}$/i.test(verb)) {
    return new Failure('usage', `slip ${name} begins with one of ${list}`, {
      hint: `slip ${name} -h says what they do`,
    });
  }
  const nearest = nearestWord(verb, verbs);
  return new Failure('usage', `slip ${name} has no ${verb}`, {
    hint: nearest === undefined ? `it has ${list}` : `did you mean slip ${name} ${nearest}?`,
  });
}

function readLine(
  line: string,
  synopsis: string,
  rows: Readonly<Record<string, CommandOptionRow>>,
  argv: readonly string[],
): { readonly words: readonly string[]; readonly options: Readonly<Record<string, unknown>> } {
  const table = optionTable(rows);
  const occurrences: { readonly name: string; readonly value: string | boolean }[] = [];
  const words = readWords(argv, table, `${line} -h`, (occurrence) => occurrences.push(occurrence));
  const options = collectValues(occurrences, table);
  refuseExcluded(options, table);
  refuseCount(words, line, synopsis);
  return { words, options };
}

function refuseCount(words: readonly string[], line: string, synopsis: string): void {
  const { least, most } = wordCount(synopsis);
  if (words.length >= least && words.length <= most) return;
  const message = most === 0 ? `${line} takes no words` : `${line} takes ${synopsis}`;
  // The words are not shown: one that is too much may be a secret.
  const count = words.length === 1 ? 'there is one' : `there are ${words.length} words`;
  throw new Failure('usage', words.length <= most ? message : `${message}, and ${count}`, { hint: `${line} -h` });
}

/** How many words a synopsis asks for. */
function wordCount(synopsis: string): { readonly least: number; readonly most: number } {
  const places = synopsis.split(' ').filter((place) => place !== '');
  return {
    least: places.filter((place) => !place.startsWith('[')).length,
    most: synopsis.includes('…') ? Number.POSITIVE_INFINITY : places.length,
  };
}
