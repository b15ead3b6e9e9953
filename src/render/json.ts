import { impatient } from './impatient.ts';
import { GRAMMAR } from './json-grammar.ts';
import { inkOf, type JsonStyle } from './json-ink.ts';
import type { JsonKernel } from './json-kernel.ts';
import { finish, print } from './json-print.ts';
import { createPrinter, equip, reset, takeOutput } from './json-printer.ts';
import { BETWEEN, BROKEN, SPACE } from './json-states.ts';
import { whenLong } from './json-when-long.ts';

/** How long to look ahead. */
export interface JsonOptions {
  /**
   * Called when the first bytes have come, and resolves when they are to wait no longer for the 64 KiB of look-ahead to
   * fill, because the server is slow. Without it, only bytes count.
   */
  readonly patience?: (() => Promise<void>) | undefined;
  /** A piece may be overwritten by the next one, as soon as that is asked for: to copy 125 MB takes as long as to print it. */
  readonly passing?: boolean | undefined;
}

/** The formatter without its promises. Each method's pieces are to be taken to the last before the next call. */
export interface JsonFormatter {
  /** Whether it holds bytes back until there are more. */
  readonly waiting: boolean;
  /** Has what comes printed by a kernel for this style; `passing` as in `JsonOptions`. */
  equip(kernel: JsonKernel, passing?: boolean): void;
  push(chunk: Uint8Array): Iterable<Uint8Array>;
  /** Waits no longer: starts with what is there. */
  giveUp(): Iterable<Uint8Array>;
  end(): Iterable<Uint8Array>;
}

/** How far the document is read before the first byte goes out: a fault within it means that it is not JSON. */
const WINDOW_BYTES = 64 * 1024;

/**
 * A JSON text (RFC 8259), or several of them (NDJSON, RFC 7464), laid out and coloured as `style` says. Every byte but
 * insignificant white space comes out as it came, in its place: no number, escape, key or invalid UTF-8 is touched.
 *
 * A body that shows itself not to be JSON in its first 64 KiB comes out unchanged; if the fault comes later, it and all
 * after it do. The pieces are about 64 KiB or smaller. Memory: a few of those, and a bit for each level of nesting.
 */
export async function* formatJson(
  chunks: AsyncIterable<Uint8Array>,
  style: JsonStyle,
  options: JsonOptions = {},
): AsyncGenerator<Uint8Array> {
  const { patience, passing } = options;
  const formatter = createJsonFormatter(style);
  const source = patience === undefined ? chunks : impatient(chunks, patience, () => formatter.waiting);
  const counted = whenLong(style, (kernel) => formatter.equip(kernel, passing));
  try {
    for await (const chunk of source) {
      const equipped = counted(chunk?.length ?? 0);
      if (equipped !== undefined) await equipped;
      yield* chunk === undefined ? formatter.giveUp() : formatter.push(chunk);
    }
  } catch (error) {
    // A body that breaks off is shown as far as it came.
    yield* formatter.end();
    throw error;
  }
  yield* formatter.end();
}

/** What `formatJson` does, for a caller who has the chunks. */
export function createJsonFormatter(style: JsonStyle): JsonFormatter {
  const ink = inkOf(style);
  const printer = createPrinter(ink);
  // What it prints is thrown away; in another style, so would be the code that V8 makes for the one it meets first.
  const scout = createPrinter(ink);
  const held = new Uint8Array(WINDOW_BYTES);
  let heldBytes = 0;
  let scoutedBytes = 0;
  let preamble: Preamble | undefined;
  let phase: 'looking ahead' | 'printing' | 'unchanged' = 'looking ahead';

  /** Reads what is held, for its faults only. */
  function lookAhead(isAll: boolean): void {
    if (preamble === undefined) {
      preamble = findPreamble(held.subarray(0, heldBytes), isAll);
      if (preamble === undefined) return;
      scoutedBytes = preamble.byteLength;
    }
    while (scoutedBytes < heldBytes && scout.state !== BROKEN) {
      scoutedBytes = print(scout, held, scoutedBytes, heldBytes);
      scout.length = 0;
    }
  }

  function* release(valid: boolean): Generator<Uint8Array> {
    const bytes = held.subarray(0, heldBytes);
    if (valid && preamble !== undefined) {
      phase = 'printing';
      yield* printPreamble(bytes, preamble, style);
      yield* printAll(bytes, style.indent === undefined ? preamble.byteLength : skipSpace(bytes, preamble.byteLength));
    } else {
      phase = 'unchanged';
      if (heldBytes > 0) yield bytes;
    }
  }

  function* printAll(bytes: Uint8Array, from: number): Generator<Uint8Array> {
    let at = from;
    while (at < bytes.length && printer.state !== BROKEN) {
      at = print(printer, bytes, at, bytes.length);
      if (printer.length > 0) yield takeOutput(printer);
    }
    if (printer.state === BROKEN) {
      phase = 'unchanged';
      yield bytes.subarray(at);
    }
  }

  return {
    get waiting() {
      return phase === 'looking ahead' && heldBytes > 0;
    },

    equip(kernel, passing = false) {
      equip(printer, kernel);
      printer.isPassing = passing;
      // The same memory will do: what the scout prints is thrown away at once, and the printer begins where it ends.
      equip(scout, kernel);
    },

    *push(chunk) {
      let taken = 0;
      if (phase === 'looking ahead') {
        taken = Math.min(chunk.length, WINDOW_BYTES - heldBytes);
        held.set(chunk.subarray(0, taken), heldBytes);
        heldBytes += taken;
        const full = heldBytes === WINDOW_BYTES;
        lookAhead(full);
        if (full || scout.state === BROKEN) yield* release(scout.state !== BROKEN);
      }
      if (taken === chunk.length) return;
      // A plain array even of a `Buffer`: code that V8 has made for the one kind is thrown away when it meets the other.
      const rest = new Uint8Array(chunk.buffer, chunk.byteOffset + taken, chunk.length - taken);
      if (phase === 'printing') yield* printAll(rest, 0);
      else yield rest;
    },

    *giveUp() {
      if (phase !== 'looking ahead' || heldBytes === 0) return;
      lookAhead(true);
      yield* release(scout.state !== BROKEN);
    },

    *end() {
      if (phase === 'looking ahead') {
        lookAhead(true);
        yield* release(finish(scout));
      }
      if (phase === 'printing') {
        finish(printer);
        if (printer.length > 0) yield takeOutput(printer);
      }
    },
  };
}

