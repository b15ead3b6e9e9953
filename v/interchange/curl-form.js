import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../failure.js';
import { parseFormArgument } from '../request/form.js';
import { encodedBytes } from '../request/multipart.js';
import { wordText } from './shell-line.js';
/** The words for a form, or `undefined` where one of its fields cannot be said so. */
export function formWords({ fields, quoting }) {
    const piped = fields.flatMap(({ contents }) => contents.map(pipedPiece)).filter((piece) => piece !== undefined);
    if (piped.length > 1)
        return undefined;
    const words = fields.map(fieldWords);
    if (words.some((word) => word === undefined))
        return undefined;
    return {
        words: [...(quoting === 'backslash' ? ['--form-escape'] : []), ...words.flatMap((word) => word ?? [])],
        input: piped.length === 0 ? undefined : piped,
    };
}
/** What of a content is no word: it goes through the one pipe that there is. */
function pipedPiece({ content }) {
    if (content.kind === 'stdin')
        return content;
    return content.kind === 'bytes' && wordText(content.bytes) === undefined ? content : undefined;
}
/**
 * A form as the bytes that it is sent as, for a body that is piped in.
 *
 * @throws Failure `usage` for a file that would have to be encoded on the way.
 */
export function writtenForm({ parts, trailer }) {
    return [
        ...parts.flatMap((part) => [{ kind: 'bytes', bytes: part.head }, writtenContent(part)]),
        { kind: 'bytes', bytes: trailer },
    ];
}
function writtenContent({ content, encoder }) {
    if (content.kind === 'bytes')
        return { kind: 'bytes', bytes: encodedBytes(content.bytes, encoder) };
    if (encoder === 'base64' || encoder === 'quoted-printable') {
        throw new Failure('usage', 'curl cannot be told of this form: -F does not fit it, and a file of it is to be encoded');
    }
    return content.kind === 'file' ? { kind: 'file', path: content.path } : { kind: 'stdin' };
}
/** The words for a field: the first of those that could be it which reads as it. */
function fieldWords(field) {
    const meant = meaningOf(field);
    const start = `${field.name ?? ''}=`;
    const [first] = meant.contents;
    const text = first?.source.from === 'text' ? first.source.text : undefined;
    const candidates = [
        ...(text === undefined ? [] : [['-F', start + text], ['--form-string', start + text]]),
        ['-F', start + meant.contents.map(contentText).join(',')],
    ];
    return candidates.find(([option, argument]) => isDeepStrictEqual(readBack(option, argument), meant));
}
function readBack(option, argument) {
    try {
        return parseFormArgument(argument, { literal: option === '--form-string' });
    }
    catch {
        return undefined;
    }
}
/** What reading the right words gives. */
function meaningOf({ name, contents }) {
    return { ...(name === undefined ? {} : { name }), contents: contents.map(contentMeaning), ignored: [] };
}
function contentMeaning(field) {
    const { content, filename, type, encoder, headers } = field;
    const path = content.kind === 'file' ? content.path : pipedPiece(field) === undefined ? undefined : '-';
    const text = content.kind === 'bytes' ? wordText(content.bytes) : undefined;
    const attached = path !== undefined && filename !== undefined;
    const usualName = attached ? path.replace(/^.*[\\/]/s, '') : undefined;
    return {
        source: path === undefined ? { from: 'text', text: text ?? '' } : { from: 'file', path },
        attached,
        ...(type === undefined ? {} : { type }),
        ...(filename === usualName || filename === undefined ? {} : { filename }),
        ...(encoder === undefined ? {} : { encoder }),
        headers: (headers ?? []).map((line) => ({ from: 'text', text: line })),
    };
}
/** With the quotes that keep `;`, `,` and white space in a value; a media type has none around it. */
function contentText({ source, attached, type, filename, encoder, headers }, index) {
    const value = source.from === 'file' ? source.path : source.text;
    const sign = index > 0 || source.from === 'text' ? '' : attached ? '@' : '<';
    return [
        `${sign}${quoted(value)}`,
        ...(type === undefined ? [] : [`type=${type}`]),
        ...(filename === undefined ? [] : [`filename=${quoted(filename)}`]),
        ...(encoder === undefined ? [] : [`encoder=${encoder}`]),
        ...headers.map((header) => `headers=${quoted(header.from === 'text' ? header.text : header.path)}`),
    ].join(';');
}
function quoted(text) {
    return /^[\w./:+-]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
//# sourceMappingURL=curl-form.js.map