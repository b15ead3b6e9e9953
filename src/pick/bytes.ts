import { isUtf8 } from 'node:buffer';

/**
 * The text of UTF-8 bytes. A byte that is not UTF-8 becomes the half of a surrogate pair, U+DC80 to U+DCFF, which no valid
 * bytes can give; so `bytesOfText` gives every body back as it was.
 */
export function textOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(bytes)) return buffer.toString();
  return buffer.toString('latin1').replace(SEQUENCES, (run, stray: string | undefined) => {
    return stray === undefined
      ? Buffer.from(run, 'latin1').toString()
      : String.fromCharCode(0xdc00 + stray.charCodeAt(0));
  });
}

/** The bytes of a text that `textOfBytes` may have given. */
export function bytesOfText(text: string): Uint8Array {
  if (!STRAY.test(text)) return Buffer.from(text);
  return Buffer.concat(
    text.split(STRAYS).map((part, index) => (index % 2 === 0 ? Buffer.from(part) : strayBytes(part))),
  );
}

function strayBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) - 0xdc00);
}

/** UTF-8 (RFC 3629 §4) as characters of one byte each, or a byte that is none. */
const SEQUENCES =
  /(?:[\0-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}){1,1000}|([\x80-\xff])/g;

const STRAY = /(?<![\ud800-\udbff])[\udc80-\udcff]/;
const STRAYS = /((?:(?<![\ud800-\udbff])[\udc80-\udcff])+)/;
