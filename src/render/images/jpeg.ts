/** The only importer of jpeg-js. */
import { decode } from 'jpeg-js';
import type { Picture } from './picture.ts';

/** A later header may say another size than the first one: the decoder's own bounds, in millions of pixels and in MB. */
const BOUNDS = { maxResolutionInMP: 16, maxMemoryUsageInMB: 512 };

/**
 * A JPEG decoded; its size has been found to be bearable.
 *
 * @throws Error for one that is damaged beyond showing.
 */
export function decodeJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decode(bytes, { useTArray: true, ...BOUNDS });
  return { width, height, pixels: data };
}
