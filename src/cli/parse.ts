import { Failure } from '../failure.ts';
import type { Dialect } from '../request/plan.ts';
import { COMMANDS, type CommandName, isTabled, RESERVED_WORDS, type TabledName } from './commands.ts';
import { collectOptions, refuseExcluded } from './option-values.ts';
import { type Occurrence, OPTION_TABLE, type Options } from './options.ts';
import { readWords } from './read-words.ts';

/** What was typed, in form correct, with nothing looked up and nothing decided. */
export interface Invocation {
  /** Whose defaults and manners count: slip's own, or curl's after `slip curl`. */
  readonly dialect: Dialect;
  readonly command: 'request' | Exclude<CommandName, TabledName>;
  /** The positional words; for a sub-command without its name. */
  readonly words: readonly string[];
  readonly options: Options;
  /** Every option in the order typed. */
  readonly occurrences: readonly Occurrence[];
  /** Texts that may not be shown, whatever field they stand in. */
  readonly secrets?: readonly string[];
  /** Profiles whose secrets are in it: it goes only where all of them are for. */
  readonly carries?: readonly string[];
  /** Of a saved request what the user says themselves, which alone counts for where the secrets of clients go. */
  readonly own?: Options;
}

/**
 * Reads the words of a command line by the option table.
 *
 * @throws Failure `usage`: an unknown option, a missing or malformed value, options that exclude each other.
 */
export function parseInvocation(argv: readonly string[]): Invocation {
  const occurrences: Occurrence[] = [];
  const words = readWords(argv, OPTION_TABLE, 'slip -h', (occurrence) => occurrences.push(occurrence));
  const options = collectOptions(occurrences, 'slip');
  refuseExcluded(options, OPTION_TABLE);
  const [first, ...rest] = words;
  if (first !== undefined && isTabled(first)) {
    const synopsis = `slip ${first} ${COMMANDS[first].words}`.trimEnd();
    throw new Failure('usage', `${first} is the first word of a line: ${synopsis}`, {
      hint: `a host of that name is written http://${first}/`,
    });
  }
  if (first !== undefined && Object.hasOwn(COMMANDS, first)) {
    const command = first as Invocation['command']; // a key of COMMANDS that has no table
    return { dialect: 'slip', command, words: rest, options, occurrences };
  }
  if (first !== undefined && RESERVED_WORDS.includes(first)) {
    throw new Failure('usage', `slip ${first} is kept for a command that this version does not have`, {
      hint: `a host of that name is written http://${first}/`,
    });
  }
  return { dialect: 'slip', command: 'request', words, options, occurrences };
}
