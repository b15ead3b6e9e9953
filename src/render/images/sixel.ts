import type { Picture } from './picture.ts';

/**
 * The picture in sixels (DEC STD 070), pixel by pixel: in its own colours if it has no more than a terminal holds, else
 * in 252 that are spread evenly, mixed by dithering. What shows through keeps the ground of the terminal.
 */
export function sixelImage(picture: Picture): string {
  const { width, height } = picture;
  const { colors, indexes } = ownColors(picture) ?? ditheredColors(picture);
  const registers = colors.map((parts, index) => {
    const percentages = parts.map((part) => Math.round((part * 100) / 255));
    return `#${index};2;${percentages.join(';')}`;
  });
  let bands = '';
  for (let y = 0; y < height; y += BAND_ROWS) bands += `${bandOf(indexes, width, y, Math.min(height, y + BAND_ROWS))}-`;
  return `\x1bP0;1;0q"1;1;${width};${height}${registers.join('')}${bands}\x1b\\\n`;
}

/** A letter has so many pixels, one below the other. */
const BAND_ROWS = 6;

const MOST_COLORS = 256;

/** Number of a pixel that shows through. */
const NO_COLOR = 0xffff;

type Color = readonly [red: number, green: number, blue: number];

interface Indexed {
  readonly colors: readonly Color[];
  /** The number of each pixel's colour. */
  readonly indexes: Uint16Array;
}

/** The colours as they are; `undefined` if there are too many. */
function ownColors({ width, height, pixels }: Picture): Indexed | undefined {
  const numbers = new Map<number, number>();
  const colors: Color[] = [];
  const indexes = new Uint16Array(width * height).fill(NO_COLOR);
  for (let pixel = 0; pixel < indexes.length; pixel++) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(pixel * 4, pixel * 4 + 4);
    if (alpha < 0x80) continue;
    const packed = (red << 16) | (green << 8) | blue;
    let index = numbers.get(packed);
    if (index === undefined) {
      if (colors.length === MOST_COLORS) return undefined;
      index = colors.length;
      numbers.set(packed, index);
      colors.push([red, green, blue]);
    }
    indexes[pixel] = index;
  }
  return { colors, indexes };
}

/** How many levels of red, green and blue: the eye tells most greens apart. */
const LEVELS = [6, 7, 6] as const;

/** The nearest of evenly spread colours; what a pixel is wrong by is shared among its neighbours (Floyd-Steinberg). */
function ditheredColors({ width, height, pixels }: Picture): Indexed {
  const [reds, greens, blues] = LEVELS;
  const partOf = (level: number, levels: number): number => Math.round((level * 255) / (levels - 1));
  const colors = Array.from(
    { length: reds * greens * blues },
    (_, index): Color => [
      partOf(Math.floor(index / (greens * blues)), reds),
      partOf(Math.floor(index / blues) % greens, greens),
      partOf(index % blues, blues),
    ],
  );
  const indexes = new Uint16Array(width * height).fill(NO_COLOR);
  // A column at either side takes what goes over the edge.
  let errors = new Float32Array((width + 2) * 3);
  for (let y = 0; y < height; y++) {
    const next = new Float32Array((width + 2) * 3);
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      if ((pixels[at + 3] ?? 0) < 0x80) continue;
      let index = 0;
      for (const [part, levels] of LEVELS.entries()) {
        const place = (x + 1) * 3 + part;
        const wanted = Math.min(255, Math.max(0, (pixels[at + part] ?? 0) + (errors[place] ?? 0)));
        const level = Math.round((wanted * (levels - 1)) / 255);
        const error = wanted - partOf(level, levels);
        index = index * levels + level;
        for (const [row, column, share] of SHARES) {
          const target = row === 0 ? errors : next;
          target[place + 3 * column] = (target[place + 3 * column] ?? 0) + error * share;
        }
      }
      indexes[y * width + x] = index;
    }
    errors = next;
  }
  return { colors, indexes };
}

const SHARES = [
  [0, 1, 7 / 16],
  [1, -1, 3 / 16],
  [1, 0, 5 / 16],
  [1, 1, 1 / 16],
] as const;

/** Six rows or fewer: for each colour in them a line of letters, each written over the one before. */
function bandOf(indexes: Uint16Array, width: number, top: number, bottom: number): string {
  const lines = new Map<number, Uint8Array>();
  for (let y = top; y < bottom; y++) {
    for (let x = 0; x < width; x++) {
      const index = indexes[y * width + x] ?? NO_COLOR;
      if (index === NO_COLOR) continue;
      const line = lines.get(index) ?? new Uint8Array(width);
      lines.set(index, line);
      line[x] = (line[x] ?? 0) | (1 << (y - top));
    }
  }
  return [...lines].map(([index, line]) => `#${index}${lettersOf(line)}`).join('$');
}

function lettersOf(line: Uint8Array): string {
  let letters = '';
  for (let at = 0; at < line.length; ) {
    let end = at + 1;
    while (end < line.length && line[end] === line[at]) end++;
    const letter = String.fromCharCode(63 + (line[at] ?? 0));
    letters += end - at > 3 ? `!${end - at}${letter}` : letter.repeat(end - at);
    at = end;
  }
  return letters;
}
