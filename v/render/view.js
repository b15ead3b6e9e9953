import { Failure } from '../failure.js';
/**
 * Decides what is printed and how (docs/design.md, "Output").
 *
 * @throws Failure `usage` for letters that `--print` does not know.
 */
export function decideView(options, method, around) {
    const bodyOnTerminal = around.stdoutIsTerminal && !around.bodyToFile;
    const isCurls = around.dialect === 'curl';
    const pretty = options.pretty ?? (bodyOnTerminal ? (isCurls ? 'colors' : 'all') : 'none');
    const wantsColor = (pretty === 'colors' && options.pretty !== undefined) ||
        (pretty !== 'format' && pretty !== 'none' && !around.refusesColor);
    const parts = decideParts(options, method, around);
    const quiet = options.silent === true;
    return {
        parts,
        summaryOnStderr: !isCurls &&
            !parts.summary &&
            !parts.head &&
            !quiet &&
            !options.verbose &&
            options.print === undefined &&
            around.stderrIsTerminal,
        verbose: options.verbose === true && !around.isTraced,
        formatted: pretty === 'all' || pretty === 'format',
        colored: wantsColor && !around.isDumb && (options.pretty !== undefined || around.stdoutColors > 0),
        onTerminal: bodyOnTerminal,
        binary: isCurls ? 'refused' : 'hidden',
        showsSecrets: options['show-secrets'] === true,
        style: options.style ?? 'auto',
        progress: decideProgress(options, around, bodyOnTerminal),
        notes: !quiet && !isCurls,
        errors: !quiet || options['show-error'] === true,
    };
}
const LETTERS = { H: 'requestHead', B: 'requestBody', h: 'head', b: 'body', m: 'summary' };
function decideParts(options, method, around) {
    const letters = options.print ?? defaultLetters(options, method, around);
    const parts = { requestHead: false, requestBody: false, head: false, body: false, summary: false };
    for (const [index, letter] of [...letters].entries()) {
        const part = LETTERS[letter]; // undefined for any other letter
        if (part === undefined) {
            throw new Failure('usage', `--print knows the letters H B h b m, not ${letter}`, {
                at: { text: `--print ${letters}`, start: 8 + index, end: 9 + index },
            });
        }
        parts[part] = true;
    }
    return parts;
}
function defaultLetters(options, method, around) {
    if (options.offline)
        return 'HB';
    // curl prints no head because the method is HEAD, only because of -I, whatever the method.
    if (options.head || (method === 'HEAD' && around.dialect === 'slip'))
        return 'h';
    if (options.include)
        return 'hb';
    if (around.dialect === 'curl')
        return 'b';
    return around.stdoutIsTerminal && !options.verbose && !around.bodyToFile && !options.silent ? 'mb' : 'b';
}
function decideProgress(options, around, bodyOnTerminal) {
    if (options['progress-bar'])
        return 'bar';
    if (options.silent || options['progress-meter'] === false)
        return 'none';
    return around.stderrIsTerminal && !bodyOnTerminal ? 'terminal' : 'none';
}
//# sourceMappingURL=view.js.map