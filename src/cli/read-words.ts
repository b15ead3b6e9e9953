import { commanderWords } from './commander-words.ts';
import { type FoundIn, type OccurrenceIn, type OptionTable, takesValue } from './option-table.ts';
import { occurrenceOf } from './option-values.ts';

/**
 * The words of a line that are neither options nor their values.
 *
 * Commander takes lines apart, and says what is wrong with one. To load it takes 1.5 ms of CPU, so it is spared the lines
 * that nothing is wrong with; test/read-words.test.ts holds that they mean the same to both.
 *
 * @param help the command that lists the options: `slip -h`.
 * @param take is told of every option, in the order typed.
 * @throws Failure `usage`: an unknown option, a missing or malformed value.
 */
export function readWords<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
  help: string,
  take: (occurrence: OccurrenceIn<Name>) => void,
): readonly string[] {
  const line = plainLine(argv, table);
  if (line === undefined) return commanderWords(argv, table, help, take);
  for (const { found, value } of line.typed) take(occurrenceOf(found, value, 'slip'));
  return line.words;
}

interface Line<Name extends string> {
  readonly words: readonly string[];
  readonly typed: readonly Typed<Name>[];
}

interface Typed<Name extends string> {
  readonly found: FoundIn<Name>;
  readonly value: string | boolean;
}

/** A line in which each word that begins with a dash is an option of the table, with a value where it takes one. */
function plainLine<Name extends string>(argv: readonly string[], table: OptionTable<Name>): Line<Name> | undefined {
  const words: string[] = [];
  const typed: Typed<Name>[] = [];
  const rest = argv.values();
  for (const word of rest) {
    if (word === '--') {
      words.push(...rest);
    } else if (word.length < 2 || !word.startsWith('-')) {
      words.push(word);
    } else {
      const options = word.startsWith('--') ? longOption(word, table, rest) : shortOptions(word, table, rest);
      if (options === undefined) return undefined;
      typed.push(...options);
    }
  }
  return { words, typed };
}

/** `--name`, `--no-name`, `--name value` or `--name=value`. */
function longOption<Name extends string>(
  word: string,
  table: OptionTable<Name>,
  rest: Iterator<string>,
): readonly Typed<Name>[] | undefined {
  const equals = word.indexOf('=');
  const attached = equals < 0 ? undefined : word.slice(equals + 1);
  const found = table.findLong(word.slice(2, equals < 0 ? undefined : equals));
  if (found === undefined) return undefined;
  const option = takesValue(found)
    ? withValue(found, attached ?? next(rest))
    : attached === undefined && withoutValue(found);
  return option ? [option] : undefined;
}

/** `-s`, `-sS`, `-o value`, `-ovalue` or `-sSovalue`. */
function shortOptions<Name extends string>(
  word: string,
  table: OptionTable<Name>,
  rest: Iterator<string>,
): readonly Typed<Name>[] | undefined {
  const options: Typed<Name>[] = [];
  for (let index = 1; index < word.length; index++) {
    const found = table.findShort(word.charAt(index));
    if (found === undefined) return undefined;
    if (takesValue(found)) {
      const option = withValue(found, word.slice(index + 1) || next(rest));
      return option && [...options, option];
    }
    options.push(withoutValue(found));
  }
  return options;
}

function next(rest: Iterator<string>): string | undefined {
  const { done, value } = rest.next();
  return done ? undefined : value;
}

function withValue<Name extends string>(found: FoundIn<Name>, value: string | undefined): Typed<Name> | undefined {
  return value === undefined ? undefined : { found, value };
}

function withoutValue<Name extends string>(found: FoundIn<Name>): Typed<Name> {
  return { found, value: found.kind === 'refused' || found.isOn };
}
