/** Images on a terminal. */
import type { ColorLevel } from '../color-level.ts';
import { within } from '../time-limit.ts';
import { drawBlocks } from './blocks.ts';
import { decodeGif } from './gif.ts';
import { type ImageHead, readImageHead } from './image-head.ts';
import { itermImage } from './iterm.ts';
import { decodeJpeg } from './jpeg.ts';
import { kittyImage } from './kitty.ts';
import { turned } from './orientation.ts';
import { fitted, type Picture, scaled } from './picture.ts';
import { decodePng } from './png.ts';
import type { ImageProtocol } from './protocol.ts';
import { sixelImage } from './sixel.ts';

/** Where an image is to be shown. */
export interface ImageView {
  readonly protocol: ImageProtocol;
  /** Width of the terminal. */
  readonly columns: number;
  readonly colorLevel: ColorLevel;
}

/** An image file of more bytes, or of more pixels, is not shown: it is held whole, and unfolded. */
const MOST_BYTES = 16 * 1024 * 1024;
const MOST_PIXELS = 16_000_000;

/** An image that takes longer to decode is not shown: some take minutes though they are small. */
const DECODING_MS = 5000;

/** Rows of a terminal that an image takes at most, so that what stands before it is not far away. */
const MOST_ROWS = 32;

/** Pixels of a character cell, as far as they are not known. Where they are more, an image is shown the smaller. */
const CELL = { width: 8, height: 16 };

/** Pixels in a cell that are worth sending to a terminal which scales them itself: it may have many more than we think. */
const SENT_PER_CELL = 2;

/** The image for a terminal, or `undefined` if it is none that can be shown. The body is taken to its end, or closed. */
export async function showImage(
  chunks: AsyncIterable<Uint8Array>,
  view: ImageView,
): Promise<AsyncIterable<Uint8Array> | undefined> {
  const file = await gathered(chunks);
  const head = file === undefined ? undefined : readImageHead(file);
  if (file === undefined || head === undefined || head.width * head.height > MOST_PIXELS) return undefined;
  try {
    return encoded(written(file, head, view));
  } catch {
    // Damaged, or not worth the time.
    return undefined;
  }
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array | undefined> {
  const pieces: Uint8Array[] = [];
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.length;
    if (byteCount > MOST_BYTES) return undefined;
    pieces.push(chunk);
  }
  return Buffer.concat(pieces);
}

function written(file: Uint8Array, head: ImageHead, { protocol, columns, colorLevel }: ImageView): Iterable<string> {
  const room = { width: columns * CELL.width, height: MOST_ROWS * CELL.height };
  const shown = fitted(head, room);
  // Only where it has to be: a terminal knows best how wide the pixels are.
  const cells = shown.width < head.width ? Math.max(1, Math.floor(shown.width / CELL.width)) : undefined;
  switch (protocol) {
    case 'iterm':
      return [itermImage(file, cells)];
    case 'kitty': {
      if (head.format === 'png') return kittyImage(file, cells);
      const most = { width: room.width * SENT_PER_CELL, height: room.height * SENT_PER_CELL };
      return kittyImage(scaledTo(decode(file, head), most), cells);
    }
    case 'sixel':
      return [sixelImage(scaledTo(decode(file, head), room))];
    case 'blocks':
      return [drawBlocks(scaledTo(decode(file, head), { width: columns, height: MOST_ROWS * 2 }), colorLevel)];
  }
}

function scaledTo(picture: Picture, most: { readonly width: number; readonly height: number }): Picture {
  return scaled(picture, fitted(picture, most));
}

function decode(file: Uint8Array, { format, orientation }: ImageHead): Picture {
  const decoders = { png: decodePng, jpeg: decodeJpeg, gif: decodeGif };
  return within(DECODING_MS, () => turned(decoders[format](file), orientation));
}

async function* encoded(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}
