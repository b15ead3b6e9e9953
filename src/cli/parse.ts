import { Command, Option } from 'commander';
import { Failure } from '../failure.ts';
import { COMMANDS, type CommandName, RESERVED_WORDS } from './commands.ts';
import { type Occurrence, OPTION_NAMES, type OptionName, type OptionRow, type Options, optionRow } from './options.ts';

/** What was typed, in form correct, with nothing looked up and nothing decided. */
export interface Invocation {
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
    return { command: first as CommandName, words: rest, options, occurrences }; // it is a key of COMMANDS
  }
  if (first !== undefined && RESERVED_WORDS.includes(first)) {
    throw new Failure('usage', `slip ${first} is kept for a command that this version does not have`, {
      hint: `a host of that name is written http://${first}/`,
    });
  }
  return { command: 'request', words, options, occurrences };
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

/** The value, once its form fits what the row takes. */
function checkedValue(name: OptionName, row: OptionRow, value: string): string {
  const fault = formFault(row, value);
  if (fault === undefined) return value;
  const start = name.length + 3;
  throw new Failure('usage', `--${name} takes ${fault}`, {
    at: { text: `--${name} ${value}`, start, end: start + Math.max(value.length, 1) },
  });
}

/** What the row wanted, if the value is not that. */
function formFault(row: OptionRow, value: string): string | undefined {
  switch (row.takes) {
    case 'seconds':
      return /^(?:\d+(?:\.\d*)?|\.\d+)$/.test(value) ? undefined : 'seconds, such as 2.5';
    case 'count':
      return /^(?:-1|\d{1,9})$/.test(value) ? undefined : 'a whole number';
    case 'bytes':
      return /^\d{1,15}[kmg]?$/i.test(value) ? undefined : 'a number of bytes, such as 300000 or 10M';
    case 'choice':
      return row.choices.includes(value) ? undefined : `one of ${row.choices.join(', ')}`;
    case 'nothing':
    case 'text':
    case 'file':
    case 'folder':
    case 'url':
      return undefined;
  }
}

/** The typed record of what was given: lists for rows that repeat, the last value for the others, as in curl. */
function collectOptions(occurrences: readonly Occurrence[]): Options {
  const collected: Record<string, unknown> = {};
  for (const { name, value } of occurrences) {
    const row = optionRow(name);
    if (row.takes === 'seconds' || row.takes === 'count') collected[name] = Number(value);
    else if (row.takes === 'bytes') collected[name] = byteCount(String(value));
    else if ('repeats' in row && row.repeats) {
      const earlier = collected[name] as string[] | undefined; // rows that repeat hold nothing but text
      collected[name] = [...(earlier ?? []), value];
    } else if (name === 'request' && collected[name] !== undefined && collected[name] !== value) {
      throw new Failure('usage', `-X ${String(collected[name])} and -X ${value} disagree`);
    } else collected[name] = value;
  }
  return collected as Options; // each row put in the type that its `takes` says
}

const UNIT_BYTES: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

function byteCount(text: string): number {
  const unit = UNIT_BYTES[text.slice(-1).toLowerCase()];
  return unit === undefined ? Number(text) : Number(text.slice(0, -1)) * unit;
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

/** The long or short option nearest to an unknown one, if any is near. */
function nearestOption(flag: string): string | undefined {
  const typed = flag.replace(/=.*$/s, '').replace(/^--?/, '');
  if (typed.length < 2) return undefined;
  const bare = typed.replace(/^no-/, '');
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(bare.length / 3)) + 1;
  for (const name of OPTION_NAMES) {
    const distance = name.startsWith(bare) ? 1 : editDistance(bare, name);
    if (distance >= bestDistance) continue;
    bestDistance = distance;
    best = `${typed === bare ? '--' : '--no-'}${name}`;
  }
  return best;
}

/** Levenshtein's distance, a swap of neighbours counting as one. */
function editDistance(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
