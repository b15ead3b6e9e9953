/**
 * The tokens of JSON that lie whole in the input and have nothing unusual. Nearly all there are do, and nearly all of the
 * time goes into them, so all here is written for speed; whatever is not the usual case is left to json-print.ts.
 */
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  BETWEEN,
  CLOSE_EMPTY_OBJECT,
  ESCAPE,
  FAULT,
  FIRST_ELEMENT,
  FIRST_KEY,
  GRAMMAR,
  KEY,
  LITERAL,
  MEMBER,
  NEXT_ELEMENT,
  NEXT_KEY,
  NUMBER,
  OPEN_ARRAY,
  OPEN_OBJECT,
  SPACE,
  STATE_AFTER_MARK,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from './json-grammar.ts';
import { type Ending, press, type Stamp } from './json-ink.ts';
import { enter, isInObject, PIECE_BYTES, type Printer } from './json-printer.ts';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** The literals, as the numbers that their first four bytes are. */
const TRUE = 0x65757274;
const NULL = 0x6c6c756e;
const FALS = 0x736c6166;
/** So many bytes behind a token's beginning are looked at before anybody asks where it ends. */
const LOOKED_AT_BYTES = 16;

/**
 * Prints the tokens from `from` on, which is within a document and between tokens.
 *
 * @returns where it stopped: at the end of the document or before a token for json-print.ts.
 */
export function printStretch(printer: Printer, input: Uint8Array, from: number, to: number): number {
  const { output, view, ink } = printer;
  const { keepsSpace, marks, endings } = ink;
  const source = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const last = to - LOOKED_AT_BYTES;
  // One loop over variables of its own: with the state in the object, it took a fifth longer.
  let { length, state, depth, inObject } = printer;
  let lineMarks = ink.lineMarks(depth);
  let at = from;
  while (at < last && length < PIECE_BYTES) {
    const byte = input[at] as number; // `at` is less than the length
    const action = GRAMMAR[state | byte] as number; // each row has 256 entries
    if (action <= SPACE) {
      if (action === FAULT) break;
      if (keepsSpace) output[length++] = byte;
      at++;
      continue;
    }
    const mark = (state >= AFTER_MEMBER ? lineMarks : marks)[action] as Stamp; // one for each action
    const begun = press(view, length, mark);
    if (action >= KEY && action <= LITERAL) {
      // The opening quotation mark stands in the mark, the closing one in the ending.
      const start = action <= TEXT ? at + 1 : at;
      const stop = Math.min(last, start + PIECE_BYTES - length);
      let run: number;
      if (action <= TEXT) run = textLength(source, start, stop, view, begun);
      else if (action === NUMBER) run = numberLength(input, start, stop, output, begun);
      else run = literalLength(source, start, view, begun);
      if (run < 0) break;
      at = action <= TEXT ? start + run + 1 : start + run;
      const ending = endings[action - KEY] as Ending; // from `KEY` on there are four
      if (input[at] === ending.companion) {
        length = press(view, begun + run, ending.withCompanion);
        at++;
        state = action === KEY ? MEMBER : inObject ? NEXT_KEY : NEXT_ELEMENT;
      } else {
        length = press(view, begun + run, ending.whole);
        state = action === KEY ? AFTER_KEY : inObject ? AFTER_MEMBER : AFTER_ELEMENT;
      }
      continue;
    }
    length = begun;
    at++;
    if (action === OPEN_OBJECT || action === OPEN_ARRAY) {
      enter(printer, depth++, inObject);
      inObject = action === OPEN_OBJECT;
      lineMarks = ink.lineMarks(depth);
      state = inObject ? FIRST_KEY : FIRST_ELEMENT;
    } else if (action < CLOSE_EMPTY_OBJECT) {
      state = STATE_AFTER_MARK[action] as number; // one for each of them
    } else {
      inObject = isInObject(printer, --depth);
      lineMarks = ink.lineMarks(depth);
      state = inObject ? AFTER_MEMBER : AFTER_ELEMENT;
      if (depth > 0) continue;
      state = BETWEEN;
      if (!keepsSpace) output[length++] = LINE_FEED;
      break;
    }
  }
  printer.length = length;
  printer.state = state;
  printer.depth = depth;
  printer.inObject = inObject;
  return at;
}

/** Copies a string up to its closing quotation mark. @returns how many bytes that are, or -1. */
function textLength(source: DataView, from: number, to: number, target: DataView, targetFrom: number): number {
  const shift = targetFrom - from;
  let at = from;
  while (at < to) {
    // Four at a time: a byte below 0x20, a quotation mark or a backslash sets the high bit of one of the four, and the
    // lowest bit so set is never another's. What is copied behind the run is overwritten.
    const word = source.getInt32(at, true);
    target.setInt32(at + shift, word, true);
    const below = (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101);
    const special = below & ~word & 0x80808080;
    if (special === 0) {
      at += 4;
      continue;
    }
    at += (31 - Math.clz32(special & -special)) >> 3;
    const byte = source.getUint8(at);
    if (byte === QUOTE) return at - from;
    if (byte !== BACKSLASH) return -1;
    let state = ESCAPE;
    for (at++; state > STRING; at++) {
      const escaped = source.getUint8(at);
      target.setUint8(at + shift, escaped);
      state = (GRAMMAR[state | escaped] as number) << 8; // each row has 256 entries
    }
    if (state < STRING) return -1;
  }
  return -1;
}

/** Copies a number. @returns how many bytes it has, or -1. */
function numberLength(input: Uint8Array, from: number, to: number, output: Uint8Array, outputFrom: number): number {
  let state = WORD;
  for (let at = from; at < to; at++) {
    const byte = input[at] as number; // `at` is less than the length
    const next = GRAMMAR[state | byte] as number; // each row has 256 entries
    if (next === 0) return state >= ZERO ? at - from : -1;
    output[at - from + outputFrom] = byte;
    state = next << 8;
  }
  return -1;
}

/** Copies `true`, `false` or `null`. @returns how many bytes it has, or -1. */
function literalLength(source: DataView, from: number, target: DataView, targetFrom: number): number {
  const word = source.getInt32(from, true);
  target.setInt32(targetFrom, word, true);
  if (word === TRUE || word === NULL) return 4;
  if (word !== FALS || source.getUint8(from + 4) !== 0x65) return -1;
  target.setUint8(targetFrom + 4, 0x65);
  return 5;
}
