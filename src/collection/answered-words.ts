/**
 * Words of a command line in which values of answers stand: what a server says must stay text there, and not become an
 * option, the name of a file that is read and sent, another item, or words of its own.
 */
import { Unfillable } from './fill.ts';

/** A text of a line, with a mark in the place of each value of an answer. */
export interface MarkedText {
  readonly text: string;
  /** What the marks stand for, by their numbers. */
  readonly answered: readonly string[];
}

/** The text of pieces that were filled in. */
export function marked(pieces: readonly { readonly text: string; readonly isAnswered: boolean }[]): MarkedText {
  const answered: string[] = [];
  const text = pieces.map((piece) => (piece.isAnswered ? `\uE000${answered.push(piece.text) - 1}\uE001` : piece.text));
  return { text: text.join(''), answered };
}

/**
 * A word with the values in the place of their marks.
 *
 * @param beginsItem a value at its start would say what the item is called.
 * @throws Unfillable where one would be more than text.
 */
export function unmarked(word: string, { answered }: Pick<MarkedText, 'answered'>, beginsItem: boolean): string {
  let whole = '';
  let at = 0;
  for (const mark of word.matchAll(/\uE000(\d+)\uE001/g)) {
    whole += word.slice(at, mark.index);
    at = mark.index + mark[0].length;
    const value = answered[Number(mark[1])] ?? mark[0];
    if (!staysText(whole, value, beginsItem)) {
      throw new Unfillable('a value of an answer would be an option, a file or an item of its own here');
    }
    whole += value;
  }
  return whole + word.slice(at);
}

function staysText(before: string, value: string, beginsItem: boolean): boolean {
  if (before === '') return !/^[-@<]/.test(value) && !(beginsItem && /[@=:;]/.test(value));
  // Behind a separator, or in a name that is not at its end yet; a URL and a value hold what they like.
  if (/[=:@;]$/.test(before)) return !/^[@=:;<]/.test(value);
  return /[=:/]/.test(before) || !/[@=:;<]/.test(value);
}
