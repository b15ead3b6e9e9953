import { GRAMMAR } from './json-grammar.ts';
import { DEEPEST_INDENT, type Ink } from './json-ink.ts';
import { KERNEL_CODE } from './json-kernel-code.ts';
import {
  BREAK_BYTES,
  COMPANION,
  DEEPEST,
  DEPTH,
  ENDINGS,
  GRAMMAR_ROWS,
  IN_OBJECT,
  INPUT,
  INPUT_BYTES,
  KEEPS_SPACE,
  LEVEL_BYTES,
  LINE_BREAK,
  LINE_BREAK_BYTES,
  LONGEST_STAMP_BYTES,
  MARKS,
  NESTING,
  OUTPUT,
  OUTPUT_END,
  STAMP_BYTES,
  STATE,
  TOKEN,
} from './json-kernel-memory.ts';
import type { Printer } from './json-printer.ts';
import { BROKEN, STRING } from './json-states.ts';

/** The part of the formatter that long documents are printed with: kernel/json.ts, and its memory. */
export interface JsonKernel {
  /** Where printers that use it have their output, which is so long before it is a piece. */
  readonly output: Uint8Array;
  readonly pieceBytes: number;
  /** Takes what is to be printed next. @returns where that ends. */
  take(input: Uint8Array, from: number, to: number): number;
  /** Whether a printer is where the kernel can go on. */
  prints(printer: Printer): boolean;
  /** Prints on, from a place in what was taken. @returns where it stopped: at its end, or before what it leaves to others. */
  print(printer: Printer, at: number): number;
}

/** Bytes that are written beyond a piece: what belongs to a token, and what is overwritten. */
const ROOM_BEYOND_PIECE_BYTES = 4 * 1024;

/** A kernel for a style, or `undefined` where this Node cannot run it, or has no room for it, or the style is too much. */
export function openJsonKernel(ink: Ink): JsonKernel | undefined {
  const stamps = [...ink.marks, ...ink.endings.map(({ withCompanion }) => withCompanion)];
  const isTooLong = stamps.some(({ length }) => length > LONGEST_STAMP_BYTES);
  if (KERNEL_CODE === '' || isTooLong || ink.longestBytes > ROOM_BEYOND_PIECE_BYTES / 2) return undefined;
  const instance = instantiate();
  if (instance === undefined) return undefined;
  const { memory, print: run } = instance;
  const bytes = new Uint8Array(memory.buffer);
  const registers = new Int32Array(memory.buffer);
  fillIn(bytes, registers, ink);

  const output = bytes.subarray(OUTPUT);
  const pieceBytes = output.length - ROOM_BEYOND_PIECE_BYTES;
  const full = OUTPUT + pieceBytes;
  let takenFrom = 0;
  let takenTo = 0;
  return {
    output,
    pieceBytes,
    take(input, from, to) {
      takenFrom = from;
      takenTo = Math.min(to, from + INPUT_BYTES);
      bytes.set(input.subarray(takenFrom, takenTo), INPUT);
      return takenTo;
    },
    prints: ({ state, depth }) => depth < DEEPEST && (state === STRING || (state < BROKEN && depth > 0)),
    print(printer, at) {
      const { outerInObject } = printer;
      for (let place = 0; place < nestingBytes(printer.depth); place++) {
        bytes[NESTING + place] = outerInObject[place] as number; // it has room for `DEEPEST` levels
      }
      registers[STATE] = printer.state;
      registers[DEPTH] = printer.depth;
      registers[IN_OBJECT] = Number(printer.inObject);
      registers[TOKEN] = printer.token;
      registers[OUTPUT_END] = OUTPUT + printer.length;
      const end = run(INPUT + at - takenFrom, INPUT + takenTo - takenFrom, full);
      printer.state = registers[STATE] as number; // it is there, as are the others
      printer.depth = registers[DEPTH] as number;
      printer.inObject = registers[IN_OBJECT] === 1;
      printer.token = registers[TOKEN] as number;
      printer.length = (registers[OUTPUT_END] as number) - OUTPUT;
      for (let place = 0; place < nestingBytes(printer.depth); place++) {
        outerInObject[place] = bytes[NESTING + place] as number; // less than its length
      }
      return takenFrom + end - INPUT;
    },
  };
}

function nestingBytes(depth: number): number {
  return (depth + 7) >> 3;
}

/** What of WebAssembly is used here, of which Node's types have nothing. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** The exports of kernel/json.ts. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  print(from: number, to: number, full: number): number;
}

function instantiate(): Exports | undefined {
  try {
    const module = new WebAssembly.Module(Buffer.from(KERNEL_CODE, 'base64'));
    return new WebAssembly.Instance(module).exports as Exports; // what the build made
  } catch {
    // No WebAssembly (`node --jitless`), none of 16 bytes at once, or no more memory to be had.
    return undefined;
  }
}

function fillIn(bytes: Uint8Array, registers: Int32Array, ink: Ink): void {
  const stamp = (place: number, text: Uint8Array): void => {
    bytes.set(text, place);
    registers[(place + STAMP_BYTES) / 4 - 1] = text.length;
  };
  ink.marks.forEach((mark, action) => {
    stamp(MARKS + action * STAMP_BYTES, mark);
  });
  ink.endings.forEach(({ whole, companion, withCompanion }, token) => {
    const place = ENDINGS + 2 * token * STAMP_BYTES;
    stamp(place, whole);
    bytes[place + COMPANION] = companion;
    stamp(place + STAMP_BYTES, withCompanion);
  });
  bytes.set(GRAMMAR, GRAMMAR_ROWS);
  const [shortest, longer] = [ink.lineBreak(0), ink.lineBreak(1)];
  registers[KEEPS_SPACE] = Number(ink.keepsSpace);
  registers[BREAK_BYTES] = shortest.length;
  registers[LEVEL_BYTES] = longer.length - shortest.length;
  bytes.set(ink.lineBreak(DEEPEST_INDENT).subarray(0, LINE_BREAK_BYTES), LINE_BREAK);
}
