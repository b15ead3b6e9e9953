import type { Picture } from './picture.ts';

/**
 * The first frame of a GIF (GIF89a specification), on the ground that shows through.
 *
 * @throws Error for what is no GIF, or breaks off before its first pixel.
 */
export function decodeGif(bytes: Uint8Array): Picture {
  const reader = { bytes, at: 6 };
  const [width, height] = [readUInt16(reader), readUInt16(reader)];
  const flags = readByte(reader);
  reader.at += 2;
  const globalColors = (flags & 0x80) === 0 ? undefined : readColors(reader, flags);
  let transparent: number | undefined;
  for (;;) {
    const block = readByte(reader);
    if (block === IMAGE) break;
    if (block !== EXTENSION) throw new Error('a GIF without an image');
    const isControl = readByte(reader) === GRAPHIC_CONTROL;
    const data = readSubBlocks(reader);
    if (isControl) transparent = ((data[0] ?? 0) & 1) === 0 ? undefined : data[3];
  }
  const frame = {
    left: readUInt16(reader),
    top: readUInt16(reader),
    width: readUInt16(reader),
    height: readUInt16(reader),
  };
  // Within the screen, as the specification has it: the size of that has been found to be bearable.
  if (frame.left + frame.width > width || frame.top + frame.height > height)
    throw new Error('a frame beyond the screen');
  const frameFlags = readByte(reader);
  const colors = (frameFlags & 0x80) === 0 ? globalColors : readColors(reader, frameFlags);
  if (colors === undefined) throw new Error('a GIF without colours');
  const codeBits = readByte(reader);
  const indexes = unpack(readSubBlocks(reader), codeBits, frame.width * frame.height);
  const rows = (frameFlags & 0x40) === 0 ? undefined : interlacedRows(frame.height);
  const pixels = new Uint8Array(width * height * 4);
  for (let at = 0; at < indexes.length; at++) {
    const index = indexes[at] ?? 0;
    const row = Math.floor(at / frame.width);
    const [x, y] = [frame.left + (at % frame.width), frame.top + (rows?.[row] ?? row)];
    if (index === transparent) continue;
    const to = (y * width + x) * 4;
    for (let part = 0; part < 3; part++) pixels[to + part] = colors[index * 3 + part] ?? 0;
    pixels[to + 3] = 0xff;
  }
  return { width, height, pixels };
}

const IMAGE = 0x2c;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;

interface Reader {
  readonly bytes: Uint8Array;
  at: number;
}

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.at++];
  if (byte === undefined) throw new Error('the GIF breaks off');
  return byte;
}

function readUInt16(reader: Reader): number {
  return readByte(reader) | (readByte(reader) << 8);
}

function readColors(reader: Reader, flags: number): Uint8Array {
  const start = reader.at;
  reader.at += 3 * (2 << (flags & 7));
  return reader.bytes.subarray(start, reader.at);
}

/** The bytes of blocks with their lengths before them, as far as they are there. */
function readSubBlocks(reader: Reader): Uint8Array {
  const { bytes, at: start } = reader;
  let byteCount = 0;
  for (let length = bytes[reader.at++] ?? 0; length > 0; length = bytes[reader.at++] ?? 0) {
    byteCount += Math.max(0, Math.min(length, bytes.length - reader.at));
    reader.at += length;
  }
  // No list of the blocks, of which there may be millions.
  const joined = new Uint8Array(byteCount);
  for (let at = start, filled = 0; filled < byteCount; ) {
    const block = bytes.subarray(at + 1, at + 1 + (bytes[at] ?? 0));
    joined.set(block, filled);
    filled += block.length;
    at += 1 + block.length;
  }
  return joined;
}

/** Rows come in four passes: every eighth, those between, then every second of what is left, then the others. */
function interlacedRows(height: number): readonly number[] {
  const passes = [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const;
  return passes.flatMap(([first, step]) =>
    Array.from({ length: Math.max(0, Math.ceil((height - first) / step)) }, (_, index) => first + index * step),
  );
}

/** The LZW codes (appendix F) as colour numbers: as many as there are, and no more than so many. */
function unpack(data: Uint8Array, codeBits: number, mostIndexes: number): Uint8Array {
  if (codeBits < 1 || codeBits > 8) throw new Error('codes of a GIF have 1 to 8 bits');
  const indexes = new Uint8Array(mostIndexes);
  const [clear, end] = [1 << codeBits, (1 << codeBits) + 1];
  const prefixes = new Int16Array(4096);
  const suffixes = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let code = 0; code < clear; code++) {
    suffixes[code] = code;
    lengths[code] = 1;
  }
  let [width, next, previous, filled] = [codeBits + 1, end + 1, -1, 0];
  for (let bit = 0; bit + width <= data.length * 8 && filled < mostIndexes; ) {
    const at = bit >> 3;
    const window = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
    const code = (window >> (bit & 7)) & ((1 << width) - 1);
    bit += width;
    if (code === end) break;
    if (code === clear) {
      [width, next, previous] = [codeBits + 1, end + 1, -1];
      continue;
    }
    if (code > next || (code === next && previous === -1)) break;
    if (previous !== -1 && next < 4096) {
      prefixes[next] = previous;
      suffixes[next] = firstOf(code === next ? previous : code, prefixes, suffixes, lengths);
      lengths[next] = (lengths[previous] ?? 0) + 1;
      next++;
      if (next === 1 << width && width < 12) width++;
    }
    const length = lengths[code] ?? 0;
    for (let place = filled + length - 1, rest = code; place >= filled; place--) {
      if (place < mostIndexes) indexes[place] = suffixes[rest] ?? 0;
      rest = prefixes[rest] ?? 0;
    }
    filled += length;
    previous = code;
  }
  return indexes.subarray(0, Math.min(filled, mostIndexes));
}

function firstOf(code: number, prefixes: Int16Array, suffixes: Uint8Array, lengths: Uint16Array): number {
  let rest = code;
  while ((lengths[rest] ?? 1) > 1) rest = prefixes[rest] ?? 0;
  return suffixes[rest] ?? 0;
}
