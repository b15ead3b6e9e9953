/**
 * An image in iTerm2's protocol (iterm2.com/documentation-images.html), which takes the file as it is.
 *
 * @param columns how wide it is to be; `undefined` for as wide as its pixels are.
 */
export function itermImage(file: Uint8Array, columns: number | undefined): string {
  const keys = ['inline=1', `size=${file.length}`, ...(columns === undefined ? [] : [`width=${columns}`])];
  return `\x1b]1337;File=${keys.join(';')}:${Buffer.from(file).toString('base64')}\x07\n`;
}
