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
  const chunks = [...chunksOf(png)];
  // The size that counts for pngjs is that of the last header.
  if (chunks.filter(({ type }) => type === 'IHDR').length !== 1) throw new Error('a PNG has one header');
  // pngjs bounds what it inflates, but not where the rows are interlaced.
  if (png[28] !== 0) {
    const pixelData = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
    inflateSync(Buffer.concat(pixelData), { maxOutputLength: mostPixelBytes(png) });
  }
  const { width, height, data: pixels } = PNG.sync.read(png);
  return { width, height, pixels };
}

/** The chunks (PNG, third edition, §5.3) behind the signature. */
function* chunksOf(png: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = 8; at + 12 <= png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, end) };
    at = end + 4;
  }
}

/** Four samples of two bytes in each pixel, and a filter byte in each row of each of the seven passes. */
function mostPixelBytes(png: Buffer): number {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  return 8 * width * height + 8 * height + 64;
}
