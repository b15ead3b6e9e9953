/** The only importer of pngjs. */
import { inflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Picture } from './picture.ts';

/**
 * A PNG decoded; its size has been found to be bearable.
 *
 * @throws Error for one that is damaged, or unfolds into more than its size says.
 */
export function decodePng(bytes: Uint8Array): Picture {
  const png = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // pngjs bounds what it inflates, but not where the rows are interlaced.
  if (png[28] !== 0) inflateSync(pixelData(png), { maxOutputLength: mostPixelBytes(png) });
  const { width, height, data: pixels } = PNG.sync.read(png);
  return { width, height, pixels };
}

/** What the image's chunks have (PNG, third edition, §5.3). */
function pixelData(png: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; ) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') pieces.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return Buffer.concat(pieces);
}

/** Four samples of two bytes in each pixel, and a filter byte in each row of each of the seven passes. */
function mostPixelBytes(png: Buffer): number {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return 8 * width * height + 8 * height + 64;
}
