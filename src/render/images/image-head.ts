import { exifOrientation, isOnItsSide, type Orientation } from './orientation.ts';

/** What an image says of itself in its first bytes. */
export interface ImageHead {
  readonly format: 'png' | 'jpeg' | 'gif';
  /** How it is to be turned; width and height are those that it has then. */
  readonly orientation: Orientation;
  readonly width: number;
  readonly height: number;
}

/** The head of a PNG, JPEG or GIF that has pixels; `undefined` for all else, whatever its type says. */
export function readImageHead(bytes: Uint8Array): ImageHead | undefined {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const head = pngHead(view) ?? gifHead(view) ?? jpegHead(view);
  return head === undefined || head.width === 0 || head.height === 0 ? undefined : head;
}

function pngHead(bytes: Buffer): ImageHead | undefined {
  if (bytes.length < 33 || bytes.toString('latin1', 0, 16) !== '\x89PNG\r\n\x1a\n\0\0\0\rIHDR') return undefined;
  return { format: 'png', orientation: 1, width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

function gifHead(bytes: Buffer): ImageHead | undefined {
  if (bytes.length < 13 || !/^GIF8[79]a$/.test(bytes.toString('latin1', 0, 6))) return undefined;
  return { format: 'gif', orientation: 1, width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
}

/** The size stands in the header of the frame (ITU-T T.81, B.2.2), behind any number of other segments. */
function jpegHead(bytes: Buffer): ImageHead | undefined {
  if (bytes.toString('latin1', 0, 3) !== '\xff\xd8\xff') return undefined;
  let orientation: Orientation = 1;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    // SOF0 to SOF15 without DHT, JPG and DAC.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7)];
      const size = isOnItsSide(orientation) ? { width: height, height: width } : { width, height };
      return { format: 'jpeg', orientation, ...size };
    }
    if (marker === 0xe1 && orientation === 1) {
      orientation = exifOrientation(bytes.subarray(at + 4, at + 2 + bytes.readUInt16BE(at + 2)));
    }
    // Any number of these may stand before a marker.
    at += marker === 0xff ? 1 : 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
