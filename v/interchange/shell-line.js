/**
 * A command as a POSIX shell reads it (XCU §2.2), without a line end. Line breaks in a word stand as they are; every other
 * control character is spelled out, so that the line can be shown on a terminal and copied from there.
 */
export function shellLine({ words, input }) {
    const line = words.map(quotedWord).join(' ');
    if (input === undefined)
        return line;
    const writers = input.map(writerOf);
    return writers.length === 1 ? `${writers[0]} | ${line}` : `{ ${writers.join('; ')}; } | ${line}`;
}
/** The text of bytes, if that can be a word: UTF-8 without NUL, not longer than systems let pass to a program. */
export function wordText(bytes) {
    if (bytes.byteLength > MAX_WORD_BYTES || bytes.includes(0))
        return undefined;
    const text = textOf(bytes);
    return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}
/** Linux takes 128 KiB, with the end of the word and whatever else stands in it. */
const MAX_WORD_BYTES = 100_000;
/** Whether bytes can be read as they stand: UTF-8 without control characters but line feed and tab. */
export function isReadable(bytes) {
    const text = textOf(bytes);
    return !CONTROLS.test(text) && Buffer.from(text, 'utf8').equals(bytes);
}
function textOf(bytes) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/;
/** Characters that mean nothing to any shell; zsh looks at a leading `=`, and every shell at a leading `~`. */
const BARE = /^(?!=)[\w@%+=:,./-]+$/;
function quotedWord(word) {
    if (BARE.test(word))
        return word;
    const pieces = word.split(/([\0-\x08\x0b-\x1f\x7f-\x9f]+)/);
    const quoted = pieces.map((piece, index) => (index % 2 === 1 ? spelledOut(piece) : singleQuoted(piece)));
    return quoted.join('') || "''";
}
function singleQuoted(text) {
    return text === '' ? '' : `'${text.replaceAll("'", "'\\''")}'`;
}
/** Of the quotes that know escapes, `$'…'` is missing in many a shell; every one has printf. */
function spelledOut(controls) {
    return `"$(printf '${printfFormat(Buffer.from(controls, 'utf8'))}')"`;
}
function writerOf(piece) {
    switch (piece.kind) {
        case 'bytes':
            return isReadable(piece.bytes)
                ? `printf %s ${quotedWord(textOf(piece.bytes))}`
                : `printf '${printfFormat(piece.bytes)}'`;
        case 'file':
            return `cat ${quotedWord(piece.path.startsWith('-') ? `./${piece.path}` : piece.path)}`;
        case 'stdin':
            return 'cat';
    }
}
/**
 * Three digits each, so that no digit of the text behind is taken for one of the escape (XBD §5); a first dash would
 * begin an option.
 */
function printfFormat(bytes) {
    let format = '';
    for (const byte of bytes) {
        const character = String.fromCharCode(byte);
        if (character === '\n')
            format += '\\n';
        else if (character === '%')
            format += '%%';
        else
            format +=
                /[ -~]/.test(character) && !(/['\\]/.test(character) || (character === '-' && format === ''))
                    ? character
                    : octal(byte);
    }
    return format;
}
function octal(byte) {
    return `\\${byte.toString(8).padStart(3, '0')}`;
}
//# sourceMappingURL=shell-line.js.map