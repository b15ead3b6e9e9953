import { eastAsianWidth } from 'get-east-asian-width';

/** How many columns a text takes on a terminal (UAX #11); it holds no control characters. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let width = 0;
  for (const { segment } of LETTERS.segment(text)) width += letterWidth(segment);
  return width;
}

/** The text as far as so many columns, at least 1, have room for it, with an ellipsis where something is left out. */
export function cutToWidth(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let kept = '';
  let width = 1;
  for (const { segment } of LETTERS.segment(text)) {
    width += letterWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** What is one letter to a reader: with its accents, or an emoji of several. */
const LETTERS = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

function letterWidth(letter: string): number {
  if (/^(?:\p{Mn}|\p{Me}|\p{Cf})+$/u.test(letter)) return 0;
  if (letter.includes('\ufe0f')) return 2;
  return eastAsianWidth(letter.codePointAt(0) ?? 0);
}
