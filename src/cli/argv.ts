import { findLongOption, findShortOption } from './options.ts';

/** Whether a word that begins with a dash has its value in the word after it: `-o`, `-sSo`, `--output`. */
export function takesNextWord(word: string): boolean {
  if (word.startsWith('--')) return takesValue(findLongOption(word.slice(2)));
  const letters = [...word.slice(1)];
  const index = letters.findIndex((letter) => takesValue(findShortOption(letter)));
  return index >= 0 && index === letters.length - 1;
}

/** Whether an option has a value. */
export function takesValue(found: ReturnType<typeof findLongOption>): boolean {
  return found !== undefined && found.row.takes !== 'nothing';
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
