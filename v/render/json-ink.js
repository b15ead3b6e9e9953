/** The bytes of a style. */
export function inkOf(style) {
    const { key, string, number, literal, punctuation, reset } = style.colors ?? COLORLESS;
    const colored = (byte) => (punctuation === '' ? byte : punctuation + byte + reset);
    const comma = colored(',');
    const colon = style.indent === undefined ? colored(':') : `${colored(':')} `;
    const ending = (color, companion, companionMark) => {
        const alone = color === '' ? '' : reset;
        return { alone: stampOf(alone), companion: companion.charCodeAt(0), withCompanion: stampOf(alone + companionMark) };
    };
    const empty = [colored('}'), colored(']')];
    const tokens = [`${key}"`, `${string}"`, number, literal];
    const brackets = [colored('{'), colored('['), colored('}'), colored(']')];
    // In the order of the actions' numbers.
    const marks = ['', '', '\x1e', colon, comma, comma, ...empty, ...tokens, ...brackets].map(stampOf);
    const endings = [ending(key, ':', colon), ...[string, number, literal].map((color) => ending(color, ',', comma))];
    const stamps = [...marks, ...endings.map(({ withCompanion }) => withCompanion)];
    return { marks, endings, longestBytes: Math.max(...stamps.map(({ byteLength }) => byteLength)) + 16 };
}
/** Writes a stamp, and up to 15 zeros after it that are to be overwritten. @returns where to write on. */
export function press(view, at, stamp) {
    const { byteLength, others } = stamp;
    view.setFloat64(at, stamp.first, true);
    if (byteLength > 8) {
        view.setFloat64(at + 8, stamp.second, true);
        for (let word = 0; word < others.length; word++) {
            view.setFloat64(at + 16 + 8 * word, others[word], true); // less than the length
        }
    }
    return at + byteLength;
}
const COLORLESS = { key: '', string: '', number: '', literal: '', punctuation: '', dim: '', reset: '' };
function stampOf(text) {
    const bytes = new TextEncoder().encode(text);
    const padded = new DataView(new ArrayBuffer(Math.max(16, bytes.length + 7)));
    bytes.forEach((byte, at) => {
        padded.setUint8(at, byte);
    });
    const word = (index) => padded.getFloat64(8 * index, true);
    return {
        byteLength: bytes.length,
        first: word(0),
        second: word(1),
        others: Float64Array.from({ length: Math.ceil(Math.max(0, bytes.length - 16) / 8) }, (_, index) => word(2 + index)),
    };
}
//# sourceMappingURL=json-ink.js.map