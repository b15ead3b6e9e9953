import { takesNextWord, takesValue } from './argv.js';
import { findShortOption } from './options.js';
/**
 * Finds `--version`, `-V`, `--help`, `-h`, `--manual` and `-M`, so that they work whatever else stands on the line.
 * Values of other options are passed over by the table: `-d -h` asks for nothing.
 */
export function findSpecial(argv) {
    if (!argv.some((word) => /^-/.test(word) && /[hMV]|version|help|manual/.test(word)))
        return undefined;
    for (let index = 0; index < argv.length; index++) {
        const word = argv[index] ?? '';
        if (word === '--')
            return undefined;
        if (!word.startsWith('-'))
            continue;
        const found = word.startsWith('--') ? WORDS[word.slice(2)] : specialInCluster(word);
        if (found !== undefined)
            return specialOf(found, argv, index);
        if (takesNextWord(word))
            index++;
    }
    return undefined;
}
function specialOf(found, argv, index) {
    const dialect = argv[0] === 'curl' ? 'curl' : 'slip';
    if (found === 'version')
        return { kind: 'version', dialect };
    if (dialect === 'slip')
        return { kind: 'help', dialect, full: found !== '-h', word: helpWord(argv, index) };
    const isManual = found === 'manual';
    return { kind: 'help', dialect, full: isManual, word: isManual ? undefined : argv[index + 1] };
}
/** A word on a line that asks for help, taken for a group of options by whoever knows these. */
function helpWord(argv, index) {
    return [argv[index + 1], argv[0]].find((word) => word !== undefined && !word.startsWith('-'));
}
const WORDS = { version: 'version', manual: 'manual', help: '--help' };
const LETTERS = { V: 'version', M: 'manual', h: '-h' };
function specialInCluster(word) {
    for (const letter of word.slice(1)) {
        if (LETTERS[letter] !== undefined)
            return LETTERS[letter];
        if (takesValue(findShortOption(letter)))
            return undefined;
    }
    return undefined;
}
//# sourceMappingURL=special.js.map