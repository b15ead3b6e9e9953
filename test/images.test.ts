import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { encode as encodeJpeg } from 'jpeg-js';
import { PNG } from 'pngjs';
import { decode as decodeSixel } from 'sixel';
import { drawBlocks } from '../src/render/images/blocks.ts';
import { decodeGif } from '../src/render/images/gif.ts';
import { readImageHead } from '../src/render/images/image-head.ts';
import { type Orientation, turned } from '../src/render/images/orientation.ts';
import { fitted, type Picture, scaled } from '../src/render/images/picture.ts';
import { type ImageProtocol, imageProtocol } from '../src/render/images/protocol.ts';
import { showImage } from '../src/render/images/show.ts';
import { sixelImage } from '../src/render/images/sixel.ts';
import { encodeGif } from './support/gif.ts';

const RED = [255, 0, 0, 255] as const;
const GREEN = [0, 255, 0, 255] as const;
const BLUE = [0, 0, 255, 255] as const;
const CLEAR = [0, 0, 0, 0] as const;

function picture(width: number, ...pixels: (readonly number[])[]): Picture {
  return { width, height: pixels.length / width, pixels: Uint8Array.from(pixels.flat()) };
}

function png({ width, height, pixels }: Picture): Buffer {
  const image = new PNG({ width, height });
  image.data = Buffer.from(pixels);
  return PNG.sync.write(image);
}

async function* each(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function shown(file: Uint8Array, protocol: ImageProtocol = 'blocks', columns = 80): Promise<string | undefined> {
  const chunks = await showImage(each(file.subarray(0, 10), file.subarray(10)), { protocol, columns, colorLevel: 3 });
  if (chunks === undefined) return undefined;
  let text = '';
  for await (const chunk of chunks) text += Buffer.from(chunk).toString();
  return text;
}

const PROTOCOLS: [env: Record<string, string>, colorLevel: number, protocol: ImageProtocol | undefined][] = [
  [{ TERM: 'xterm-kitty' }, 3, 'kitty'],
  [{ TERM: 'xterm-256color', KITTY_WINDOW_ID: '1' }, 2, 'kitty'],
  [{ TERM: 'xterm-ghostty' }, 3, 'kitty'],
  [{ TERM: 'xterm-256color', KONSOLE_VERSION: '230801' }, 3, 'kitty'],
  [{ TERM: 'xterm-256color', KONSOLE_VERSION: '210801' }, 3, 'blocks'],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'iTerm.app' }, 3, 'iterm'],
  [{ TERM: 'xterm-256color', TERM_PROGRAM: 'WezTerm' }, 3, 'iterm'],
  [{ TERM: 'xterm-256color', LC_TERMINAL: 'iTerm2' }, 2, 'iterm'],
  [{ TERM: 'foot' }, 3, 'sixel'],
  [{ TERM: 'xterm-sixel' }, 2, 'sixel'],
  [{ TERM: 'mlterm-256color' }, 2, 'sixel'],
  [{ TERM: 'xterm-256color' }, 2, 'blocks'],
  [{ TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1' }, 0, 'kitty'],
  [{ TERM: 'screen-256color', KITTY_WINDOW_ID: '1' }, 2, 'blocks'],
  [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux-1000/default,1,0' }, 3, 'blocks'],
  [{ TERM: 'xterm' }, 1, undefined],
  [{ TERM: 'xterm-256color' }, 0, undefined],
  [{ TERM: 'dumb', KITTY_WINDOW_ID: '1' }, 0, undefined],
  [{}, 0, undefined],
];
for (const [env, colorLevel, protocol] of PROTOCOLS) {
  test(`${JSON.stringify(env)} with colours of level ${colorLevel} shows images by ${protocol ?? 'nothing'}`, () => {
    assert.equal(imageProtocol('auto', { env, colorLevel }), protocol);
  });
}

test('a protocol that was typed counts, but for TERM=dumb', () => {
  const env = { TERM: 'xterm-kitty' };
  assert.equal(imageProtocol('sixel', { env, colorLevel: 0 }), 'sixel');
  assert.equal(imageProtocol('none', { env, colorLevel: 3 }), undefined);
  assert.equal(imageProtocol('kitty', { env: { TERM: 'dumb' }, colorLevel: 3 }), undefined);
});

const SMALL = picture(2, RED, GREEN, BLUE, CLEAR, RED, CLEAR);

/** The JPEG with a segment of Exif in which its camera says how it was held. */
function held(jpeg: Uint8Array, orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
  const little = order === 'II';
  const short = (value: number): number[] => (little ? [value, 0] : [0, value]);
  const long = (value: number): number[] => (little ? [value, 0, 0, 0] : [0, 0, 0, value]);
  const tag = little ? [0x12, 0x01] : [0x01, 0x12];
  const tiff = [...Buffer.from(order), ...short(42), ...long(8), ...short(1)];
  tiff.push(...tag, ...short(3), ...long(1), ...short(orientation), 0, 0, ...long(0));
  const exif = Buffer.from([...Buffer.from('Exif\0\0'), ...tiff]);
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, exif.length + 2]), exif]);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}

