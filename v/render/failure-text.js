import { makeTerminalSafe } from './safety.js';
/** A failure as it is told on stderr: what happened, where in the user's own text, and what to try. */
export function failureText(failure, theme) {
    return [
        `${theme.error('slip:')} ${makeTerminalSafe(failure.message)}`,
        ...(failure.at === undefined ? [] : underlined(failure.at, theme)),
        ...(failure.hint === undefined ? [] : [`${theme.hint('hint:')} ${makeTerminalSafe(failure.hint)}`]),
        '',
    ].join('\n');
}
/** What to say of an error nobody foresaw: it is ours, and its stack is what a report needs. */
export function defectText(error, theme) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return `${theme.error('slip:')} this is a defect of slip, please report it\n${makeTerminalSafe(stack, { oneLine: false })}\n`;
}
/** Text on either side of the place that still helps to see where it is. */
const CONTEXT_CHARACTERS = 60;
function underlined({ text, start, end }, theme) {
    const masked = maskPassword(text);
    const from = Math.max(0, start - CONTEXT_CHARACTERS);
    const to = Math.min(masked.length, Math.max(end, start + 1) + CONTEXT_CHARACTERS);
    const before = `${from > 0 ? '…' : ''}${makeTerminalSafe(masked.slice(from, start))}`;
    const place = makeTerminalSafe(masked.slice(start, end));
    const after = `${makeTerminalSafe(masked.slice(end, to))}${to < masked.length ? '…' : ''}`;
    const carets = '^'.repeat(Math.max(1, [...place].length));
    return [`  ${before}${place}${after}`.trimEnd(), `  ${' '.repeat([...before].length)}${theme.caret(carets)}`];
}
/** Passwords in URLs, an @ or space in them included, behind as many stars, so that the carets stay where they are. */
function maskPassword(text) {
    return text.replace(/(:\/\/[^/?#@:\s]*:)(?!\d*(?:[\s/?#"']|$))([^/?#]+)(?=@)/g, (_all, before, password) => before + '*'.repeat(password.length));
}
//# sourceMappingURL=failure-text.js.map