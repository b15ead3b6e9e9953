/** JSON byte by byte: what begins, goes on or ends at the next one, wherever the input is cut. */
import { GRAMMAR, STATE_AFTER_MARK } from './json-grammar.ts';
import type { Ending } from './json-ink.ts';
import { enter, isInObject, type Printer } from './json-printer.ts';
import {
  AFTER_ELEMENT,
  AFTER_KEY,
  AFTER_MEMBER,
  AFTER_WORD,
  BETWEEN,
  BROKEN,
  CLOSE_EMPTY_OBJECT,
  CLOSE_OBJECT,
  DONE,
  FAULT,
  FIRST_ELEMENT,
  FIRST_KEY,
  KEY,
  LITERAL,
  NUMBER,
  OPEN_ARRAY,
  OPEN_OBJECT,
  SPACE,
  START,
  STRING,
  TEXT,
  WORD,
  ZERO,
} from './json-states.ts';

const LINE_FEED = 0x0a;
const QUOTE = 0x22;

/**
 * Reads the bytes of `input` in `[from, to)` up to the first fault, or until there is a piece of output.
 *
 * @returns where it stopped.
 */
export function print(printer: Printer, input: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && goesOn(printer)) {
    const { kernel } = printer;
    const end = kernel === undefined ? to : kernel.take(input, at, to);
    while (at < end && goesOn(printer)) {
      if (kernel?.prints(printer)) at = kernel.print(printer, at);
      if (at < end && goesOn(printer)) at = printToken(printer, input, at, end);
    }
  }
  printer.previous = input[to - 1] ?? 0;
  return at;
}

function goesOn({ length, pieceBytes, state }: Printer): boolean {
  return length < pieceBytes && state !== BROKEN;
}

/** Ends the printing at the end of the input. @returns whether a document ended there too. */
export function finish(printer: Printer): boolean {
  const { state, depth } = printer;
  if (state >= STRING) write(printer, endingOf(printer).cut);
  if (depth > 0) return false;
  if (state < ZERO) return state === BETWEEN || state === AFTER_WORD;
  endDocument(printer);
  return true;
}

/** Prints one byte between tokens, or as much of a longer token as there is input and room for. */
function printToken(printer: Printer, input: Uint8Array, from: number, to: number): number {
  if (printer.state >= STRING) return printRest(printer, input, from, to);
  const { state, depth, ink } = printer;
  const byte = input[from] as number; // `from` is less than the length
  const action = GRAMMAR[state | byte] as number; // each row has 256 entries
  if (action === FAULT) {
    breakOff(printer, from > 0 ? input[from - 1] : printer.previous);
    return from;
  }
  if (action === SPACE) {
    if (printer.ink.keepsSpace || state === START) printer.output[printer.length++] = byte;
    if (state === AFTER_WORD) printer.state = BETWEEN;
    return from + 1;
  }
  if (state >= AFTER_MEMBER && action >= KEY) write(printer, ink.lineBreak(action >= CLOSE_OBJECT ? depth - 1 : depth));
  write(printer, ink.marks[action]);
  if (action >= KEY && action <= LITERAL) {
    printer.token = action;
    printer.state = action <= TEXT ? STRING : WORD;
    return printRest(printer, input, action <= TEXT ? from + 1 : from, to);
  }
  if (action === OPEN_OBJECT || action === OPEN_ARRAY) {
    enter(printer, printer.depth++, printer.inObject);
    printer.inObject = action === OPEN_OBJECT;
    printer.state = printer.inObject ? FIRST_KEY : FIRST_ELEMENT;
  } else if (action < CLOSE_EMPTY_OBJECT) {
    printer.state = STATE_AFTER_MARK[action] as number; // one for each of them
  } else {
    printer.inObject = isInObject(printer, --printer.depth);
    printer.state = stateAfter(printer, TEXT);
    endDocument(printer);
  }
  return from + 1;
}

/** Prints what there is of a string, number or literal that has begun, and what belongs behind it. */
function printRest(printer: Printer, input: Uint8Array, from: number, to: number): number {
  const { output } = printer;
  const stop = Math.min(to, from + Math.max(0, printer.pieceBytes - printer.length));
  let at = from;
  let { length, state } = printer;
  while (at < stop && state !== DONE) {
    const byte = input[at] as number; // `at` is less than the length
    const next = GRAMMAR[state | byte] as number; // each row has 256 entries
    if (next === 0) break;
    // The closing quotation mark is part of the ending.
    if (state !== STRING || byte !== QUOTE) output[length++] = byte;
    at++;
    state = next << 8;
  }
  printer.length = length;
  printer.state = state;
  if (state !== DONE) {
    if (at === stop) return at;
    if (state < ZERO) {
      breakOff(printer, undefined);
      return at;
    }
  }
  write(printer, endingOf(printer).whole);
  printer.state = stateAfter(printer, printer.token);
  endDocument(printer);
  return at;
}

/**
 * Makes the faulty byte, and all after it, fit for being put behind the output as it is: without colour, and not joined
 * to what came before it, since the `1 2` that is not JSON within an array must not become a `12`.
 */
function breakOff(printer: Printer, previous: number | undefined): void {
  const { state, ink, depth } = printer;
  if (state >= STRING) write(printer, endingOf(printer).cut);
  else if (!ink.keepsSpace && depth > 0 && previous !== undefined && GRAMMAR[BETWEEN | previous] === SPACE) {
    printer.output[printer.length++] = previous;
  }
  printer.state = BROKEN;
}

/** More are copied sooner by a call. */
const FEW_BYTES = 24;

function write(printer: Printer, bytes: Uint8Array | undefined): void {
  if (bytes === undefined) return;
  if (bytes.length > FEW_BYTES) printer.output.set(bytes, printer.length);
  else for (let at = 0; at < bytes.length; at++) printer.output[printer.length + at] = bytes[at] as number; // less than it
  printer.length += bytes.length;
}

function endDocument(printer: Printer): void {
  if (printer.depth === 0 && !printer.ink.keepsSpace) printer.output[printer.length++] = LINE_FEED;
}

function endingOf({ ink, token }: Printer): Ending {
  return ink.endings[token - KEY] as Ending; // from `KEY` on there are four
}

function stateAfter({ depth, inObject }: Printer, token: number): number {
  if (token === KEY) return AFTER_KEY;
  if (depth === 0) return token >= NUMBER ? AFTER_WORD : BETWEEN;
  return inObject ? AFTER_MEMBER : AFTER_ELEMENT;
}