const TALL = encodeJpeg({ width: 5, height: 7, data: new Uint8Array(140) }).data;

const HEADS: [what: string, bytes: Uint8Array, head: ReturnType<typeof readImageHead>][] = [
  ['a PNG', png(SMALL), { format: 'png', orientation: 1, width: 2, height: 3 }],
  [
    'a JPEG',
    encodeJpeg({ width: 5, height: 7, data: new Uint8Array(140) }).data,
    { format: 'jpeg', orientation: 1, width: 5, height: 7 },
  ],
  ['a JPEG on its side', held(TALL, 6), { format: 'jpeg', orientation: 6, width: 7, height: 5 }],
  ['a JPEG upside down', held(TALL, 3, 'MM'), { format: 'jpeg', orientation: 3, width: 5, height: 7 }],
  ['a JPEG of no orientation that there is', held(TALL, 9), { format: 'jpeg', orientation: 1, width: 5, height: 7 }],
  [
    'a JPEG with bytes to fill up',
    Buffer.from('ffd8ffe00003ffffffc2000b0800100020', 'hex'),
    { format: 'jpeg', orientation: 1, width: 32, height: 16 },
  ],
  [
    'a progressive JPEG',
    Buffer.from('ffd8ffe0000300ffffc2000b0800100020', 'hex'),
    { format: 'jpeg', orientation: 1, width: 32, height: 16 },
  ],
  ['a GIF', Buffer.from('GIF87a\x03\0\x04\0\0\0\0', 'latin1'), { format: 'gif', orientation: 1, width: 3, height: 4 }],
  ['a GIF without pixels', Buffer.from('GIF89a\0\0\x04\0\0\0\0', 'latin1'), undefined],
  ['a PNG that breaks off', png(SMALL).subarray(0, 20), undefined],
  ['a JPEG that breaks off', Buffer.from('ffd8ffe0', 'hex'), undefined],
  ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 ', 'latin1'), undefined],
  ['text', Buffer.from('<svg/>'), undefined],
  ['nothing', new Uint8Array(0), undefined],
];
for (const [what, bytes, head] of HEADS) {
  test(`the head of ${what}`, () => assert.deepEqual(readImageHead(bytes), head));
}

test('a picture is fitted into the room there is, and never made larger', () => {
  assert.deepEqual(fitted({ width: 100, height: 50 }, { width: 50, height: 50 }), { width: 50, height: 25 });
  assert.deepEqual(fitted({ width: 10, height: 5 }, { width: 50, height: 50 }), { width: 10, height: 5 });
  assert.deepEqual(fitted({ width: 1, height: 10_000 }, { width: 50, height: 50 }), { width: 1, height: 50 });
});

test('a pixel of a smaller picture is the mean of those it stands for', () => {
  assert.deepEqual(scaled(picture(2, RED, BLUE), { width: 1, height: 1 }), picture(1, [128, 0, 128, 255]));
  assert.deepEqual(scaled(picture(2, RED, CLEAR), { width: 1, height: 1 }), picture(1, [255, 0, 0, 128]));
});

