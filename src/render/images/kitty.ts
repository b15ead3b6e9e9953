import { deflateSync } from 'node:zlib';
import type { Picture } from './picture.ts';

/** Of Base64 in one escape sequence, as the protocol asks for. */
const LONGEST_PAYLOAD = 4096;

/**
 * An image in kitty's graphics protocol (sw.kovidgoyal.net/kitty/graphics-protocol): a PNG as it is, or pixels.
 *
 * @param columns how wide it is to be; `undefined` for as wide as its pixels are.
 */
export function* kittyImage(image: Uint8Array | Picture, columns: number | undefined): Generator<string> {
  const isFile = image instanceof Uint8Array;
  const form = isFile ? 'f=100' : `f=32,o=z,s=${image.width},v=${image.height}`;
  const payload = Buffer.from(isFile ? image : deflateSync(image.pixels)).toString('base64');
  // q=2: the terminal says nothing, which would stand on the next command line.
  let keys = `a=T,q=2,${form}${columns === undefined ? '' : `,c=${columns}`},`;
  for (let at = 0; at < payload.length; at += LONGEST_PAYLOAD) {
    const isLast = at + LONGEST_PAYLOAD >= payload.length;
    yield `\x1b_G${keys}m=${isLast ? 0 : 1};${payload.slice(at, at + LONGEST_PAYLOAD)}\x1b\\`;
    keys = '';
  }
  yield '\n';
}
