import { Failure } from '../failure.ts';
import type { OccurrenceIn, OptionTable } from './option-table.ts';
import { occurrenceOf } from './option-values.ts';

/** A line of a sub-command that takes a request's options beside its own. */
export interface SharedLine<Name extends string> {
  readonly own: readonly OccurrenceIn<Name>[];
  /** All other words, in order. */
  readonly rest: readonly string[];
}

/**
 * Takes a sub-command's own options off a line; all other words are left as they are, values of other options among them.
 *
 * @param others the table that tells which other options take a value.
 * @throws Failure `usage` for a value that is missing or has not the right form.
 */
export function takeOwnOptions<Name extends string, Other extends string>(
  argv: readonly string[],
  table: OptionTable<Name>,
  others: OptionTable<Other>,
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
      rest.push(word);
      if (awaitsValue(word, others) && index + 1 < argv.length) rest.push(argv[++index] ?? '');
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

/** Whether the next word is the value of this one. */
function awaitsValue<Other extends string>(word: string, others: OptionTable<Other>): boolean {
  if (word.startsWith('--')) {
    const found = others.findLong(word.slice(2));
    return found !== undefined && found.row.takes !== 'nothing';
  }
  if (!word.startsWith('-')) return false;
  for (let index = 1; index < word.length; index++) {
    const found = others.findShort(word.charAt(index));
    if (found !== undefined && found.row.takes !== 'nothing') return index === word.length - 1;
  }
  return false;
}
