import { findLongOption, findShortOption } from './options.ts';

/** What a command line asks for that needs nothing else to be right. */
export type Special =
  | { readonly kind: 'version' }
  /** `-h`, or `--help` in full; `word` may name a group of options. */
  | { readonly kind: 'help'; readonly full: boolean; readonly word: string | undefined };

/**
 * Finds `--version`, `-V`, `--help`, `-h`, `--manual` and `-M`, so that they work whatever else stands on the line. Values of other options
 * are passed over by the table: `-d -h` asks for nothing.
 */
export function findSpecial(argv: readonly string[]): Special | undefined {
  if (!argv.some((word) => /^-/.test(word) && /[hMV]|version|help|manual/.test(word))) return undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return undefined;
    if (word.startsWith('--')) {
      const name = word.slice(2);
      if (name === 'version') return { kind: 'version' };
      if (name === 'help' || name === 'manual') return { kind: 'help', full: true, word: helpWord(argv, index) };
      if (takesValue(findLongOption(name))) index++;
    } else if (word.startsWith('-')) {
      const found = specialInCluster(word);
      if (found === 'value-next') index++;
      else if (found === 'V') return { kind: 'version' };
      else if (found !== undefined) return { kind: 'help', full: found === 'M', word: helpWord(argv, index) };
    }
  }
  return undefined;
}

/** A word on a line that asks for help, taken for a group of options by whoever knows these. */
function helpWord(argv: readonly string[], index: number): string | undefined {
  return [argv[index + 1], argv[0]].find((word) => word !== undefined && !word.startsWith('-'));
}

function specialInCluster(word: string): 'h' | 'M' | 'V' | 'value-next' | undefined {
  for (const [index, letter] of [...word.slice(1)].entries()) {
    if (letter === 'h' || letter === 'M' || letter === 'V') return letter;
    if (takesValue(findShortOption(letter))) return index === word.length - 2 ? 'value-next' : undefined;
  }
  return undefined;
}

function takesValue(found: ReturnType<typeof findLongOption>): boolean {
  return found !== undefined && found.row.takes !== 'nothing';
}
