import { OPTION_NAMES, type OptionName, optionRow } from './options.ts';

/** What a command line asks for that needs nothing else to be right. */
export type Special =
  | { readonly kind: 'version' }
  /** `-h`, or `--help` in full; `word` may name a group of options. */
  | { readonly kind: 'help'; readonly full: boolean; readonly word: string | undefined };

/**
 * Finds `--version`, `-V`, `--help` and `-h`, so that they work whatever else stands on the line. Values of other options
 * are passed over by the table: `-d -h` asks for nothing.
 */
export function findSpecial(argv: readonly string[]): Special | undefined {
  if (!argv.some((word) => /^-/.test(word) && /[hV]|version|help/.test(word))) return undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return undefined;
    if (word.startsWith('--')) {
      const name = word.slice(2);
      if (name === 'version') return { kind: 'version' };
      if (name === 'help') return { kind: 'help', full: true, word: helpWord(argv, index) };
      if (takesValue(findLong(name))) index++;
    } else if (word.startsWith('-')) {
      const found = specialInCluster(word);
      if (found === 'value-next') index++;
      else if (found === 'V') return { kind: 'version' };
      else if (found === 'h') return { kind: 'help', full: false, word: helpWord(argv, index) };
    }
  }
  return undefined;
}

/** A word on a line that asks for help, taken for a group of options by whoever knows these. */
function helpWord(argv: readonly string[], index: number): string | undefined {
  return [argv[index + 1], argv[0]].find((word) => word !== undefined && !word.startsWith('-'));
}

function specialInCluster(word: string): 'h' | 'V' | 'value-next' | undefined {
  for (const [index, letter] of [...word.slice(1)].entries()) {
    if (letter === 'h' || letter === 'V') return letter;
    const name = OPTION_NAMES.find((candidate) => optionRow(candidate).short === letter);
    if (takesValue(name)) return index === word.length - 2 ? 'value-next' : undefined;
  }
  return undefined;
}

function findLong(name: string): OptionName | undefined {
  return OPTION_NAMES.find((candidate) => candidate === name || optionRow(candidate).aliases?.includes(name));
}

function takesValue(name: OptionName | undefined): boolean {
  return name !== undefined && optionRow(name).takes !== 'nothing';
}
