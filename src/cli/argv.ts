import { takesValue } from './option-table.ts';
import { type FoundOption, findLongOption, findShortOption } from './options.ts';

/** An option with a value, as it stands on a line. */
export interface ValueOption {
  readonly found: FoundOption;
  /** `--expand-NAME`: variables are to be filled in. */
  readonly isExpanded: boolean;
  /** The switches before it in its word, with their dash: `-sS` of `-sSo`; empty where there are none. */
  readonly switches: string;
  /** What stands behind it in its word: `FILE` of `-sSoFILE`; `undefined` where the value is the next word. */
  readonly attached: string | undefined;
}

/** The option with a value in a word that begins with a dash, if there is one: `-o`, `-sSoFILE`, `--output=FILE`. */
export function findValueOption(word: string): ValueOption | undefined {
  if (word.startsWith('--')) {
    const [, typed = '', attached] = /^--([^=]*)(?:=([\s\S]*))?$/.exec(word) ?? [];
    const { name, isExpanded } = splitExpand(typed);
    const found = findLongOption(name);
    return found !== undefined && takesValue(found) ? { found, isExpanded, switches: '', attached } : undefined;
  }
  for (let index = 1; word.startsWith('-') && index < word.length; index++) {
    const found = findShortOption(word.charAt(index));
    if (found === undefined) return undefined;
    if (!takesValue(found)) continue;
    const switches = index === 1 ? '' : word.slice(0, index);
    return { found, isExpanded: false, switches, attached: word.slice(index + 1) || undefined };
  }
  return undefined;
}

/** Whether a word that begins with a dash has its value in the word after it: `-o`, `-sSo`, `--output`. */
export function takesNextWord(word: string): boolean {
  const option = findValueOption(word);
  return option !== undefined && option.attached === undefined;
}

/** A long name without its dashes; `expand-` before it says that variables are filled in in its value. */
export function splitExpand(typed: string): { readonly name: string; readonly isExpanded: boolean } {
  const isExpanded = typed.startsWith('expand-');
  return { name: isExpanded ? typed.slice(7) : typed, isExpanded };
}

/** The parts of a command line between `--next`, at least one; the value of an option is never taken for it. */
export function partsOf(argv: readonly string[]): readonly (readonly string[])[] {
  let part: string[] = [];
  const parts = [part];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') {
      part.push(...argv.slice(index));
      break;
    }
    if (word === '--next' || word === '-:') {
      part = [];
      parts.push(part);
      continue;
    }
    part.push(word);
    if (word.startsWith('-') && takesNextWord(word) && index + 1 < argv.length) part.push(argv[++index] ?? '');
  }
  return parts;
}
