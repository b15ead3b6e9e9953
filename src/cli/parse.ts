import { Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import { COMMANDS, type CommandName, RESERVED_WORDS } from './commands.ts';
import { nearestOption } from './nearest.ts';
import { collectOptions, occurrenceOf } from './option-values.ts';
import {
  type FoundOption,
  findLongOption,
  findShortOption,
  type Occurrence,
  OPTION_NAMES,
  type OptionName,
  type Options,
  optionRow,
} from './options.ts';

/** What was typed, in form correct, with nothing looked up and nothing decided. */
export interface Invocation {
  /** Whose defaults and manners count: slip's own, or curl's after `slip curl`. */
  readonly dialect: Dialect;
  readonly command: 'request' | CommandName;
  /** The positional words; for a sub-command without its name. */
  readonly words: readonly string[];
  readonly options: Options;
  /** Every option in the order typed. */
  readonly occurrences: readonly Occurrence[];
}

/**
 * Reads the words of a command line by the option table.
 *
 * @throws Failure `usage`: an unknown option, a missing or malformed value, options that exclude each other.
 */
export function parseInvocation(argv: readonly string[]): Invocation {
  const occurrences: Occurrence[] = [];
  const words = readWords(argv, occurrences);
  const options = collectOptions(occurrences, 'slip');
  refuseExcluded(options);
  const [first, ...rest] = words;
  if (first !== undefined && Object.hasOwn(COMMANDS, first)) {
    return { dialect: 'slip', command: first as CommandName, words: rest, options, occurrences }; // it is a key of COMMANDS
  }
  if (first !== undefined && RESERVED_WORDS.includes(first)) {
    throw new Failure('usage', `slip ${first} is kept for a command that this version does not have`, {
      hint: `a host of that name is written http://${first}/`,
    });
  }
  return { dialect: 'slip', command: 'request', words, options, occurrences };
}

/** The command line as commander takes it apart; occurrences are added in the order typed. */
function readWords(argv: readonly string[], occurrences: Occurrence[]): readonly string[] {
  const program = new SlipCommand('slip')
    .helpOption(false)
    .exitOverride()
    .argument('[words...]')
    .action(() => {});
  for (const found of mentionedOptions(argv)) register(program, found, occurrences);
  program.parse([...argv], { from: 'user' });
  return program.args;
}

/**
 * The options whose names stand somewhere on the line, be it as values of others. Commander is told of no more than
 * these, since it takes milliseconds to learn three hundred.
 */
function mentionedOptions(argv: readonly string[]): Iterable<FoundOption> {
  const mentioned = new Map<string, FoundOption>();
  const mention = (found: FoundOption) => mentioned.set(found.name, found);
  for (const word of argv) {
    if (word.startsWith('--')) {
      const found = findLongOption(word.slice(2).replace(/=.*$/s, ''));
      if (found !== undefined) mention(found);
    } else if (word.startsWith('-')) {
      for (let index = 1; index < word.length; index++) {
        const found = findShortOption(word.charAt(index));
        if (found === undefined) break;
        mention(found);
        if (found.row.takes !== 'nothing') break;
      }
    }
  }
  return mentioned.values();
}

/** Tells commander of an option, with all its spellings. */
function register(program: Command, found: FoundOption, occurrences: Occurrence[]): void {
  const { name, row } = found;
  const isSwitch = row.takes === 'nothing';
  const letterOn = isSwitch && 'initially' in row && row.initially === 'on' ? 'no-' : '';
  for (const long of [name, ...(row.aliases ?? [])]) {
    for (const no of isSwitch ? ['', 'no-'] : ['']) {
      const short = row.short !== undefined && long === name && no === letterOn ? `-${row.short}, ` : '';
      program.addOption(new Option(`${short}--${no}${long}${isSwitch ? '' : ' <value>'}`));
      program.on(`option:${no}${long}`, (value: string | undefined) => {
        occurrences.push(occurrenceOf(found, isSwitch ? no === '' : (value ?? '')));
      });
    }
  }
}

/** Commander with its two complaints turned into ours; it knows them by method, so no message text is matched. */
class SlipCommand extends Command {
  unknownOption(flag: string): never {
    const nearest = nearestOption(flag);
    throw new Failure('usage', `there is no option ${flag}`, {
      hint: nearest === undefined ? 'slip -h lists the options' : `did you mean ${nearest}?`,
    });
  }

  optionMissingArgument(option: Option): never {
    throw new Failure('usage', `${option.flags.replace(' <value>', '').replace(', ', ' / ')} needs a value`);
  }
}

function refuseExcluded(options: Options): void {
  for (const name of OPTION_NAMES) {
    if (options[name] === undefined || options[name] === false) continue;
    for (const other of optionRow(name).excludes ?? []) {
      const value = options[other as OptionName]; // a test holds the table to real names
      if (value === undefined || value === false) continue;
      throw new Failure('usage', `--${name} and --${other} exclude each other`);
    }
  }
}
