/**
 * How many colours to use. From strongest to weakest: `TERM=dumb` (none), `NO_COLOR` (no-color.org: not if empty),
 * `FORCE_COLOR` (Node's meaning: 0-3, `true`, `false`, empty for 1), being asked, `CLICOLOR_FORCE` and `CLICOLOR=0`
 * (bixense.com/clicolors), and then what a terminal says of itself; a pipe has none.
 */
export function colorLevel({ isTerminal, env, platform, asked = false }) {
    if (env.TERM === 'dumb' || isSet(env.NO_COLOR))
        return 0;
    if (env.FORCE_COLOR !== undefined)
        return forcedLevel(env.FORCE_COLOR);
    const able = terminalLevel(env, platform);
    if (asked || (isSet(env.CLICOLOR_FORCE) && env.CLICOLOR_FORCE !== '0'))
        return able === 0 ? 1 : able;
    return isTerminal && env.CLICOLOR !== '0' ? able : 0;
}
function isSet(value) {
    return value !== undefined && value !== '';
}
// Any other value forces as well, as it does in tools that only look whether the variable is there.
function forcedLevel(value) {
    if (value === 'false' || value === '0')
        return 0;
    if (value === '2')
        return 2;
    return Number(value) >= 3 ? 3 : 1;
}
function terminalLevel(env, platform) {
    const { TERM: term = '', TERM_PROGRAM: program = '', COLORTERM: colors = '' } = env;
    if (/^(?:truecolor|24bit)$/i.test(colors))
        return 3;
    if (/^(?:iTerm\.app|vscode|WezTerm|ghostty)$/.test(program) || isSet(env.WT_SESSION))
        return 3;
    if (/-direct$|^(?:xterm-kitty|xterm-ghostty|alacritty|foot|wezterm)/.test(term))
        return 3;
    // Every Windows console that Node 20 runs in has 256 colours, and none sets TERM.
    if (platform === 'win32' || program === 'Apple_Terminal' || /-256(?:color)?$/i.test(term))
        return 2;
    return term === '' ? 0 : 1;
}
//# sourceMappingURL=color-level.js.map