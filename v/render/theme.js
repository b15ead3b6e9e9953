/** Colours: which style paints what. How many colours there are is decided in color-level.ts, which loads no package. */
import { Chalk } from 'chalk';
/** A style as functions. The styles that need more than sixteen colours are `ansi-16` where there are no more. */
export function themeFor(style, level) {
    const inks = level === 1 && NEEDS_256.has(style) ? INKS['ansi-16'] : INKS[style];
    const chalk = new Chalk({ level });
    const paints = Object.entries(inks).map(([role, mix]) => [role, mixed(chalk, mix)]);
    return { ...Object.fromEntries(paints), level }; // `as`: the table has every role
}
const NEEDS_256 = new Set(['solarized', 'monokai']);
const INKS = {
    // Read on black and on white alike: no yellow, cyan or white, no dark blue. Nothing in bright black, which is the
    // background itself in some palettes; SGR 2 (dim) is at worst not dim.
    auto: {
        information: ['blueBright'],
        success: ['green'],
        redirection: ['magenta'],
        clientError: ['redBright'],
        serverError: ['redBright', 'bold'],
        headerName: ['blueBright'],
        headerValue: [],
        dim: ['dim'],
        key: ['blueBright'],
        string: ['green'],
        number: ['magenta'],
        literal: ['redBright'],
        punctuation: [],
        error: ['redBright', 'bold'],
        hint: ['green'],
        caret: ['redBright'],
        note: ['dim'],
    },
    // For a dark background, as consoles have always had it.
    'ansi-16': {
        information: ['cyan'],
        success: ['green'],
        redirection: ['yellow'],
        clientError: ['red'],
        serverError: ['redBright', 'bold'],
        headerName: ['cyan'],
        headerValue: [],
        dim: ['gray'],
        key: ['blueBright', 'bold'],
        string: ['green'],
        number: ['yellow'],
        literal: ['magenta'],
        punctuation: ['white'],
        error: ['redBright', 'bold'],
        hint: ['cyan'],
        caret: ['redBright'],
        note: ['yellow'],
    },
    // Weight and lines instead of hues: nothing is fainter than the terminal's own text.
    'high-contrast': {
        information: [],
        success: ['bold'],
        redirection: ['bold', 'underline'],
        clientError: ['bold', 'inverse'],
        serverError: ['bold', 'inverse'],
        headerName: ['bold'],
        headerValue: [],
        dim: [],
        key: ['bold'],
        string: [],
        number: ['underline'],
        literal: ['bold', 'underline'],
        punctuation: [],
        error: ['bold', 'inverse'],
        hint: ['bold'],
        caret: ['bold'],
        note: [],
    },
    solarized: {
        information: ['#268bd2'],
        success: ['#859900'],
        redirection: ['#b58900'],
        clientError: ['#cb4b16'],
        serverError: ['#dc322f', 'bold'],
        headerName: ['#268bd2'],
        headerValue: ['#839496'],
        dim: ['#586e75'],
        key: ['#268bd2'],
        string: ['#2aa198'],
        number: ['#d33682'],
        literal: ['#cb4b16'],
        punctuation: ['#839496'],
        error: ['#dc322f', 'bold'],
        hint: ['#859900'],
        caret: ['#dc322f'],
        note: ['#b58900'],
    },
    monokai: {
        information: ['#66d9ef'],
        success: ['#a6e22e'],
        redirection: ['#e6db74'],
        clientError: ['#fd971f'],
        serverError: ['#f92672', 'bold'],
        headerName: ['#66d9ef'],
        headerValue: ['#f8f8f2'],
        dim: ['#75715e'],
        key: ['#f92672'],
        string: ['#e6db74'],
        number: ['#ae81ff'],
        literal: ['#66d9ef'],
        punctuation: ['#f8f8f2'],
        error: ['#f92672', 'bold'],
        hint: ['#a6e22e'],
        caret: ['#f92672'],
        note: ['#fd971f'],
    },
};
function mixed(chalk, inks) {
    return inks.reduce((paint, ink) => (isHex(ink) ? paint.hex(ink) : paint[ink]), chalk);
}
function isHex(ink) {
    return ink.startsWith('#');
}
//# sourceMappingURL=theme.js.map