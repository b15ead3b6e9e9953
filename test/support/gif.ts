/** What a GIF is to be. */
export interface GifWish {
  readonly width: number;
  readonly height: number;
  /** Up to 256 colours, filled up to a power of two. */
  readonly colors: readonly (readonly [red: number, green: number, blue: number])[];
  readonly isInterlaced?: boolean;
  readonly transparent?: number;
  /** Of pixels in a block; 255 at most. */
  readonly blockBytes?: number;
}

/** A GIF of one frame whose pixels are these colours' numbers, row by row. */
export function encodeGif(
  indexes: Uint8Array,
  { width, height, colors, isInterlaced, transparent, blockBytes = 255 }: GifWish,
): Buffer {
  const colorBits = Math.max(1, Math.ceil(Math.log2(colors.length)));
  const table = Buffer.alloc(3 * 2 ** colorBits);
  for (const [index, color] of colors.entries()) table.set(color, index * 3);
  const control = transparent === undefined ? Buffer.alloc(0) : Buffer.from([0x21, 0xf9, 4, 1, 0, 0, transparent, 0]);
  const comment = Buffer.from('\x21\xfe\x02hi\0', 'latin1');
  const rows = isInterlaced ? interlaced(height) : Array.from({ length: height }, (_, row) => row);
  const ordered = Buffer.concat(rows.map((row) => indexes.subarray(row * width, (row + 1) * width)));
  const codeBits = Math.max(2, colorBits);
  return Buffer.concat([
    Buffer.from('GIF89a'),
    uint16(width),
    uint16(height),
    Buffer.from([0x80 | (colorBits - 1), 0, 0]),
    table,
    comment,
    control,
    Buffer.from([0x2c, 0, 0, 0, 0]),
    uint16(width),
    uint16(height),
    Buffer.from([isInterlaced ? 0x40 : 0, codeBits]),
    ...subBlocks(pack(ordered, codeBits), blockBytes),
    Buffer.from([0, 0x3b]),
  ]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value & 0xff, value >> 8]);
}

function interlaced(height: number): readonly number[] {
  const rows = Array.from({ length: height }, (_, row) => row);
  const isFirst = (row: number) => row % 8 === 0;
  const isSecond = (row: number) => row % 8 === 4;
  const isThird = (row: number) => row % 4 === 2;
  return [isFirst, isSecond, isThird, (row: number) => row % 2 === 1].flatMap((isIn) => rows.filter(isIn));
}

function* subBlocks(data: Uint8Array, blockBytes: number): Generator<Buffer> {
  for (let at = 0; at < data.length; at += blockBytes) {
    const block = data.subarray(at, at + blockBytes);
    yield Buffer.from([block.length, ...block]);
  }
}

/** LZW as GIF has it: codes grow up to 12 bits, and a full table is thrown away. */
function pack(indexes: Uint8Array, codeBits: number): Uint8Array {
  const clear = 1 << codeBits;
  const bits: number[] = [];
  let width = codeBits + 1;
  let table = new Map<string, number>();
  const write = (code: number) => {
    for (let bit = 0; bit < width; bit++) bits.push((code >> bit) & 1);
  };
  const codeOf = (text: string) => (text.length === 1 ? text.charCodeAt(0) : (table.get(text) ?? 0));
  write(clear);
  let text = '';
  for (const index of indexes) {
    const longer = text + String.fromCharCode(index);
    if (longer.length === 1 || table.has(longer)) {
      text = longer;
      continue;
    }
    write(codeOf(text));
    const next = clear + 2 + table.size;
    if (next === 4096) {
      write(clear);
      [width, table] = [codeBits + 1, new Map()];
    } else {
      table.set(longer, next);
      if (next === 1 << width) width++;
    }
    text = String.fromCharCode(index);
  }
  if (text !== '') write(codeOf(text));
  write(clear + 1);
  const bytes = new Uint8Array(Math.ceil(bits.length / 8));
  for (const [at, bit] of bits.entries()) bytes[at >> 3] = (bytes[at >> 3] ?? 0) | (bit << (at & 7));
  return bytes;
}
