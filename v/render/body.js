import { decodeCharset } from './charset.js';
import { formatJson } from './json.js';
import { jsonColors } from './paint.js';
import { terminalSafe } from './safety.js';
import { bodyLanguage, lookAhead, looksBinary } from './sniff.js';
/** Columns for each level of nesting. */
const INDENT = 2;
/** Bytes that decide what a body is: curl's number for telling binary from text. */
const SNIFF_BYTES = 2000;
/**
 * The body as it is shown, or `undefined` for one that is no text and must not reach a terminal unasked.
 *
 * To a terminal go, in this order: charset, safety, then indentation and colours. To a pipe or file only the last, and
 * only where asked for: a formatted pipe keeps every byte that is not white space.
 */
export async function presentBody(chunks, contentType, view) {
    if (view.forced || (!view.onTerminal && !view.formatted && !view.colored))
        return chunks;
    const ahead = await lookAhead(chunks, SNIFF_BYTES, { enough: view.patience });
    if (view.binary === 'refused'
        ? ahead.prefix.subarray(0, SNIFF_BYTES).includes(0)
        : looksBinary(ahead.prefix, contentType)) {
        if (!view.onTerminal)
            return ahead.chunks;
        await ahead.chunks[Symbol.asyncIterator]().return?.();
        return undefined;
    }
    const language = bodyLanguage(contentType, ahead.prefix);
    const text = view.onTerminal ? terminalText(ahead.chunks, contentType, language, view) : ahead.chunks;
    switch (language) {
        case 'json':
            return formatJson(text, jsonStyle(view, view.formatted), { patience: view.patience });
        case 'ndjson':
            // One value a line is the format itself: colours only.
            return view.colored ? formatJson(text, jsonStyle(view, false), { patience: view.patience }) : text;
        case 'text':
        case 'event-stream':
            return text;
        case 'xml':
        case 'html':
        case 'css':
        case 'javascript':
        case 'yaml':
        case 'graphql': {
            if (!view.colored)
                return text;
            const { highlighted } = await import('./highlight.js');
            return highlighted(text, language, view.theme);
        }
    }
}
/** The body as text that a terminal may have. */
function terminalText(chunks, contentType, language, view) {
    const text = decodeCharset(chunks, contentType, { enough: view.patience });
    return terminalSafe(language === 'ndjson' ? withoutRecordMarks(text) : text);
}
/** RFC 7464's record separators are control characters that say no more than the line ends that follow the records. */
async function* withoutRecordMarks(chunks) {
    for await (const chunk of chunks)
        yield chunk.includes(0x1e) ? chunk.filter((byte) => byte !== 0x1e) : chunk;
}
function jsonStyle(view, indented) {
    return { indent: indented ? INDENT : undefined, colors: view.colored ? jsonColors(view.theme) : undefined };
}
//# sourceMappingURL=body.js.map