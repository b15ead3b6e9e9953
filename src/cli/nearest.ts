import { nearestWord } from '../nearest.ts';
import { COMMANDS } from './commands.ts';
import type { OptionTable } from './option-table.ts';

/** What stands behind `slip` in place of words that are commands of other programs. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  init: 'collection init',
  login: 'auth login',
  logout: 'auth logout',
  test: 'run --test',
  version: '--version',
};

/** The sub-command that a word may have been meant for. */
export function nearestCommand(word: string): string | undefined {
  return Object.hasOwn(ELSEWHERE, word) ? ELSEWHERE[word] : nearestWord(word, Object.keys(COMMANDS));
}

/** The long option nearest to an unknown one, if any of the table is near. */
export function nearestOption(
  flag: string,
  { names, findLong }: Pick<OptionTable<string>, 'names' | 'findLong'>,
): string | undefined {
  const typed = flag.replace(/=.*$/s, '').replace(/^--?/, '');
  const bare = typed.replace(/^no-/, '');
  const nearest = nearestWord(bare, names);
  // Not every option can be taken back.
  const isTakenBack = typed !== bare && findLong(`no-${nearest}`) !== undefined;
  return nearest && `${isTakenBack ? '--no-' : '--'}${nearest}`;
}
