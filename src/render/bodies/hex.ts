import type { Theme } from '../paint.ts';

/** How a dump is to look. */
export interface HexStyle {
  readonly theme: Theme;
  /** The width to fit in; `undefined` for as wide as `hexdump -C` is. */
  readonly columns: number | undefined;
  /** How many bytes are shown at most, and what is said behind them if there are more. */
  readonly limit: { readonly byteCount: number; readonly remark: string } | undefined;
}

/**
 * The bytes in the form of `hexdump -C`: place, bytes, and what of them is ASCII; at the end the number of bytes. In a
 * narrow terminal a line has eight bytes or four in place of sixteen. Holds the bytes of a line.
 */
export async function* dumpHex(chunks: AsyncIterable<Uint8Array>, style: HexStyle): AsyncGenerator<Uint8Array> {
  const { limit, columns } = style;
  const width = [16, 8].find((bytes) => columns === undefined || columns >= lineColumns(bytes)) ?? 4;
  let held: Uint8Array = new Uint8Array(0);
  let shownBytes = 0;
  let isCut = false;
  try {
    for await (const chunk of chunks) {
      const bytes = Buffer.concat([held, chunk]);
      const allowed = (limit?.byteCount ?? Number.POSITIVE_INFINITY) - shownBytes;
      isCut = bytes.length > allowed;
      const end = isCut ? allowed : bytes.length - (bytes.length % width);
      yield dumpLines(bytes.subarray(0, end), shownBytes, width, style);
      shownBytes += end;
      held = bytes.subarray(end);
      if (isCut) break;
    }
  } catch (error) {
    // A body that breaks off is shown as far as it came.
    yield dumpLines(held, shownBytes, width, style);
    throw error;
  }
  if (isCut) yield Buffer.from(`${style.theme.dim(limit?.remark ?? '')}\n`);
  else {
    yield dumpLines(held, shownBytes, width, style);
    if (shownBytes + held.length > 0) yield Buffer.from(`${style.theme.dim(placeOf(shownBytes + held.length))}\n`);
  }
}

/** Place, two spaces, three columns a byte, another space behind each eight, and the text between bars. */
function lineColumns(byteCount: number): number {
  return 10 + 3 * byteCount + Math.ceil(byteCount / 8) + byteCount + 2;
}

function placeOf(byteCount: number): string {
  return byteCount.toString(16).padStart(8, '0');
}

function dumpLines(bytes: Uint8Array, firstPlace: number, width: number, { theme }: HexStyle): Uint8Array {
  const byteColumns = 3 * width + Math.ceil(width / 8);
  let lines = '';
  for (let at = 0; at < bytes.length; at += width) {
    const row = bytes.subarray(at, at + width);
    let digits = '';
    let text = '';
    for (const [index, byte] of row.entries()) {
      digits += `${byte < 0x10 ? '0' : ''}${byte.toString(16)} `;
      if (index % 8 === 7) digits += ' ';
      text += byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.';
    }
    lines += `${theme.dim(placeOf(firstPlace + at))}  ${digits.padEnd(byteColumns)}|${theme.string(text)}|\n`;
  }
  return Buffer.from(lines);
}
