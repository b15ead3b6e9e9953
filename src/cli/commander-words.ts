import { Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import { httpieHint } from './httpie-options.ts';
import { nearestOption } from './nearest.ts';
import { type FoundIn, hasNegation, type OccurrenceIn, type OptionTable } from './option-table.ts';
import { occurrenceOf } from './option-values.ts';

/**
 * Reads a line as `readWords` of read-words.ts does, which comes here with all lines that it sees something wrong in.
 *
 * @throws Failure `usage`: an unknown option, a missing or malformed value.
 */
export function commanderWords<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
  help: string,
  take: (occurrence: OccurrenceIn<Name>) => void,
): readonly string[] {
  const program = new SlipCommand(table, help)
    .helpOption(false)
    .exitOverride()
    .argument('[words...]')
    .action(() => {});
  for (const found of mentionedOptions(argv, table)) register(program, found, take);
  program.parse([...argv], { from: 'user' });
  return program.args;
}

/**
 * The options whose names stand somewhere on the line, be it as values of others. Commander is told of no more than
 * these, since it takes milliseconds to learn three hundred.
 */
function mentionedOptions<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
): Iterable<FoundIn<Name>> {
  const mentioned = new Map<string, FoundIn<Name>>();
  const mention = (found: FoundIn<Name>) => mentioned.set(found.name, found);
  for (const word of argv) {
    if (word.startsWith('--')) {
      const found = table.findLong(word.slice(2).replace(/=.*$/s, ''));
      if (found !== undefined) mention(found);
    } else if (word.startsWith('-')) {
      for (let index = 1; index < word.length; index++) {
        const found = table.findShort(word.charAt(index));
        if (found === undefined) break;
        mention(found);
        if (found.row.takes !== 'nothing') break;
      }
    }
  }
  return mentioned.values();
}

/** Tells commander of an option, with all its spellings. */
function register<Name extends string>(
  program: Command,
  found: FoundIn<Name>,
  take: (occurrence: OccurrenceIn<Name>) => void,
): void {
  const { name, row } = found;
  const isSwitch = row.takes === 'nothing';
  const letterOn = isSwitch && 'initially' in row && row.initially === 'on' ? 'no-' : '';
  for (const long of [name, ...(row.aliases ?? [])]) {
    for (const no of hasNegation(row) ? ['', 'no-'] : ['']) {
      const hasValue = !isSwitch && no === '';
      const short = row.short !== undefined && long === name && no === letterOn ? `-${row.short}, ` : '';
      program.addOption(new Option(`${short}--${no}${long}${hasValue ? ' <value>' : ''}`));
      program.on(`option:${no}${long}`, (value: string | undefined) => {
        take(occurrenceOf(found, hasValue ? (value ?? '') : no === '', 'slip'));
      });
    }
  }
}

/** Commander with its two complaints turned into ours; it knows them by method, so no message text is matched. */
class SlipCommand extends Command {
  readonly #table: Pick<OptionTable<string>, 'names' | 'findLong'>;
  readonly #help: string;

  constructor(table: Pick<OptionTable<string>, 'names' | 'findLong'>, help: string) {
    super('slip');
    this.#table = table;
    this.#help = help;
  }

  unknownOption(flag: string): never {
    // The value may be a secret.
    const [name = flag] = flag.split('=', 1);
    if (name !== flag && this.#table.findLong(name.slice(2)) !== undefined) {
      throw new Failure('usage', `${name} takes no value`);
    }
    const nearest = nearestOption(flag, this.#table);
    const hint = nearest === undefined ? `${this.#help} lists the options` : `did you mean ${nearest}?`;
    const habit = this.#help === 'slip -h' ? httpieHint(name.slice(2)) : undefined;
    throw new Failure('usage', `there is no option ${name}`, { hint: habit ?? hint });
  }

  optionMissingArgument(option: Option): never {
    throw new Failure('usage', `${option.flags.replace(' <value>', '').replace(', ', ' / ')} needs a value`);
  }
}
