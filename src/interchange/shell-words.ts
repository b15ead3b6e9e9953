import { Failure } from '../failure.ts';

/**
 * A command line as the words that a POSIX shell makes of it: quotes, `$'…'` among them, and backslashes
 * (POSIX.1-2024, XCU §2.2). A backslash at the end of a line goes on in the next. Nothing is expanded.
 *
 * @throws Failure `usage` for a quote that is not closed.
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  for (const [text] of line
    .replaceAll(/\\\r?\n/g, ' ')
    .matchAll(/(?:'[^']*'|"(?:\\.|[^"\\])*"|\$'(?:\\.|[^'\\])*'|\\.|[^\s'"\\])+|['"\\]/g)) {
    if (/^['"\\]$/.test(text)) throw new Failure('usage', `a ${text} in this line is not closed`);
    words.push(unquoted(text));
  }
  return words;
}

function unquoted(word: string): string {
  return word.replace(QUOTED, (_all, escaped?: string, single?: string, double?: string, bare?: string) => {
    return (
      escaped?.replace(/\\(?:x([0-9a-f]{2})|(.))/gi, plainCharacter) ??
      single ??
      double?.replace(/\\([$`"\\])/g, '$1') ??
      bare ??
      ''
    );
  });
}

const QUOTED = /\$'((?:\\.|[^'\\])*)'|'([^']*)'|"((?:\\.|[^"\\])*)"|\\(.)/g;

function plainCharacter(_pair: string, hex: string | undefined, letter = ''): string {
  if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
  return { n: '\n', r: '\r', t: '\t', '0': '\0', e: '\x1b' }[letter] ?? letter;
}