// The picture 12/34, its letters pixels, by what the orientations stand for: where its first row and column are.
const TURNED: [orientation: Orientation, rows: string][] = [
  [1, '12/34/56'],
  [2, '21/43/65'],
  [3, '65/43/21'],
  [4, '56/34/12'],
  [5, '135/246'],
  [6, '531/642'],
  [7, '642/531'],
  [8, '246/135'],
];
for (const [orientation, rows] of TURNED) {
  test(`a picture of orientation ${orientation} is shown as ${rows}`, () => {
    const six = [...'123456'].map((digit) => [Number(digit), 0, 0, 255]);
    const { width, pixels } = turned(picture(2, ...six), orientation);
    const digits = [...pixels.filter((_, at) => at % 4 === 0)].join('');
    assert.equal(digits.replace(new RegExp(`.{${width}}(?=.)`, 'g'), '$&/'), rows);
  });
}

test('a JPEG is shown the right way up', async () => {
  const halves = picture(16, ...Array.from({ length: 16 * 8 }, (_, at) => (at % 16 < 8 ? RED : BLUE)));
  const jpeg = encodeJpeg({ width: 16, height: 8, data: halves.pixels }, 100).data;
  const lines = (await shown(held(jpeg, 6)))?.split('\n') ?? [];
  assert.deepEqual([lines.length, lines[0]?.match(/▀/g)?.length], [9, 8]);
  assert.match(lines[0] ?? '', /^\x1b\[38;2;25\d;/);
  assert.match(lines[7] ?? '', /^\x1b\[38;2;\d;\d;25\d;/);
});

test('a GIF is decoded as it was encoded', () => {
  const colors = Array.from({ length: 256 }, (_, index) => [index, 255 - index, (index * 7) % 256] as const);
  fc.assert(
    fc.property(
      fc.record({
        width: fc.integer({ min: 1, max: 90 }),
        height: fc.integer({ min: 1, max: 90 }),
        colorCount: fc.constantFrom(2, 3, 4, 16, 200, 256),
        isInterlaced: fc.boolean(),
        step: fc.integer({ min: 1, max: 400 }),
        blockBytes: fc.constantFrom(1, 7, 255),
      }),
      ({ width, height, colorCount, isInterlaced, step, blockBytes }) => {
        const indexes = Uint8Array.from(
          { length: width * height },
          (_, at) => (at * at + Math.floor(at / step)) % colorCount,
        );
        const wish = { width, height, colors: colors.slice(0, colorCount), isInterlaced, transparent: 1, blockBytes };
        const expected = [...indexes].flatMap((index) => (index === 1 ? CLEAR : [...(colors[index] ?? []), 255]));
        assert.deepEqual(decodeGif(encodeGif(indexes, wish)), { width, height, pixels: Uint8Array.from(expected) });
      },
    ),
    { numRuns: 60 },
  );
});

test('a large GIF needs its table anew', () => {
  const indexes = Uint8Array.from({ length: 90_000 }, (_, at) => (at * at) % 251);
  const colors = Array.from({ length: 256 }, (_, index) => [index, 0, 0] as const);
  const { pixels } = decodeGif(encodeGif(indexes, { width: 300, height: 300, colors }));
  assert.deepEqual(
    pixels.filter((_, at) => at % 4 === 0),
    indexes,
  );
});

test('a sixel decoder finds the picture', () => {
  const sixels = sixelImage(SMALL);
  assert.match(sixels, /^\x1bP0;1;0q"1;1;2;3#0;2;100;0;0[\s\S]*\x1b\\\n$/);
  const { width, height, data32 } = decodeSixel(sixels.slice(sixels.indexOf('q') + 1, -3), { fillColor: 0 });
  const pixels = new Uint8Array(data32.slice(0, width * height).buffer);
  assert.deepEqual({ width, height, pixels }, SMALL);
});

test('a picture of many colours keeps them nearly in sixels', () => {
  const [width, height] = [64, 48];
  const gradient = Array.from({ length: width * height }, (_, at) => [
    (at % width) * 4,
    Math.floor(at / width) * 5,
    128,
    255,
  ]);
  const sixels = sixelImage(picture(width, ...gradient));
  const { data32 } = decodeSixel(sixels.slice(sixels.indexOf('q') + 1, -3));
  const decoded = scaled(
    { width, height, pixels: new Uint8Array(data32.slice(0, width * height).buffer) },
    { width: 4, height: 3 },
  );
  const wanted = scaled(picture(width, ...gradient), { width: 4, height: 3 });
  for (const [at, part] of decoded.pixels.entries()) assert.ok(Math.abs(part - (wanted.pixels[at] ?? 0)) < 6);
});

test('half blocks are two pixels, one above the other', () => {
  assert.equal(
    drawBlocks(SMALL, 3),
    '\x1b[38;2;255;0;0;48;2;0;0;255m▀\x1b[38;2;0;255;0;49m▀\x1b[0m\n\x1b[38;2;255;0;0;49m▀\x1b[0m \x1b[0m\n',
  );
  assert.equal(drawBlocks(picture(1, CLEAR, RED), 3), '\x1b[38;2;255;0;0;49m▄\x1b[0m\n');
  assert.equal(drawBlocks(picture(2, RED, RED), 3), '\x1b[38;2;255;0;0;49m▀▀\x1b[0m\n');
  assert.equal(drawBlocks(picture(2, RED, [128, 128, 128, 255]), 2), '\x1b[38;5;196;49m▀\x1b[38;5;244;49m▀\x1b[0m\n');
});

test('a PNG goes to kitty as it is, in pieces of 4096 characters', async () => {
  const noise = Array.from({ length: 60 * 60 }, (_, at) => [
    (at * at * 7919) % 251,
    (at * at * at) % 241,
    (at * at) % 239,
    255,
  ]);
  const file = png(picture(60, ...noise));
  const text = (await shown(file, 'kitty')) ?? '';
  const pieces = [...text.matchAll(/\x1b_G([^;]*);([^\x1b]*)\x1b\\/g)];
  assert.equal(pieces.map(([sequence]) => sequence).join(''), text.slice(0, -1));
  assert.equal(text.at(-1), '\n');
  assert.deepEqual([pieces[0]?.[1], pieces[1]?.[1], pieces.at(-1)?.[1]], ['a=T,q=2,f=100,m=1', 'm=1', 'm=0']);
  assert.ok(pieces.every(([, , payload = '']) => payload.length <= 4096));
  assert.deepEqual(Buffer.from(pieces.map(([, , payload]) => payload).join(''), 'base64'), file);
});

test('a GIF goes to kitty as pixels', async () => {
  const file = encodeGif(Uint8Array.of(0, 1), {
    width: 2,
    height: 1,
    colors: [
      [255, 0, 0],
      [0, 0, 255],
    ],
  });
  const [, keys, payload = ''] = /^\x1b_G([^;]*);([^\x1b]*)\x1b\\\n$/.exec((await shown(file, 'kitty')) ?? '') ?? [];
  assert.equal(keys, 'a=T,q=2,f=32,o=z,s=2,v=1,m=0');
  assert.deepEqual([...inflateSync(Buffer.from(payload, 'base64'))], [...RED, ...BLUE]);
});

test('a file goes to iTerm2 as it is', async () => {
  const file = png(SMALL);
  assert.equal(
    await shown(file, 'iterm'),
    `\x1b]1337;File=inline=1;size=${file.length}:${file.toString('base64')}\x07\n`,
  );
});

test('an image that is wider than the terminal, or too high, is made to fit', async () => {
  const wide = png(picture(400, ...Array.from({ length: 400 }, () => RED)));
  assert.match((await shown(wide, 'kitty', 40)) ?? '', /c=40,/);
  assert.match((await shown(wide, 'iterm', 40)) ?? '', /width=40:/);
  assert.match((await shown(wide, 'sixel', 40)) ?? '', /"1;1;320;1/);
  assert.equal((await shown(wide, 'blocks', 40))?.match(/▀/g)?.length, 40);
  const high = png(picture(1, ...Array.from({ length: 400 }, () => RED)));
  assert.equal((await shown(high, 'blocks'))?.match(/\n/g)?.length, 32);
});

test('an interlaced PNG is decoded', async () => {
  // One pixel, in the first of the seven passes.
  const file = rawPng(1, 1, { interlaced: 1, rows: Uint8Array.of(0, 0x80) });
  assert.equal(await shown(file), '\x1b[38;2;128;128;128;49m▀\x1b[0m\n');
});

test('JPEG and PNG are decoded', async () => {
  const gray = { width: 8, height: 8, data: new Uint8Array(256).fill(128) };
  assert.match((await shown(encodeJpeg(gray).data)) ?? '', /^\x1b\[38;2;128;128;128;48;2;128;128;128m▀{8}\x1b/);
  assert.match((await shown(png(SMALL))) ?? '', /^\x1b\[38;2;255;0;0;48;2;0;0;255m▀/);
});

/** A PNG of eight bits a pixel, by its header and the bytes of its rows. */
function rawPng(width: number, height: number, { interlaced = 0, rows = new Uint8Array(0) }): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, interlaced]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The file with another header behind its own, of 30,000 by 30,000 pixels. */
function withSecondHeader(file: Buffer): Buffer {
  const header = Buffer.from([0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0]);
  return Buffer.concat([file.subarray(0, 33), chunk('IHDR', header), file.subarray(33)]);
}

const LARGE_FRAME = 'GIF89a\x02\0\x02\0\x80\0\0\xff\0\0\0\0\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x03D\x02\x05\0;';

const NOT_SHOWN: [what: string, file: Uint8Array][] = [
  ['a PNG that breaks off', png(SMALL).subarray(0, -20)],
  ['a PNG with a wrong byte', png(SMALL).fill(0x55, 45, 50)],
  ['a PNG of too many pixels', rawPng(50_000, 50_000, {})],
  [
    'an interlaced PNG that unfolds into more than it has',
    rawPng(4, 4, { interlaced: 1, rows: new Uint8Array(1_000_000) }),
  ],
  [
    'a JPEG that breaks off in its head',
    encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256) }).data.subarray(0, 180),
  ],
  ['a GIF without an image', Buffer.from('GIF89a\x03\0\x04\0\0\0\0;', 'latin1')],
  ['a GIF of too many pixels', Buffer.from('GIF89a\xff\xff\xff\xff\0\0\0;', 'latin1')],
  ['what is no image', Buffer.from('hello')],
  ['a PNG whose second header says another size', withSecondHeader(png(SMALL))],
  ['a GIF whose frame is larger than its screen', Buffer.from(LARGE_FRAME, 'latin1')],
  ['more bytes than anybody looks at', Buffer.concat([png(SMALL), new Uint8Array(17 * 1024 * 1024)])],
  ['nothing', new Uint8Array(0)],
];
for (const [what, file] of NOT_SHOWN) {
  test(`not shown: ${what}`, async () => assert.equal(await shown(file), undefined));
}

test('whatever an image says, it is shown or not, and nothing but its own sequences is written', async () => {
  const files = [png(SMALL), encodeJpeg({ width: 8, height: 8, data: new Uint8Array(256) }).data];
  files.push(
    encodeGif(Uint8Array.of(0, 1, 2, 3), {
      width: 2,
      height: 2,
      colors: [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
        [0, 0, 0],
      ],
    }),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...files), fc.nat(), fc.nat(255), fc.nat(), async (file, place, byte, end) => {
      const damaged = Buffer.from(file).subarray(0, 12 + (end % file.length));
      damaged[place % damaged.length] = byte;
      const text = await shown(damaged);
      if (text !== undefined) assert.equal(text.replace(/\x1b\[[\d;]*m/g, '').replace(/[▀▄ \n]/g, ''), '');
    }),
    { numRuns: 300 },
  );
});

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const whole = Buffer.concat([Buffer.alloc(4), named, Buffer.alloc(4)]);
  whole.writeUInt32BE(data.length);
  whole.writeUInt32BE(crc32(named), whole.length - 4);
  return whole;
}
