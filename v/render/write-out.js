import { strftime } from './strftime.js';
import { factsJson, fieldValues, headersJson, isVariable, variableText } from './write-out-variables.js';
/**
 * A `--write-out` format taken apart by the rules of curl(1): `%{variable}`, `%header{name}`, `%header{name:all:sep}`,
 * `%output{file}`, `%time{strftime}`, `%%` and `\n \r \t`. What is none of these stands for itself, as do the two
 * characters of an unknown escape, so that `%\n` is no line end. The form needs no check: every text is a format.
 */
export function parseWriteOut(format) {
    return [...format.matchAll(TOKEN)].map(pieceOf);
}
/**
 * A parsed format filled in. Times are seconds with six decimals, sizes bytes, speeds bytes a second.
 *
 * Always the value curl has without the thing in question: `ftp_entry_path` and `url.options` (empty) and
 * `tls_earlydata` (0), since slip has no FTP and no early data, and HTTP URLs no options. `certs` has
 * of the details that curl lists before each certificate those that people look for.
 *
 * @param shown makes the value of a variable safe for its target; a server may have put escape sequences in it. The
 *   format's own text is the user's and goes out as it stands.
 */
export function renderWriteOut(pieces, facts, shown = (value) => value) {
    const onError = pieces.findIndex(({ kind }) => kind === 'onerror');
    const wanted = facts.exitStatus === 0 && onError >= 0 ? pieces.slice(0, onError) : pieces;
    const notes = [];
    let output = { to: 'stdout', text: '' };
    const outputs = [output];
    for (const piece of wanted) {
        if (piece.kind === 'target') {
            output = { to: piece.to, text: '' };
            outputs.push(output);
        }
        else if (piece.kind === 'unknown')
            notes.push(`unknown --write-out variable: '${piece.name}'`);
        else if (piece.kind === 'text')
            output.text += piece.text;
        else if (piece.kind !== 'onerror')
            output.text += shown(valueText(piece, facts), output.to);
    }
    return { outputs: outputs.filter(({ to, text }) => text !== '' || typeof to === 'object'), notes };
}
/** A closing brace in the separator of `%header{name:all:separator}` is written `\}`. */
const TOKEN = /%\{(?<variable>[^}]*)\}|%header\{(?<header>(?:[^}\\]|\\\}|\\(?!\}))*)\}|%output\{(?<append>>>)?(?<output>[^}]*)\}|%time\{(?<time>[^}]*)\}|[^%\\]+|[%\\].?/gs;
const ESCAPES = new Map([
    ['%%', '%'],
    ['\\r', '\r'],
    ['\\n', '\n'],
    ['\\t', '\t'],
]);
function pieceOf(token) {
    const { variable, header, append, output, time } = token.groups ?? {};
    if (header !== undefined)
        return headerPiece(header);
    if (output !== undefined)
        return { kind: 'target', to: { path: output, append: append !== undefined } };
    if (time !== undefined)
        return { kind: 'time', format: time };
    if (variable === undefined)
        return { kind: 'text', text: ESCAPES.get(token[0]) ?? token[0] };
    if (variable === 'stdout' || variable === 'stderr')
        return { kind: 'target', to: variable };
    if (variable === 'onerror')
        return { kind: 'onerror' };
    if (variable === 'json')
        return { kind: 'json', of: 'facts' };
    if (variable === 'header_json')
        return { kind: 'json', of: 'headers' };
    return { kind: isVariable(variable) ? 'variable' : 'unknown', name: variable };
}
function headerPiece(instruction) {
    const [name = '', separator] = instruction.split(/:all:(.*)/s);
    const spelled = separator?.replace(/\\([rnt}])/g, (whole, letter) => ESCAPES.get(whole) ?? letter);
    return { kind: 'header', name, separator: spelled };
}
function valueText(piece, facts) {
    switch (piece.kind) {
        case 'variable':
            return variableText(piece.name, facts);
        case 'json':
            return piece.of === 'facts' ? factsJson(facts) : headersJson(facts.replies.at(-1)?.headers ?? []);
        case 'header':
            if (piece.separator === undefined)
                return fieldValues(facts.replies.slice(-1), piece.name)[0] ?? '';
            return fieldValues(facts.replies, piece.name).join(piece.separator);
        case 'time':
            return strftime(piece.format, facts.nowMs);
    }
}
//# sourceMappingURL=write-out.js.map