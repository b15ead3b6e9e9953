import type { Ink } from './json-ink.ts';
import type { JsonKernel } from './json-kernel.ts';
import { DEEPEST } from './json-kernel-memory.ts';
import { KEY, START } from './json-states.ts';

/**
 * JSON being printed: of what was read, that which the rest depends on, and the output that is ready. Its size is that
 * of one piece of output, and a bit for each level of nesting.
 */
export interface Printer {
  readonly ink: Ink;
  /** What prints most of a long document. */
  kernel: JsonKernel | undefined;
  output: Uint8Array;
  /** Bytes of `output` that are ready. */
  length: number;
  /** Output is handed out as it is, to be overwritten when more is asked for. */
  isPassing: boolean;
  /** So many make a piece. Of the token that passes this mark, the rest finds room. */
  pieceBytes: number;
  /** A row of the grammar. */
  state: number;
  /** The action that began the last string, number or literal: one from `KEY` to `LITERAL`. */
  token: number;
  depth: number;
  /** Whether the innermost container is an object; for those around it, a bit each. */
  inObject: boolean;
  outerInObject: Uint8Array;
  /** The last byte that was read. */
  previous: number;
}

/** Of a reader, what is known of the containers that it is in. */
type Nesting = Pick<Printer, 'outerInObject'>;

/** Nothing is entered. */
export function createNesting(): Nesting {
  return { outerInObject: new Uint8Array(DEEPEST / 8) };
}

/** Output goes out in pieces of this size, give or take what belongs to one token. */
const PIECE_BYTES = 64 * 1024;

/** A printer that has read nothing. */
export function createPrinter(ink: Ink): Printer {
  return {
    ink,
    kernel: undefined,
    output: new Uint8Array(PIECE_BYTES + 3 * ink.longestBytes),
    length: 0,
    isPassing: false,
    pieceBytes: PIECE_BYTES,
    state: START,
    token: KEY,
    depth: 0,
    inObject: false,
    ...createNesting(),
    previous: 0,
  };
}

/** Has a kernel do what it can from here on, and its memory take the output. There must be none that is ready. */
export function equip(printer: Printer, kernel: JsonKernel): void {
  printer.kernel = kernel;
  printer.output = kernel.output;
  printer.pieceBytes = kernel.pieceBytes;
}

/** Forgets what was read, and what of it is in the output. */
export function reset(printer: Printer): void {
  printer.length = 0;
  printer.state = START;
  printer.depth = 0;
}

/** The output that is ready: unless it is passing, bytes that who gets them may keep while printing goes on. */
export function takeOutput(printer: Printer): Uint8Array {
  const { output: all, length, isPassing } = printer;
  const output = isPassing ? all.subarray(0, length) : all.slice(0, length);
  printer.length = 0;
  return output;
}

/** Notes that a container is entered. */
export function enter(nesting: Nesting, depth: number, inObject: boolean): void {
  const at = depth >> 3;
  if (at === nesting.outerInObject.length) {
    const longer = new Uint8Array(2 * at);
    longer.set(nesting.outerInObject);
    nesting.outerInObject = longer;
  }
  const bits = nesting.outerInObject[at] as number; // grown above
  const bit = 1 << (depth & 7);
  nesting.outerInObject[at] = inObject ? bits | bit : bits & ~bit;
}

/** Whether the container at this depth, of those that were entered, stands in an object. */
export function isInObject(nesting: Nesting, depth: number): boolean {
  const bits = nesting.outerInObject[depth >> 3] as number; // written by `enter`
  return (bits & (1 << (depth & 7))) !== 0;
}