/** Prints JSON texts that are there as a whole, one after the other. */
export interface DocumentPrinter {
  /** The text as it is to look, in bytes that the next call may overwrite, or `undefined` for what is no JSON. */
  print(document: Uint8Array): Uint8Array | undefined;
  /** Has what comes printed by a kernel for this style. */
  equip(kernel: JsonKernel): void;
}

/** A printer of documents in a style. */
export function documentPrinter(style: JsonStyle): DocumentPrinter {
  const printer = createPrinter(inkOf(style));
  printer.isPassing = true;
  return {
    equip: (kernel) => equip(printer, kernel),
    print(document) {
      reset(printer);
      // A plain array even of a `Buffer`: code that V8 has made for the one kind is thrown away when it meets the other.
      const bytes = new Uint8Array(document.buffer, document.byteOffset, document.length);
      const pieces: Uint8Array[] = [];
      let at = print(printer, bytes, 0, bytes.length);
      while (at < bytes.length && printer.state !== BROKEN) {
        pieces.push(takeOutput(printer).slice());
        at = print(printer, bytes, at, bytes.length);
      }
      if (printer.state === BROKEN || !finish(printer)) return undefined;
      const last = takeOutput(printer);
      return pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
    },
  };
}

/** What may stand before a JSON text: a byte order mark, then a guard against its being run as a script. */
export interface Preamble {
  readonly bomBytes: number;
  /** With both. */
  readonly byteLength: number;
}

const BOM = '\xef\xbb\xbf';
const GUARDS = ['while(1);', 'for(;;);', '{}&&', ")]}'"];
/** The last of the guards is followed by whatever the server likes, up to the end of the line. */
const OPEN_GUARD = /^\)\]\}'[^\n[{]*/;
const GUARD = /^(?:\)\]\}'[^\n[{]*(?=[\n[{])|while\(1\);|for\(;;\);|\{\}&&)/;
const LONGEST_PREAMBLE_BYTES = 256;

/** The preamble of a body that begins with `bytes`, or `undefined` while more of them could change the answer. */
export function findPreamble(bytes: Uint8Array, isAll: boolean): Preamble | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, LONGEST_PREAMBLE_BYTES));
  const bomBytes = text.startsWith(BOM) ? BOM.length : 0;
  const rest = text.slice(bomBytes);
  const open =
    BOM.startsWith(text) || GUARDS.some((guard) => guard.startsWith(rest)) || OPEN_GUARD.exec(rest)?.[0] === rest;
  if (open && !isAll && text.length < LONGEST_PREAMBLE_BYTES) return undefined;
  const guard = GUARD.exec(rest)?.[0].replace(/[ \t\r]+$/, '') ?? '';
  return { bomBytes, byteLength: bomBytes + guard.length };
}

function* printPreamble(bytes: Uint8Array, preamble: Preamble, style: JsonStyle): Generator<Uint8Array> {
  const { bomBytes, byteLength } = preamble;
  const { dim = '', reset = '' } = style.colors ?? {};
  const encoder = new TextEncoder();
  if (bomBytes > 0 && style.indent === undefined) yield bytes.subarray(0, bomBytes);
  if (byteLength === bomBytes) return;
  if (dim !== '') yield encoder.encode(dim);
  yield bytes.subarray(bomBytes, byteLength);
  const after = (dim === '' ? '' : reset) + (style.indent === undefined ? '' : '\n');
  if (after !== '') yield encoder.encode(after);
}

/** Where white space ends, or `from` if nothing else comes. */
function skipSpace(bytes: Uint8Array, from: number): number {
  const length = bytes.subarray(from).findIndex((byte) => GRAMMAR[BETWEEN | byte] !== SPACE);
  return length === -1 ? from : from + length;
}
