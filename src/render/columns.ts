/**
 * How wide a text is on a terminal. Scripts of two columns a letter are told by their blocks, not letter by letter: the
 * whole of Unicode's table (UAX #11) is for those who lay out tables, and too much for a line that every run prints.
 */

import type { Sink } from '../host.ts';

/** How many columns a line may take there: as many as it likes where nobody wraps it. */
export function roomOn({ isTerminal, columns }: Pick<Sink, 'isTerminal' | 'columns'>): number {
  // Pseudo-terminals that nobody has given a size say 0.
  return isTerminal && columns > 0 ? columns : Number.POSITIVE_INFINITY;
}

/** How many columns a text takes that holds no control characters. */
export function columnsOf(text: string): number {
  // Nearly every text is ASCII.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const letter of text) columns += NARROW.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return columns;
}

/** The text as far as so many columns have room for it, with an ellipsis where something is left out. */
export function cutToColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const letter of text) {
    used += columnsOf(letter);
    if (used > columns) break;
    kept += letter;
  }
  return columns < 1 ? '' : `${kept}…`;
}

/** Marks that stand on the letter before them, and joiners. */
const NARROW = /^(?:\p{Mn}|\p{Me}|\u200c|\u200d)$/u;

/** Hangul, Chinese, Japanese and Yi, full-width forms, emoji. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]$/u;
