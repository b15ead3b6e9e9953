import type { Dialect } from '../request/plan.ts';
import { takesNextWord } from './argv.ts';
import { isTabled } from './commands.ts';
import { takesValue } from './option-table.ts';
import { findShortOption } from './options.ts';

/** What a command line asks for that needs nothing else to be right. */
export type Special =
  | { readonly kind: 'version'; readonly dialect: Dialect }
  /** `full` for `--manual`, and for `--help` but not `-h` unless it is curl's; `word` may name what to help with. */
  | { readonly kind: 'help'; readonly dialect: Dialect; readonly full: boolean; readonly word: string | undefined };

/**
 * Finds `--version`, `-V`, `--help`, `-h`, `--manual` and `-M`, so that they work whatever else stands on the line.
 * Values of other options are passed over by the table: `-d -h` asks for nothing. A sub-command with a table of its own
 * has its own help, see command-help.ts.
 */
export function findSpecial(argv: readonly string[]): Special | undefined {
  if (isTabled(argv[0] ?? '')) return undefined;
  if (!argv.some((word) => /^-/.test(word) && /[hMV]|version|help|manual/.test(word))) return undefined;
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return undefined;
    if (!word.startsWith('-')) continue;
    const found = word.startsWith('--') ? WORDS[word.slice(2)] : specialInCluster(word);
    if (found !== undefined) return specialOf(found, argv, index);
    if (takesNextWord(word)) index++;
  }
  return undefined;
}

type Found = 'version' | 'manual' | '-h' | '--help';

function specialOf(found: Found, argv: readonly string[], index: number): Special {
  const dialect = argv[0] === 'curl' ? 'curl' : 'slip';
  if (found === 'version') return { kind: 'version', dialect };
  if (dialect === 'slip') return { kind: 'help', dialect, full: found !== '-h', word: helpWord(argv, index) };
  const isManual = found === 'manual';
  return { kind: 'help', dialect, full: isManual, word: isManual ? undefined : argv[index + 1] };
}

/** A word on a line that asks for help, taken for a group of options by whoever knows these. */
function helpWord(argv: readonly string[], index: number): string | undefined {
  return [argv[index + 1], argv[0]].find((word) => word !== undefined && !word.startsWith('-'));
}

const WORDS: Readonly<Record<string, Found>> = { version: 'version', manual: 'manual', help: '--help' };
const LETTERS: Readonly<Record<string, Found>> = { V: 'version', M: 'manual', h: '-h' };

function specialInCluster(word: string): Found | undefined {
  for (const letter of word.slice(1)) {
    if (LETTERS[letter] !== undefined) return LETTERS[letter];
    if (takesValue(findShortOption(letter))) return undefined;
  }
  return undefined;
}
