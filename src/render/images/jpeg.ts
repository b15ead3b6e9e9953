/** The only importer of jpeg-js. */
import { decode } from 'jpeg-js';
import type { Picture } from './picture.ts';

/** What the decoder may take of memory, in megabytes: somewhat more than 16 million pixels need. */
const MOST_MEGABYTES = 512;

/**
 * A JPEG decoded; its size has been found to be bearable.
 *
 * @throws Error for one that is damaged beyond showing.
 */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decode(bytes, { useTArray: true, maxMemoryUsageInMB: MOST_MEGABYTES });
  return { width, height, pixels: data };
}
