import { encode } from 'uqr';

/** Light modules around it; the standard has four, and readers take two. */
const BORDER = 2;

/** Black on white whatever the colours of the terminal are, and how that ends. */
const [ON, OFF] = ['\x1b[30;107m', '\x1b[0m'];

/** A QR code as lines of half blocks, two modules to a character. */
export function qrLines(
  text: string,
  isColored: boolean,
): { readonly width: number; readonly lines: readonly string[] } {
  const { data, size: width } = encode(text, { border: BORDER, ecc: 'L' });
  const lines: string[] = [];
  for (let row = 0; row < data.length; row += 2) {
    const [above = [], below = []] = [data[row], data[row + 1]];
    // Without colours the light modules are what is drawn, as most terminals are dark; readers take the other way, too.
    const blocks = isColored ? ' ▀▄█' : '█▄▀ ';
    const line = above.map((isDark, column) => blocks[(isDark ? 1 : 0) + (below[column] ? 2 : 0)]).join('');
    lines.push(isColored ? `${ON}${line}${OFF}` : line);
  }
  return { width, lines };
}
