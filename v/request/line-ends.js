/** Chunks with a CR before each LF that had none. What the last byte was is all that is kept. */
export async function* withCarriageReturns(chunks) {
    const [LF, CR] = [0x0a, 0x0d];
    let before = 0;
    for await (const chunk of chunks) {
        const bytes = [];
        for (const byte of chunk) {
            if (byte === LF && before !== CR)
                bytes.push(CR);
            bytes.push(byte);
            before = byte;
        }
        yield Uint8Array.from(bytes);
    }
}
//# sourceMappingURL=line-ends.js.map