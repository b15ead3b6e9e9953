import { inkOf, type JsonStyle } from './json-ink.ts';
import type { JsonKernel } from './json-kernel.ts';

/** From so many bytes on, JSON is worth what it takes to load the kernel: 1 ms. */
const LONG_BYTES = 1024;

/**
 * Counts the bytes that it is told of. Once they are many, it has `equip` called with a kernel for the style, if there is
 * one, and gives a promise to wait for.
 */
export function whenLong(
  style: JsonStyle,
  equip: (kernel: JsonKernel) => void,
): (byteCount: number) => Promise<void> | undefined {
  let countedBytes = 0;
  return (byteCount) => {
    if (countedBytes >= LONG_BYTES) return undefined;
    countedBytes += byteCount;
    return countedBytes < LONG_BYTES ? undefined : open();
  };

  async function open(): Promise<void> {
    const { openJsonKernel } = await import('./json-kernel.ts');
    const kernel = openJsonKernel(inkOf(style));
    if (kernel !== undefined) equip(kernel);
  }
}
