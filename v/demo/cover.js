import { crc32, deflateSync } from 'node:zlib';
/** A book of 32 × 48 pixels, bound in a grey of its own (PNG, third edition: 8-bit greyscale, no filter). */
export function coverPng(id) {
    const [width, height, cloth] = [32, 48, 80 + ((id * 37) % 120)];
    const rows = Array.from({ length: height }, (_, y) => {
        const label = y >= 8 && y < 18;
        return [0, ...Array.from({ length: width }, (_, x) => (x < 4 ? 40 : label && x >= 8 && x < 28 ? 240 : cloth))];
    });
    const header = Buffer.from([0, 0, 0, width, 0, 0, 0, height, 8, 0, 0, 0, 0]);
    return Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        pngChunk('IHDR', header),
        pngChunk('IDAT', deflateSync(Buffer.from(rows.flat()))),
        pngChunk('IEND', Buffer.alloc(0)),
    ]);
}
function pngChunk(type, data) {
    const named = Buffer.concat([Buffer.from(type), data]);
    const chunk = Buffer.concat([Buffer.alloc(4), named, Buffer.alloc(4)]);
    chunk.writeUInt32BE(data.byteLength);
    chunk.writeUInt32BE(crc32(named), chunk.byteLength - 4);
    return chunk;
}
//# sourceMappingURL=cover.js.map