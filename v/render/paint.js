/** The styles that `--style` knows. */
export const STYLE_NAMES = ['auto', 'solarized', 'monokai', 'high-contrast', 'ansi-16'];
/** A style at a level. Chalk is loaded for it only where there is something to paint. */
export async function openTheme(style, level) {
    if (level === 0)
        return PLAIN_THEME;
    const { themeFor } = await import('./theme.js');
    return themeFor(style, level);
}
/** How a status code is painted, by its class (RFC 9110 §15); one outside of 100-599 like a server error. */
export function statusPaint(theme, status) {
    const roles = ['information', 'success', 'redirection', 'clientError'];
    return theme[roles[Math.floor(status / 100) - 1] ?? 'serverError'];
}
/** The sequences of a theme for the JSON formatter; all of them empty at level 0. */
export function jsonColors(theme) {
    return {
        key: opening(theme.key),
        string: opening(theme.string),
        number: opening(theme.number),
        literal: opening(theme.literal),
        punctuation: opening(theme.punctuation),
        dim: opening(theme.dim),
        reset: theme.level === 0 ? '' : '\x1b[0m',
    };
}
const asItIs = (text) => text;
const PLAIN_THEME = {
    level: 0,
    information: asItIs,
    success: asItIs,
    redirection: asItIs,
    clientError: asItIs,
    serverError: asItIs,
    headerName: asItIs,
    headerValue: asItIs,
    dim: asItIs,
    key: asItIs,
    string: asItIs,
    number: asItIs,
    literal: asItIs,
    punctuation: asItIs,
    error: asItIs,
    hint: asItIs,
    caret: asItIs,
    note: asItIs,
};
function opening(paint) {
    return paint('|').split('|')[0] ?? '';
}
//# sourceMappingURL=paint.js.map