import { Failure } from '../failure.js';
/** What a request can be exported to. */
export const EXPORT_FORMATS = ['curl'];
/**
 * The line that `slip export FORMAT WORD…` is about: its words behind the format.
 *
 * @throws Failure `usage` for a format that there is not.
 */
export function exportedWords(words) {
    const [format, ...rest] = words;
    if (format === 'curl')
        return rest;
    const message = format === undefined ? 'slip export takes a format' : `slip does not export ${format}`;
    throw new Failure('usage', message, { hint: 'curl is the format there is: slip export curl …' });
}
/**
 * The same line, to be printed in place of being sent.
 *
 * @throws Failure `usage` for a command that sends no request.
 */
export function asExported(invocation) {
    const { command, options } = invocation;
    if (command === 'request')
        return { ...invocation, options: { ...options, 'as-curl': true } };
    throw new Failure('usage', `slip export takes a request, and slip ${command} is none`, {
        hint: `a host of that name is written http://${command}/`,
    });
}
//# sourceMappingURL=export-words.js.map