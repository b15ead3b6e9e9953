import type { Picture } from './picture.ts';

/** Which way up an image is to be shown, as cameras say it: 1 as it is, from 5 on on its side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/**
 * What an APP1 segment says of it, behind its length (Exif 2.32, §4.5.2 and §4.6.4): a TIFF header, then a directory of
 * twelve bytes an entry. 1 where it says nothing.
 */
export function exifOrientation(segment: Buffer): Orientation {
  if (segment.toString('latin1', 0, 6) !== 'Exif\0\0') return 1;
  const tiff = segment.subarray(6);
  const isLittle = tiff.toString('latin1', 0, 2) === 'II';
  const number = (at: number, byteCount: number): number => {
    if (at + byteCount > tiff.length) return 0;
    return isLittle ? tiff.readUIntLE(at, byteCount) : tiff.readUIntBE(at, byteCount);
  };
  const directory = number(4, 4);
  for (let entry = 0; entry < number(directory, 2); entry++) {
    const at = directory + 2 + entry * 12;
    if (number(at, 2) === ORIENTATION) return ORIENTATIONS.find((one) => one === number(at + 8, 2)) ?? 1;
  }
  return 1;
}

const ORIENTATION = 0x0112;
const ORIENTATIONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Whether width and height are the other way round. */
export function isOnItsSide(orientation: Orientation): boolean {
  return orientation >= 5;
}

/** The picture the right way up. */
export function turned({ width, height, pixels }: Picture, orientation: Orientation): Picture {
  if (orientation === 1) return { width, height, pixels };
  const isAside = isOnItsSide(orientation);
  const size = isAside ? { width: height, height: width } : { width, height };
  const from = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  // Mirrored from left to right, and from top to bottom, as it lies in the file.
  const [isMirrored, isUpsideDown] = [[2, 3, 7, 8].includes(orientation), [3, 4, 6, 7].includes(orientation)];
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const [column, row] = isAside ? [y, x] : [x, y];
      const at = (isUpsideDown ? height - 1 - row : row) * width + (isMirrored ? width - 1 - column : column);
      to[y * size.width + x] = from[at] ?? 0;
    }
  }
  return { ...size, pixels: new Uint8Array(to.buffer) };
}
