import { Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import { COMMANDS, type CommandName, RESERVED_WORDS } from './commands.ts';
import { nearestOption } from './nearest.ts';
import { checkedValue, collectOptions } from './option-values.ts';
import { type Occurrence, OPTION_NAMES, type OptionName, type Options, optionRow } from './options.ts';

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
  const options = collectOptions(occurrences);
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
  for (const name of OPTION_NAMES) {
    const row = optionRow(name);
    for (const long of [name, ...(row.aliases ?? [])]) {
      const short = row.short !== undefined && long === name ? `-${row.short}, ` : '';
      const placeholder = row.takes === 'nothing' ? '' : ` <value>`;
      program.addOption(new Option(`${short}--${long}${placeholder}`));
      program.on(`option:${long}`, (value: string | undefined) => {
        occurrences.push({ name, value: row.takes === 'nothing' ? true : checkedValue(name, row, value ?? '') });
      });
      if (row.takes !== 'nothing') continue;
      program.addOption(new Option(`--no-${long}`));
      program.on(`option:no-${long}`, () => {
        occurrences.push({ name, value: false });
      });
    }
  }
  program.parse([...argv], { from: 'user' });
  return program.args;
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
