/**
 * The challenges of all field lines of one name, in their order (RFC 9110 §11.6.1). Servers write what they like here:
 * commas that are missing or too many, values without quotes or without the closing one. What cannot be read is passed
 * over, up to the next comma, and never throws.
 */
export function parseChallenges(lines) {
    return lines.flatMap(challengesOf);
}
const TOKEN = /[!#$%&'*+.^_`|~\w-]+/y;
/** RFC 9110 §11.2, where nothing but a comma or the end comes after it. */
const TOKEN68 = /[\w.~+/-]+=*(?=[ \t]*(?:,|$))/y;
const SPACE = /[ \t]*/y;
const SEPARATORS = /[ \t,]*/y;
const EQUALS = /[ \t]*=[ \t]*/y;
/** A backslash stands for whatever comes after it (RFC 9110 §5.6.4); an unclosed one ends with the line. */
const QUOTED = /"((?:\\[\s\S]|[^"\\])*)(?:"|\\?$)/y;
/** Also what an unquoted value is, spaces within it included: it is no token then, but servers write it. */
const REST = /[^,]*/y;
function challengesOf(line) {
    const found = [];
    let at = 0;
    /** What the pattern matches here, if anything, going past it. */
    const take = (pattern) => {
        pattern.lastIndex = at;
        const match = pattern.exec(line);
        if (match !== null)
            at = pattern.lastIndex;
        return match;
    };
    for (;;) {
        take(SEPARATORS);
        if (at >= line.length)
            return found;
        const [word] = take(TOKEN) ?? [];
        if (word === undefined) {
            // Not one character that could begin anything: on to what stands behind the next comma.
            take(REST);
            continue;
        }
        if (take(EQUALS) !== null) {
            const quoted = take(QUOTED);
            const value = quoted === null ? (take(REST)?.[0] ?? '').trimEnd() : (quoted[1] ?? '').replace(/\\([\s\S])/g, '$1');
            const { parameters } = found.at(-1) ?? {};
            if (parameters !== undefined && !parameters.has(word.toLowerCase()))
                parameters.set(word.toLowerCase(), value);
            continue;
        }
        take(SPACE);
        found.push({ scheme: word.toLowerCase(), token68: take(TOKEN68)?.[0], parameters: new Map() });
    }
}
//# sourceMappingURL=challenge.js.map