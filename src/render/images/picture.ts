/** An image in memory. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly pixels: Uint8Array;
}

/** The size in pixels of a picture that is to be at most so wide and high; never more than it has, nor less than 1. */
export function fitted(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  most: { readonly width: number; readonly height: number },
): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, most.width / width, most.height / height);
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/** The picture made smaller: each pixel is the mean of those that it stands for, each by how much of it is seen. */
export function scaled(picture: Picture, size: { readonly width: number; readonly height: number }): Picture {
  const { width, height } = size;
  if (width === picture.width && height === picture.height) return picture;
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const top = Math.floor((y * picture.height) / height);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * picture.height) / height));
    for (let x = 0; x < width; x++) {
      const left = Math.floor((x * picture.width) / width);
      const right = Math.max(left + 1, Math.floor(((x + 1) * picture.width) / width));
      pixels.set(meanOf(picture, left, right, top, bottom), (y * width + x) * 4);
    }
  }
  return { width, height, pixels };
}

function meanOf({ pixels, width }: Picture, left: number, right: number, top: number, bottom: number): number[] {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let y = top; y < bottom; y++) {
    for (let at = (y * width + left) * 4; at < (y * width + right) * 4; at += 4) {
      const weight = pixels[at + 3] ?? 0;
      red += (pixels[at] ?? 0) * weight;
      green += (pixels[at + 1] ?? 0) * weight;
      blue += (pixels[at + 2] ?? 0) * weight;
      alpha += weight;
    }
  }
  const count = (right - left) * (bottom - top);
  return alpha === 0 ? [0, 0, 0, 0] : [red / alpha, green / alpha, blue / alpha, alpha / count].map(Math.round);
}
