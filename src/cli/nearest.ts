import { nearestWord } from '../nearest.ts';

/** The long option nearest to an unknown one, if any of the names is near. */
export function nearestOption(flag: string, names: readonly string[]): string | undefined {
  const typed = flag.replace(/=.*$/s, '').replace(/^--?/, '');
  const bare = typed.replace(/^no-/, '');
  const nearest = nearestWord(bare, names);
  return nearest && `${typed === bare ? '--' : '--no-'}${nearest}`;
}
