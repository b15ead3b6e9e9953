import type { ColorLevel } from '../color-level.ts';
import type { Picture } from './picture.ts';

/** What shows through has none. */
type Color = readonly [red: number, green: number, blue: number];

/** The picture in half blocks: a letter is two pixels, one above the other. It is as wide as it has columns. */
export function drawBlocks({ width, height, pixels }: Picture, level: ColorLevel): string {
  const colorAt = (x: number, y: number): Color | undefined => {
    const at = (y * width + x) * 4;
    if (y >= height || (pixels[at + 3] ?? 0) < 0x80) return undefined;
    return [pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0];
  };
  let drawn = '';
  for (let y = 0; y < height; y += 2) {
    let inForce = '';
    for (let x = 0; x < width; x++) {
      const { letter, sgr } = cellOf(colorAt(x, y), colorAt(x, y + 1), level);
      drawn += sgr === inForce ? letter : sgr + letter;
      inForce = sgr;
    }
    drawn += '\x1b[0m\n';
  }
  return drawn;
}

function cellOf(
  upper: Color | undefined,
  lower: Color | undefined,
  level: ColorLevel,
): { readonly letter: string; readonly sgr: string } {
  if (upper === undefined && lower === undefined) return { letter: ' ', sgr: '\x1b[0m' };
  const [inked, ground] = upper === undefined ? [lower, undefined] : [upper, lower];
  const words = [...(inked === undefined ? [] : [38, ...colorWords(inked, level)])];
  words.push(...(ground === undefined ? [49] : [48, ...colorWords(ground, level)]));
  return { letter: upper === undefined ? '▄' : '▀', sgr: `\x1b[${words.join(';')}m` };
}

/** A colour as it stands behind 38 or 48 in SGR: itself, or the nearest of the 256 (6 × 6 × 6, and 24 greys). */
function colorWords([red, green, blue]: Color, level: ColorLevel): readonly number[] {
  if (level >= 3) return [2, red, green, blue];
  if (Math.max(red, green, blue) - Math.min(red, green, blue) < 12) {
    const grey = Math.round(((red + green + blue) / 3 - 8) / 10);
    if (grey >= 0 && grey < 24) return [5, 232 + grey];
  }
  const [r = 0, g = 0, b = 0] = [red, green, blue].map((part) =>
    part < 48 ? 0 : part < 115 ? 1 : Math.floor((part - 35) / 40),
  );
  return [5, 16 + 36 * r + 6 * g + b];
}
