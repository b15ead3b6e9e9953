import { Failure } from '../failure.ts';
import { takesNextWord } from './argv.ts';
import { nearestOption } from './nearest.ts';
import type { OccurrenceIn, OptionTable } from './option-table.ts';
import { occurrenceOf } from './option-values.ts';
import { findLongOption, OPTION_TABLE } from './options.ts';

/** A line of a sub-command that takes a request's options beside its own. */
export interface SharedLine<Name extends string> {
  readonly own: readonly OccurrenceIn<Name>[];
  /** All other words, in order. */
  readonly rest: readonly string[];
}

/**
 * Takes a sub-command's own options off a line; all other words are left as they are, values of other options among them.
 *
 * @param hintOf what to say to who types an option that neither has.
 * @throws Failure `usage` for a value that is missing or has not the right form.
 */
export function takeOwnOptions<Name extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
  hintOf: (name: string) => string | undefined = () => undefined,
): SharedLine<Name> {
  const own: OccurrenceIn<Name>[] = [];
  const rest: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') {
      rest.push(...argv.slice(index));
      break;
    }
    const [, name = '', typedValue] = /^--([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
    const found = name === '' ? undefined : table.findLong(name);
    if (found === undefined) {
      refuseMistyped(name, table, hintOf);
      rest.push(word);
      if (word.startsWith('-') && takesNextWord(word) && index + 1 < argv.length) rest.push(argv[++index] ?? '');
      continue;
    }
    if (found.row.takes === 'nothing') {
      if (typedValue !== undefined) throw new Failure('usage', `--${name} takes no value`);
      own.push(occurrenceOf(found, found.kind === 'option' ? found.isOn : true, 'slip'));
      continue;
    }
    const value = typedValue ?? argv[++index];
    if (value === undefined) throw new Failure('usage', `--${name} needs a value`);
    own.push(occurrenceOf(found, value, 'slip'));
  }
  return { own, rest };
}

/** @throws Failure `usage` for the name of no option that is nearly that of one of the command's own. */
function refuseMistyped(
  name: string,
  { names, findLong }: Pick<OptionTable<string>, 'names' | 'findLong'>,
  hintOf: (name: string) => string | undefined,
): void {
  if (name === '' || name.startsWith('expand-') || findLongOption(name) !== undefined) return;
  const hint = hintOf(name);
  if (hint !== undefined) throw new Failure('usage', `there is no option --${name}`, { hint });
  const nearest = nearestOption(name, { names: [...names, ...OPTION_TABLE.names], findLong });
  if (nearest === undefined || findLong(nearest.slice(2)) === undefined) return;
  throw new Failure('usage', `there is no option --${name}`, { hint: `did you mean ${nearest}?` });
}
