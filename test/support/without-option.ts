import { splitExpand } from '../../src/cli/argv.ts';
import { takesValue } from '../../src/cli/option-table.ts';
import { findLongOption, findShortOption, type OptionName } from '../../src/cli/options.ts';

/** A command line without any occurrence of an option, and without their values. */
export function withoutOption(argv: readonly string[], name: OptionName): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return [...kept, ...argv.slice(index)];
    const { rest, next } = word.startsWith('--') ? cutLong(word, name) : cutCluster(word, name);
    if (rest !== '' || word === '') kept.push(rest);
    if (next === 'no value') continue;
    index++;
    const value = argv[index];
    if (next === 'value' && value !== undefined) kept.push(value);
  }
  return kept;
}

interface Cut {
  /** What is left of the word. */
  readonly rest: string;
  /** What the word behind it is. */
  readonly next: 'no value' | 'value' | 'value of what was cut';
}

function cutLong(word: string, name: OptionName): Cut {
  const [, typed = '', attached] = /^--([^=]*)(=[\s\S]*)?$/.exec(word) ?? [];
  const found = findLongOption(splitExpand(typed).name);
  const isCut = found?.name === name;
  const rest = isCut ? '' : word;
  if (attached !== undefined || !takesValue(found)) return { rest, next: 'no value' };
  return { rest, next: isCut ? 'value of what was cut' : 'value' };
}

function cutCluster(word: string, name: OptionName): Cut {
  if (!/^-./s.test(word)) return { rest: word, next: 'no value' };
  let rest = '';
  for (let index = 1; index < word.length; index++) {
    const letter = word.charAt(index);
    const found = findShortOption(letter);
    const isCut = found?.name === name;
    if (!takesValue(found)) {
      if (!isCut) rest += letter;
      continue;
    }
    const attached = word.slice(index + 1);
    if (!isCut) rest += letter + attached;
    const next = attached !== '' ? 'no value' : isCut ? 'value of what was cut' : 'value';
    return { rest: rest && `-${rest}`, next };
  }
  return { rest: rest && `-${rest}`, next: 'no value' };
}
