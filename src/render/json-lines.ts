import { inkOf, type JsonStyle } from './json-ink.ts';
import { finish, print } from './json-print.ts';
import { createPrinter, equip, type Printer, takeOutput } from './json-printer.ts';
import { BETWEEN, BROKEN, START } from './json-states.ts';
import { whenLong } from './json-when-long.ts';

const LINE_FEED = 0x0a;

/**
 * JSON of one value a line (NDJSON, JSON Lines), or one a record (RFC 7464), as `style` says. A line that is no JSON
 * comes out as it came, from its beginning if it came in one chunk, else from its fault on; the next line is JSON again.
 * Every line goes out as soon as it is here. Memory: as for `formatJson`, without the look-ahead.
 */
export async function* formatJsonLines(
  chunks: AsyncIterable<Uint8Array>,
  style: JsonStyle,
): AsyncGenerator<Uint8Array> {
  const printer = createPrinter(inkOf(style));
  const counted = whenLong(style, (kernel) => equip(printer, kernel));
  for await (const chunk of chunks) {
    const equipped = counted(chunk.length);
    if (equipped !== undefined) await equipped;
    // A plain array even of a `Buffer`: code that V8 has made for the one kind is thrown away when it meets the other.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    for (let at = 0; at < bytes.length; ) {
      const lineFeed = bytes.indexOf(LINE_FEED, at);
      const lineEnd = lineFeed < 0 ? bytes.length : lineFeed + 1;
      yield* printLine(printer, bytes, at, lineEnd);
      if (lineFeed >= 0 && printer.state === BROKEN) startAnew(printer);
      at = lineEnd;
    }
    if (printer.length > 0) yield takeOutput(printer);
  }
  finish(printer);
  if (printer.length > 0) yield takeOutput(printer);
}

function* printLine(printer: Printer, bytes: Uint8Array, from: number, to: number): Generator<Uint8Array> {
  const isWhole = printer.depth === 0 && (printer.state === START || printer.state === BETWEEN);
  let lineStart = isWhole ? printer.length : -1;
  let at = from;
  while (at < to && printer.state !== BROKEN) {
    at = print(printer, bytes, at, to);
    if (at === to || printer.state === BROKEN) break;
    yield takeOutput(printer);
    lineStart = -1;
  }
  if (printer.state !== BROKEN) return;
  if (lineStart >= 0) {
    printer.length = lineStart;
    at = from;
  }
  if (printer.length > 0) yield takeOutput(printer);
  if (at < to) yield bytes.subarray(at, to);
}

function startAnew(printer: Printer): void {
  printer.state = BETWEEN;
  printer.depth = 0;
}
